"""Packages stored when their format was young: every later version must take them in."""

import json
from pathlib import Path

import pytest

from station_app.db.connection import write_transaction
from station_app.domain.enums import SiteRole
from station_app.exchange.incoming import Self, apply
from station_app.exchange.keys import SiteKeys
from station_app.exchange.reading import open_package
from station_app.exchange.roster import verify_roster
from station_app.exchange.trust import Trust
from station_app.journal.compare import row_problems
from station_app.journal.receiving import Outcome
from tests.exchange import network

GOLDEN = Path(__file__).parent / "golden"
AT = "2026-06-18T10:52:00+08:00"


@pytest.fixture(scope="module")
def kept():
    return json.loads((GOLDEN / "keys-1.json").read_text(encoding="utf-8"))


@pytest.fixture
def take(kept, centre, stage_folder):
    """Takes a stored package into a database that knows nothing yet, as the side it was written for."""

    def into(name, side, site, role):
        roster = kept["roster"].encode()
        trust = Trust(
            keys=SiteKeys.from_secret(kept[side].encode()),
            root=kept["root"],
            roster=verify_roster(roster, kept["root"]),
            roster_file=roster,
        )
        own = Self(site=site, instance="0" * 32, role=role)
        opened = open_package(GOLDEN / name, [trust.keys.identity], trust.signers, stage_folder)
        with opened as staged, write_transaction(centre.db):
            return apply(centre.db, staged, trust, own, AT)

    return into


def test_a_report_package_of_format_1(take, kept, centre):
    result = take("up-1.zlt", "centre", kept["centre_site"], SiteRole.CENTRE)
    assert result.counts[Outcome.NEW] == result.total == 5
    assert network.titles(centre) == ["地下车库 B 区照明灯不亮"]
    names = centre.db.execute_sql("SELECT names FROM opinion").fetchone()
    assert names == ("吴桂珍",)
    assert [one for one in row_problems(centre.db) if one] == []


def test_a_return_package_of_format_1(take, kept, centre):
    take("up-1.zlt", "centre", kept["centre_site"], SiteRole.CENTRE)
    result = take("down-1.zlt", "station", kept["site"], SiteRole.STATION)
    assert result.counts[Outcome.NEW] == result.total
    reply = json.loads(centre.db.execute_sql("SELECT reply FROM opinion").fetchone()[0])
    assert reply["rounds"][0]["text"] == "灯已全部换好。"


def test_with_other_keys_it_stays_shut(take, kept, monkeypatch):
    monkeypatch.setitem(kept, "centre", SiteKeys.generate().to_secret().decode())
    with pytest.raises(Exception, match="发给别处"):
        take("up-1.zlt", "centre", kept["centre_site"], SiteRole.CENTRE)
