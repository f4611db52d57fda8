"""create_app(): settings, database, sign-in, pages, error pages. Nothing runs at import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from casework import clock
from casework.config import Settings, read_settings, shared_folder
from casework.db import Database
from casework.web import door, errors, gate, headers, language, pages, present, shape

BLUEPRINTS = (
    "casework.web.public",
    "casework.web.preferences",
    "casework.web.policies",
    "casework.web.sign_in",
    "casework.web.account",
    "casework.web.figures",
    "casework.web.reviewer.worklist",
    "casework.web.reviewer.in_bulk",
    "casework.web.reviewer.case",
    "casework.web.reviewer.steps",
    "casework.web.reviewer.acts",
    "casework.web.reviewer.fact",
    "casework.web.finance.instalments",
    "casework.web.finance.runs",
    "casework.web.finance.budget",
    "casework.web.finance.payees",
    "casework.web.finance.recoveries",
    "casework.web.inbox",
    "casework.web.meetings.calendar",
    "casework.web.meetings.sitting",
    "casework.web.meetings.item",
    "casework.web.meetings.minutes",
    "casework.web.meetings.after_meeting",
    "casework.web.meetings.government",
    "casework.web.meetings.notices",
    "casework.web.meetings.complaints",
    "casework.web.meetings.deputies",
    "casework.web.enterprise",
    "casework.web.trial",
    "casework.web.filing",
    "casework.web.my_cases",
    "casework.web.my_recusals",
    "casework.web.enterprise_file",
    "casework.web.admin.accounts",
    "casework.web.admin.settings",
    "casework.web.admin.log",
    "casework.web.auditor.overview",
    "casework.web.auditor.disbursements",
    "casework.web.auditor.red_flags",
    "casework.web.auditor.sums",
    "casework.web.auditor.corrections",
    "casework.web.auditor.samples",
    "casework.web.auditor.span",
    "casework.web.auditor.integrity",
    "casework.web.auditor.whole_files",
)
"""Modules with a `blueprint`, in the order of the audiences."""
_FORM_MEGABYTES = 2


def create_app(
    settings: Settings | None = None,
    database: Database | None = None,
    *,
    now: Callable[[], datetime] = clock.now,
    demo_password: str | None = None,
) -> Flask:
    """The web application of one office; WrongSettings or WrongPages where it cannot start."""
    settings = settings or read_settings()
    app = Flask("casework.web", template_folder=str(shared_folder("templates")))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="casework",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # a form lives as long as its session
        MAX_CONTENT_LENGTH=(settings.upload_megabytes + _FORM_MEGABYTES) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=_FORM_MEGABYTES * 1024 * 1024,
        BOOTSTRAP_SERVE_LOCAL=True,
        SEND_FILE_MAX_AGE_DEFAULT=24 * 3600,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    door.open_door(
        app,
        door.Office(
            settings=settings,
            database=database or Database(settings.database_url),
            now=now,
            demo_password=demo_password,
        ),
    )
    language.register(app)
    Bootstrap5(app)
    shape.register(app)
    gate.register(app)
    CSRFProtect(app)
    headers.register(app, secure=settings.secure_cookies)
    errors.register(app)
    present.register(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).blueprint)
    pages.check({rule.endpoint for rule in app.url_map.iter_rules()})
    return app
