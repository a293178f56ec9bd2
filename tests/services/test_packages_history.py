"""往来记录, the words of items, conflicts and sticks, over two real databases and package files."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station_app.db.statements import rows
from station_app.domain.enums import Kind
from station_app.domain.records import Contact, Feedback, FeedbackRound
from station_app.errors import StationError
from station_app.exchange import ejecting
from station_app.exchange.volumes import StickLabel, Volume, write_label
from station_app.journal.receiving import Outcome
from station_app.services.erasing import erase
from station_app.services.held import hold
from station_app.services.packages import conflicts, history, sending, sticks, taking, undoing
from station_app.services.recording import save_reception
from station_app.services.replying import reply
from station_app.services.station import Station
from tests.services.packages_pair import Pair
from tests.services.packages_pair import pair as pair_up
from tests.stations import reception_form


@pytest.fixture
def pair(station, centre, tmp_path) -> Pair:
    return pair_up(station, centre, tmp_path / "优盘")


def test_a_package_is_written_then_acknowledged(pair, clock):
    pair.record()
    pair.up()
    (sent,) = history.history(pair.station)
    assert (sent.sent, sent.number, sent.partner, sent.contents) == (True, 1, pair.centre.identity.name, "1 条登记")
    assert sent.verified_at
    assert sent.waiting
    pair.down()
    taken, acknowledged = history.history(pair.station)
    assert (taken.sent, taken.undoable) == (False, True)
    assert not acknowledged.waiting
    assert history.unacknowledged(pair.station) == []


def test_waiting_days_are_counted_and_the_third_package_warns(pair, clock):
    for _number in range(2):
        pair.record()
        sending.export(pair.station, pair.stick)
    pair.station.clock = replace(clock, moment=clock.now() + timedelta(days=7))
    waiting = history.unacknowledged(pair.station)
    assert [one.days for one in waiting] == [7, 7]
    assert history.warning(len(waiting)) == "2 个包未确认，满 3 个将警告"
    assert "没有回执" in history.warning(3)
    assert history.warning(0) == ""


def test_the_centre_is_warned_of_stations_only(pair):
    for _number in range(3):
        assert history.warning_of(pair.centre) == ("", False)
        sending.export(pair.centre, pair.stick)
    assert history.warning_of(pair.centre) == ("1 个站各有 3 个以上的包没有回执", True)


def test_the_next_package_tells_new_from_carried(pair):
    pair.record()
    sending.export(pair.station, pair.stick)
    pair.record("又一条")
    contents = sending.next_contents(pair.station)
    assert (contents.number, contents.carried, contents.facets["opinion.intake"]) == (2, (1,), 1)
    assert contents.size > 0


def test_items_say_what_they_bring_and_the_report_keeps_it(pair):
    serial = pair.record()
    (first,) = pair.up()
    assert ("17-2026-00001", "地下车库 B 区照明灯不亮") in [(item.lead, item.reason) for item in first.items]
    reply(pair.centre, serial, "灯已修好。", "A")
    (sent,) = sending.export(pair.centre, pair.stick)
    (seen,) = taking.preview(pair.station, [sent.file])
    (back,) = taking.take(pair.station, [sent.file])
    words = {(item.outcome, item.lead, item.reason) for item in back.items}
    assert (Outcome.NEW, "2026-00001", "待研判 → 待反馈，导入后请告诉反映人") in words
    assert words == {(item.outcome, item.lead, item.reason) for item in seen.items}
    assert (seen.acknowledged, back.acknowledged) == ((1,), (1,))
    passage = history.history(pair.station)[0]
    kept = history.kept_report(pair.station, passage.id)
    assert sum(kept.counts.values()) == back.total
    assert {(item.outcome, item.lead, item.reason) for item in kept.items} == words


def test_no_name_stands_in_full_and_none_of_who_is_kept_back(pair):
    form = reception_form(pair.station)
    save_reception(pair.station, form)
    report = replace(form.opinions[0], title="举报一件事", kind=Kind.REPORT)
    save_reception(pair.station, replace(form, contact=replace(form.contact, name="李四海"), opinions=(report,)))
    hidden = replace(form.contact, name="王五湖", confidential=True)
    save_reception(pair.station, replace(form, contact=hidden, began="2026-06-18T10:30"))
    (report,) = pair.up()
    said = sorted(item.reason for item in report.items if item.facet == "contact.person")
    assert said == ["信息保密", "信息保密", "吴**"]


def test_the_kept_report_forgets_who_was_erased(pair):
    pair.record("吴桂珍家门口的灯不亮")
    (report,) = pair.up()
    assert any("吴桂珍家" in item.reason for item in report.items)
    (row,) = rows(pair.station.db, "SELECT uid FROM contact")
    erase(pair.station, [row["uid"]], "本人来电要求", ("吴桂珍",))
    pair.up()
    kept = [row["reason"] for row in rows(pair.centre.db, "SELECT reason FROM import_item")]
    assert not any("吴" in reason for reason in kept)
    oldest = history.history(pair.centre)[-1]
    assert all(item.reason for item in history.kept_report(pair.centre, oldest.id).items)


def test_only_the_last_run_can_be_taken_back(pair):
    pair.record()
    pair.up()
    pair.down()
    pair.down()
    assert [one.undoable for one in history.history(pair.station)[:2]] == [True, False]
    before = history.kept_report(pair.station, history.history(pair.station)[0].id)
    undoing.undo(pair.station)
    passages = history.history(pair.station)
    assert [(one.sent, one.undone, one.undoable) for one in passages] == [
        (False, True, False),
        (False, False, False),
        (True, False, False),
    ]
    after = history.kept_report(pair.station, passages[0].id)
    assert (after.counts, len(after.items)) == (before.counts, len(before.items))
    (again,) = taking.take(pair.station, [pair.stick / passages[0].file_name])
    assert not again.earlier
    assert [one.undone for one in history.history(pair.station)] == [False, False, False]


def forked(pair) -> str:
    """A feedback written on two PCs of the station; its opinion's uid."""
    serial = pair.record()
    uid = hold(pair.station, serial).uid
    said = Feedback(rounds=(FeedbackRound(remark="这台电脑"),))
    with pair.station.writing() as log:
        log.put(uid, "opinion.feedback", said, pair.station.author)
    changes = rows(pair.station.db, "SELECT id FROM change WHERE uid = ? ORDER BY id DESC LIMIT 1", (uid,))
    with pair.station.writing() as log:
        log.put(uid, "opinion.feedback", replace(said, rounds=(FeedbackRound(remark="旧电脑"),)), pair.station.author)
        two = [changes[0]["id"], changes[0]["id"] + 1]
        for change in two:
            pair.station.db.execute_sql("INSERT INTO conflict VALUES (?, 'opinion.feedback', ?)", (uid, change))
    return uid


