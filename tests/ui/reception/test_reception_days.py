"""关联活动 in the strip: the day of the reception is chosen, its deputies stand first."""

from functools import partial

from station_app.domain.records import Deputy
from station_app.services.people import add_deputy
from station_app.services.reception_days import cancel_day, on_duty
from station_app.ui.forms.people_choice import deputy_matcher
from tests.services.reception_days import deputy, put_down


def offered(strip):
    return [(strip.activity.itemData(place), strip.activity.itemText(place)) for place in range(strip.activity.count())]


def test_todays_day_is_chosen_and_kept_with_reception_and_opinions(desk):
    uid = put_down(desk.station, "2026-06-18")
    put_down(desk.station, "2026-06-19")
    desk.open()
    strip = desk.sheets.strip
    assert offered(strip) == [(None, "无"), (uid, "9:00–11:30　消防通道")]
    assert strip.activity.value() == uid
    strip.volunteers.click()
    desk.sheets.contact.anonymous.click()
    desk.sheets.opinion.title_edit.setFocus()
    desk.fill_opinion()
    (serial,) = desk.save()
    assert desk.held(serial).intake.event == uid
    assert desk.station.db.execute_sql("SELECT event FROM reception").fetchone() == (uid,)
    assert strip.activity.value() == uid


def test_a_form_without_a_day_stays_so_for_the_next_one(desk):
    put_down(desk.station, "2026-06-18")
    desk.open()
    strip = desk.sheets.strip
    strip.activity.setFocus()
    desk.press("0")
    assert strip.activity.value() is None
    strip.volunteers.click()
    desk.sheets.contact.anonymous.click()
    desk.sheets.opinion.title_edit.setFocus()
    desk.fill_opinion()
    (serial,) = desk.save()
    assert desk.held(serial).intake.event is None
    assert strip.activity.value() is None


def test_back_dated_it_follows_the_day_typed(desk):
    put_down(desk.station, "2026-06-18")
    early = put_down(desk.station, "2026-06-06", theme="")
    late = put_down(desk.station, "2026-06-06", began="14:00", ended="")
    gone = put_down(desk.station, "2026-06-06", began="16:00", ended="")
    cancel_day(desk.station, gone, "改期")
    desk.open()
    strip = desk.sheets.strip
    for typed, chosen in (("6-6 9:10", early), ("6-7 9:10", None), ("6-6 15:00", late)):
        strip.time.edit.setFocus()
        strip.time.edit.selectAll()
        desk.press(typed)
        desk.enter()
        assert strip.activity.value() == chosen
    assert offered(strip) == [(None, "无"), (early, "9:00–11:30"), (late, "14:00　消防通道")]


def test_a_draft_keeps_the_day_it_had(desk):
    uid = put_down(desk.station, "2026-06-18")
    other = put_down(desk.station, "2026-06-20")
    desk.open()
    form = desk.sheets.read()
    assert form.event == uid
    desk.sheets.fill(type(form)(began=form.began, event=other, channel=form.channel, recorder=form.recorder))
    assert desk.sheets.strip.activity.value() == other
    assert offered(desk.sheets.strip)[-1] == (other, "6月20日（周六）9:00–11:30　消防通道")
    assert desk.sheets.read().event == other


def test_a_new_day_is_no_typing(desk):
    put_down(desk.station, "2026-06-18")
    desk.open()
    assert not desk.page.keeper.touched


def test_the_deputies_on_duty_stand_first(station):
    add_deputy(station, Deputy(name="曹文澜", ward="第3选区"))
    match = deputy_matcher(station, partial(on_duty, station))
    assert [one.label for one in match("c")] == ["程远帆", "曹文澜", "陈立新"]
    put_down(station, "2026-06-18", deputies=(deputy(station, "陈立新"),))
    first, *others = match("c")
    assert (first.label, first.note) == ("陈立新", "今日轮值")
    assert [one.note for one in others] == ["", ""]
