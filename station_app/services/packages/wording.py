"""What a change of a package is about, in words."""

from station_app.db.statements import scalar
from station_app.services.station import Station

FACET_WORDS = {
    "contact.person": "反映人资料",
    "reception": "接待",
    "reception_day": "接待日",
    "box": "意见箱",
    "box_opening": "开箱",
    "person": "人员",
    "deputy.provisional": "代表",
    "deputy": "代表",
    "site.own": "站点资料",
    "site": "站点",
    "unit": "单位",
    "code_list": "分类表",
    "calendar": "工作日历",
    "point_rules": "积分规则",
    "limits": "办理期限",
    "serial_gap": "空号记录",
    "ledger_import": "旧台账导入",
    "opinion.intake": "登记",
    "opinion.local": "站内办理",
    "opinion.feedback": "反馈",
    "opinion.handling": "办理情况",
    "opinion.reply": "答复",
    "opinion.request": "退回补充",
    "case": "办理件",
    "erase.contact": "反映人资料",
    "erase.versions": "删去的字样",
}


def subject(station: Station, uid: str, facet: str) -> str:
    """``答复 17-2026-00012``; of what has no number only the kind, and the name of a facet that is not known yet."""
    word = FACET_WORDS.get(facet, facet)
    serial = scalar(station.db, "SELECT serial FROM opinion WHERE uid = ?", (uid,))
    return f"{word} {serial}" if serial else word
