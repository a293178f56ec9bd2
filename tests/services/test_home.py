"""The first page's figures and lists are true."""

from dataclasses import replace

from station_app.domain.enums import ContactKind, Outcome, Satisfaction
from station_app.domain.forms import Destination, LocalWork
from station_app.services import handling, home
from station_app.services.correcting import void
from station_app.services.drafts import new_draft_id, save_draft
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.notices import write_notice
from station_app.services.recording import save_reception
from tests.services.reception_days import put_down

ANSWERED = {"outcome": Outcome.ANSWERED, "spot_reply": "已请物业处理"}


def local(due_on):
    return {"destination": Destination.STATION, "local": LocalWork(unit="社区", due_on=due_on)}


def test_today_counts_batches_people_and_opinions(station, form):
    two = form()
    save_reception(station, replace(two, opinions=two.opinions * 2))
    group = {"kind": ContactKind.GROUP, "group_size": 12}
    serial = save_reception(station, form(contact=group)).serials[0]
    save_reception(station, form(began="2026-06-17T10:20"))
    assert home.today(station) == home.Today(receptions=2, people=13, opinions=3)
    void(station, serial, "重复登记")
    assert home.today(station).opinions == 2


def test_what_waits_stands_in_order_of_urgency_with_its_days(station, form):
    save_reception(station, form(local("2026-06-12")))
    save_reception(station, form(local("2026-06-20")))
    save_reception(station, form(local("2026-07-20")))
    save_reception(station, form(ANSWERED, began="2026-06-08T09:00"))
    save_draft(station, new_draft_id(), form())
    groups = home.todo(station)
    assert [group.kind.value for group in groups] == ["逾期", "待反馈", "临期", "草稿"]
    assert [group.total for group in groups] == [1, 1, 1, 1]
    assert [group.rows[0].brief for group in groups] == ["逾期 6 天", "已等 10 天", "还剩 2 天", "沈立群停笔"]
    assert groups[0].rows[0].lead == "2026-00001"
    assert groups[1].rows[0].note == "6月8日答复，已等 10 天"


def test_a_matter_that_is_done_or_with_the_centre_is_never_overdue(station, form):
    done, passed, again = (save_reception(station, form(local("2026-06-12"))).serials[0] for _ in range(3))
    for serial, result in ((done, Satisfaction.SATISFIED), (again, Satisfaction.DISSATISFIED)):
        handling.answer(station, serial, "2026-06-18", "已经办好")
        told = FeedbackForm(at="2026-06-18T10:30", attitude=Satisfaction.SATISFIED, result=result)
        record_feedback(station, serial, told)
    handling.pass_on(station, passed)
    assert [(group.kind.value, group.total) for group in home.todo(station)] == [("逾期", 1)]


def test_of_many_waiting_four_are_shown_the_longest_first(station, form):
    for day in range(1, 7):
        save_reception(station, form(ANSWERED, began=f"2026-06-{day:02}T09:00"))
    group = home.todo(station)[0]
    assert (group.total, [row.brief for row in group.rows]) == (6, [f"已等 {n} 天" for n in (17, 16, 15, 14)])


def test_recent_entries_say_when_as_people_do(station, form):
    for began in ("2025-12-31T09:00", "2026-05-16T09:00", "2026-06-02T09:00", "2026-06-17T09:00", "2026-06-18T10:20"):
        save_reception(station, form(began=began))
    when = [one.when for one in home.recent(station)]
    assert when == ["10:20", "昨天", "2日", "5月16日", "2025.12"]


def test_an_empty_station_waits_for_nothing(station):
    assert home.todo(station) == ()
    assert home.recent(station) == ()
    assert home.today(station) == home.Today(0, 0, 0)


def test_the_next_reception_is_told(station, tmp_path):
    assert home.next_reception(station) == ""
    uid = put_down(station)
    assert home.next_reception(station) == "下次接待日 6月20日（周六）9:00　陈立新、何素琴"
    [group] = home.todo(station)
    [row] = group.rows
    assert (group.kind, row.ref, row.lead) == (home.TodoKind.NOTICE, uid, "6月20日")
    assert (row.title, row.note, row.brief) == ("9:00–11:30　陈立新、何素琴", "还有 2 天，公告还没有打", "还有 2 天")
    write_notice(station, uid, tmp_path / "公告.pdf")
    assert home.todo(station) == ()
    put_down(station, "2026-06-18", deputies=())
    assert home.next_reception(station) == "今天接待日 9:00–11:30"
    assert home.todo(station)[0].rows[0].brief == "就在今天"
