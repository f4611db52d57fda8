"""The office in a browser: views parse, call, redirect. How a page is added: docs/web.md."""
