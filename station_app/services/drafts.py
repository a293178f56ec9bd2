"""Half-typed forms: kept within seconds, offered again to their author, and never saved twice.

A draft's id becomes the uid of the reception or box opening it is saved as. So a draft left behind by a crash between
the two is known for what it is: already saved.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from station_app.db.drafts import DraftRow, all_drafts, draft_body, put_draft, remove_draft
from station_app.domain.codec import canonical, from_payload, parse_json, to_payload
from station_app.domain.forms import ReceptionForm
from station_app.domain.opening_forms import OpeningForm, count_slips
from station_app.errors import StationError
from station_app.services.boxes import boxes
from station_app.services.opening_boxes import SavedOpening, opening_saved_as, save_opening
from station_app.services.recording import Saved, save_reception, saved_as
from station_app.services.station import Station

RECEPTION = "reception"
OPENING = "box_opening"
_LABEL_CHARACTERS = 20
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft on the home page: ``label`` such as 「吴桂珍　地下车库照明灯不亮」, times ISO, ``author`` a uid.

    ``kind`` says of which form it is: RECEPTION or OPENING.
    """

    id: str
    kind: str
    label: str
    author: str | None
    started_at: str
    updated_at: str


def new_draft_id() -> str:
    """An id for a form that has just been opened; nothing is written yet."""
    return str(uuid4())


def save_draft(station: Station, draft_id: str, form: ReceptionForm | OpeningForm) -> str:
    """Keep the form as it stands, durably, whatever is typed in it; gives the ISO time it was kept at (any thread)."""
    now = station.clock.now().isoformat(timespec="seconds")
    opening = isinstance(form, OpeningForm)
    label = opening_label(station, form) if isinstance(form, OpeningForm) else draft_label(form)
    row = DraftRow(
        uid=draft_id,
        kind=OPENING if opening else RECEPTION,
        author=station.author,
        started_at=now,
        updated_at=now,
        label=_SURROGATE.sub("\ufffd", label),
        body=_storable(canonical(to_payload(form))),
    )
    put_draft(station.store.drafts, row)
    return now


def drafts(station: Station, kinds: tuple[str, ...] = (RECEPTION,)) -> tuple[DraftLine, ...]:
    """The drafts of the person at the desk and those of nobody, the latest first; saved ones are not among them."""
    mine = {station.author, None}
    found = [row for row in all_drafts(station.store.drafts) if row.kind in kinds and row.author in mine]
    return tuple(_line(row) for row in found if not _is_saved(station, row))


def load_draft(station: Station, draft_id: str) -> ReceptionForm:
    """The reception's form as it was kept; raises StationError when there is none."""
    return from_payload(ReceptionForm, parse_json(_body(station, draft_id), "草稿"))


def load_opening_draft(station: Station, draft_id: str) -> OpeningForm:
    """The opening's form as it was kept; raises StationError when there is none."""
    return from_payload(OpeningForm, parse_json(_body(station, draft_id), "草稿"))


def discard_draft(station: Station, draft_id: str) -> None:
    """Remove a draft; no error when there is none."""
    remove_draft(station.store.drafts, draft_id)


def save_from_draft(station: Station, draft_id: str, form: ReceptionForm, future_agreed: bool = False) -> Saved:
    """Save the form as a reception and then remove its draft (worker thread). Raises StationError, and the draft stays.

    Done again after a crash in between, it gives the serials of the first time.
    """
    saved = save_reception(station, form, future_agreed, uid=draft_id)
    _remove_saved(station, draft_id)
    return saved


def save_opening_from_draft(
    station: Station, draft_id: str, form: OpeningForm, future_agreed: bool = False
) -> SavedOpening:
    """Save the form as the opening of a box and then remove its draft; as ``save_from_draft``."""
    saved = save_opening(station, form, future_agreed, uid=draft_id)
    _remove_saved(station, draft_id)
    return saved


def drop_saved_drafts(station: Station) -> int:
    """Remove drafts that a crash left behind after their form was saved, at start; how many."""
    left = [row.uid for row in all_drafts(station.store.drafts) if _is_saved(station, row)]
    for uid in left:
        remove_draft(station.store.drafts, uid)
    return len(left)


def draft_label(form: ReceptionForm) -> str:
    """What a draft is listed as: who, and what about."""
    who = form.contact.name.strip() or form.contact.kind.value
    first = form.opinions[0] if form.opinions else None
    what = (first.title.strip() or first.content.strip()) if first else ""
    return f"{who}　{' '.join(what.split())[:_LABEL_CHARACTERS] or '还没有写内容'}"


def opening_label(station: Station, form: OpeningForm) -> str:
    """What the draft of an opening is listed as: which box, and how far the slips have come."""
    box = next((one.box.name for one in boxes(station, with_ended=True) if one.uid == form.box), "意见箱")
    count = count_slips(form)
    return f"开箱　{box}　箱内 {count.found} 张，已录 {count.transcribed} 张"


def _is_saved(station: Station, row: DraftRow) -> bool:
    look = opening_saved_as if row.kind == OPENING else saved_as
    return look(station, row.uid) is not None


def _body(station: Station, draft_id: str) -> str:
    body = draft_body(station.store.drafts, draft_id)
    if body is None:
        raise StationError("这份草稿已经不在了", "它可能已保存或已删去，请在「意见建议」里查找。")
    return body


def _remove_saved(station: Station, draft_id: str) -> None:
    # What counts is saved; a draft that cannot be removed now is known by its id as saved and goes at the next start.
    with suppress(StationError):
        remove_draft(station.store.drafts, draft_id)


def _line(row: DraftRow) -> DraftLine:
    return DraftLine(
        id=row.uid,
        kind=row.kind,
        label=row.label,
        author=row.author,
        started_at=row.started_at,
        updated_at=row.updated_at,
    )


def _storable(text: str) -> str:
    """Half a surrogate pair, refused only when the form is saved, as the JSON escape that reads back as itself."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
