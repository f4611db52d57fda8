"""A person with a browser, as far as HTTP goes: pages as trees, forms sent as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

Tree = Any
"""A parsed page: an element of lxml."""


class Visitor:
    """One browser; keeps its cookies and the last page."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.client.environ_base = {**self.client.environ_base, "REMOTE_ADDR": address}
        self.response: TestResponse | None = None
        self.path = "/"

    def carry(self, token: str) -> Visitor:
        """Hold the token of a session that was opened without the sign-in page."""
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return self

    def get(self, path: str) -> Visitor:
        """Open a page, following redirects."""
        return self._keep(self.client.get(path, follow_redirects=True))

    def post(self, path: str, data: Mapping[str, Any] | None = None) -> Visitor:
        """Send fields with this session's token, following redirects."""
        sent = {"csrf_token": self.token(), **(data or {})}
        return self._keep(self.client.post(path, data=sent, follow_redirects=True))

    def send(self, data: Mapping[str, Any] | None = None, *, button: str = "") -> Visitor:
        """Fill in and send the form of the page that has all these fields, or this button."""
        form = self._form(set(data or {}), button)
        fields: dict[str, Any] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        fields.update(data or {})
        action = form.get("action") or self.path
        if form.method.upper() == "GET":
            return self._keep(self.client.get(action, query_string=fields, follow_redirects=True))
        return self._keep(self.client.post(action, data=fields, follow_redirects=True))

    @property
    def status(self) -> int:
        """The HTTP status of the last page."""
        assert self.response is not None
        return self.response.status_code

    @property
    def page(self) -> Tree:
        """The last page as a tree."""
        assert self.response is not None
        return html.document_fromstring(self.response.text)

    @property
    def words(self) -> str:
        """What the last page says to a reader, without idle space."""
        (main,) = self.page.xpath("//main") or [self.page]
        return " ".join(main.text_content().split())

    @property
    def title(self) -> str:
        """The first heading of the last page."""
        headings = self.page.xpath("//main//h1") or self.page.xpath("//h1")
        return " ".join(headings[0].text_content().split()) if headings else ""

    def links(self) -> list[str]:
        """Where the last page leads."""
        return [str(href) for href in self.page.xpath("//a/@href")]

    def token(self) -> str:
        """The token that forms of this session carry."""
        if self.response is None or not self.page.xpath("//input[@name='csrf_token']"):
            self.get("/preferences")
        return str(self.page.xpath("//input[@name='csrf_token']/@value")[0])

    def _keep(self, response: TestResponse) -> Visitor:
        self.response, self.path = response, response.request.path
        response.get_data()
        response.close()
        return self

    def _form(self, fields: set[str], button: str) -> Any:
        for form in self.page.forms:
            labels = {" ".join(b.text_content().split()) for b in form.xpath(".//button")}
            if fields <= set(form.fields.keys()) and (not button or button in labels):
                if not fields and not button and form.get("action") == "/preferences":
                    continue
                return form
        raise AssertionError(f"no form with {sorted(fields)} {button!r} on {self.path}")
