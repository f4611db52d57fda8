"""`casework load` and `casework add-user`: what an installation begins with."""

from __future__ import annotations

import argparse
import sys

from casework import clock
from casework.cli.terminal import Commands, office_database
from casework.commands import people
from casework.queries.rule_book import book
from workflows.refusals import Refused
from workflows.roles import Role
from workflows.wording import sentences


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    load = commands.add_parser(
        "load", help="bring in the districts and departments of the policies"
    )
    load.set_defaults(run=_load)
    user = commands.add_parser("add-user", help="add a person; the first password is printed once")
    user.add_argument("sign_in_name")
    user.add_argument("display_name")
    user.add_argument("--department", help="id of the department, e.g. xc-kxj")
    roles = [role.value for role in Role if role is not Role.SYSTEM]
    user.add_argument("--role", action="append", default=[], choices=roles, metavar="ROLE")
    user.add_argument("--language", choices=("zh", "en"), default="zh")
    user.set_defaults(run=_add_user)


def _load(_given: argparse.Namespace) -> int:
    with office_database() as database, database.transaction() as session:
        changed = people.load_rule_book(session, catalogue=book())
    print(f"{changed} districts and departments new or renamed")
    return 0


def _add_user(given: argparse.Namespace) -> int:
    password = people.first_password()
    try:
        with office_database() as database, database.transaction() as session:
            people.add_user(
                session,
                sign_in_name=given.sign_in_name,
                display_name=given.display_name,
                at=clock.now(),
                password=password,
                department_id=given.department,
                roles=[Role(role) for role in given.role],
                must_change_password=True,
                language=given.language,
            )
    except Refused as refused:
        for reason in sentences(refused.refusals, "en"):
            print(reason, file=sys.stderr)
        return 2
    print(f"{given.sign_in_name.lower()} may sign in with {password} and must then change it")
    return 0
