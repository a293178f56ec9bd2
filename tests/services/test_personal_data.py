"""What a person is handed of their own data, and whose time is over."""

import json
from dataclasses import replace

import pytest

from station_app.db.statements import rows
from station_app.domain.enums import Outcome, PersonRole, Satisfaction
from station_app.domain.forms import OnTheSpot
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.services import attachments, audit
from station_app.services.erasing import find
from station_app.services.personal_data import export_person
from station_app.services.recording import save_reception
from station_app.services.retention import (
    erase_expired,
    expired,
    retention_years,
    set_retention_years,
)
from tests.services.test_erasing import NAME, PHONE, PNG


def test_a_person_gets_everything_to_read_and_as_json(station, form, tmp_path):
    picture = attachments.add_bytes(station, "门口.png", PNG)
    save_reception(station, form({"attachments": (picture,), "content": f"{NAME}说灯不亮。"}))
    save_reception(station, form({"title": "别人的事"}, {"name": "孟宪国", "phone": "13900001234"}))
    out = tmp_path / "资料.pdf"
    papers = export_person(station, find(station, NAME)[0], out)
    assert (papers.pdf, papers.opinions, papers.pages) == (out, 1, 1)
    assert out.read_bytes().startswith(b"%PDF")
    told = json.loads(papers.data.read_text("utf-8"))
    assert [one["name"] for one in told["contacts"]] == [NAME]
    assert [one["serial"] for one in told["opinions"]] == ["17-2026-00001"]
    assert told["mentioned_in"][0]["record"] == "登记 17-2026-00001"
    assert "孟宪国" not in papers.data.read_text("utf-8")
    (file,) = papers.pictures
    assert (file.name, file.read_bytes()) == ("17-2026-00001-1-门口.png", station.store.blobs.get(picture.sha256))
    noted = rows(station.db, "SELECT action, detail FROM audit ORDER BY id DESC LIMIT 1")
    assert noted == [{"action": audit.Action.EXPORTED, "detail": "个人信息副本"}]


@pytest.mark.parametrize("name", ["资料.txt", "资料"])
def test_the_file_must_be_a_pdf_outside_the_data(station, form, tmp_path, name):
    save_reception(station, form())
    (who,) = find(station, NAME)
    for out in (tmp_path / name, station.store.paths.folder / "资料.pdf"):
        with pytest.raises(StationError):
            export_person(station, who, out)
        assert not out.exists()


def test_who_is_kept_until_a_day_is_listed_after_it(station, form, clock):
    save_reception(station, form(contact={"retain_until": "2026-06-17"}))
    save_reception(station, form(contact={"name": "林晚", "retain_until": "2026-06-18"}))
    (over,) = expired(station)
    assert (over.label, over.since, over.opinions, over.open) == ("吴**", "2026-06-17", 1, 1)


def test_with_years_set_those_whose_matters_ended_long_ago_are_listed(station, form):
    told = OnTheSpot(told=True, attitude=Satisfaction.SATISFIED, result=Satisfaction.SATISFIED)
    done = {"outcome": Outcome.ANSWERED, "spot_reply": "已修", "on_the_spot": told}
    save_reception(station, form(done, {"name": "林晚"}, began="2020-02-29T10:20"))
    save_reception(station, form(None, {"name": "未了"}, began="2020-02-29T10:20"))
    save_reception(station, form(done, {"name": "新来"}))
    assert expired(station) == ()
    set_retention_years(station, 6)
    assert retention_years(station) == 6
    assert [(one.label, one.since) for one in expired(station)] == [("林**", "2026-02-28")]
    set_retention_years(station, 7)
    assert expired(station) == ()
    set_retention_years(station, None)
    assert retention_years(station) is None


@pytest.mark.parametrize("years", [0, -1, 51])
def test_the_years_must_make_sense(station, years):
    with pytest.raises(StationError, match="1 到 50"):
        set_retention_years(station, years)


def test_only_those_listed_are_deleted(station, form):
    save_reception(station, form(contact={"retain_until": "2026-06-17"}))
    save_reception(station, form(contact={"name": "林晚", "phone": "13900001234"}))
    (kept,) = find(station, "林晚")
    (over,) = expired(station)
    assert erase_expired(station, (over.uid, *kept.uids)).contacts == 1
    assert (find(station, PHONE), len(find(station, "林晚")), expired(station)) == ((), 1, ())
    with pytest.raises(StationError, match="没有保存期满"):
        erase_expired(station, (over.uid,))


def test_only_a_head_may(station, form, tmp_path):
    save_reception(station, form())
    (who,) = find(station, NAME)
    station.desk = replace(station.desk, person=Person(name="徐桂兰", role=PersonRole.VOLUNTEER))
    works = (
        lambda: expired(station),
        lambda: set_retention_years(station, 3),
        lambda: export_person(station, who, tmp_path / "a.pdf"),
    )
    for work in works:
        with pytest.raises(StationError, match="站长"):
            work()
