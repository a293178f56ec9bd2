"""The log: what is put in it, what its names cover, and the rows it makes."""

import hashlib
import json
from dataclasses import replace
from itertools import pairwise
from uuid import uuid4

import pytest

from station_app.db import models
from station_app.db.connection import write_transaction
from station_app.db.statements import rows, scalar
from station_app.domain.enums import Outcome, Satisfaction, SiteRole
from station_app.domain.forms import OnTheSpot
from station_app.domain.records import Deputy, Feedback, Handling, Intake, Person, Reply
from station_app.journal.log import Log, count_changes
from station_app.services.rebuilding import rebuild
from station_app.services.recording import save_reception


def test_a_change_is_named_by_its_header_and_covers_its_payload(station):
    uid = str(uuid4())
    with station.writing() as log:
        name = log.put(uid, "person", Person(name="林晚"), station.author)
    change = rows(station.db, "SELECT * FROM change WHERE name = ?", (name,))[0]
    header = json.loads(change["header"])
    assert hashlib.sha256(b"zlt/change/1\0" + change["header"].encode()).digest() == change["name"]
    covered = hashlib.sha256(b"zlt/payload/1\0" + change["salt"] + change["payload"].encode()).hexdigest()
    assert header["payload_hash"] == covered
    assert (header["stream"], header["uid"], header["facet"]) == (f"S:{station.identity.site}", uid, "person")
    assert "林晚" not in change["header"]


def test_each_change_stands_on_the_one_before(station):
    with station.writing() as log:
        for number in range(3):
            log.put(str(uuid4()), "person", Person(name=f"人{number}"), None)
    changes = rows(station.db, "SELECT name, header, seq, depth FROM change ORDER BY id")
    for before, after in pairwise(changes):
        assert json.loads(after["header"])["prev"] == [before["name"].hex()]
        assert (after["seq"], after["depth"]) == (before["seq"] + 1, before["depth"] + 1)
    assert json.loads(changes[0]["header"])["prev"] == []
    assert scalar(station.db, "SELECT count(*) FROM stream_head") == 1


def test_a_new_version_keeps_keys_of_a_later_program_and_the_first_author(station):
    uid, other = str(uuid4()), str(uuid4())
    with station.writing() as log:
        log.put(uid, "person", Person(name="林晚"), "one")
        station.db.execute_sql(
            "UPDATE change SET payload = json_set(payload, '$.from_the_future', 7) WHERE uid = ?", (uid,)
        )
        log.put(uid, "person", Person(name="林晚秋"), other)
    payload = json.loads(scalar(station.db, "SELECT payload FROM change WHERE uid = ? ORDER BY id DESC", (uid,)))
    assert (payload["from_the_future"], payload["created_by"], payload["updated_by"]) == (7, "one", other)


def test_a_failed_save_leaves_no_change_and_skips_no_number(station, form):
    before = scalar(station.db, "SELECT count(*) FROM change")
    with pytest.raises(TypeError), station.writing() as log:
        put_then_fail(log)
    assert scalar(station.db, "SELECT count(*) FROM change") == before
    assert save_reception(station, form()).serials == ("17-2026-00001",)


def put_then_fail(log):
    log.put(str(uuid4()), "person", Person(name="林晚"), None)
    log.put(str(uuid4()), "person", None, None)


def test_an_opinion_row_holds_its_intake_people_and_facts(station, form):
    deputy = models.Deputy.select().where(models.Deputy.name == "陈立新").first(station.db).uid
    save_reception(station, form(volunteer_only=False, deputies=(deputy,)))
    row = rows(station.db, "SELECT * FROM opinion")[0]
    assert (row["serial"], row["names"], row["initials"]) == ("17-2026-00001", "吴桂珍 陈立新", "wgz clx")
    assert (row["tellable"], row["void"], row["owed"], row["answered"]) == (1, 0, 0, 0)
    assert scalar(station.db, "SELECT deputy FROM opinion_deputy WHERE opinion_id = ?", (row["id"],)) == deputy


def test_an_answer_told_on_the_spot_closes_the_opinion_at_once(station, form):
    told = OnTheSpot(told=True, attitude=Satisfaction.SATISFIED, result=Satisfaction.MOSTLY)
    answered = {"outcome": Outcome.ANSWERED, "spot_reply": "已请物业当天更换", "on_the_spot": told}
    save_reception(station, form(answered))
    row = rows(station.db, "SELECT owed, redo, answered, feedback FROM opinion")[0]
    assert (row["owed"], row["redo"], row["answered"]) == (0, 0, 1)
    assert json.loads(row["feedback"])["rounds"][0]["result"] == "基本满意"


