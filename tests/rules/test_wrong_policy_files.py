from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.policy_files import FILE, changed, read, the_example
from workflows.catalogue import read_catalogue
from workflows.policy.faults import Fault, WrongPolicyData

ART3 = "clause lj-2026-3/art3"
ART4 = "clause lj-2026-3/art4"


def faults(folder: Path, text: str, *more: tuple[str, str]) -> tuple[Fault, ...]:
    with pytest.raises(WrongPolicyData) as refused:
        read(folder, text, *more)
    return refused.value.faults


def test_the_example_of_the_guide_is_right(tmp_path: Path) -> None:
    assert set(read(tmp_path, the_example()).clauses) == {"lj-2026-3/art3", "lj-2026-3/art4"}


@pytest.mark.parametrize(
    ("old", "new", "key", "what_to_do"),
    [
        ("summary = ", "sumary = ", f"{ART3} > sumary", "did you mean `summary`?"),
        ("notice_working_days", "xyz", "xyz", "no such key; remove it"),
        ("amount_yuan = 300_000", "amount_yuan = 300000.5", f"{ART4} > benefit > amount_yuan",
         "whole number"),
        ("amount_yuan = 300_000", 'amount_yuan = "30万"', f"{ART4} > benefit > amount_yuan",
         "whole number"),
        ("amount_yuan = 300_000", "amount_yuan = 0", f"{ART4} > benefit > amount_yuan",
         "above zero"),
        ('rate = "20%"', "rate = 0.2", f"{ART3} > benefit > band 1 > rate", "as text"),
        ('rate = "20%"', 'rate = "a fifth"', f"{ART3} > benefit > band 1 > rate", "is not a rate"),
        ('rate = "20%"', 'rate = "0%"', f"{ART3} > benefit > band 1 > rate", "above zero"),
        ('rate = "20%"', 'rate = "0:1"', f"{ART3} > benefit > band 1 > rate", "is not a rate"),
        ('kind = "fixed"', 'kind = "flat"', f"{ART4} > benefit", "write one of 'fixed'"),
        ('kind = "fixed", ', "", f"{ART4} > benefit", "missing `kind`"),
        ('plan = { kind = "once" }', 'plan = { kind = "twice" }', f"{ART4} > plan > kind",
         "write 'once'"),
        ('name = "示范企业奖励"\n', "", f"{ART4} > name", "missing; add it"),
        ("issued = 2026-02-20", 'issued = "soon"', "issued", "date"),
        ("who = [", "who = 1 #[", f"{ART3} > who", "list"),
        ("is = true", "is = 1.5", "requires", ""),
        ('who = ["enterprise"]', "who = [1]", f"{ART3} > who 1", "text in quotes"),
        ("at_least = 500_000", "at_least = 0.5", f"{ART3} > requires warehouse.equipment_cost",
         "decimal as text"),
        ("at_least = 500_000", "at_least = 5, at_most = 9",
         f"{ART3} > requires warehouse.equipment_cost", "exactly one comparison"),
        ('share = "80%"', 'share = "70%"', f"{ART3} > plan", "add up to 100%"),
        ("until = 2029-03-01", "until = 2026-03-01", "in_force", "lies after `from`"),
        ("notice_working_days = 7", "notice_working_days = -1", "notice_working_days",
         "0 or more"),
        ("words = \"一次性30万元\"", f'words = "{"长" * 41}"', f"{ART4} > benefit > words",
         "1 to 40 characters"),
        ("scope = \"years\", years = 3", 'scope = "item"', f"{ART3} > cap 1", "`item` facts"),
        ('scope = "years", years = 3', 'scope = "decade"', f"{ART3} > cap 1 > scope", "write"),
        ("id = \"lj-2026-3/art4\"", 'id = "lj-2026-3/art3"', "file", "used twice"),
        ("id = \"lj-2026-3/art4\"", 'id = "xx/art4"', "file", "another document"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_file_key_and_what_to_do(
    tmp_path: Path, old: str, new: str, key: str, what_to_do: str
) -> None:
    found = faults(tmp_path, changed((old, new)))

    assert {fault.file for fault in found} == {FILE}
    assert any(key in fault.key and what_to_do in fault.what_to_do for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "key", "what_to_do"),
    [
        ('fact = "warehouse.energy_class"', 'fact = "warehouse.colour"', f"{ART3} > requires",
         "there is no fact “warehouse.colour”"),
        ('one_of = ["first", "second"]', 'one_of = ["third"]',
         f"{ART3} > requires > warehouse.energy_class", "write first, second"),
        ('one_of = ["first", "second"]', "at_least = 1",
         f"{ART3} > requires > warehouse.energy_class", "for facts of type decimal, integer"),
        ('one_of = ["first", "second"]', 'includes_any = ["first"]',
         f"{ART3} > requires > warehouse.energy_class", "for facts of type choices"),
        ('is = "smart_warehouse"', "is = true", f"{ART4} > requires > case.title", "not a choice"),
        ('is = "smart_warehouse"', 'is = "best"', f"{ART4} > requires > case.title",
         "not a choice"),
        ("compliant_operation\", is = true", "compliant_operation\", is = \"yes\"",
         "requires > enterprise.compliant_operation", "it is bool"),
        ("at_least = 500_000", "at_least_fact = \"warehouse.id\"",
         f"{ART3} > requires > warehouse.equipment_cost", "must be a number"),
        ("at_least = 500_000", 'within_years = { years = 3, since = "warehouse.id" }',
         f"{ART3} > requires > warehouse.equipment_cost", "for facts of type date"),
        ("fact = \"case.title\", is = \"smart_warehouse\"",
         'fact = "case.event_date", within_years = { years = 3, since = "warehouse.id" }',
         f"{ART4} > requires > case.event_date", "`since` names a date"),
        ("fact = \"case.title\", is = \"smart_warehouse\"",
         'fact = "case.event_date", within_years = { years = 3, since = "case.birth" }',
         f"{ART4} > requires > case.event_date", "no fact “case.birth”"),
        ('of = "warehouse.equipment_cost"', 'of = "warehouse.id"', f"{ART3} > benefit",
         "must be a number"),
        ('subject = ["warehouse.id"]', 'subject = ["warehouse.no"]', f"{ART3} > matter > subject",
         "no fact"),
        ('group = "title"', 'group = "titel"', f"{ART4} > matter", "no group of matters"),
        ('district = "linjiang"\nissuer', 'district = "atlantis"\nissuer', "district",
         "no district"),
        ('lead_department = "lj-kjj"', 'lead_department = "lj-xyz"', "lead_department",
         "no department"),
        ('no_application = "yes"', 'flags = ["C99"]', f"{ART4} > flags", "no flag"),
        ('no_application = "yes"', 'pool = "gold"', f"{ART4} > pool", "no pool"),
        ('no_application = "yes"', 'departments = ["nobody"]', f"{ART4} > departments",
         "no department"),
        ('no_application = "yes"', 'excludes = ["lj-2026-3/art9"]', f"{ART4} > excludes",
         "no clause"),
        ('no_application = "yes"', 'stacks_with = ["lj-2026-3/art9"]', f"{ART4} > stacks_with",
         "no clause"),
        ('no_application = "yes"',
         'ladder = { name = "a", rung = 0, counts = ["lj-2026-3/art9"], words = "补差" }',
         f"{ART4} > ladder > counts", "no clause"),
        ('no_application = "yes"',
         'ladder = { name = "a", rung = 0, counts = [], words = "补差" }',
         f"{ART4} > ladder > rung", "from 1"),
        ('no_application = "yes"', 'year_limit = { at_most = 0, words = "三年" }',
         f"{ART4} > year_limit > at_most", "at least one year"),
        ('no_application = "yes"', 'year_limit = { at_most = 1, same = ["a.b"], words = "三年" }',
         f"{ART4} > year_limit > same", "no fact"),
        ('plan = { kind = "once" }', 'plan = { kind = "equal_years", years = 0 }',
         f"{ART4} > plan > years", "at least one year"),
        ('benefit = { kind = "fixed", amount_yuan = 300_000,',
         'benefit = { kind = "range", min_yuan = 9, max_yuan = 3,', f"{ART4} > benefit",
         "exchange them"),
        ('benefit = { kind = "fixed", amount_yuan = 300_000,',
         'benefit = { kind = "assessed", looking_at = ["a.b"],',
         f"{ART4} > benefit > looking_at", "no fact"),
        ('benefit = { kind = "fixed", amount_yuan = 300_000,',
         'benefit = { kind = "share", rate = "5%", of = { fact = "a.b" },',
         f"{ART4} > benefit", "no fact"),
        ('fact = "case.title"\nvalue', 'fact = "case.name"\nvalue', "more_choice case.name",
         "no choice fact"),
        ('name = "warehouse.id"', 'name = "project.id"', "fact project.id", "named twice"),
        ('id = "linjiang-warehouse"', 'id = "title"', "matter_group title", "named twice"),
        ('type = "choice"', 'type = "text"', "fact warehouse.energy_class", "lists its choices"),
        ("at_least = 0\n", "at_least = 2\nat_most = 1\n", "fact warehouse.equipment_cost",
         "exchange them"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_or_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, key: str, what_to_do: str
) -> None:
    found = faults(tmp_path, changed((old, new)))

    assert any(
        fault.file == FILE and key in fault.key and what_to_do in fault.what_to_do
        for fault in found
    ), found


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path, changed(("summary = ", "sumary = "), ('name_en = "Linjiang District"\n', ""))
    )

    assert [fault.key for fault in found] == [
        f"{ART3} > sumary",
        f"{ART3} > summary",
        "new_district linjiang > name_en",
    ]


def test_the_message_reads_file_key_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WrongPolicyData) as refused:
        read(tmp_path, changed(('name = "示范企业奖励"\n', "")))

    assert str(refused.value).splitlines() == [
        "the policy files are wrong:",
        f"{FILE}: {ART4} > name: missing; add it",
    ]


def test_two_files_may_not_be_the_same_document(tmp_path: Path) -> None:
    found = faults(tmp_path, the_example(), ("again.toml", the_example()))

    assert {("again.toml", "id"), (FILE, "id"), (FILE, "number")} <= {
        (fault.file, fault.key) for fault in found
    }


def test_caps_that_share_a_headroom_have_one_limit(tmp_path: Path) -> None:
    text = changed(
        ("years = 3, amount_yuan", 'years = 3, shared = "both", amount_yuan'),
        (
            'no_application = "yes"',
            'cap = [{ scope = "lifetime", amount_yuan = 5, shared = "both", words = "共用" }]',
        ),
    )

    found = faults(tmp_path, text)

    assert [(fault.key, fault.what_to_do) for fault in found] == [
        (f"{ART4} > cap > shared", "“both” has another limit or scope elsewhere; make them equal")
    ]


@pytest.mark.parametrize(
    ("content", "what_to_do"),
    [
        (b"id = ", "not TOML, correct it"),
        ("编号".encode("gb18030"), "not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes, what_to_do: str
) -> None:
    (tmp_path / FILE).write_bytes(content)

    with pytest.raises(WrongPolicyData) as refused:
        read_catalogue(tmp_path)

    assert any(what_to_do in fault.what_to_do for fault in refused.value.faults)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongPolicyData, match="no such folder"):
        read_catalogue(tmp_path / "nowhere")


def test_a_dictionary_without_its_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text('[[fact]]\nname = "a.b"\n[[place]]\n', encoding="utf-8")

    with pytest.raises(WrongPolicyData) as refused:
        read_catalogue(dictionary=tmp_path)

    said = {(fault.file, fault.key) for fault in refused.value.faults}
    assert ("departments.toml", "file") in said
    assert ("facts.toml", "place") in said
    assert ("facts.toml", "fact a.b > type") in said
