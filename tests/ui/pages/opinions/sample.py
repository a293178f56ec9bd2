"""A station with opinions in every state, for the tests and pictures of the opinions page."""

from collections.abc import Callable
from dataclasses import dataclass

from station_app.domain.enums import ContactKind, Identity, Outcome, Satisfaction, ToldHow
from station_app.domain.forms import LocalWork
from station_app.domain.records import Contact
from station_app.services.correcting import void
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.handling import answer, archive, open_local
from station_app.services.station import Station
from tests.services.opinions import answered, at_centre, mark_sent, record

WORK = LocalWork(unit="物业服务中心", due_on="2026-07-05")


@dataclass(frozen=True)
class Row:
    """One opinion: who brought it, and what was done with it after the save."""

    day: str
    title: str
    topic: str
    who: str
    content: str = "希望有人管一管。"
    then: Callable[[Station, str], object] = lambda _station, _serial: None
    outcome: Outcome = Outcome.FILED


def _answered(station: Station, serial: str) -> None:
    open_local(station, serial, WORK)
    answer(station, serial, "2026-06-16", "已加装雨棚挡板，今后每周巡查一次。")


def _told(result: Satisfaction) -> Callable[[Station, str], None]:
    def tell(station: Station, serial: str) -> None:
        _answered(station, serial)
        form = FeedbackForm(at="2026-06-17T09:30", how=ToldHow.PHONE, reached=True, attitude=result, result=result)
        record_feedback(station, serial, form)

    return tell


def _archived(station: Station, serial: str) -> None:
    _told(Satisfaction.SATISFIED)(station, serial)
    archive(station, serial)


FIRE = "北门进来左手那条消防通道，白天晚上都有人停车。上个月 9 栋厨房冒烟，消防车倒了三回才进来，我们都捏把汗。"
ROWS = (
    Row("2026-05-06", "自行车棚改停车位的意见", "物业管理", "程明远", then=_archived),
    Row("2026-05-08", "地下停车库照明", "物业管理", "范建", then=lambda s, n: void(s, n, "重复登记，见 00001")),
    Row("2026-05-12", "诉讼中的停车费纠纷", "物业管理", "孟庆", outcome=Outcome.REFUSED),
    Row("2026-05-14", "商户门前停车与住户起纠纷", "治安与邻里纠纷", "聚源餐馆", then=_told(Satisfaction.SATISFIED)),
    Row(
        "2026-05-19",
        "快递车堵单元门",
        "治安与邻里纠纷",
        "丁一",
        "快递车随意停车卸货，出门要绕。",
        _told(Satisfaction.MOSTLY),
    ),
    Row("2026-05-21", "学校门口接送停车秩序乱", "交通出行", "6 联名", then=_told(Satisfaction.DISSATISFIED)),
    Row(
        "2026-05-26",
        "道闸抬杆慢",
        "物业管理",
        "邱玉",
        "抬杆要等半分钟，早高峰停车排队到马路上，上班都迟到。",
        _answered,
    ),
    Row("2026-05-29", "残疾人停车位常被占用", "养老助残", "罗秀", then=lambda s, n: at_centre(s, n, "2026-06-16")),
    Row("2026-06-02", "医院门口路边停车，公交进不了站", "交通出行", "何青", then=at_centre),
    Row("2026-06-03", "消防通道长期停车，消防车进不来", "消防安全", "刘成", FIRE, at_centre),
    Row("2026-06-10", "访客停车收费没有公示", "物业管理", "", then=lambda s, n: mark_sent(s, n, "written")),
    Row("2026-06-12", "电动车停车棚雨天漏水", "物业管理", "郑和", then=_answered),
    Row("2026-06-13", "楼道堆物没人清", "消防安全", "袁红", then=lambda s, n: mark_sent(s, n, "acknowledged")),
    Row("2026-06-15", "夜间停车位不足，盼错时共享", "物业管理", "12 联名", then=lambda s, n: open_local(s, n, WORK)),
    Row("2026-06-17", "银行门口停车划线占了盲道", "交通出行", "汪洋"),
)


def fill(station: Station, rows: tuple[Row, ...] = ROWS, deputies: tuple[str, ...] = ()) -> dict[str, str]:
    """Record the rows in turn; the serial of each title."""
    serials = {}
    for row in rows:
        filed = row.outcome is Outcome.FILED
        opinion = {"title": row.title, "content": row.content, "topic": row.topic, "outcome": row.outcome}
        if not filed:
            opinion |= answered(Satisfaction.SATISFIED, row.outcome)
        changes = {"began": f"{row.day}T10:20", "deputies": deputies, "volunteer_only": not deputies}
        (serial,) = record(station, opinion, contact=_contact(row.who), **changes)
        row.then(station, serial)
        serials[row.title] = serial
    return serials


def _contact(who: str) -> dict[str, object]:
    if not who:
        blank = Contact(kind=ContactKind.ANONYMOUS)
        return {name: getattr(blank, name) for name in Contact.__dataclass_fields__}
    size, _, group = who.partition(" 联名")
    if who.endswith("联名"):
        return {"kind": ContactKind.GROUP, "name": f"组长{group}", "group_size": int(size), "phone": "13900001111"}
    if who.endswith("餐馆"):
        return {"kind": ContactKind.ENTERPRISE, "name": who, "identity": Identity.ENTERPRISE, "phone": ""}
    return {"name": who, "phone": f"138{abs(sum(map(ord, who))) % 10**4:04}5678"}