def test_a_conflict_shows_both_versions_and_is_settled_by_one(pair):
    uid = forked(pair)
    (one,) = conflicts.conflicts(pair.station)
    assert (one.kind, one.lead, one.ours, len(one.versions)) == ("反馈", "2026-00001", True, 2)
    assert [field.name for field in one.fields] == ["rounds"]
    assert ["旧电脑" in words for words in one.fields[0].words] == [True, False]
    conflicts.resolve(pair.station, uid, "opinion.feedback", one.versions[1].change)
    assert conflicts.count_conflicts(pair.station) == 0
    assert hold(pair.station, uid).facets.feedback.rounds[0].remark == "这台电脑"
    with pytest.raises(StationError, match="已经定好"):
        conflicts.disputed(pair.station, uid, "opinion.feedback")


def test_a_conflict_is_settled_by_joining_both(pair):
    uid = forked(pair)
    (one,) = conflicts.conflicts(pair.station)
    conflicts.resolve(pair.station, uid, "opinion.feedback", one.versions[1].change, {"rounds": one.versions[0].change})
    assert hold(pair.station, uid).facets.feedback.rounds[0].remark == "旧电脑"


def test_what_another_side_writes_is_not_ours_to_settle(pair):
    uid = forked(pair)
    pair.up()
    change = rows(pair.centre.db, "SELECT id FROM change WHERE uid = ? AND facet = 'opinion.feedback'", (uid,))
    for row in change:
        pair.centre.db.execute_sql("INSERT INTO conflict VALUES (?, 'opinion.feedback', ?)", (uid, row["id"]))
    (one,) = conflicts.conflicts(pair.centre)
    assert not one.ours
    with pytest.raises(StationError, match="由写它的那一边来定"):
        conflicts.resolve(pair.centre, uid, "opinion.feedback", one.versions[0].change)


