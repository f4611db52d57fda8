"""A trial office says who to sign in as, for everything one may have come for."""

from __future__ import annotations

import pytest

from casework.queries.sign_in import Someone
from casework.web.audiences import AUDIENCES, by_audience
from tests.web.trial_office import TrialOffice
from workflows.roles import Role


def test_every_role_people_hold_belongs_to_one_audience() -> None:
    placed = [role for roles in AUDIENCES.values() for role in roles]

    assert sorted(placed) == sorted(set(Role) - {Role.SYSTEM})


def test_who_holds_no_role_comes_for_an_enterprise() -> None:
    somebody = Someone("jia", "示范", (), "示范公司")

    assert by_audience([somebody]) == (("enterprise", [somebody]),)


@pytest.mark.xdist_group("walk")
def test_the_sign_in_page_of_a_trial_office_sets_everybody_out(walked_office: TrialOffice) -> None:
    page = walked_office.visitor("").get("/sign-in").page

    groups = page.xpath("//tbody/tr[1]/th[@scope='rowgroup']/text()")
    assert groups[0] == "企业"
    assert len(groups) == len(AUDIENCES)
    assert {"gengxu", "jiachen", "auditor"} <= set(page.xpath("//td[@class='secret']/text()"))
