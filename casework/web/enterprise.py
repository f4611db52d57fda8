"""An enterprise for itself: signing up, its contact, its people, what the registers know of it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.commands import enterprises as acting
from casework.commands import passwords, people
from casework.commands import sign_in as signing_in
from casework.commands.enterprises import Registration
from casework.queries import enterprises, finder
from casework.queries import sign_in as sign_ins
from casework.queries.rule_book import book
from casework.web import door, gate, shape
from casework.web.forms.enterprise import ContactForm, InviteForm, SignUpForm
from casework.web.limits import too_many
from casework.web.saying import say
from workflows.refusals import Refused

blueprint = Blueprint("enterprise", __name__)


@blueprint.get("/sign-up")
def sign_up_form() -> ResponseReturnValue:
    form = SignUpForm(formdata=None)
    return _sign_up_page(form)


@blueprint.post("/sign-up")
def sign_up() -> ResponseReturnValue:
    form = _offering(SignUpForm())
    name = (form.sign_in_name.data or "").strip().lower()
    refusal = too_many("sign_up", door.browser().address)
    if refusal is not None:
        form.refuse(refusal)
        return _sign_up_page(form, 429)
    if form.validate():
        for fault in passwords.faults(None, name, form.password.data):
            form.refuse(fault, field="password")
    if form.faulty:
        return _sign_up_page(form)
    secret = passwords.hashed(form.password.data)
    try:
        with door.transaction() as session:
            signing_in.count_attempt(session, "sign_up", door.browser().address, at=door.now())
            user = acting.sign_up(session, _registration(form), password_hash=secret, at=door.now())
            session.flush()
            account = sign_ins.account_of(session, user.id, at=door.now())
            entered = signing_in.enter(
                session,
                account=account,
                right=True,
                browser=door.browser(),
                at=door.now(),
                lockout_attempts=door.settings().lockout_attempts,
                lockout_minutes=door.settings().lockout_minutes,
            )
    except Refused as refused:
        form.refused(refused)
        return _sign_up_page(form)
    assert entered.token is not None
    gate.let_in(entered.token)
    say("signed_up")
    return redirect(url_for("enterprise.show"))


@blueprint.get("/my/enterprise")
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/my/enterprise/contact")
def edit_contact() -> ResponseReturnValue:
    form = ContactForm()
    if form.validate():
        try:
            with door.transaction() as session:
                acting.edit_contact(
                    session,
                    contact_name=form.contact_name.data,
                    phone=form.phone.data,
                    email=form.email.data,
                    seen=shape.whole(form.seen.data) or 0,
                    actor=door.actor(),
                )
        except Refused as refused:
            form.refused(refused)
        else:
            say("contact_changed")
            return redirect(url_for("enterprise.show"))
    return _page(contact=form)


@blueprint.post("/my/enterprise/people")
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate():
        return _page(invited=form)
    password = people.first_password()
    secret = passwords.hashed(password)
    try:
        with door.transaction() as session:
            acting.invite(
                session,
                sign_in_name=form.sign_in_name.data,
                display_name=form.display_name.data,
                password_hash=secret,
                role=form.role.data,
                actor=door.actor(),
                at=door.now(),
            )
    except Refused as refused:
        form.refused(refused)
        return _page(invited=form)
    say("member_added", name=form.sign_in_name.data, password=password)
    return redirect(url_for("enterprise.show"))


@blueprint.post("/my/enterprise/people/<int:member_id>/end")
def dismiss(member_id: int) -> ResponseReturnValue:
    with door.transaction() as session:
        acting.dismiss(session, member_id=member_id, actor=door.actor(), at=door.now())
    say("member_ended")
    return redirect(url_for("enterprise.show"))


def _page(
    contact: ContactForm | None = None, invited: InviteForm | None = None
) -> ResponseReturnValue:
    enterprise_id = door.enterprise_id()
    with door.reading() as session:
        profile = enterprises.profile(session, enterprise_id, on=door.today())
    kept = profile.contact
    form = contact or ContactForm(
        formdata=None,
        contact_name=kept.contact_name,
        phone=kept.phone,
        email=kept.email,
        seen=kept.last_change,
    )
    own = next((one for one in profile.members if one.user_id == door.actor().user_id), None)
    invited = invited or InviteForm(formdata=None)
    return render_template(
        "applicant/enterprise.html",
        profile=profile,
        contact=form,
        invited=invited,
        owner=own is not None and own.role == "owner" and own.until is None,
        facts=book().facts,
    ), max(form.status, invited.status)


def _registration(form: SignUpForm) -> Registration:
    return Registration(
        credit_code=form.credit_code.data,
        name=form.name.data,
        kind=form.kind.data,
        district_id=form.district.data if form.district.data in book().districts else None,
        legal_person=form.legal_person.data,
        address=form.address.data or "",
        contact_name=form.contact_name.data,
        phone=form.phone.data,
        email=form.email.data or "",
        sign_in_name=form.sign_in_name.data,
    )


def _offering(form: SignUpForm) -> SignUpForm:
    form.offer(book(), sorted(finder.choices(book(), on=door.today()).who))
    return form


def _sign_up_page(form: SignUpForm, status: int | None = None) -> ResponseReturnValue:
    return render_template("sign_in/sign_up.html", form=_offering(form)), status or form.status
