"""An erase goes wherever the person's data went, in any order, and is final."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db.connection import write_transaction
from station_app.db.statements import rows, scalar
from station_app.domain.facets import ERASE_CONTACT
from station_app.errors import StationError
from station_app.exchange.lines import read_line, write_line
from station_app.journal.changes import Line, header_of
from station_app.journal.receiving import Origin, Outcome, Receiver
from station_app.services import attachments
from station_app.services.checking import check
from station_app.services.correcting import correct
from station_app.services.erasing import erase, find
from station_app.services.packages import undoing
from station_app.services.packages.sending import export
from station_app.services.packages.taking import take
from station_app.services.rebuilding import rebuild
from station_app.services.recording import save_reception
from tests.services.test_erasing import PNG
from tests.services.traces import found_in
from tests.stations import open_copy, reception_form

NAME, PHONE = "吴桂珍", "13800005678"
CONTACTS = "SELECT uid, site, kind, name, phone, address, group_size, identity, created_at FROM contact ORDER BY uid"
OPINIONS = "SELECT uid, serial, title, names, tellable FROM opinion ORDER BY id"
NOTHING = [None, "", "[]", "{}", '{"changes": 1, "kept": {}}', '{"changes": [], "kept": {"group_size": "x"}}']


def record(station, title="车库灯不亮", **opinion):
    form = reception_form(station)
    return save_reception(station, replace(form, opinions=(replace(form.opinions[0], title=title, **opinion),)))


def up(net):
    (sent,) = export(net.station, net.stick)
    return take(net.centre, [sent.file])


def down(net):
    (sent,) = export(net.centre, net.stick, code="17")
    return take(net.station, [sent.file])


def erase_at(station, **changes):
    (who,) = find(station, PHONE)
    return erase(station, who.uids, "本人来电要求", **changes)


def same_and_clean(net, words=(NAME, PHONE)):
    assert rows(net.station.db, CONTACTS) == rows(net.centre.db, CONTACTS)
    for one in (net.station, net.centre):
        same_and_clean_at(one, words)


def same_and_clean_at(one, words):
    assert check(one).problems == ()
    assert rebuild(one).problems == ()
    assert found_in(one.store.paths.folder, one.store.key, words) == set()


def test_an_erase_of_the_station_reaches_the_centre(net):
    picture = attachments.add_bytes(net.station, "信.png", PNG)
    record(net.station, content=f"我是{NAME}，车库灯不亮。", attachments=(picture,))
    up(net)
    assert net.centre.store.blobs.exists(picture.sha256)
    erase_at(net.station, words=(NAME, PHONE))
    (report,) = up(net)
    assert "已按本人要求删除" in {item.reason.partition("，")[0] for item in report.items}
    same_and_clean(net)
    assert not net.centre.store.blobs.exists(picture.sha256)
    assert scalar(net.centre.db, "SELECT content FROM opinion") == "我是〔已删去〕，车库灯不亮。"
    assert not undoing.can_undo(net.centre)


def test_an_erase_of_the_centre_reaches_the_station(net):
    picture = attachments.add_bytes(net.station, "信.png", PNG)
    record(net.station, attachments=(picture,))
    up(net)
    erase_at(net.centre)
    down(net)
    same_and_clean(net)
    assert not net.station.store.blobs.exists(picture.sha256)
    assert scalar(net.station.db, "SELECT site FROM contact") == net.station.identity.site


def test_both_erase_at_once(net):
    record(net.station)
    up(net)
    erase_at(net.centre)
    erase_at(net.station)
    up(net)
    down(net)
    assert scalar(net.centre.db, "SELECT count(*) FROM change WHERE facet = ?", (ERASE_CONTACT,)) == 2
    assert scalar(net.centre.db, "SELECT count(*) FROM conflict") == 0
    same_and_clean(net)


def test_a_package_written_before_the_erase_brings_nothing_back(net):
    record(net.station)
    (early,) = export(net.station, net.stick)
    erase_at(net.station)
    (late,) = export(net.station, net.stick)
    for order in ([early, late], [late, early]):
        take(net.centre, [one.file for one in order])
    same_and_clean(net)


def test_an_older_package_that_comes_after_the_erase_brings_nothing_back(net):
    record(net.station)
    (early,) = export(net.station, net.stick)
    erase_at(net.station)
    (late,) = export(net.station, net.stick)
    take(net.centre, [late.file])
    take(net.centre, [early.file])
    same_and_clean(net)


def test_what_is_written_after_the_erase_has_no_payload_of_the_person(net):
    record(net.station)
    erase_at(net.station)
    (sent,) = export(net.station, net.stick, full=True)
    (report,) = take(net.centre, [sent.file])
    assert report.problem is None
    assert scalar(net.centre.db, "SELECT count(*) FROM change WHERE payload IS NULL") == 1
    same_and_clean(net)


def test_a_version_written_without_knowing_of_the_erase_is_dropped(net):
    record(net.station)
    up(net)
    erase_at(net.centre)
    correct(net.station, "17-2026-00001", {"contact": {"address": "香樟里 9 栋"}})
    up(net)
    same_and_clean_at(net.centre, (NAME, PHONE, "香樟里"))
    down(net)
    same_and_clean(net, (NAME, PHONE, "香樟里"))


def test_an_import_that_erases_cannot_be_undone_and_one_before_neither(net):
    record(net.station)
    up(net)
    assert undoing.can_undo(net.centre)
    erase_at(net.station)
    up(net)
    assert not undoing.can_undo(net.centre)
    assert not (net.centre.store.paths.folder / "before-import.db").exists()


def log_of(station):
    """All changes of a station with a person who was erased, payloads as they were before."""
    record(station)
    record(station, "门禁坏了")
    held = "SELECT name, header, salt, payload FROM change ORDER BY id"
    before = {bytes(row["name"]): row for row in rows(station.db, held)}
    erase_at(station, words=("门禁",))
    after = [before.get(bytes(row["name"]), row) for row in rows(station.db, held)]
    return [
        Line(bytes(row["name"]), row["header"], row["salt"], row["payload"], header_of(row["header"])) for row in after
    ]


def received(centre, lines):
    with write_transaction(centre.db):
        receiver = Receiver(centre.db, Origin(site=lines[0].facts.uid, export_no=1))
        outcomes = [taken.outcome for line in lines for taken in receiver.take(line)]
        receiver.finish()
    return outcomes


@pytest.fixture(scope="module")
def story(centre_template, station_template, tmp_path_factory, session_clock):
    station = open_copy(station_template, tmp_path_factory.mktemp("s") / "a", session_clock)
    lines = log_of(station)
    wanted = (
        rows(station.db, CONTACTS),
        rows(station.db, "SELECT uid, serial, title, names, tellable FROM opinion ORDER BY id"),
    )
    station.close()
    return lines, wanted, centre_template, tmp_path_factory, session_clock


def held_contacts(centre):
    """The contacts of which a payload is in the log, or waits."""
    for table in ("change", "parked"):
        query = (
            f"SELECT header ->> '$.uid' AS uid, header ->> '$.facet' AS facet FROM {table} WHERE payload IS NOT NULL"
        )
        yield from (row["uid"] for row in rows(centre.db, query) if row["facet"] == "contact.person")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_order_of_arrival_comes_to_the_same_and_keeps_no_payload(story, data):
    lines, (contacts, opinions), template, factory, clock = story
    order = data.draw(st.permutations(lines))
    cut = data.draw(st.integers(0, len(order)))
    centre = open_copy(template, factory.mktemp("c") / "a", clock)
    try:
        gone = set()
        for part in (order[:cut], order[cut:], order):
            if part:
                received(centre, part)
            gone |= {line.facts.uid for line in part if line.facts.facet == ERASE_CONTACT}
            assert not gone & set(held_contacts(centre))  # even while the erase itself waits for a parent
        assert rows(centre.db, CONTACTS) == contacts
        assert rows(centre.db, OPINIONS) == opinions
        assert scalar(centre.db, "SELECT count(*) FROM parked") == 0
        held = scalar(centre.db, "SELECT group_concat(payload) FROM change")
        assert not any(word in held for word in (NAME, PHONE, "门禁"))
        assert check(centre).problems == ()
        assert rebuild(centre).problems == ()
    finally:
        centre.close()


def test_a_payload_missing_without_its_erase_is_refused(story, tmp_path):
    lines, _, template, _, clock = story
    bare = [replace(line, salt=None, payload=None) if line.facts.facet == "contact.person" else line for line in lines]
    without = [line for line in bare if line.facts.op == "put"]
    centre = open_copy(template, tmp_path / "c", clock)
    try:
        before = scalar(centre.db, "SELECT count(*) FROM change")
        with pytest.raises(StationError, match="没有内容"):
            received(centre, without)
        assert scalar(centre.db, "SELECT count(*) FROM change") == before
        assert Outcome.NEW in received(centre, bare)
    finally:
        centre.close()


def test_an_erased_change_travels_as_a_line_without_payload(story):
    lines, *_ = story
    bare = replace(lines[0], salt=None, payload=None)
    assert read_line(write_line(bare)) == bare


@pytest.mark.parametrize("payload", NOTHING)
def test_an_erase_that_says_nothing_is_refused(story, tmp_path, payload):
    lines, _, template, _, clock = story
    place = next(number for number, line in enumerate(lines) if line.facts.facet == ERASE_CONTACT)
    centre = open_copy(template, tmp_path / "c", clock)
    try:
        with pytest.raises(StationError, match="读不懂"):
            received(centre, [*lines[:place], replace(lines[place], payload=payload)])
    finally:
        centre.close()
