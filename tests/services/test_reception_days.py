"""Reception days: put down, changed, cancelled, listed; what hangs on them in the log."""

from datetime import timedelta

import pytest

from station_app.db import models
from station_app.db.statements import rows, scalar
from station_app.domain.clock import FixedClock
from station_app.domain.enums import DayMode, DeputyEnd
from station_app.domain.reception_days import DayForm
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.checking import check
from station_app.services.people import end_deputy
from station_app.services.rebuilding import rebuild
from station_app.services.reception_days import (
    Brought,
    add_day,
    brought,
    cancel_day,
    change_day,
    coming_days,
    day_of,
    days_on,
    last_form,
    next_day,
    on_duty,
    past_days,
    past_years,
    to_announce,
)
from tests.services.opinions import nobody_at_the_desk, record, seat
from tests.services.reception_days import day_form, deputy, put_down


def later(station, **ahead):
    station.clock = FixedClock(station.clock.now() + timedelta(**ahead))


def test_a_day_stands_as_it_was_put_down(station):
    known = day_of(station, put_down(station, theme=" 消防 通道\n"))
    assert (known.day.day, known.day.began, known.day.ended) == ("2026-06-20", "09:00", "11:30")
    assert (known.when, known.who, known.day.theme) == ("6月20日（周六）9:00–11:30", "陈立新、何素琴", "消防 通道")
    assert not known.cancelled
    assert not known.over


def test_days_come_in_order_and_the_past_by_year(station):
    made = {
        day: put_down(station, day) for day in ("2026-07-04", "2026-06-18", "2026-06-20", "2026-06-17", "2026-01-03")
    }
    made["2025-12-30"] = put_down(station, "2025-12-30")
    assert [one.uid for one in coming_days(station)] == [made["2026-06-18"], made["2026-06-20"], made["2026-07-04"]]
    assert [one.uid for one in past_days(station, 2026)] == [made["2026-06-17"], made["2026-01-03"]]
    assert [one.uid for one in past_days(station, 2025)] == [made["2025-12-30"]]
    assert past_years(station) == (2026, 2025)


def test_the_next_day_is_todays_until_it_is_over(station):
    assert next_day(station) is None
    first, second = put_down(station, "2026-06-18"), put_down(station, "2026-06-20")
    assert next_day(station).uid == first
    later(station, hours=2)
    assert day_of(station, first).over
    assert next_day(station).uid == second
    cancel_day(station, second, "改期")
    assert next_day(station) is None


def test_on_duty_are_the_deputies_of_today(station):
    put_down(station, "2026-06-20")
    assert set(on_duty(station)) == set()
    uid = put_down(station, "2026-06-18", deputies=(deputy(station, "程远帆"),))
    put_down(station, "2026-06-18", began="14:00", ended="", deputies=(deputy(station, "陈立新"),))
    assert set(on_duty(station)) == {deputy(station, "程远帆"), deputy(station, "陈立新")}
    cancel_day(station, uid, "改期")
    assert set(on_duty(station)) == {deputy(station, "陈立新")}


def test_a_notice_is_wanted_three_days_ahead(station):
    put_down(station, "2026-06-22")
    near, today = put_down(station, "2026-06-21"), put_down(station, "2026-06-18")
    assert [one.uid for one in to_announce(station)] == [today, near]
    cancel_day(station, near, "改期")
    assert [one.uid for one in to_announce(station)] == [today]


def test_a_change_keeps_the_day_and_no_change_writes_nothing(station):
    uid = put_down(station)
    before = count_changes(station.db)
    change_day(station, uid, day_form(station))
    assert count_changes(station.db) == before
    change_day(station, uid, day_form(station, began="9:30", place="桂花里广场", mode=DayMode.MIXED))
    day = day_of(station, uid).day
    assert (day.began, day.place, day.mode) == ("09:30", "桂花里广场", DayMode.MIXED)
    assert len(days_on(station, "2026-06-20")) == 1


def test_a_cancelled_day_stays_with_its_reason(station):
    uid = put_down(station)
    with pytest.raises(StationError, match="还没有写取消的原因"):
        cancel_day(station, uid, " ")
    cancel_day(station, uid, "代表集中学习")
    known = day_of(station, uid)
    assert (known.cancelled, known.day.cancel_reason) == (True, "代表集中学习")
    assert [one.uid for one in coming_days(station)] == [uid]
    assert days_on(station, "2026-06-20") == ()
    for refused in (lambda: change_day(station, uid, day_form(station)), lambda: cancel_day(station, uid, "再")):
        with pytest.raises(StationError, match="已经取消"):
            refused()
    put_down(station)


def test_everybody_puts_days_down_the_head_cancels(station):
    with nobody_at_the_desk(station), pytest.raises(StationError, match="要由"):
        put_down(station)
    seat(station, "徐桂兰")
    uid = put_down(station)
    change_day(station, uid, day_form(station, theme="停车"))
    with pytest.raises(StationError, match="站长"):
        cancel_day(station, uid, "改期")
    assert not day_of(station, uid).cancelled


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "", "place": ""}, "还有 2 处要改（日期：.*地点："),
        ({"deputies": ("no-such",)}, "没有的人"),
        ({}, "已经有一次接待日"),
    ],
)
def test_what_will_not_do_is_refused(station, changes, words):
    put_down(station)
    before = count_changes(station.db)
    with pytest.raises(StationError, match=words):
        add_day(station, day_form(station, **changes))
    assert count_changes(station.db) == before


def test_a_deputy_who_has_left_is_not_on_duty(station):
    uid = put_down(station, "2026-06-10")
    end_deputy(station, deputy(station, "何素琴"), "2026-06-15", DeputyEnd.MOVED)
    with pytest.raises(StationError, match="何素琴 已在 2026-06-15 离任"):
        put_down(station, "2026-06-20")
    change_day(station, uid, day_form(station, "2026-06-10", theme="停车"))
    assert day_of(station, uid).who == "陈立新、何素琴"


def test_a_new_form_offers_the_last_place_and_hours(station):
    assert last_form(station) == DayForm()
    put_down(station, mode=DayMode.APART)
    assert last_form(station) == DayForm(began="9:00", ended="11:30", place="联络站接待室", mode=DayMode.APART)


def test_what_came_of_a_day_is_counted(station):
    uid = put_down(station, "2026-06-18")
    record(station, {}, {"title": "树枝挡灯"}, event=uid)
    record(station)
    assert brought(station, uid) == Brought(1, 2)
    assert scalar(station.db, "SELECT count(*) FROM opinion WHERE event = ?", (uid,)) == 2


def test_the_log_makes_the_same_days_again(station):
    put_down(station)
    cancel_day(station, put_down(station, "2026-07-04"), "改期")
    before = rows(station.db, "SELECT * FROM reception_day ORDER BY uid")
    for row in before:
        del row["id"]
    assert check(station).ok
    models.ReceptionDay.delete().execute(station.db)
    assert any("接待日" in line for line in check(station).problems)
    assert rebuild(station).ok
    after = rows(station.db, "SELECT * FROM reception_day ORDER BY uid")
    assert [{name: one[name] for name in before[0]} for one in after] == before


def test_check_says_when_a_day_names_nobody_known(station):
    put_down(station, deputies=())
    uid = put_down(station, "2026-07-04", deputies=(deputy(station, "程远帆"),))
    assert check(station).ok
    station.db.execute_sql("UPDATE change SET uid = 'no-such' WHERE uid = ?", (deputy(station, "程远帆"),))
    assert any(f"接待日 {uid} 的接待代表不在名单里" in line for line in check(station).problems)
