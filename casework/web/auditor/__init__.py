"""The auditor's pages: everything in scope is read, nothing of a case is written."""
