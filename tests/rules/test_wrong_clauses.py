"""Clauses that read well and cannot be: worked out, counted or laid out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.rules.policy_files import FILE, changed, read
from workflows.policy.faults import Fault, WrongPolicyData
from workflows.term import Term


def faults(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(WrongPolicyData) as refused:
        read(folder, text)
    return refused.value.faults


BENEFIT = 'benefit = { kind = "fixed", amount_yuan = 300_000, words = "一次性30万元" }'
SHARE = 'benefit = { kind = "share", rate = "5%", words = "5%", of = '


@pytest.mark.parametrize(
    ("new", "what_to_do"),
    [
        (SHARE + "{ } }", "a base is one `fact`, or `facts` with `take`"),
        (SHARE + '{ fact = "a", facts = ["b"] } }', "a base is one `fact`"),
        (SHARE + '{ facts = ["a", "b"] } }', "`take` says how to choose"),
        ('benefit = { kind = "increment", rate = "5%", now = "a", words = "5%" }',
         "an increment is `of` one fact, or `now` less `before`"),
        ('benefit = { kind = "bands", of = "a", how = "step", words = "段", band = [] }',
         "every band but the last has `to_yuan`"),
        ('benefit = { kind = "bands", of = "a", how = "step", words = "段", '
         'band = [{ to_yuan = 5, rate = "5%" }] }', "every band but the last has `to_yuan`"),
        ('benefit = { kind = "bands", of = "a", how = "step", words = "段", '
         'band = [{ to_yuan = 5, rate = "5%" }, { to_yuan = 4, rate = "5%" }, { rate = "5%" }] }',
         "bands rise"),
        ('benefit = { kind = "bands", of = "a", how = "progressive", words = "段", '
         "band = [{ amount_yuan = 5 }] }", "progressive bands have rates"),
        ('benefit = { kind = "bands", of = "a", how = "step", words = "段", band = [{ }] }',
         "a band has a `rate` or an `amount_yuan`"),
    ],
)  # fmt: skip
def test_a_benefit_that_cannot_be_worked_out_is_refused(
    tmp_path: Path, new: str, what_to_do: str
) -> None:
    found = faults(tmp_path, changed((BENEFIT, new)))

    assert any(what_to_do in fault.what_to_do for fault in found), found


@pytest.mark.parametrize(
    ("cap", "what_to_do"),
    [
        ('scope = "award"', "an `amount_yuan` or a `rate` of a fact"),
        ('scope = "award", rate = "5%"', "`rate` and `of` go together"),
        ('scope = "per_unit_area", amount_yuan = 5', "`per` names the unit fact"),
        ('scope = "lifetime", amount_yuan = 5, item = ["case.title"]', "may name `item` facts"),
        ('scope = "years", amount_yuan = 5', "`years` belongs to the scope years"),
    ],
)
def test_a_cap_that_cannot_be_counted_is_refused(tmp_path: Path, cap: str, what_to_do: str) -> None:
    text = changed((BENEFIT, f'{BENEFIT}\ncap = [{{ {cap}, words = "不超过" }}]'))

    found = faults(tmp_path, text)

    assert any(what_to_do in fault.what_to_do for fault in found), found


@pytest.mark.parametrize(
    ("plan", "what_to_do"),
    [
        ('kind = "equal_years"', "`years` belongs to equal_years"),
        ('kind = "once", years = 3', "`years` belongs to equal_years"),
        ('kind = "stages"', "shares and stages name their parts"),
    ],
)
def test_a_plan_that_cannot_be_laid_out_is_refused(
    tmp_path: Path, plan: str, what_to_do: str
) -> None:
    found = faults(tmp_path, changed(('plan = { kind = "once" }', f"plan = {{ {plan} }}")))

    assert any(what_to_do in fault.what_to_do for fault in found), found


@pytest.mark.parametrize(
    ("line", "what_to_do"),
    [
        ('source = { file = "a.txt", sha256 = "abc" }', "64 hexadecimal digits"),
        ('yearly_review = "30-02"', 'e.g. "02-26"'),
        ("clocks = { review = 0 }", "at least one working day for review"),
    ],
)
def test_a_setting_of_a_document_that_cannot_be_is_refused(
    tmp_path: Path, line: str, what_to_do: str
) -> None:
    found = faults(tmp_path, changed(("notice_working_days = 7", line)))

    assert any(what_to_do in fault.what_to_do for fault in found), found


def test_a_nameless_entry_is_told_by_its_place(tmp_path: Path) -> None:
    found = faults(tmp_path, changed(('name = "申报书", need', "need")))

    assert found == (Fault(FILE, "material 1 > name", "missing; add it"),)


def test_a_clause_may_have_a_term_of_its_own(tmp_path: Path) -> None:
    own = "in_force = { from = 2026-03-01, until = 2027-03-01 }"
    found = read(tmp_path, changed((BENEFIT, f"{BENEFIT}\n{own}")))

    assert found.term_of("lj-2026-3/art4") == Term(date(2026, 3, 1), date(2027, 3, 1))
    assert found.term_of("lj-2026-3/art3") == Term(date(2026, 3, 1), date(2029, 3, 1))


@pytest.mark.parametrize(
    ("written", "said"), [("1:0.5", "50%"), ("12.5%", "12.5%"), ("3:1", "1/3")]
)
def test_a_rate_is_written_back_exactly(tmp_path: Path, written: str, said: str) -> None:
    found = read(tmp_path, changed(('rate = "20%"', f'rate = "{written}"')))

    benefit = found.clause("lj-2026-3/art3").benefit.model_dump(mode="json")

    assert benefit["band"][0]["rate"] == said
