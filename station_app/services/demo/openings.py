"""The opinion boxes of the demonstration: two of them, opened now and then, once with nothing inside."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import OpinionForm
from station_app.domain.opening_forms import OpeningForm, SlipForm
from station_app.domain.records import Box, Contact
from station_app.services.boxes import add_box
from station_app.services.demo.matters import Matter
from station_app.services.opening_boxes import save_opening
from station_app.services.station import Station

_BOXES = (("1号箱", "梧桐苑北门岗亭旁", 30), ("2号箱", "社区服务中心大厅", 14))
# Days before now, which box, slips with an opinion, invalid slips.
_OPENINGS = ((120, 1, 2, 0), (96, 0, 3, 1), (75, 1, 0, 0), (52, 1, 2, 1), (38, 0, 1, 0), (13, 1, 6, 1))
_REASONS = ("空白纸", "广告传单")
_SIGNED = ("", "老陈", "", "三单元住户", "")
_FIRST_SEAL = 408


def put_up_boxes(station: Station) -> tuple[str, ...]:
    """Put the boxes up today; their uids."""
    today = station.clock.today().isoformat()
    return tuple(
        add_box(station, Box(name=name, place=place, interval_days=days, since=today)) for name, place, days in _BOXES
    )


def opening_days(now: datetime) -> Iterator[tuple[datetime, int]]:
    """When a box is opened, and the how manieth opening it is."""
    for turn, (ago, *_rest) in enumerate(_OPENINGS):
        yield (now - timedelta(days=ago)).replace(hour=9, minute=30, second=0, microsecond=0), turn


def open_a_box(station: Station, turn: int, known: Sequence[str], people: Sequence[str], told: Sequence[Matter]) -> str:
    """Open a box as at ``turn``; ``known`` are the boxes, ``people`` opener and witness, ``told`` what slips say.

    Returns the number of the opening.
    """
    _ago, box, valid, invalid = _OPENINGS[turn]
    slips = [_slip(told[(turn * 7 + place) % len(told)], turn + place) for place in range(valid)]
    slips[1:1] = [SlipForm(invalid=True, reason=_REASONS[turn % len(_REASONS)])] * invalid
    form = OpeningForm(
        box=known[box],
        opened_at=station.clock.now().replace(tzinfo=None).isoformat(timespec="minutes"),
        opener=people[0],
        witness=people[1],
        seal_intact=True,
        seal_before=f"{_FIRST_SEAL + turn:04d}",
        seal_after=f"{_FIRST_SEAL + turn + 1:04d}",
        slips_found=len(slips),
        slips=tuple(slips),
        remark="" if slips else "箱内没有信件",
    )
    return save_opening(station, form).number


def _slip(matter: Matter, turn: int) -> SlipForm:
    number, name = 1 + turn % 9, _SIGNED[turn % len(_SIGNED)]
    opinion = OpinionForm(
        title=matter.title.format(n=number),
        content=matter.content.format(n=number),
        topic=matter.topic,
        subtopic=matter.subtopic,
        place=matter.place.format(n=number),
        kind=matter.kind,
        scope=matter.scope,
        outcome=Outcome.FILED,
    )
    kind = ContactKind.PERSON if name else ContactKind.ANONYMOUS
    return SlipForm(opinion=opinion, contact=Contact(kind=kind, name=name))
