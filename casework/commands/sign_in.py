"""Signing in and out: sessions the office can list and end, lock-outs, the second factor.

A failed try has to be kept, so these functions answer with a refusal instead of raising one.
Hashing is slow on purpose and is done by the caller outside of any transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyotp
import sqlalchemy as sa
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from casework.commands.people import PASSWORDS
from casework.queries.sign_in import Account, hash_of_token
from casework.records.people import EnterpriseMember, User
from casework.records.sign_in import Attempts, SignIn
from workflows.refusals import Refusal, Refused
from workflows.term import civil_date

WINDOW = timedelta(minutes=15)
"""The stretch of time in which tries are counted together."""
_WINDOW_SECONDS = int(WINDOW.total_seconds())
STEP_SECONDS = 30
_SEEN_EVERY = timedelta(minutes=1)
_NOBODY = PASSWORDS.hash(secrets.token_urlsafe())


@dataclass(frozen=True, slots=True)
class Entered:
    """A try to sign in: the new browser's token, or why there is none."""

    token: str | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from."""

    address: str
    device: str


def password_right(account: Account | None, password: str) -> bool:
    """Whether the password is right; as slow for a name that nobody has."""
    kept = None if account is None else account.password_hash
    try:
        PASSWORDS.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def enter(
    session: Session,
    *,
    account: Account | None,
    right: bool,
    browser: Browser,
    at: datetime,
    lockout_attempts: int,
    lockout_minutes: int,
) -> Entered:
    """Open a session for a right password, or count the try; a name is never confirmed to exist."""
    if account is not None and account.locked_until is not None and account.locked_until > at:
        return Entered(refusal=Refusal("sign_in_locked", {"minutes": lockout_minutes}))
    if account is None or not right or not account.active:
        count_attempt(session, "sign_in", browser.address, at=at)
        if account is not None and account.active:
            _count_failure(session, account, at, lockout_attempts, lockout_minutes)
        return Entered(refusal=Refusal("sign_in_wrong"))
    user = session.get_one(User, account.user_id)
    user.failed_sign_ins, user.locked_until = 0, None
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=hash_of_token(token),
            user_id=user.id,
            epoch=user.session_epoch,
            enterprise_id=None if account.official else _only_enterprise(session, user.id, at),
            opened_at=at,
            seen_at=at,
            address=browser.address,
            device=browser.device[:200],
        )
    )
    return Entered(token=token)


def confirm_code(
    session: Session, *, sign_in_id: int, code: str, at: datetime, enrolment: bool = False
) -> Refusal | None:
    """Take a code of the second factor; each counts once, and one step early or late is taken."""
    sign_in = session.get_one(SignIn, sign_in_id)
    user = session.get_one(User, sign_in.user_id)
    step = _step_of(user.totp_secret, code, at)
    if step is None or step <= (user.totp_last_step or 0):
        count_attempt(session, "code", str(user.id), at=at)
        return Refusal("code_wrong")
    end_others(session, user_id=user.id, at=at, besides=sign_in_id)  # one browser at a time
    user.totp_last_step = step
    if enrolment:
        user.totp_confirmed_at = at
    sign_in.second_factor_at = at
    return None


def new_totp_secret(session: Session, *, user_id: int) -> str:
    """The secret of a second factor that is being set up; Refused once it is confirmed."""
    user = session.get_one(User, user_id)
    if user.totp_confirmed_at is not None:
        raise Refused(Refusal("second_factor_set"))
    if user.totp_secret is None:
        user.totp_secret = pyotp.random_base32()
    return user.totp_secret


def saw(session: Session, *, sign_in_id: int, seen_at: datetime, at: datetime) -> None:
    """Note that a browser is in use, at most once a minute."""
    if at - seen_at >= _SEEN_EVERY:
        session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def was_seen_lately(seen_at: datetime, at: datetime) -> bool:
    """Whether `saw` has nothing to note yet."""
    return at - seen_at < _SEEN_EVERY


def end(session: Session, *, sign_in_id: int, user_id: int, at: datetime) -> None:
    """End one of a user's sessions; another user's is left alone."""
    session.execute(
        sa.update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.user_id == user_id, SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_others(session: Session, *, user_id: int, at: datetime, besides: int | None = None) -> None:
    """End every session of a user but this one."""
    session.execute(
        sa.update(SignIn)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.id != (besides or 0))
        .values(ended_at=at)
    )


def act_for(
    session: Session, *, sign_in_id: int, user_id: int, enterprise_id: int | None, at: datetime
) -> None:
    """Choose the enterprise this browser acts for; Refused for one the user does not belong to."""
    if enterprise_id is not None and enterprise_id not in _enterprises(session, user_id, at):
        raise Refused(Refusal("not_a_member"))
    session.execute(
        sa.update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.user_id == user_id)
        .values(enterprise_id=enterprise_id)
    )


def count_attempt(session: Session, scope: str, subject: str, *, at: datetime) -> None:
    """Count one try in its stretch of time; two at once are both counted."""
    since = datetime.fromtimestamp(at.timestamp() // _WINDOW_SECONDS * _WINDOW_SECONDS, UTC)
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    tried = insert(Attempts).values(scope=scope, subject=subject, since=since, count=1)
    session.execute(
        tried.on_conflict_do_update(
            index_elements=("scope", "subject", "since"), set_={"count": Attempts.count + 1}
        )
    )


def _count_failure(
    session: Session, account: Account, at: datetime, most: int, minutes: int
) -> None:
    user = session.get_one(User, account.user_id, with_for_update=True)
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= most:
        user.failed_sign_ins, user.locked_until = 0, at + timedelta(minutes=minutes)


def _step_of(secret: str | None, code: str, at: datetime) -> int | None:
    """The time step this code belongs to, None where it belongs to none near this moment."""
    if secret is None:
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            return step
    return None


def _enterprises(session: Session, user_id: int, at: datetime) -> list[int]:
    today = civil_date(at)
    return list(
        session.scalars(
            sa.select(EnterpriseMember.enterprise_id).where(
                EnterpriseMember.user_id == user_id,
                EnterpriseMember.since <= today,
                sa.or_(EnterpriseMember.until.is_(None), EnterpriseMember.until > today),
            )
        )
    )


def _only_enterprise(session: Session, user_id: int, at: datetime) -> int | None:
    found = _enterprises(session, user_id, at)
    return found[0] if len(found) == 1 else None
