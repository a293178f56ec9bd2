"""Openings of boxes: saved whole or not at all, reconciled, numbered, found again by check and rebuild."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db import models
from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.opening_forms import OpeningForm, SlipForm
from station_app.errors import StationError
from station_app.services import drafts, opening_boxes
from station_app.services.attachments import sweep_orphans
from station_app.services.backup import backup_to
from station_app.services.boxes import boxes
from station_app.services.checking import check
from station_app.services.correcting import correct
from station_app.services.detail import detail
from station_app.services.listing import Filters, count
from station_app.services.opening_boxes import opening_saved_as, save_opening
from station_app.services.rebuilding import rebuild
from station_app.services.recording import save_reception
from tests.services.openings import INVALID, opening, person, put_up, slip
from tests.services.test_rebuilding import tables


@pytest.fixture
def box(station):
    return put_up(station)


def nothing_of(station):
    return station.db.execute_sql(
        "SELECT (SELECT count(*) FROM box_opening), (SELECT count(*) FROM opinion)"
    ).fetchone()


def test_an_opening_and_its_slips_are_saved_together(station, box):
    slips = (slip(), slip("健身器材松动", name="老陈", phone="13800005678", address="3 栋 2 单元"), INVALID)
    saved = save_opening(station, opening(station, box, *slips, remark="箱口有胶印"))
    assert (saved.number, saved.serials) == ("17-2026-K0001", ("17-2026-00001", "17-2026-00002"))
    row = models.BoxOpening.select().dicts().first(station.db)
    assert (row["seal_before"], row["seal_after"], row["seal_intact"], row["slips_found"]) == ("0417", "0418", 1, 3)
    assert (row["invalid"], row["remark"]) == ('[{"place":3,"reason":"空白纸"}]', "箱口有胶印")
    anonymous, signed = (detail(station, serial) for serial in saved.serials)
    intake = anonymous.intake
    assert (intake.channel, intake.outcome, intake.received_on) == ("民意收集箱", Outcome.FILED, "2026-06-11")
    assert (intake.opening, intake.reception, intake.contact, intake.tellable) == (saved.uid, None, None, False)
    assert signed.intake.tellable
    contact = models.Contact.select().dicts().first(station.db)
    assert (contact["kind"], contact["name"], contact["notice_at"]) == (ContactKind.PERSON, "老陈", None)
    assert count(station, Filters(text="老陈")) == 1


def test_an_empty_box_is_an_opening_too(station, box):
    saved = save_opening(station, opening(station, box))
    assert (saved.number, saved.serials) == ("17-2026-K0001", ())
    assert opening_saved_as(station, saved.uid) == saved
    assert check(station).box_openings == 1


def test_an_address_without_a_name_stays_with_an_anonymous_contact(station, box):
    save_opening(station, opening(station, box, slip(address="3 栋")))
    contact = models.Contact.select().dicts().first(station.db)
    assert (contact["kind"], contact["name"], contact["address"]) == (ContactKind.ANONYMOUS, "", "3 栋")


@pytest.mark.parametrize(
    ("found", "slips", "words"),
    [
        (3, (slip(), INVALID), "箱内 3 张，已录 1，无效 1，还有 1 张未录"),
        (1, (slip(), INVALID), "箱内 1 张，却录了 1、无效 1，多出 1 张"),
        (1, (), "还有 1 张未录"),
        (0, (INVALID,), "多出 1 张"),
        (2, (slip(), SlipForm()), "还有 1 张未录"),
    ],
)
def test_what_does_not_add_up_is_refused(station, box, found, slips, words):
    with pytest.raises(StationError, match=words):
        save_opening(station, opening(station, box, *slips, slips_found=found))
    assert nothing_of(station) == (0, 0)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.integers(0, 5), typed=st.integers(0, 4), invalid=st.integers(0, 4))
def test_found_is_always_transcribed_and_invalid(station, found, typed, invalid):
    if not boxes(station):
        put_up(station)
    form = opening(station, boxes(station)[0].uid, *[slip()] * typed, *[INVALID] * invalid, slips_found=found)
    try:
        saved = save_opening(station, form)
    except StationError:
        assert found != typed + invalid
    else:
        assert found == typed + invalid
        assert len(saved.serials) == typed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"box": ""}, "请选意见箱"),
        ({"opened_at": ""}, "请填开箱时间"),
        ({"opened_at": "2026-06-19T09:00"}, "时间在将来"),
        ({"opened_at": "gestern"}, "日期时间写得不对"),
        ({"opener": ""}, "请选开箱人"),
        ({"witness": ""}, "请选见证人"),
        ({"seal_intact": None}, "完好还是破损"),
        ({"slips_found": None}, "没有信就填 0"),
        ({"slips_found": -1}, "张数在 0 到"),
        ({"slips": (slip(" "),)}, "第 1 张标题：请填标题"),
        ({"slips": (slip(phone="1380"),)}, "第 1 张电话"),
    ],
)
def test_what_is_missing_is_named(station, box, changes, words):
    with pytest.raises(StationError, match=words):
        save_opening(station, replace(opening(station, box, slip()), **changes))
    assert nothing_of(station) == (0, 0)


def test_the_witness_is_somebody_else(station, box):
    one = person(station, "徐桂兰")
    with pytest.raises(StationError, match="要是两个人"):
        save_opening(station, opening(station, box, opener=one, witness=one))


def test_slips_of_a_box_are_only_filed(station, box):
    wrong = slip()
    wrong = replace(wrong, opinion=replace(wrong.opinion, outcome=Outcome.ANSWERED, spot_reply="好"))
    with pytest.raises(StationError, match="箱里的信先登记"):
        save_opening(station, opening(station, box, wrong))


def test_numbers_go_on_within_a_year_beside_the_serials(station, box, form):
    first = save_opening(station, opening(station, box, slip()))
    save_reception(station, form())
    last_year = save_opening(station, opening(station, box, slip(), opened_at="2025-12-30T09:00"))
    third = save_opening(station, opening(station, box, slip()))
    assert [one.number for one in (first, last_year, third)] == ["17-2026-K0001", "17-2025-K0001", "17-2026-K0002"]
    assert [one.serials[0] for one in (first, last_year, third)] == ["17-2026-00001", "17-2025-00001", "17-2026-00003"]


def test_the_ten_thousandth_number_counts_on(station, box):
    save_opening(station, opening(station, box))
    models.BoxOpening.update(number="17-2026-K9999").execute(station.db)
    assert save_opening(station, opening(station, box)).number == "17-2026-K10000"
    assert save_opening(station, opening(station, box)).number == "17-2026-K10001"


def test_a_failure_in_the_middle_leaves_nothing(station, box, monkeypatch):
    real, calls = opening_boxes.next_serial, []

    def failing(*words):
        calls.append(words)
        if len(calls) == 3:
            raise StationError("磁盘已满")
        return real(*words)

    monkeypatch.setattr(opening_boxes, "next_serial", failing)
    with pytest.raises(StationError, match="磁盘已满"):
        save_opening(station, opening(station, box, slip(), slip(), slip()))
    assert nothing_of(station) == (0, 0)
    assert check(station).ok


def test_check_rebuild_and_backup_cover_openings(station, box, tmp_path):
    save_opening(station, opening(station, box, slip(name="老陈"), INVALID))
    found = check(station)
    assert (found.ok, found.box_openings, found.opinions) == (True, 1, 1)
    before = tables(station)
    assert rebuild(station) == found
    assert tables(station) == before
    assert backup_to(station, tmp_path).opinions == 1


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE box_opening SET seal_intact = 0", "开箱记录"),
        ("UPDATE box SET name = '3号箱'", "意见箱"),
        ("DELETE FROM box_opening", "开箱记录"),
        ("DELETE FROM box", "不存在的 box"),
        ("DELETE FROM person WHERE name = '周明'", "17-2026-K0001 的开箱人或见证人不在名单里"),
    ],
)
def test_damage_to_openings_is_found(station, box, sql, words):
    save_opening(station, opening(station, box, slip()))
    station.db.execute_sql("PRAGMA foreign_keys = 0")
    station.db.execute_sql(sql)
    assert any(words in line for line in check(station).problems)


def test_a_half_typed_opening_comes_back_and_is_saved_once(station, box):
    half = opening(station, box, slip(), SlipForm(turned=90, percent=150), slips_found=2)
    uid = drafts.new_draft_id()
    drafts.save_draft(station, uid, half)
    assert drafts.load_opening_draft(station, uid) == half
    [line] = drafts.drafts(station, (drafts.OPENING,))
    assert (line.id, line.kind, line.label) == (uid, drafts.OPENING, "开箱　2号箱　箱内 2 张，已录 1 张")
    assert drafts.drafts(station) == ()
    whole = replace(half, slips=(slip(), INVALID))
    saved = drafts.save_opening_from_draft(station, uid, whole)
    assert drafts.save_opening_from_draft(station, uid, whole) == saved
    assert saved.uid == uid
    drafts.save_draft(station, uid, half)
    assert drafts.drafts(station, (drafts.OPENING,)) == ()
    assert drafts.drop_saved_drafts(station) == 1


def test_an_opening_that_cannot_be_saved_keeps_its_draft(station, box):
    half = opening(station, box, slip(), slips_found=2)
    drafts.save_draft(station, "one", half)
    with pytest.raises(StationError):
        drafts.save_opening_from_draft(station, "one", half)
    assert drafts.load_opening_draft(station, "one") == half


def test_a_form_that_was_only_opened_is_a_draft_too(station):
    drafts.save_draft(station, "one", OpeningForm())
    assert drafts.drafts(station, (drafts.OPENING,))[0].label == "开箱　意见箱　箱内 0 张，已录 0 张"


def test_pictures_of_a_draft_are_no_orphans(station, box, monkeypatch):
    from station_app.domain.records import Attachment
    from station_app.services import attachments

    monkeypatch.setattr(attachments, "_SPARED_SECONDS", -(10**10))
    kept, orphan = station.store.blobs.put(b"slip"), station.store.blobs.put(b"other")
    one = slip()
    picture = Attachment(sha256=kept, name="信.jpg", media="image/jpeg", size=4)
    one = replace(one, opinion=replace(one.opinion, attachments=(picture,)))
    drafts.save_draft(station, "one", opening(station, box, one))
    assert sweep_orphans(station) == 1
    assert station.store.blobs.exists(kept)
    assert not station.store.blobs.exists(orphan)


def test_what_came_out_of_a_box_is_corrected_and_told_like_any_other(station, box):
    (serial,) = save_opening(station, opening(station, box, slip(name="老陈", phone="13800005678"))).serials
    correct(station, serial, {"title": "荒花坛", "contact": {"address": "3 栋"}})
    after = detail(station, serial)
    assert (after.intake.title, after.intake.opening is None, after.recorder) == ("荒花坛", False, "沈立群")
    assert check(station).ok
