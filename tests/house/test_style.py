"""Small enough to see, named for the field, and every rule of the house that a machine can ask."""

import ast
import re
from pathlib import Path

from tests.house.source import EVERYTHING, PRODUCT, functions, modules, strings, text, tree

LONGEST_MODULE, LONGEST_FUNCTION = 300, 70
ONLY_COMMIT = Path("casework/db.py")
ONLY_CLOCK = Path("casework/clock.py")
SPEAKS_TO_USERS = (
    "workflows/application",
    "workflows/instalment.py",
    "workflows/recovery.py",
    "workflows/wording.py",
    "casework/web/forms",
    "casework/cli/demo",  # the demonstration's people and papers
    "workflows/capital_numerals.py",  # the numerals themselves
    "workflows/documents.py",  # the marks of a document number
    "workflows/policy/quotations.py",  # amounts as a document writes them
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
SAYS_NOTHING = {
    *("utils", "util", "helpers", "helper", "services", "service", "common", "managers", "manager"),
    *("handlers", "handler", "processors", "misc", "constants", "exceptions", "core", "lib"),
}
SAYS_HOW = ("Manager", "Handler", "Processor", "Service", "Helper", "Util", "Mixin", "Impl")
NEAR_MONEY = ("money", "ledger", "caps", "assessment", "schedule", "shares", "amounts", "formula")


def test_every_module_is_short_enough_to_see() -> None:
    lengths = {str(module): text(module).count("\n") for module in modules(*EVERYTHING)}

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_every_function_is_short_enough_to_see() -> None:
    long = [
        f"{module}:{function.name}"
        for module in modules(*EVERYTHING)
        for function in functions(module)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_files_are_named_for_the_field() -> None:
    assert [
        str(m) for m in modules(*EVERYTHING) if set(m.with_suffix("").parts) & SAYS_NOTHING
    ] == []


def test_classes_say_what_and_not_how() -> None:
    named = [
        f"{module}:{node.name}"
        for module in modules(*EVERYTHING)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef) and node.name.endswith(SAYS_HOW)
    ]

    assert named == []


def test_the_office_commits_in_one_place() -> None:
    places = [m for m in modules(*PRODUCT) if ".commit(" in text(m)]

    assert places == [ONLY_COMMIT]


def test_the_clock_is_read_in_one_place() -> None:
    asking = re.compile(r"datetime\.now\(|\.utcnow\(|date\.today\(|time\.time\(")

    assert [m for m in modules(*PRODUCT) if asking.search(text(m))] == [ONLY_CLOCK]


def test_python_speaks_chinese_only_where_users_are_spoken_to() -> None:
    spoken = [
        f"{module}:{line}"
        for module in modules(*PRODUCT)
        if not str(module).startswith(SPEAKS_TO_USERS)
        for line, string in strings(module)
        if CHINESE.search(string)
    ]

    assert spoken == []


def test_no_float_comes_near_money() -> None:
    floats = [
        f"{module}:{node.lineno}"
        for module in modules("workflows")
        if set(module.with_suffix("").parts) & set(NEAR_MONEY)
        for node in ast.walk(tree(module))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]

    assert floats == []
