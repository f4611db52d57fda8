"""Chinese is the source and the default; English is complete. Catalogues are read as they stand."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

from casework.web import door

ENGLISH = Path(__file__).parent / "translations" / "en.po"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "language"


@cache
def _english() -> Translations:
    compiled = io.BytesIO()
    with open(ENGLISH, "rb") as file:
        write_mo(compiled, read_po(file, locale="en"))
    compiled.seek(0)
    return Translations(compiled)


class _Domain(Domain):  # type: ignore[misc]
    """Messages from the .po file itself: no compiled file to keep beside it."""

    def __init__(self) -> None:
        super().__init__([])
        self._english, self._chinese = _english(), NullTranslations()

    def get_translations(self) -> NullTranslations:
        """The messages of the reader's language."""
        locale = get_locale()
        english = locale is not None and locale.language == "en"
        return self._english if english else self._chinese


class _Babel(Babel):  # type: ignore[misc]
    _domain: _Domain | None = None

    @property
    def domain_instance(self) -> _Domain:
        """One domain for the whole application."""
        if self._domain is None:
            self._domain = _Domain()
        return self._domain


def register(app: Flask) -> None:
    """Let this application speak both languages."""
    babel = _Babel(
        app,
        default_locale=LOCALES["zh"],
        default_timezone="Asia/Shanghai",
        locale_selector=_chosen,
    )
    domain = babel.domain_instance

    def messages() -> NullTranslations:
        """Those of this request: a list asks for them hundreds of times."""
        if "messages" not in g:
            g.messages = domain.get_translations()
        found: NullTranslations = g.messages
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: messages().ugettext(message),
        lambda one, many, number: messages().ungettext(one, many, number),
        newstyle=True,
    )


def _chosen() -> str:
    """What this browser chose, else what the person chose, else Chinese."""
    cookie = request.cookies.get(COOKIE)
    if cookie in LOCALES:
        return LOCALES[cookie]
    person = door.person()
    return LOCALES.get("zh" if person is None else person.language, LOCALES["zh"])
