"""What printed documents are handed: plain values, as they are to stand on paper (masked already where they are to be).

Days are ``datetime.date``; a text may hold newlines, which begin new lines on paper too. Empty text or None: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One opinion in the 社情簿.

    ``void_reason`` not None strikes the row through; ``sensitive`` keeps the content off the paper. A text in the
    place of a day stands as it is (—: there is none to come). ``doubled`` holds the two letters of the installation
    where two opinions bear the serial.
    """

    number: int
    serial: str
    day: date
    channel: str
    name: str = ""
    phone: str = ""
    content: str = ""
    topic: str = ""
    deputies: tuple[str, ...] = ()
    outcome: str = ""
    unit: str = ""
    handed_on: date | str = ""
    result: str = ""
    told_on: date | str = ""
    attitude: str = ""
    remark: str = ""
    void_reason: str | None = None
    sensitive: bool = False
    doubled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterGap:
    """Serials that stand for nothing, printed as such: the first, the last, and why."""

    first: str
    last: str
    reason: str = "因恢复数据未启用"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterHead:
    """What stands on each page of a register: whose, of when, which volume (第 1 册), printed at what moment.

    ``channels`` are named where the register has only what came by them.
    """

    site: str
    code: str
    period: str
    volume: str
    printed_at: datetime
    year: int
    reprint: int = 0
    channels: tuple[str, ...] = ()

    @property
    def whose(self) -> str:
        """The left of the head line."""
        only = f"　　来源渠道：{'、'.join(self.channels)}" if self.channels else ""
        return f"站点：{self.site}（{self.code}）{only}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOptions:
    """The columns in their order by name (see ``register_columns``), other widths than usual in mm, the type size."""

    columns: tuple[str, ...] = ()
    widths: dict[str, float] = field(default_factory=dict)
    size: float = 10.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """What stands around any sheet: the site, its phone, the moment of printing, how often it was printed before."""

    site: str
    printed_at: datetime
    phone: str = ""
    reprint: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionSheet:
    """The values of one 意见建议登记表; a choice is the word that is ticked."""

    serial: str = ""
    name: str = ""
    sex_and_age: str = ""
    phone: str = ""
    address: str = ""
    identity: str = ""
    time: str = ""
    channel: str = ""
    deputies: str = ""
    recorder: str = ""
    kind: str = ""
    topic: str = ""
    urgency: str = ""
    title: str = ""
    content: str = ""
    outcome: str = ""
    deputy_opinion: str = ""
    handover: str = ""
    result: str = ""
    attitude: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSlip:
    """One slip of an opened box: its serial, or why it is invalid; and what it says."""

    serial: str
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSheet:
    """The values of one 开箱记录: counts of slips found, taken over and invalid; two persons."""

    number: str
    box: str
    place: str
    time: str
    openers: tuple[str, ...]
    seal: str
    old_seal: str
    new_seal: str
    found: int
    taken: int
    invalid: int
    remark: str = ""
    slips: tuple[OpeningSlip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The 回执 that a resident takes home: no content stands on it."""

    serial: str
    day: date
    channel: str = ""
    hours: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDay:
    """One reception day of a 接待公告."""

    when: str
    place: str
    deputies: str
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A 接待公告 for the door: its days, and how else the station is reached."""

    title: str
    days: tuple[NoticeDay, ...]
    address: str = ""
    hours: str = ""
    posted_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """The 恢复单: whose it is, of which day, and the key in groups joined by hyphens."""

    site: str
    day: date
    key: str
