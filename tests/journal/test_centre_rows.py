"""The rows of what the centre writes: made at once as a rebuild makes them, and checked against the log."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest

from station_app.db.connection import write_transaction
from station_app.db.statements import rows, scalar
from station_app.domain.enums import CaseRelation, SiteRole, SiteStatus, Zone
from station_app.domain.network_records import (
    Calendar,
    Case,
    CaseOpinion,
    CodeEntry,
    CodeList,
    Extension,
    Limits,
    Request,
    RequestRound,
    Site,
    Unit,
)
from station_app.domain.records import Deputy
from station_app.journal.log import Log
from station_app.services.checking import check
from station_app.services.rebuilding import rebuild
from tests.services.opinions import record, uid_of
from tests.services.test_rebuilding import tables

EXTENSION = Extension(on="2026-06-20", due_on="2026-08-01", reason="等材料", approver="孙倩")
CASE = Case(
    number="JB-2026-0001",
    opinions=(CaseOpinion(opinion="b", relation=CaseRelation.MERGED), CaseOpinion(opinion="a")),
    track="转街道办",
    lead="城管办",
    handed_on="2026-06-18",
    due_on="2026-07-18",
    co_units=("社区",),
    extensions=(EXTENSION,),
)
RECORDS = {
    "site": Site(code="11", name="梧桐里社区联络站", zone=Zone.SOUTH, status=SiteStatus.ACTIVE),
    "unit": Unit(name="城管办", contact="李工"),
    "code_list": CodeList(name="渠道", entries=(CodeEntry(code="来站接待", name="来站接待"),)),
    "limits": Limits(answer_days=20),
    "calendar": Calendar(year=2026, days_off=("2026-10-01",)),
    "case": CASE,
}


def put(station, uid, facet, value):
    with station.writing() as log:
        log.put(uid, facet, value, station.author)


@pytest.mark.parametrize("facet", RECORDS)
def test_its_row_comes_changes_and_is_made_again_alike(centre, facet):
    put(centre, "u", facet, RECORDS[facet])
    put(centre, "u", facet, RECORDS[facet])
    before = tables(centre)
    table = "cases" if facet == "case" else facet
    assert [row["site"] for row in before[table]] == [""]
    assert rebuild(centre).problems == ()
    assert tables(centre) == before


def links(station):
    return rows(station.db, "SELECT opinion, relation FROM case_opinion ORDER BY opinion")


def test_a_case_is_tied_to_its_opinions(centre):
    put(centre, "u", "case", CASE)
    wanted = [{"opinion": "a", "relation": "单交"}, {"opinion": "b", "relation": "合并"}]
    assert links(centre) == wanted
    rebuild(centre)
    assert links(centre) == wanted
    centre.db.execute_sql("DELETE FROM case_opinion WHERE opinion = 'b'")
    assert "case_opinion" in check(centre).problems[0]
    assert rebuild(centre).ok


def test_a_case_that_is_about_another_opinion_lets_go_of_the_first(centre):
    put(centre, "u", "case", CASE)
    put(centre, "u", "case", replace(CASE, opinions=(CaseOpinion(opinion="c"),)))
    assert [row["opinion"] for row in links(centre)] == ["c"]
    assert check(centre).ok


def test_a_question_to_the_station_lies_over_the_opinion(centre):
    uid = uid_of(centre, record(centre)[0])
    asked = RequestRound(asked_on="2026-06-18", by="孙倩", question="是哪一栋？", based_on="ab")
    put(centre, uid, "opinion.request", Request(rounds=(asked,)))
    held = json.loads(scalar(centre.db, "SELECT request FROM opinion WHERE uid = ?", (uid,)))
    assert held["rounds"][0]["question"] == "是哪一栋？"
    assert rebuild(centre).ok


def provisional(centre, name, uid):
    """A deputy that a station entered."""
    with write_transaction(centre.db):
        log = Log(
            centre.db, "77777777-0000-4000-8000-000000000017", centre.identity.instance, centre.clock, SiteRole.STATION
        )
        log.put(uid, "deputy.provisional", Deputy(name=name), None)


@pytest.mark.parametrize("station_last", [True, False])
def test_the_centres_word_on_a_deputy_goes_before_the_stations(centre, station_last):
    uid = str(uuid4())
    provisional(centre, "陈立辛", uid)
    put(centre, uid, "deputy", Deputy(name="陈立新", same_as="x"))
    if station_last:
        provisional(centre, "陈立心", uid)
    row = rows(centre.db, "SELECT name, provisional, site, same_as FROM deputy WHERE uid = ?", (uid,))
    assert row == [{"name": "陈立新", "provisional": 0, "site": "", "same_as": "x"}]
    before = tables(centre)
    assert rebuild(centre).problems == ()
    assert tables(centre) == before


def test_opinions_bear_the_name_of_the_deputy_who_is_the_same(centre):
    uid, official = str(uuid4()), scalar(centre.db, "SELECT uid FROM deputy WHERE name = '陈立新'")
    provisional(centre, "陈立辛", uid)
    (serial,) = record(centre, deputies=(uid,), volunteer_only=False)
    put(centre, uid, "deputy", Deputy(name="陈立辛", same_as=official))
    put(centre, official, "deputy", Deputy(name="陈立欣"))
    assert scalar(centre.db, "SELECT names FROM opinion WHERE serial = ?", (serial,)) == "吴桂珍 陈立欣"
    before = tables(centre)
    assert rebuild(centre).problems == ()
    assert tables(centre) == before