def test_a_secret_contact_is_settled_by_the_head_only(pair):
    pair.record()
    (row,) = rows(pair.station.db, "SELECT uid FROM contact")
    for phone in ("13800005678", "13800005679"):
        with pair.station.writing() as log:
            log.put(row["uid"], "contact.person", Contact(name="吴桂珍", phone=phone, confidential=True), None)
    for change in rows(pair.station.db, "SELECT id FROM change WHERE uid = ? ORDER BY id DESC LIMIT 2", (row["uid"],)):
        pair.station.db.execute_sql("INSERT INTO conflict VALUES (?, 'contact.person', ?)", (row["uid"], change["id"]))
    (one,) = conflicts.conflicts(pair.station)
    assert set(one.fields[0].words) == {"13800005678", "13800005679"}
    conflicts.note_seen(pair.station, one)
    seen = "SELECT count(*) AS number FROM audit WHERE subject = ? AND action = '查看'"
    assert rows(pair.station.db, seen, (row["uid"],))[0]["number"] == 1
    (volunteer,) = rows(pair.station.db, "SELECT uid FROM person WHERE name = '周明'")
    pair.station.sit_down(volunteer["uid"])
    (one,) = conflicts.conflicts(pair.station)
    assert (one.secret, one.fields) == (True, ())
    conflicts.note_seen(pair.station, one)
    assert rows(pair.station.db, seen, (row["uid"],))[0]["number"] == 1
    with pytest.raises(StationError, match="要由站长"):
        conflicts.resolve(pair.station, row["uid"], "contact.person", one.versions[0].change)


def see(monkeypatch, *volumes: Volume) -> None:
    monkeypatch.setattr(sticks, "removable_volumes", lambda: list(volumes))


def test_a_stick_tells_what_is_on_it_and_whose_it_is(pair, monkeypatch):
    pair.record()
    pair.up()
    sending.export(pair.centre, pair.stick)
    see(monkeypatch, Volume(pair.stick, "社区优盘", "exfat", 12_400_000_000, 16_000_000_000))
    (stick,) = sticks.sticks(pair.station.identity)
    assert (stick.label, stick.removable, stick.owner, stick.ours) == ("社区优盘", True, "", True)
    assert [path.name[:4] for path in stick.packages] == ["DOWN"]
    assert len(stick.requests) == len(stick.certificates) == 1
    assert sticks.to_take(pair.station, stick) == list(stick.packages)
    taking.take(pair.station, stick.packages)
    assert sticks.to_take(pair.station, stick) == []
    assert [path.name[:2] for path in sticks.sticks(pair.centre.identity)[0].packages] == ["UP"]
    sticks.make_ours(pair.station, stick)
    assert sticks.folder(pair.station.identity, pair.stick).owner == pair.station.identity.name


def test_the_stick_of_another_site_is_told_apart(pair, monkeypatch):
    write_label(pair.stick, StickLabel("77777777-0000-4000-8000-000000000018", "18", "青石巷社区联络站"))
    stick = sticks.folder(pair.station.identity, pair.stick)
    assert (stick.owner, stick.ours, stick.removable) == ("青石巷社区联络站", False, False)
    with pytest.raises(StationError, match="打不开"):
        sticks.folder(pair.station.identity, pair.stick / "没有")


def test_what_the_system_does_not_unmount_is_said(pair, monkeypatch):
    ran: list[list[str]] = []
    monkeypatch.setattr(ejecting, "_ran", lambda command: bool(ran.append(command)))
    assert not sticks.eject(sticks.folder(pair.station.identity, pair.stick))
    assert ran[-1] == ["umount", str(pair.stick)]


def test_a_station_alone_has_no_history(station: Station):
    assert history.history(station) == []
    assert history.count_history(station) == 0
