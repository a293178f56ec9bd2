"""The list of opinions: any number of them, a page at a time, under filters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from station_app.db.rows import from_json
from station_app.db.statements import rows
from station_app.domain.centre_moves import PENDING_LABEL, is_behind
from station_app.domain.enums import ContactKind, Kind, Outcome, Status
from station_app.domain.highlight import Span, hits, piece
from station_app.domain.records import Contact, Handling
from station_app.domain.showing import contact_label, is_secret, label_of
from station_app.domain.status import Facts, status_of
from station_app.services.filtering import Filters as Filters
from station_app.services.filtering import before_selected, count_selected, selected
from station_app.services.held import doubled_label, doubled_marks, is_sent
from station_app.services.sites import held_sites, site_names
from station_app.services.station import Station
from station_app.services.versions import current_intakes

NOBODY = "—"
AT_WORK = (Status.LOCAL, Status.IN_PROGRESS, Status.REDO)
_FACTS = ("void", "archived", "owed", "redo", "answered", "at_centre", "at_station", "for_centre")
_LINE = f"""
SELECT opinion.id, opinion.uid, serial, received_on, title, content, place, topic, channel, opinion.kind, outcome,
    void_reason, due_on, {", ".join(_FACTS)}, json_array_length(attachments) AS attachments,
    local IS NULL AND reply IS NULL AS untouched, sent_mark.state AS mark, opinion.site, handling,
    contact.kind AS contact_kind, contact.name, group_size, confidential
FROM opinion
LEFT JOIN contact ON contact.uid = opinion.contact
LEFT JOIN sent_mark ON sent_mark.opinion = opinion.uid
WHERE opinion.id IN ({{ids}})
ORDER BY opinion.id DESC
"""  # noqa: S608 - columns of ours


_DEPUTIES = """
    SELECT uid AS value, name AS label, NULL AS number FROM deputy d
    WHERE same_as IS NULL OR NOT EXISTS (SELECT 1 FROM deputy o WHERE o.uid = d.same_as) ORDER BY name, uid
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One line of the list.

    ``label`` is the word and shape to show: the status, or 已上报 on 已登记, 不予受理 on 办结. ``title_hits`` and
    ``snippet_hits`` are [start, end) of what was searched for; ``snippet`` is a piece of content or place, only when
    the title has no hit. ``doubled`` is 〔重号 AB〕 when the serial occurs twice. ``due_on``: of the work in hand.
    ``site`` is the uid of who took it in, ``site_name`` its name at the centre; ``pending`` is 更正待确认 or empty.
    """

    id: int
    uid: str
    serial: str
    received_on: str
    title: str
    topic: str
    channel: str
    contact_label: str
    status: Status
    label: str
    title_hits: tuple[Span, ...] = ()
    snippet: str = ""
    snippet_hits: tuple[Span, ...] = ()
    void_reason: str | None = None
    due_on: str | None = None
    doubled: str = ""
    attachments: int = 0
    site: str = ""
    site_name: str = ""
    pending: str = ""

    @property
    def void(self) -> bool:
        """Whether the number and title are shown struck through."""
        return self.void_reason is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter menu; ``count`` None: not counted."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filter menus offer: what is in use, newest year first, deputies by name, else the most used first.

    ``sites`` are those that reported; none at a station.
    """

    years: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    estates: tuple[Choice, ...]
    deputies: tuple[Choice, ...]
    sites: tuple[Choice, ...]


def page(station: Station, filters: Filters, offset: int = 0, limit: int = 50) -> list[OpinionLine]:
    """The lines ``offset`` .. ``offset + limit``, highest serial first."""
    filters = replace(filters, text=filters.text.strip())
    ids = selected(station, filters, offset, limit)
    found = rows(station.db, _LINE.format(ids=", ".join("?" * len(ids))), ids)
    doubled = doubled_marks(station.db, [row["serial"] for row in found])
    lines = [_line(station, row, filters.text, doubled) for row in found]
    pending = _pending(station, found)
    names = site_names(station.db) if station.is_centre else {}
    return [replace(one, site_name=names.get(one.site, ""), pending=pending.get(one.uid, "")) for one in lines]


