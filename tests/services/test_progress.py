"""查进度: found by phone, name, initials or number; secrets by number and phone only."""

import pytest

from station_app.domain.enums import ContactKind, Kind, Satisfaction
from station_app.errors import StationError
from station_app.services.correcting import renumber, void
from station_app.services.progress import progress
from tests.services.opinions import answered, at_centre, record, twin

OTHER = {"name": "李建国", "phone": "025-84401234"}


def found(station, text):
    return [one.serial for one in progress(station, text)]


@pytest.mark.parametrize(
    "text",
    [
        "13800005678",
        "138 0000 5678",
        "+86 138-0000-5678",
        "１３８００００５６７８",
        "吴桂珍",
        "吴桂",
        "桂珍",
        "wgz",
        "WGZ",
        "wg",
        "17-2026-00001",
        "2026-00001",
        "2026-1",
        "00001",
        "1",
    ],
)
def test_whatever_the_resident_can_say_finds_what_they_brought(station, text):
    (mine,) = record(station)
    record(station, contact=OTHER)
    assert found(station, text) == [mine]


def test_the_newest_stands_first_and_there_is_an_end(station):
    saved = [serial for _ in range(4) for serial in record(station)]
    assert found(station, "吴桂珍") == found(station, "13800005678") == saved[::-1]
    assert [one.serial for one in progress(station, "wgz", limit=2)] == saved[:1:-1]


def test_a_landline_and_a_number_of_any_year(station):
    (old,) = record(station, contact=OTHER, began="2025-03-01T09:00")
    (new,) = record(station)
    assert found(station, "02584401234") == [old]
    assert found(station, "1") == [new, old]
    assert found(station, "2025-00001") == [old]
    assert found(station, "18-2026-00001") == []


def test_what_is_said(station):
    (serial,) = record(station, answered(Satisfaction.SATISFIED), began="2026-06-03T09:00")
    (one,) = progress(station, serial)
    assert one.sentence == "您6月3日反映的「地下车库 B 区照明灯不亮」，6月3日已经答复，已经办结：明天请电工来换灯。"
    assert (one.title, one.received_on, one.label) == ("地下车库 B 区照明灯不亮", "2026-06-03", "办结")
    assert one.contact_label == "吴**"
    (handed,) = record(station)
    at_centre(station, handed)
    assert progress(station, handed)[0].sentence.endswith("要求7月8日前办结，还剩 20 天。")
    void(station, handed, "重复")
    assert "作废" in progress(station, handed)[0].sentence


@pytest.mark.parametrize(("opinion", "contact"), [({"kind": Kind.REPORT}, {}), ({}, {"confidential": True})])
def test_what_is_confidential_is_not_found_by_name(station, opinion, contact):
    (serial,) = record(station, opinion, contact=contact)
    assert found(station, "吴桂珍") == found(station, "wgz") == []
    assert found(station, "13800005678") == found(station, serial) == [serial]
    assert progress(station, serial)[0].contact_label == "信息保密"


def test_a_name_is_the_contact_s_and_nobody_else_s(station):
    chen = station.db.execute_sql("SELECT uid FROM deputy WHERE name = '陈立新'").fetchone()[0]
    record(station, {"title": "陈立新代表来过"}, deputies=(chen,), volunteer_only=False)
    record(
        station,
        contact={"kind": ContactKind.ANONYMOUS, "name": "", "notice_at": None},
        deputies=(chen,),
        volunteer_only=False,
    )
    assert found(station, "陈立新") == found(station, "clx") == []


def test_the_number_on_the_slip_still_finds_what_was_renumbered(station):
    (serial,) = record(station)
    uid = twin(station, serial)
    assert set(found(station, serial)) == {serial}
    new = renumber(station, uid).serial
    assert set(found(station, serial)) == {serial, new}


@pytest.mark.parametrize("text", ["没有这个人", "13911112222", "17-2026-00099", "99", "%", "'", '"', "12345", "zz"])
def test_nothing_found_is_an_empty_answer(station, text):
    record(station)
    assert progress(station, text) == []


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_typed_is_said(station, text):
    with pytest.raises(StationError, match="还没有填"):
        progress(station, text)
