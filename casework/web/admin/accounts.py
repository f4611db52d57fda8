"""Accounts and rights: the system administrator keeps accounts, the security one grants roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import access, passwords, people
from casework.commands import administration as acting
from casework.queries import administration
from casework.queries import people as known
from casework.web import door
from casework.web.forms.admin import AccountForm, GrantForm, MoveForm
from casework.web.saying import say
from workflows.refusals import Refused
from workflows.roles import Role

blueprint = Blueprint("accounts", __name__, url_prefix="/admin/accounts")


@blueprint.get("")
def index() -> ResponseReturnValue:
    given = {
        name: request.args.get(name, "")[:100].strip()
        for name in ("text", "department", "role", "status")
    }
    with door.reading() as session:
        found = administration.accounts(session, **given, after=door.number("after") or 0)
        departments = known.departments(session)
    return render_template(
        "admin/accounts.html",
        found=found,
        given=given,
        departments=departments,
        roles=[role for role in Role if role not in acting.NOT_GRANTED],
        statuses=administration.STATUSES,
        page=administration.PAGE,
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    return _new_page(_offered(AccountForm(formdata=None)))


@blueprint.post("")
def open_account() -> ResponseReturnValue:
    form = _offered(AccountForm())
    if not form.validate():
        return _new_page(form)
    password = people.first_password()
    secret = passwords.hashed(password)
    try:
        with door.transaction() as session:
            user = acting.open_account(
                session,
                sign_in_name=form.sign_in_name.data,
                display_name=form.display_name.data,
                department_id=form.department.data or None,
                password_hash=secret,
                actor=door.actor(),
                at=door.now(),
            )
            door.note(session, access.Kind.ADMINISTERED, account=user.id, did="open_account")
            user_id = user.id
    except Refused as refused:
        form.refused(refused)
        return _new_page(form)
    say("account_opened", name=form.sign_in_name.data.strip().lower(), password=password)
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.get("/<int:user_id>")
def show(user_id: int) -> ResponseReturnValue:
    return _page(user_id)


@blueprint.post("/<int:user_id>/status")
def set_status(user_id: int) -> ResponseReturnValue:
    status = request.form.get("status", "")
    if status not in set(administration.STATUSES):
        return _page(user_id)
    with door.transaction() as session:
        given_back = acting.set_status(
            session, user_id=user_id, status=status, actor=door.actor(), at=door.now()
        )
        _noted(session, user_id, "set_status", status=status, cases=list(given_back))
    say("status_set", cases=len(given_back))
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.post("/<int:user_id>/password")
def reset_password(user_id: int) -> ResponseReturnValue:
    password = people.first_password()
    secret = passwords.hashed(password)
    with door.transaction() as session:
        acting.reset_password(
            session, user_id=user_id, password_hash=secret, actor=door.actor(), at=door.now()
        )
        _noted(session, user_id, "reset_password")
        name = administration.account(session, user_id, at=door.now()).account.sign_in_name
    say("password_reset", name=name, password=password)
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.post("/<int:user_id>/department")
def move(user_id: int) -> ResponseReturnValue:
    form = _offered(MoveForm())
    if not form.validate():
        return _page(user_id, move=form)
    with door.transaction() as session:
        given_back = acting.move(
            session,
            user_id=user_id,
            department_id=form.department.data or None,
            actor=door.actor(),
            at=door.now(),
        )
        _noted(session, user_id, "move", department=form.department.data)
    say("status_set", cases=len(given_back))
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.post("/<int:user_id>/sessions/end")
def end_sessions(user_id: int) -> ResponseReturnValue:
    return _simple(user_id, "end_sessions", _end_sessions, "sessions_ended")


@blueprint.post("/<int:user_id>/second-factor/reset")
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    return _simple(user_id, "reset_second_factor", _reset_second_factor, "second_factor_reset")


@blueprint.post("/<int:user_id>/roles")
def grant(user_id: int) -> ResponseReturnValue:
    form = _granting(GrantForm())
    if not form.validate():
        return _page(user_id, grants=form)
    try:
        with door.transaction() as session:
            acting.grant(
                session,
                user_id=user_id,
                roles=[Role(role) for role in form.roles.data],
                actor=door.actor(),
                at=door.now(),
                starts_on=form.starts_on.data,
                until=form.until.data,
            )
            _noted(session, user_id, "grant", roles=form.roles.data)
    except Refused as refused:
        form.refused(refused)
        return _page(user_id, grants=form)
    say("roles_granted")
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.post("/<int:user_id>/roles/<role>/revocation")
def revoke(user_id: int, role: str) -> ResponseReturnValue:
    if role not in set(Role):
        return _page(user_id)
    with door.transaction() as session:
        acting.revoke(session, user_id=user_id, role=Role(role), actor=door.actor(), at=door.now())
        _noted(session, user_id, "revoke", role=role)
    say("role_revoked")
    return redirect(url_for("accounts.show", user_id=user_id))


def _end_sessions(session: Session, user_id: int) -> None:
    acting.end_sessions(session, user_id=user_id, actor=door.actor(), at=door.now())


def _reset_second_factor(session: Session, user_id: int) -> None:
    acting.reset_second_factor(session, user_id=user_id, actor=door.actor())


def _simple(
    user_id: int, did: str, command: Callable[[Session, int], None], done: str
) -> ResponseReturnValue:
    with door.transaction() as session:
        command(session, user_id)
        _noted(session, user_id, did)
    say(done)
    return redirect(url_for("accounts.show", user_id=user_id))


def _noted(session: Session, user_id: int, did: str, **more: object) -> None:
    door.note(session, access.Kind.ADMINISTERED, account=user_id, did=did, **more)


def _offered(form: Any) -> Any:
    with door.reading() as session:
        form.offer(known.departments(session))
    return form


def _granting(form: GrantForm) -> GrantForm:
    form.offer()
    return form


def _new_page(form: AccountForm) -> ResponseReturnValue:
    return render_template("admin/new_account.html", form=form), form.status


def _page(
    user_id: int, *, grants: GrantForm | None = None, move: MoveForm | None = None
) -> ResponseReturnValue:
    with door.reading() as session:
        found = administration.account(session, user_id, at=door.now())
    grants = grants or _granting(GrantForm(formdata=None))
    department = found.account.department
    move = move or _offered(MoveForm(formdata=None, department=department.id if department else ""))
    return render_template(
        "admin/account.html",
        found=found,
        grants=grants,
        move=move,
        statuses=administration.STATUSES,
        own=user_id == door.actor().user_id,
    ), max(grants.status, move.status)
