"""Passwords: what one must be like, and changing it (practice 2.8)."""

from __future__ import annotations

from datetime import datetime

from argon2.exceptions import VerificationError
from sqlalchemy.orm import Session

from casework.commands.people import PASSWORDS
from casework.queries.sign_in import Account
from casework.records.people import User
from workflows.refusals import Refusal

SHORTEST = 10
LONGEST = 200
KEPT = 5
"""How many earlier passwords may not come back."""


def faults(account: Account | None, sign_in_name: str, password: str) -> tuple[Refusal, ...]:
    """Everything that is wrong with a new password; slow where there are earlier ones."""
    found = []
    if not SHORTEST <= len(password) <= LONGEST:
        found.append(Refusal("password_length", {"least": SHORTEST, "most": LONGEST}))
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    if sum(any(kind(c) for c in password) for kind in kinds) < 3:
        found.append(Refusal("password_too_plain"))
    if sign_in_name and sign_in_name.lower() in password.lower():
        found.append(Refusal("password_has_name"))
    if account is not None and not found and _used_before(account, password):
        found.append(Refusal("password_used_before", {"count": KEPT}))
    return tuple(found)


def hashed(password: str) -> str:
    """What is kept of a password; slow on purpose."""
    return PASSWORDS.hash(password)


def change(session: Session, *, user_id: int, password_hash: str, at: datetime) -> None:
    """Put a new password in the place of the old one."""
    user = session.get_one(User, user_id, with_for_update=True)
    if user.password_hash is not None:
        earlier = [user.password_hash, *user.earlier_password_hashes]
        user.earlier_password_hashes = earlier[: KEPT - 1]
    user.password_hash = password_hash
    user.password_changed_at, user.must_change_password = at, False


def _used_before(account: Account, password: str) -> bool:
    hashes = [account.password_hash, *account.earlier_password_hashes]
    return any(kept is not None and _matches(kept, password) for kept in hashes)


def _matches(kept: str, password: str) -> bool:
    try:
        return PASSWORDS.verify(kept, password)
    except VerificationError:
        return False
