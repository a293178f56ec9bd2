"""Counts of what was proven, added up over all runs in build/proof.json."""

from collections.abc import Mapping

from tests.proof.book import changing


def add_up(what: str, counts: Mapping[str, int]) -> None:
    """Add the counts of one run to those before."""
    with changing() as kept:
        sums = kept.setdefault(what, {})
        for name, count in counts.items():
            sums[name] = sums.get(name, 0) + count
