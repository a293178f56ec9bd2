"""Receptions and corrections as JSON files, for the command line: names as on the forms, people by name or uid.

A reception: ``{"contact": {"name", "phone", "address", "notice": true …}, "opinions": [{"title", "content",
"topic" …}], "deputies": [names or uids] …}`` with the fields of ``ReceptionForm``, ``Contact``, ``OpinionForm``. Left
out, ``began`` is now, ``recorder`` who sits at the desk, ``channel`` 来站接待, ``outcome`` 登记办理; a contact with no
name is 匿名, and a reception without ``deputies`` was held by volunteers only.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from station_app.domain.codec import DoesNotFit, field_names, given_fields, parse_json, to_payload, unknown_key
from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import LocalWork, OnTheSpot, OpinionForm, ReceptionForm
from station_app.domain.records import Contact
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services.attachments import add_file
from station_app.services.codes import CodeBook, code_book
from station_app.services.people import deputies, persons
from station_app.services.reception_days import days_on, found_days
from station_app.services.recording import contact_of
from station_app.services.station import Station

DEFAULT_CHANNEL = "来站接待"
_OF_EACH_OPINION = ("channel", "received_on", "deputies")
_PARTS: tuple[tuple[str, Any], ...] = (("on_the_spot", OnTheSpot), ("local", LocalWork))
_KNOWN = {*field_names(ReceptionForm), "received_on"}
_OTHER_NAMES = {"estate": "address", "notice_given": "notice"}

Payload = dict[str, Any]


def read_reception(station: Station, text: str, folder: Path | None = None) -> ReceptionForm:
    """The form in a JSON text with what it leaves out filled in; raises StationError that names the field.

    ``attachments`` are paths of files, from ``folder`` on; they are taken in here.
    """
    reader = FileReader(station, folder)
    given = reader.translated(parse_json(text, "文件"), "")
    opinions = _opinions(reader, given)
    for name in _OF_EACH_OPINION:
        _lift(given, opinions, name)
    contact = _contact(reader, given)
    whole = given_fields(ReceptionForm, _with_defaults(station, given))
    filled = (_opinion(one, f"opinions[{index}]") for index, one in enumerate(opinions))
    return ReceptionForm(**whole, contact=contact, opinions=tuple(filled))


def read_correction(station: Station, text: str, folder: Path | None = None) -> Payload:
    """The fields that a correction changes, as ``services.correcting.correct`` takes them; raises StationError.

    Names as in a reception's file, those of its one opinion beside those of the reception.
    """
    reader = FileReader(station, folder)
    given = reader.translated(parse_json(text, "文件"), "")
    if "contact" in given:
        given["contact"] = reader.translated(given["contact"], "contact")
    return given


class FileReader:
    """Turns what people write in a file into what the records hold: names into uids, dates into their one form."""

    def __init__(self, station: Station, folder: Path | None) -> None:
        self.station = station
        self.folder = folder
        self.rules: dict[str, Callable[[Any, str], Any]] = {
            **dict.fromkeys(("began", "ended", "meeting_at", "notice_at"), moment_of),
            **dict.fromkeys(("received_on", "due_on", "retain_until"), _day),
            "recorder": self.person,
            "deputies": self._deputies,
            "event": self._event,
            "channel": lambda value, path: code_book(station).check_channel(text_of(value, path)),
            "attachments": self._attachments,
        }

    def translated(self, raw: Any, where: str) -> Payload:
        """The fields under their own names, each by its rule; raises StationError."""
        if not isinstance(raw, dict):
            raise DoesNotFit(f"「{where or '文件'}」应是一组字段", "请检查文件的写法后再试。")
        given = {str(_OTHER_NAMES.get(key, key)): value for key, value in raw.items()}
        if len(given) < len(raw):
            raise DoesNotFit(f"「{where or '文件'}」里同一个字段写了两次", "请只留一个（estate 就是 address）。")
        for key, value in given.items():
            if key in self.rules and value is not None:
                given[key] = self.rules[key](value, path_of(where, key))
        if "notice" in given:
            given["notice_at"] = self._notice(given.pop("notice"), path_of(where, "notice"))
        return given | _checked_topic(code_book(self.station), given, where)

    def _notice(self, given: Any, path: str) -> str | None:
        if not isinstance(given, bool):
            raise DoesNotFit(f"「{path}」应是 true 或 false", "请改正后再试。")
        return now_of(self.station) if given else None

    def person(self, value: Any, path: str) -> str:
        """The uid of somebody who works here, given by uid or name; raises StationError."""
        known = {one.uid: one.person.name for one in persons(self.station)}
        return uid_of(text_of(value, path), known, "工作人员")

    def _deputies(self, value: Any, path: str) -> list[str]:
        if not isinstance(value, list):
            raise DoesNotFit(f"「{path}」应是一个列表", '请写成 ["姓名", "姓名"]。')
        serving = {one.uid: one.deputy.name for one in deputies(self.station)}
        return [uid_of(text_of(one, f"{path}[{index}]"), serving, "代表") for index, one in enumerate(value)]

    def _event(self, value: Any, path: str) -> str:
        """The uid of a reception day, given by uid, or by its date when there is one on it."""
        given = text_of(value, path)
        if found_days(self.station, (given,)):
            return given
        found = days_on(self.station, str(_day(value, path)))
        if len(found) != 1:
            many = f"{given[:40]} 有 {len(found)} 次接待日" if found else f"{given[:40]} 没有接待日"
            raise DoesNotFit(f"「{path}」：{many}", "请写接待日的 uid，或在「活动与代表」里先添加。")
        return found[0].uid

    def _attachments(self, value: Any, path: str) -> list[Payload]:
        if not isinstance(value, list):
            raise DoesNotFit(f"「{path}」应是一个列表", '请写成 ["照片.jpg"]。')
        folder = self.folder or Path()
        names = [text_of(one, f"{path}[{index}]") for index, one in enumerate(value)]
        return [to_payload(add_file(self.station, folder / name)) for name in names]


def _opinions(reader: FileReader, given: Payload) -> list[Payload]:
    raw = given.pop("opinions", None)
    if not isinstance(raw, list) or not raw:
        for key in given.keys() - _KNOWN:
            raise unknown_key(key, _KNOWN)
        raise DoesNotFit("缺少「opinions」", '请至少写一条意见建议，例如 [{"title": …, "content": …, "topic": …}]。')
    opinions = [reader.translated(one, f"opinions[{index}]") for index, one in enumerate(raw)]
    for index, one in enumerate(opinions):
        if "local" in one:
            one["local"] = reader.translated(one["local"], f"opinions[{index}].local")
    return opinions


def _lift(given: Payload, opinions: list[Payload], name: str) -> None:
    """Move what belongs to the whole reception out of its opinions, where it may be written too."""
    said = [one.pop(name) for one in opinions if name in one]
    if name in given:
        said.append(given[name])
    if any(one != said[0] for one in said):
        raise DoesNotFit(f"「{name}」前后写得不一样", "一次接待只有一个，请改成一致，或分成两次接待。")
    if said:
        given[name] = said[0]


def _contact(reader: FileReader, given: Payload) -> Contact:
    """What the file says of the contact, over what is known of a returning one; without a name it is 匿名."""
    uid, raw = given.get("contact_uid"), given.pop("contact", {})
    fields = given_fields(Contact, reader.translated(raw, "contact"), "contact")
    if uid is not None:
        return replace(contact_of(reader.station, text_of(uid, "contact_uid")), **fields)
    kind = ContactKind.PERSON if fields.get("name", "").strip() else ContactKind.ANONYMOUS
    return Contact(**{"kind": kind, **fields})


def _with_defaults(station: Station, given: Payload) -> Payload:
    now = now_of(station)
    day = given.pop("received_on", None) or (given.get("began") or now)[:10]
    began = given.get("began") or (now if now.startswith(day) else f"{day}T00:00")
    if not began.startswith(day):
        raise DoesNotFit(f"接待时间 {began} 不在收到日期 {day} 这一天", "请改成一致，或只写一个。")
    defaults = {
        "channel": DEFAULT_CHANNEL,
        "recorder": station.author or "",
        "volunteer_only": "deputies" not in given,
    }
    return {**defaults, **given, "began": began}


def _opinion(given: Payload, where: str) -> OpinionForm:
    parts = {
        name: cls(**given_fields(cls, given.pop(name), f"{where}.{name}")) for name, cls in _PARTS if name in given
    }
    return OpinionForm(**{"outcome": Outcome.FILED, **given_fields(OpinionForm, given, where), **parts})


def _checked_topic(book: CodeBook, given: Payload, where: str) -> Payload:
    if given.get("topic") is None:
        return {}
    topic, subtopic = (text_of(given.get(name, ""), path_of(where, name)) for name in ("topic", "subtopic"))
    return dict(zip(("topic", "subtopic"), book.check_topic(topic, subtopic), strict=True))


def uid_of(text: str, known: Mapping[str, str], what: str) -> str:
    """The uid of somebody given by uid or name; raises StationError for nobody or several."""
    if text in known:
        return text
    found = [uid for uid, name in known.items() if name == text.strip()]
    if not found:
        raise StationError(
            f"{what}名单里没有「{text[:40]}」", f"可用的是：{'、'.join(known.values()) or '（名单是空的）'}。"
        )
    if len(found) > 1:
        raise StationError(f"{what}名单里有 {len(found)} 位「{text}」", f"请改写其中一位的标识：{'、'.join(found)}。")
    return found[0]


def moment_of(value: Any, path: str) -> str:
    """A local time to the minute from any ISO form; one with a zone is brought to the local one."""
    try:
        moment = datetime.fromisoformat(text_of(value, path).strip())
    except ValueError as error:
        raise DoesNotFit(f"「{path}」不是日期时间：{value[:40]}", "请写成 2026-06-18T10:20 这样。") from error
    local = moment.astimezone() if moment.tzinfo else moment
    return local.replace(tzinfo=None).isoformat(timespec="minutes")


def _day(value: Any, path: str) -> str:
    try:
        return date.fromisoformat(text_of(value, path).strip()).isoformat()
    except ValueError as error:
        raise DoesNotFit(f"「{path}」不是日期：{value[:40]}", "请写成 2026-06-18 这样。") from error


def text_of(value: Any, path: str) -> str:
    """The value, when it is a text that can be kept and looked up; raises DoesNotFit or TextRefused."""
    if not isinstance(value, str):
        raise DoesNotFit(f"「{path}」应是文字，现在是「{str(value)[:40]}」", "请给它加上引号。")
    clean_line(value)
    return value


def path_of(where: str, key: str) -> str:
    """The name of a field as messages give it."""
    return f"{where}.{key}" if where else key


def now_of(station: Station) -> str:
    """The present minute as forms hold it."""
    return station.clock.now().strftime("%Y-%m-%dT%H:%M")
