"""Boxes of a station: put up, changed, and named when their day has come."""

from dataclasses import replace

import pytest

from station_app.domain.records import Box
from station_app.errors import StationError
from station_app.services.boxes import add_box, box_of, boxes, change_box, overdue_boxes
from station_app.services.opening_boxes import save_opening
from tests.services.openings import opening, put_up


def test_a_new_box_is_due_after_its_interval(station):
    uid = put_up(station, " 2号箱 ", since="2026-06-11")
    [known] = boxes(station)
    assert (known.uid, known.title) == (uid, "2号箱　社区服务中心大厅")
    assert (known.openings, known.last_opened, known.due_on) == (0, None, "2026-06-18")
    assert overdue_boxes(station) == (known,)


def test_an_opening_sets_the_day_anew(station):
    first, second = put_up(station), put_up(station, "3号箱", interval_days=3)
    assert [one.uid for one in overdue_boxes(station)] == [second, first]
    save_opening(station, opening(station, second, opened_at="2026-06-18T09:00"))
    save_opening(station, opening(station, second, opened_at="2026-06-14T09:00"))
    [waits] = overdue_boxes(station)
    assert waits.uid == first
    known = boxes(station)[1]
    assert (known.openings, known.last_opened, known.due_on) == (2, "2026-06-18T09:00", "2026-06-21")


def test_a_box_no_longer_in_use_is_not_waited_for(station):
    uid = put_up(station)
    change_box(station, uid, replace(box_of(station, uid), active=False))
    assert boxes(station) == overdue_boxes(station) == ()
    assert [one.uid for one in boxes(station, with_ended=True)] == [uid]


def test_a_change_keeps_the_day_it_was_put_up(station):
    uid = put_up(station)
    change_box(station, uid, Box(name="2号箱", place="东门", since="1999-01-01", interval_days=14))
    assert box_of(station, uid) == Box(name="2号箱", place="东门", since="2026-06-01", interval_days=14)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Box(name=" ", since="2026-06-01"), "名称"),
        (Box(name="2号箱", since="2026-06-01"), "已经有一个「2号箱」"),
        (Box(name="3号箱", since="2026-06-01", interval_days=0), "间隔"),
        (Box(name="3号箱", since="2026-06-01", interval_days=367), "间隔"),
    ],
)
def test_a_box_that_will_not_do_is_refused(station, box, words):
    put_up(station)
    with pytest.raises(StationError, match=words):
        add_box(station, box)
    assert len(boxes(station)) == 1


def test_a_box_that_is_not_there_is_said(station):
    with pytest.raises(StationError, match="找不到这个意见箱"):
        box_of(station, "no-such")
