"""The fields of an opinion in words, and what a correction changed in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from station_app.domain.records import Contact, Intake, Reception

NOTHING = "（空）"
INTAKE_LABELS: Mapping[str, str] = {
    "serial": "编号",
    "received_on": "收到日期",
    "channel": "来源渠道",
    "kind": "诉求",
    "topic": "类别",
    "subtopic": "小类",
    "title": "标题",
    "content": "内容",
    "place": "地点",
    "scope": "范围",
    "urgency": "紧急程度",
    "sensitive": "敏感",
    "outcome": "处理方式",
    "contact": "反映人",
    "deputies": "接待代表",
    "spot_reply": "答复内容",
    "suggested_action": "建议措施",
    "remark": "备注",
    "external_source": "原始来源",
    "external_number": "原始编号",
    "attachments": "附件",
    "void_reason": "作废原因",
}
CONTACT_LABELS: Mapping[str, str] = {
    "kind": "反映人类型",
    "name": "姓名",
    "sex": "性别",
    "age_band": "年龄",
    "phone": "电话",
    "address": "住址",
    "identity": "身份",
    "group_size": "人数",
    "confidential": "保密",
    "notice_at": "信息用途告知",
    "retain_until": "保存期限",
}
RECEPTION_LABELS: Mapping[str, str] = {
    "began": "接待时间",
    "ended": "结束时间",
    "event": "活动",
    "deputies": "接待代表",
    "volunteer_only": "仅志愿者接待",
    "recorder": "记录人",
    "channel": "来源渠道",
    "contact": "反映人",
    "mode": "接待方式",
    "signed": "已签字",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a correction changed, in words for the screen."""

    label: str
    before: str
    after: str


def field_changes(before: Intake, after: Intake, name_of: Callable[[str], str]) -> tuple[FieldChange, ...]:
    """What differs between two versions in the order of the form; ``name_of`` gives a deputy's name.

    Another contact is only told as a change: who it was before is not shown.
    """
    return tuple(_changes(before, after, name_of))


def contact_changes(before: Contact, after: Contact) -> tuple[str, ...]:
    """The labels of what differs: values of personal data are not repeated."""
    return _labels(CONTACT_LABELS, before, after)


def reception_changes(before: Reception, after: Reception) -> tuple[str, ...]:
    """The labels of what differs."""
    return _labels(RECEPTION_LABELS, before, after)


def _labels(labels: Mapping[str, str], before: Any, after: Any) -> tuple[str, ...]:
    return tuple(label for name, label in labels.items() if getattr(before, name) != getattr(after, name))


def _changes(before: Intake, after: Intake, name_of: Callable[[str], str]) -> Iterator[FieldChange]:
    for name, label in INTAKE_LABELS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name == "contact":
            yield FieldChange(label, "原反映人" if old else "匿名", "另一位反映人" if new else "匿名")
        else:
            yield FieldChange(label, _words(name, old, name_of), _words(name, new, name_of))


def _words(name: str, value: Any, name_of: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "deputies":
        return "、".join(name_of(uid) for uid in value) or NOTHING
    if name == "attachments":
        return "、".join(one.name for one in value) or NOTHING
    return str(value) if value else NOTHING
