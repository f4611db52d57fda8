from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from tests.rules.policy_files import FILE, ROOT, changed, read, the_example
from workflows.catalogue import catalogue
from workflows.policy.document import Policy
from workflows.policy.faults import Fault
from workflows.policy.quotations import faults_against, numbers_in, quotations

OFFICIAL_TEXTS = ROOT.parent / "shared" / "policies"

A_TEXT = """
临江区支持智慧仓储的若干措施
第三条 对设备购置费用50万元以上的项目，100万元以内20%、超过部分 10%，
三年合计不超过80万元。
第四条 获评示范企业的，给予一次性
30万元奖励。
""".encode()


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("不超过500万元", {5_000_000}),
        ("5亿元专项投资基金", {500_000_000}),
        ("500万到2000万元", {5_000_000, 20_000_000}),
        ("实际投资额30%且每平方米1500元", {Fraction(3, 10), 1500}),
        ("按照市级资金1:0.5给予配套", {Fraction(1, 2)}),
        ("分三年拨付", {3}),
        ("贴息不超过3年", {3}),
        ("经认定后给予支持", set()),
    ],
)
def test_it_reads_the_numbers_of_a_phrase(words: str, numbers: set[Fraction]) -> None:
    assert numbers <= numbers_in(words)


def _example(folder: Path, *changes: tuple[str, str], digest: str = "") -> Policy:
    text = changed(*changes)
    written = digest or sha256(A_TEXT).hexdigest()
    source = f'source = {{ file = "linzheng-2026-3.txt", sha256 = "{written}" }}\nissued ='
    return read(folder, text.replace("issued =", source, 1)).policies[0]


def test_phrases_that_stand_in_the_text_pass_whatever_the_white_space(tmp_path: Path) -> None:
    policy = _example(tmp_path)

    assert len(quotations(policy)) == 6
    assert list(faults_against(FILE, policy, A_TEXT)) == []


def test_a_phrase_that_is_not_in_the_text_is_named(tmp_path: Path) -> None:
    policy = _example(tmp_path, ("给予一次性30万元奖励", "发给一次性30万元奖励"))

    assert list(faults_against(FILE, policy, A_TEXT)) == [
        Fault(
            FILE,
            "clause lj-2026-3/art4 > words",
            "“发给一次性30万元奖励” is not in the official text; quote it again",
        )
    ]


def test_a_figure_that_is_not_in_its_phrase_is_named(tmp_path: Path) -> None:
    policy = _example(tmp_path, ("amount_yuan = 300_000", "amount_yuan = 3_000_000"))

    assert list(faults_against(FILE, policy, A_TEXT)) == [
        Fault(
            FILE,
            "clause lj-2026-3/art4 > benefit > words",
            "the figure 3000000 is not in “一次性30万元”; correct one of them",
        )
    ]


def test_another_edition_of_the_text_is_named(tmp_path: Path) -> None:
    policy = _example(tmp_path, digest="0" * 64)

    (fault,) = faults_against(FILE, policy, A_TEXT)

    assert fault.key == "source > sha256"


def test_a_document_without_a_source_is_still_compared(tmp_path: Path) -> None:
    policy = read(tmp_path, the_example()).policies[0]

    assert list(faults_against(FILE, policy, A_TEXT)) == []


@pytest.mark.parametrize(
    "document", ["xc-2020-1", "xc-2022-114", "xc-2023-71", "xc-2025-4", "tz-2024-8"]
)
def test_every_figure_of_the_five_stands_in_its_phrase(document: str) -> None:
    policy = catalogue().documents[document]

    missing = [
        (one.key, figure)
        for one in quotations(policy)
        for figure in one.figures
        if figure not in numbers_in(one.words)
    ]

    assert missing == []


def test_the_five_say_what_their_official_texts_say() -> None:
    """Where the official texts lie beside the project; they are not kept in it."""
    found = catalogue()
    texts = {
        policy.id: OFFICIAL_TEXTS / policy.source.file
        for policy in found.policies
        if policy.source is not None and (OFFICIAL_TEXTS / policy.source.file).exists()
    }

    faults = [
        fault
        for policy in found.policies
        if policy.id in texts
        for fault in faults_against(found.files[policy.id], policy, texts[policy.id].read_bytes())
    ]

    assert faults == []
