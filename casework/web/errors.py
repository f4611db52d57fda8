"""What people see when something is not possible: every reason, and a way on."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from casework.web.saying import worded
from workflows.refusals import Refused

log = logging.getLogger(__name__)

Page = tuple[str, int]
_HAS_PAGE = frozenset({400, 401, 403, 404, 405, 409, 413, 429})


def register(app: Flask) -> None:
    """Give every error of this application its page."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _fault)


def _refused(refused: Refused) -> Page:
    unknown = {"case_unknown", "not_found"} & {refusal.code for refusal in refused.refusals}
    if unknown:
        return render_template("errors/404.html"), 404
    return (
        render_template(
            "errors/refused.html", reasons=worded(refused.refusals), back=request.referrer
        ),
        409,
    )


def _stale_form(_error: CSRFError) -> Page:
    return render_template("errors/stale_form.html"), 400


def _http(error: HTTPException) -> Page | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    shown = code if code in _HAS_PAGE else 400 if code < 500 else 500
    return render_template(f"errors/{shown}.html"), code


def _busy(error: OperationalError) -> Page:
    """The database is locked or away; anything else is a fault of ours."""
    if "syntax" in str(error.orig) or "no such" in str(error.orig):
        return _fault(error)
    log.exception("the database could not answer", exc_info=error)
    return render_template("errors/busy.html"), 503


def _fault(error: Exception) -> Page:
    log.exception("a page failed", exc_info=error)
    return render_template("errors/500.html"), 500
