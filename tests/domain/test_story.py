"""What the versions of an opinion tell: each step once, in words, and no personal data."""

from dataclasses import replace

from station_app.domain.enums import Kind, Outcome, Satisfaction
from station_app.domain.records import Attachment, Contact, Feedback, Handling, LocalHandling, Reception, ReplyRound
from station_app.domain.status import Facets
from station_app.domain.story import Happening, happenings
from station_app.domain.telling import attempted
from station_app.domain.wording import FieldChange, field_changes
from tests.domain.facets import DAY, EARLIER, HANDLING, attempt, intake, local, reopened, reply, spot

NAMES = {"d1": "陈立新", "d2": "何素琴"}


def told(before: object, after: object) -> list[tuple[str, str]]:
    return [(one.what, one.note) for one in happenings(before, after, NAMES.__getitem__)]


def test_registered_with_what_was_answered_at_once():
    assert told(None, intake()) == [("登记", "来站接待　2026-06-03 收到")]
    assert told(None, spot(Outcome.REFUSED))[1:] == [("不予受理引导", "当场说明了。")]
    assert list(happenings(None, intake(earlier_answer=EARLIER), str))[1] == Happening(
        "旧台账答复", "已办。", "2025-03-01"
    )


def test_corrected_renumbered_and_void():
    assert told(intake(), intake(title="新标题", place="北门")) == [("更正", "改了标题、地点")]
    assert told(intake(), intake(serial="17-2026-00200")) == [("改编号", "原编号 17-2026-00118")]
    assert told(intake(), intake(void_reason="重复")) == [("作废", "重复")]


def test_the_work_of_the_station():
    opened = local(due_on="2026-07-01", meeting_at="2026-06-10T09:00")
    note = "物业公司　17-2026-B0001　2026-07-01 前办结　2026-06-10 09:00 开会"
    assert told(None, opened) == [("站内办理", note)]
    assert told(opened, replace(opened, unit="街道城管办"))[0][0] == "调整办理"
    answered = local("2026-06-09", due_on=opened.due_on, meeting_at=opened.meeting_at)
    assert told(opened, answered) == [("本站答复", "已划线。")]
    assert told(opened, replace(opened, passed_on="2026-06-08")) == [("转交中心", "")]
    taken_back = told(replace(opened, passed_on="2026-06-08"), replace(opened, passed_on=None))
    assert [what for what, _ in taken_back] == ["站内办理"]


def test_filed_away_and_taken_up_again():
    archived = LocalHandling(archived_on="2026-06-15")
    assert told(None, archived) == [("归档", "")]
    assert told(archived, LocalHandling(reopenings=reopened(1))) == [("重启", "又停车了")]
    assert told(archived, archived) == []


def test_each_attempt_and_what_was_said():
    first = attempted(Facets(intake=spot()), attempt("2026-06-08T10:00", reached=False), None, None, "")
    assert told(None, first) == [("电话未联系上", "")]
    second = attempted(
        Facets(intake=spot(), feedback=first),
        attempt("2026-06-09T10:00"),
        Satisfaction.SATISFIED,
        Satisfaction.DISSATISFIED,
        "又停了",
    )
    assert told(first, second) == [("电话告知", ""), ("反馈：不满意", "对态度满意　又停了")]
    assert told(second, second) == []
    assert told(None, Feedback()) == []


def test_the_work_of_the_centre():
    assert told(None, HANDLING) == [("转街道办　城市管理办公室", "JB-2026-0041　2026-07-08 前办结")]
    assert told(HANDLING, replace(HANDLING, due_on="2026-07-20")) == [("延期", "2026-07-20 前办结")]
    assert told(HANDLING, HANDLING) == []
    assert told(None, Handling(reopenings=reopened(1))) == [("重启", "又停车了")]
    more = replace(
        reply("2026-06-15"),
        rounds=(*reply("2026-06-15").rounds, ReplyRound(date="2026-06-17", text="再办", reply_class="B")),
    )
    assert told(reply("2026-06-15"), more) == [("中心答复", "B 类　再办")]


def test_people_are_told_by_the_names_of_fields_only():
    before = Contact(name="吴桂珍", phone="13800005678")
    assert told(before, replace(before, phone="13900001234", name="吴桂真")) == [("更正反映人资料", "改了姓名、电话")]
    reception = Reception(began=f"{DAY}T09:40", recorder="p", channel="来站接待")
    assert told(reception, replace(reception, ended=f"{DAY}T10:05")) == [("更正接待记录", "改了结束时间")]
    assert told(None, before) == told(None, reception) == []


def test_what_a_correction_changed_side_by_side():
    picture = Attachment(sha256="0" * 64, name="通道.jpg", media="image/jpeg", size=9)
    before = intake(deputies=("d1",), contact="u1", attachments=(picture,))
    after = replace(before, deputies=("d1", "d2"), contact=None, sensitive=True, kind=Kind.COMPLAINT, attachments=())
    assert field_changes(before, after, NAMES.__getitem__) == (
        FieldChange("诉求", "（空）", "投诉"),
        FieldChange("敏感", "否", "是"),
        FieldChange("反映人", "原反映人", "匿名"),
        FieldChange("接待代表", "陈立新", "陈立新、何素琴"),
        FieldChange("附件", "通道.jpg", "（空）"),
    )
    assert field_changes(before, before, str) == ()
