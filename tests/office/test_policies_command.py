from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from casework.cli import main
from tests.rules.policy_files import FILE, changed, the_example
from workflows.catalogue import catalogue

A_TEXT = """
第三条 设备购置费用50万元以上的，100万元以内20%、超过部分10%，三年合计不超过80万元。
第四条 给予一次性30万元奖励。
""".encode()


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of the installation's own policies, named in its settings."""
    folder = tmp_path / "policies"
    folder.mkdir()
    monkeypatch.setenv("CASEWORK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASEWORK_POLICY_FOLDERS", str(folder))
    return folder


def test_it_prints_every_clause_for_an_officer(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["policies"])

    said = capsys.readouterr().out
    assert code == 0
    assert all(f"[{clause}]" in said for clause in catalogue().clauses)
    assert all(f"[{measure}]" in said for measure in catalogue().not_payable)
    assert "每年不超过 50万元" in said


def test_it_prints_one_document_in_english(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["policies", "--document", "xc-2025-4", "--english"])

    said = capsys.readouterr().out
    assert code == 0
    assert "in force: 2025-10-14 to 2028-10-13" in said
    assert "each year: at most 50 × 10,000 yuan" in said
    assert "xc-2023-71" not in said


def test_it_prints_json(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["policies", "--json"])

    documents = json.loads(capsys.readouterr().out)["documents"]
    assert code == 0
    assert len(documents) == 5
    assert sum(len(document["clauses"]) for document in documents) == 129
    assert sum(len(document["not_payable"]) for document in documents) == 110
    clauses = {clause["id"]: clause for document in documents for clause in document["clauses"]}
    assert clauses["xc-2025-4/art5.2"]["benefit"]["rate"] == "30%"


def test_it_prints_one_clause_with_its_readings(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["policies", "--clause", "xc-2023-71/art11.a"])

    said = capsys.readouterr().out
    assert code == 0
    assert "30万元分三年怎样分？" in said
    assert "裁定13" in said
    assert "高新技术企业证书 (可共享" in said
    assert "C2" in said


def test_it_prints_one_clause_as_json(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["policies", "--clause", "xc-2023-71/art11.a", "--json"])

    clause = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (clause["document"], clause["plan"]["years"]) == ("xc-2023-71", 3)
    assert clause["readings_of_document"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--clause", "xc-2023-71/art99"], "there is no clause xc-2023-71/art99"),
        (["--clause", "xc-2023-71/art7"], "xc-2023-71/art7 pays nobody"),
        (["--document", "xx"], "there is no document xx"),
    ],
)
def test_a_name_that_is_not_there_is_refused(
    own_folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    code = main(["policies", *arguments])

    assert code == 2
    assert said in capsys.readouterr().err


def test_wrong_data_names_file_key_and_what_to_do(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = changed(("amount_yuan = 300_000", "amount_yuan = 300000.0"))
    (own_folder / FILE).write_text(text, encoding="utf-8")

    code = main(["policies"])

    assert code == 1
    assert (
        f"{FILE}: clause lj-2026-3/art4 > benefit > amount_yuan: write a whole number"
        in capsys.readouterr().err
    )


def test_the_installations_own_documents_stand_beside_the_five(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_folder / FILE).write_text(the_example(), encoding="utf-8")

    code = main(["policies", "--document", "lj-2026-3"])

    said = capsys.readouterr().out
    assert code == 0
    assert "临江区支持智慧仓储的若干措施" in said
    assert "3年内合计不超过 80万元" in said


def test_official_texts_are_compared_and_what_differs_is_named(
    own_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = sha256(A_TEXT).hexdigest()
    source = f'source = {{ file = "linzheng.txt", sha256 = "{digest}" }}\nissued ='
    text = changed(("issued =", source), ("一次性30万元奖励", "一次性40万元奖励"))
    (own_folder / FILE).write_text(text, encoding="utf-8")
    (tmp_path / "linzheng.txt").write_bytes(A_TEXT)

    code = main(["policies", "--check-against", str(tmp_path)])

    said = capsys.readouterr()
    assert code == 1
    assert f"{FILE}: 6 phrases, 1 faults" in said.out
    assert "“给予一次性40万元奖励” is not in the official text" in said.err
    assert "xifagai-2023-71.toml: source > file" in said.err


def test_a_document_without_a_source_says_so(
    own_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_folder / FILE).write_text(the_example(), encoding="utf-8")

    main(["policies", "--check-against", str(tmp_path)])

    assert f"{FILE}: names no official text; not checked" in capsys.readouterr().out
