"""Boxes and filled forms of their openings."""

from dataclasses import replace

from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import OpinionForm
from station_app.domain.opening_forms import OpeningForm, SlipForm
from station_app.domain.records import Box, Contact
from station_app.services.boxes import add_box
from station_app.services.people import persons
from station_app.services.station import Station


def put_up(station: Station, name: str = "2号箱", **fields: object) -> str:
    """A box put up on 1 June in the hall, to be opened every week."""
    return add_box(station, replace(Box(name=name, place="社区服务中心大厅", since="2026-06-01"), **fields))


def person(station: Station, name: str) -> str:
    """The uid of somebody who works here."""
    return next(one.uid for one in persons(station) if one.person.name == name)


def slip(title: str = "3 栋东头荒花坛改成歇脚处", **contact: str) -> SlipForm:
    """A slip about a flower bed; keywords are of its contact."""
    opinion = OpinionForm(title=title, content="那个花坛荒了好几年。", topic="园林绿化", outcome=Outcome.FILED)
    return SlipForm(opinion=opinion, contact=Contact(kind=ContactKind.ANONYMOUS, **contact))


def opening(station: Station, box: str, *slips: SlipForm, **changes: object) -> OpeningForm:
    """An opening on 11 June by 徐桂兰 and 周明 that adds up."""
    form = OpeningForm(
        box=box,
        opened_at="2026-06-11T09:30",
        opener=person(station, "徐桂兰"),
        witness=person(station, "周明"),
        seal_intact=True,
        seal_before="0417",
        seal_after="0418",
        slips_found=len(slips),
        slips=slips,
    )
    return replace(form, **changes)


INVALID = SlipForm(invalid=True, reason="空白纸")
