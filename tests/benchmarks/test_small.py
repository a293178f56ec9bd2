"""The benchmarks run; how fast is for `make bench` on a quiet machine."""

import math

import pytest

from tests.benchmarks.__main__ import NAMES, run


@pytest.mark.parametrize("name", NAMES)
def test_runs_small(name, capsys):
    rows = run(name, small=True)
    printed = capsys.readouterr().out
    assert rows or "skipped" in printed
    for row in rows:
        assert math.isfinite(row.ratio)
        assert row.ratio > 0
        assert row.name in printed