def test_renaming_a_contact_renews_what_search_finds(station, form):
    first = save_reception(station, form())
    uid = scalar(station.db, "SELECT contact FROM opinion WHERE serial = ?", first.serials)
    renamed = form(contact={"name": "吴桂真"}, contact_uid=uid)
    save_reception(station, renamed)
    names = {row["names"] for row in rows(station.db, "SELECT names FROM opinion")}
    assert names == {"吴桂真"}
    assert scalar(station.db, "SELECT count(*) FROM contact") == 1


def test_an_unchanged_returning_contact_writes_no_new_version(station, form):
    uid = scalar(station.db, "SELECT contact FROM opinion WHERE serial = ?", save_reception(station, form()).serials)
    save_reception(station, replace(form(), contact_uid=uid))
    assert scalar(station.db, "SELECT count(*) FROM change WHERE uid = ?", (uid,)) == 1


OTHER = "77777777-0000-4000-8000-000000000017"


def streams(station):
    query = "SELECT c.facet, s.name FROM change c JOIN stream s ON s.id = c.stream_id ORDER BY c.id DESC LIMIT 2"
    return {row["facet"]: row["name"] for row in rows(station.db, query)}


def taken_in_by(centre, site):
    """An opinion of another site in the centre's log, as its report package brings it."""
    uid = str(uuid4())
    intake = Intake(
        serial="17-2026-00001", received_on="2026-06-17", channel="电话", topic="住房", title="漏", content="漏。"
    )
    with write_transaction(centre.db):
        Log(centre.db, site, centre.identity.instance, centre.clock, SiteRole.STATION).put(
            uid, "opinion.intake", intake, None
        )
    return uid


def test_what_the_centre_says_of_an_opinion_goes_to_the_site_that_took_it_in(centre):
    uid = taken_in_by(centre, OTHER)
    with centre.writing() as log:
        log.put(uid, "opinion.handling", Handling(track="直接答复"), centre.author)
        log.put(uid, "opinion.reply", Reply(), centre.author)
    assert streams(centre) == {"opinion.handling": f"C:{OTHER}", "opinion.reply": f"C:{OTHER}"}
    assert scalar(centre.db, "SELECT site FROM opinion WHERE uid = ?", (uid,)) == OTHER
    assert rebuild(centre).problems == ()
    assert scalar(centre.db, "SELECT site FROM opinion WHERE uid = ?", (uid,)) == OTHER


def test_what_the_centre_keeps_for_all_has_no_site(centre):
    uid = str(uuid4())
    with centre.writing() as log:
        log.put(uid, "deputy", Deputy(name="何素琴"), centre.author)
    assert streams(centre)["deputy"] == "C:*"
    assert scalar(centre.db, "SELECT site FROM deputy WHERE uid = ?", (uid,)) == ""
    assert rebuild(centre).problems == ()


def test_the_centre_writes_what_it_took_in_itself_into_its_own_stream(centre):
    uid = str(uuid4())
    with centre.writing() as log:
        log.put(uid, "person", Person(name="林晚"), None)
    assert streams(centre)["person"] == f"S:{centre.identity.site}"


@pytest.mark.parametrize("facet", ["opinion.local", "opinion.feedback", "opinion.intake"])
def test_the_centre_does_not_write_what_a_station_owns(centre, facet):
    uid = taken_in_by(centre, OTHER)
    record = Feedback() if facet == "opinion.feedback" else Person(name="")
    with pytest.raises(AssertionError, match="another site's"), centre.writing() as log:
        log.put(uid, facet, record, None)


def test_the_centre_does_not_write_the_people_of_a_station(centre):
    uid = str(uuid4())
    with write_transaction(centre.db):
        Log(centre.db, OTHER, "5" * 32, centre.clock, SiteRole.STATION).put(uid, "person", Person(name="甲"), None)
    with pytest.raises(AssertionError, match="another stream"), centre.writing() as log:
        log.put(uid, "person", Person(name="乙"), None)


@pytest.mark.parametrize("facet", ["opinion.handling", "opinion.reply", "deputy", "site", "case"])
def test_a_station_does_not_write_what_the_centre_owns(station, facet):
    before = count_changes(station.db)
    with pytest.raises(AssertionError, match="the centre's"), station.writing() as log:
        log.put(str(uuid4()), facet, Deputy(name="何素琴"), None)
    assert count_changes(station.db) == before


def test_a_new_version_settles_a_conflict(station, form):
    serial = save_reception(station, form()).serials[0]
    uid = scalar(station.db, "SELECT uid FROM opinion WHERE serial = ?", (serial,))
    change = scalar(station.db, "SELECT id FROM change WHERE uid = ?", (uid,))
    with station.writing() as log:
        for facet in ("opinion.feedback", "opinion.intake"):
            station.db.execute_sql("INSERT INTO conflict VALUES (?, ?, ?)", (uid, facet, change))
        log.put(uid, "opinion.feedback", Feedback(), None)
    assert [row["facet"] for row in rows(station.db, "SELECT facet FROM conflict")] == ["opinion.intake"]