def count(station: Station, filters: Filters) -> int:
    """How many opinions the filters leave."""
    return count_selected(station, replace(filters, text=filters.text.strip()))


def place(station: Station, filters: Filters, uid: str) -> int | None:
    """How many lines stand before an opinion; None when the filters leave it out."""
    return before_selected(station, replace(filters, text=filters.text.strip()), uid)


def choices(station: Station) -> Choices:
    """What the filter menus offer."""
    return Choices(
        years=_tallied(station, "year", "value DESC", "{} 年"),
        topics=_tallied(station, "topic"),
        channels=_tallied(station, "channel"),
        estates=_choices(
            station,
            "SELECT estate AS value, estate AS label, count(*) AS number FROM contact "
            "WHERE estate <> '' GROUP BY estate ORDER BY number DESC, estate",
        ),
        deputies=_choices(station, _DEPUTIES),
        sites=tuple(Choice(one.uid, f"{one.code} {one.name}") for one in held_sites(station.db))
        if station.is_centre
        else (),
    )


def _tallied(station: Station, column: str, order: str = "number DESC, value", words: str = "{}") -> tuple[Choice, ...]:
    query = (
        f"SELECT {column} AS value, {column} AS label, sum(number) AS number FROM opinion_tally "  # noqa: S608 - columns of ours
        f"GROUP BY {column} HAVING sum(number) > 0 ORDER BY {order}"
    )
    return _choices(station, query, words)


def _choices(station: Station, query: str, words: str = "{}") -> tuple[Choice, ...]:
    return tuple(Choice(row["value"], words.format(row["label"]), row["number"]) for row in rows(station.db, query))


def _line(station: Station, row: dict[str, Any], text: str, doubled: dict[str, str]) -> OpinionLine:
    title_hits = hits(row["title"], text)
    snippet, snippet_hits = ("", ()) if title_hits or not text else _piece((row["content"], row["place"]), text)
    mark = row["mark"] or ""
    facts = Facts(**{name: bool(row[name]) for name in _FACTS})
    state = status_of(facts, is_sent(station, mark))
    refused = row["outcome"] == Outcome.REFUSED and bool(row["untouched"])
    return OpinionLine(
        id=row["id"],
        uid=row["uid"],
        serial=row["serial"],
        received_on=row["received_on"],
        title=row["title"],
        topic=row["topic"],
        channel=row["channel"],
        contact_label=NOBODY if facts.void else _contact_label(row),
        status=state,
        label=label_of(state, mark, refused),
        title_hits=title_hits,
        snippet=snippet,
        snippet_hits=snippet_hits,
        void_reason=row["void_reason"],
        due_on=row["due_on"] if state in AT_WORK else None,
        doubled=doubled_label(doubled.get(row["uid"])),
        attachments=row["attachments"],
        site=row["site"],
    )


def _pending(station: Station, found: list[dict[str, Any]]) -> dict[str, str]:
    """The mark of those whose correction waits for the centre's word."""
    handled = {
        row["uid"]: handling
        for row in found
        if row["void_reason"] is None and (handling := from_json(Handling, row["handling"])) is not None
    }
    newest = current_intakes(station.db, handled) if handled else {}
    return {uid: PENDING_LABEL for uid, handling in handled.items() if is_behind(handling, newest[uid])}


def _contact_label(row: dict[str, Any]) -> str:
    contact = None
    if row["contact_kind"] is not None:
        contact = Contact(
            kind=ContactKind(row["contact_kind"]),
            name=row["name"],
            group_size=row["group_size"],
            confidential=bool(row["confidential"]),
        )
    return contact_label(contact, is_secret(Kind(row["kind"]) if row["kind"] else None, contact))


def _piece(texts: Iterable[str], wanted: str) -> tuple[str, tuple[Span, ...]]:
    """The piece of the first text that has a hit."""
    return next((found for text in texts if (found := piece(text, wanted))[0]), ("", ()))
