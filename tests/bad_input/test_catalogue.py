"""No case of the promises is missing from the catalogue, and each is held by tests that are there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.bad_input.cases import CASES, PROMISED

ROOT = Path(__file__).resolve().parents[2]


def test_no_case_is_missing_and_none_is_there_twice():
    rows = [(case.group, case.name) for case in CASES]
    assert sorted(rows) == sorted((group, name) for group, names in PROMISED.items() for name in names)
    assert len(rows) == len(set(rows)) > 80


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}: {case.name}")
def test_each_case_is_made_enters_somewhere_and_is_held(case):
    assert all((case.made, case.door, case.holds, case.by))
    for test in case.by:
        file, _, name = test.partition("::")
        assert name in held_in(ROOT / file), test


@cache
def held_in(file: Path) -> frozenset[str]:
    """The tests that run in the suite: not those under the marks for proofs and benchmarks."""
    found = (node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef))
    marks = {node.name: " ".join(map(ast.unparse, node.decorator_list)) for node in found}
    return frozenset(name for name, mark in marks.items() if "mark.proof" not in mark and "mark.bench" not in mark)
