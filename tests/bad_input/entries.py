"""The doors through which a text comes in: each takes it as the content of an opinion and says what became of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from station_app.domain.checks import text_notes
from station_app.domain.opening_forms import OpeningForm, SlipForm
from station_app.services.correcting import correct
from station_app.services.detail import detail
from station_app.services.drafts import save_draft, save_from_draft
from station_app.services.ledger.rows import Rejected
from station_app.services.opening_boxes import save_opening
from station_app.services.reception_file import read_correction, read_reception
from station_app.services.recording import save_reception
from station_app.services.station import Station
from tests.services.ledger.books import read_all
from tests.services.opinions import record
from tests.stations import reception_form

Came = tuple[str, tuple[str, ...]]  # what is stored, and what was said of it


def as_form(station: Station, text: str) -> Came:
    """As the window saves a reception, by way of its draft."""
    from dataclasses import replace

    base = reception_form(station)
    form = replace(base, opinions=(replace(base.opinions[0], content=text),))
    save_draft(station, "one", form)
    saved = save_from_draft(station, "one", form, False)
    return stored(station, saved.serials[0]), text_notes(form)


def as_json(station: Station, text: str) -> Came:
    """As the command ``record`` does."""
    opinion = {"title": "灯", "content": text, "topic": "物业管理"}
    form = read_reception(station, json.dumps({"opinions": [opinion]}))
    return stored(station, save_reception(station, form).serials[0]), text_notes(form)


def as_correction(station: Station, text: str) -> Came:
    """As the command ``correct`` and the window's correction do."""
    (serial,) = record(station)
    done = correct(station, serial, read_correction(station, json.dumps({"content": text})))
    return stored(station, serial), done.notes


def as_slip(station: Station, text: str) -> Came:
    """As the opening of a box does."""
    from dataclasses import replace

    from tests.services.openings import person, put_up

    base = reception_form(station).opinions[0]
    form = OpeningForm(
        box=put_up(station), opened_at="2026-06-18T10:00", opener=station.author or "", seal_intact=True,
        witness=person(station, "周明"), slips_found=1, slips=(SlipForm(opinion=replace(base, content=text)),),
    )  # fmt: skip
    saved = save_opening(station, form)
    return stored(station, saved.serials[0]), text_notes(form)


ENTRIES: dict[str, Callable[[Station, str], Came]] = {
    "form and draft": as_form,
    "record --file": as_json,
    "correct --file": as_correction,
    "opening of a box": as_slip,
}


def as_ledger_row(folder: Path, text: str) -> Any:
    """As the import of a ledger reads it: the row, or why it is not taken."""
    file = folder / "台账.csv"
    quoted = text.replace('"', '""')
    file.write_text(f'日期,反映内容\n2019/4/8,"{quoted}"\n', "utf-8", newline="", errors="surrogatepass")
    (row,) = read_all(file)
    assert row.reason if isinstance(row, Rejected) else row.content
    return row


def stored(station: Station, serial: str) -> str:
    """The content of an opinion as a page shows it."""
    return detail(station, serial).intake.content


def everything(station: Station) -> list[Any]:
    """What no refused input may change: the change log, the rows, the attachments."""
    tables = ("change", "opinion", "contact", "reception", "box_opening", "stream_head", "serial_gap")
    rows = [list(station.db.execute_sql(f"SELECT * FROM {table}")) for table in tables]
    return [*rows, sorted(station.store.blobs.names())]
