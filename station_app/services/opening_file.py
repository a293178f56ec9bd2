"""The opening of an opinion box as a JSON file, for the command line.

``{"box": "1号箱", "opened_at": "2026-06-11T09:30", "opener": "徐桂兰", "witness": "周明", "seal_intact": true,
"seal_before": "0417", "seal_after": "0418", "slips_found": 2, "invalid": ["空白纸"], "note": "", "slips": [{"title",
"content", "topic" …, "contact": {"name", "phone", "address"}, "attachments": ["信.jpg"]}]}`` with the fields of
``OpeningForm``, ``OpinionForm`` and ``Contact``. Left out, ``opened_at`` is now and ``opener`` who sits at the desk;
``invalid`` may be a number. A box, opener or witness that is not on the lists yet is written ``{"name": …}`` and put
down together with the opening.
"""

from pathlib import Path
from typing import Any
from uuid import uuid4

from station_app.domain.codec import DoesNotFit, field_names, given_fields, parse_json, unknown_key
from station_app.domain.deputy_lines import check_name
from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import OpinionForm
from station_app.domain.opening_forms import MAX_SLIPS, OpeningForm, SlipForm
from station_app.domain.records import Box, Contact, Person
from station_app.domain.text import clean_line
from station_app.services.boxes import boxes, checked_box
from station_app.services.opening_boxes import Newcomer
from station_app.services.people import persons
from station_app.services.reception_file import FileReader, moment_of, now_of, path_of, text_of, uid_of
from station_app.services.station import Station

_OTHER_NAMES = {"note": "remark", "opinions": "slips"}
_KNOWN = {*field_names(OpeningForm), "invalid"}
_NOT_IN_A_BOX = {"outcome", "spot_reply", "on_the_spot", "destination", "local"}

Payload = dict[str, Any]


def read_opening(station: Station, text: str, folder: Path | None = None) -> tuple[OpeningForm, tuple[Newcomer, ...]]:
    """The form in a JSON text and what has to be put down with it; raises StationError that names the field.

    ``attachments`` of a slip are paths of files, from ``folder`` on; they are taken in here.
    """
    reader = _OpeningReader(station, folder)
    given = _own_names(parse_json(text, "文件"))
    slips = [*(_slip(reader, one, f"slips[{index}]") for index, one in enumerate(_list(given, "slips")))]
    slips += _invalid(given)
    defaults = {"opened_at": now_of(station), "opener": station.author or ""}
    head = given_fields(OpeningForm, defaults | reader.translated(given, ""))
    return OpeningForm(**head, slips=tuple(slips)), tuple(reader.newcomers.values())


class _OpeningReader(FileReader):
    """Knows boxes and openers too, and gathers those that are new."""

    def __init__(self, station: Station, folder: Path | None) -> None:
        super().__init__(station, folder)
        self.newcomers: dict[tuple[str, str], Newcomer] = {}
        self.rules |= {"opened_at": moment_of, "opener": self._worker, "witness": self._worker, "box": self._box}

    def _box(self, value: Any, path: str) -> str:
        known = {one.uid: one.box.name for one in boxes(self.station)}
        if not isinstance(value, dict):
            return uid_of(text_of(value, path), known, "意见箱")
        box = Box(**{"name": "", "since": now_of(self.station)[:10], **given_fields(Box, value, path)})
        if box.name.strip() in known.values():
            return uid_of(box.name, known, "意见箱")
        box = checked_box(self.station, box)
        return self._new("box", box.name, box)

    def _worker(self, value: Any, path: str) -> str:
        if not isinstance(value, dict):
            return self.person(value, path)
        for key in value.keys() - {"name"}:
            raise unknown_key(key, ["name"], path)
        name = clean_line(text_of(value.get("name", ""), path_of(path, "name"))).text
        check_name(name)
        if any(one.person.name == name for one in persons(self.station)):
            return self.person(name, path)
        return self._new("person", name, Person(name=name))

    def _new(self, facet: str, name: str, record: Any) -> str:
        return self.newcomers.setdefault((facet, name), Newcomer(str(uuid4()), facet, record)).uid


def _own_names(raw: Any) -> Payload:
    if not isinstance(raw, dict):
        raise DoesNotFit("「文件」应是一组字段", "请检查文件的写法后再试。")
    given = {str(_OTHER_NAMES.get(key, key)): value for key, value in raw.items()}
    if len(given) < len(raw):
        raise DoesNotFit("「文件」里同一个字段写了两次", "请只留一个（note 就是 remark，opinions 就是 slips）。")
    for key in given.keys() - _KNOWN:
        raise unknown_key(key, sorted(_KNOWN))
    return given


def _list(given: Payload, name: str) -> list[Any]:
    value = given.pop(name, [])
    if not isinstance(value, list):
        raise DoesNotFit(f"「{name}」应是一个列表", '请写成 [{"title": …, "content": …, "topic": …}]。')
    return value


def _slip(reader: FileReader, raw: Any, where: str) -> SlipForm:
    given = reader.translated(raw, where)
    contact = given_fields(Contact, reader.translated(given.pop("contact", {}), path_of(where, "contact")), where)
    if given.get("outcome", Outcome.FILED.value) == Outcome.FILED.value:
        given.pop("outcome", None)
    for key in given.keys() & _NOT_IN_A_BOX:
        raise DoesNotFit(f"箱里的信不能写「{path_of(where, key)}」", "箱里的信都是登记办理，请去掉这一项。")
    opinion = OpinionForm(**{"outcome": Outcome.FILED, **given_fields(OpinionForm, given, where)})
    for name in ("title", "content", "topic"):
        if not getattr(opinion, name).strip():
            raise DoesNotFit(f"缺少「{path_of(where, name)}」", "请补上后再试；空白的信写在 invalid 里。")
    return SlipForm(opinion=opinion, contact=Contact(**{"kind": ContactKind.ANONYMOUS, **contact}))


def _invalid(given: Payload) -> list[SlipForm]:
    value = given.pop("invalid", 0)
    if isinstance(value, list):
        return [SlipForm(invalid=True, reason=text_of(one, f"invalid[{i}]")) for i, one in enumerate(value)]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_SLIPS:
        raise DoesNotFit("「invalid」应是张数，或各张无效原因的列表", '例如 1，或 ["空白纸"]。')
    return [SlipForm(invalid=True)] * value
