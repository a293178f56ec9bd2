"""The demonstration street: over lost, doubled, late and misdirected packages both sides come to the same counts."""

import pytest

from station_app.services.demo.street import live_street


@pytest.fixture
def street(tmp_path, clock):
    """Seven stations with two receptions each."""
    return live_street(tmp_path / "街道", clock, stations=7, receptions=2)


def test_both_sides_count_the_same_after_all_mishaps(street):
    assert street.equal
    assert len(street.mishaps) == 4
    assert [one.opinions for one in street.counts] == [2, 2, 2, 3, 2, 2, 2]
    assert sum(one.here.get("办结", 0) for one in street.counts) == 7
    assert street.packages == 7 + 1 + 7 + 7
    assert "两边条数相同" in street.told
