"""One row of an old ledger: proposed as an opinion, or refused with the reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, time

from station_app.domain.enums import AgeBand, Sex
from station_app.domain.records import EarlierAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A row that can be taken over; texts are cleaned, nothing known is empty or None.

    ``notes`` says in Chinese what was changed or assumed; ``remark`` also holds what has no field of its own.
    """

    row: int
    received_on: date
    title: str
    content: str
    channel: str
    topic: str
    subtopic: str = ""
    external_number: str = ""
    received_time: time | None = None
    contact_name: str = ""
    phone: str = ""
    address: str = ""
    sex: Sex | None = None
    age_band: AgeBand | None = None
    deputies: tuple[str, ...] = ()
    place: str = ""
    answer: EarlierAnswer | None = None
    recorder: str = ""
    remark: str = ""
    notes: tuple[str, ...] = ()

    @property
    def text_digest(self) -> str:
        """What two rows with one external number must agree in to be the same: see `text_digest`."""
        return text_digest(self.title, self.content, self.answer)

    @property
    def row_digest(self) -> str:
        """SHA-256 in hex over all that the row holds but its place in the file and its notes."""
        parts = (repr(getattr(self, one.name)) for one in fields(self) if one.name not in {"row", "notes"})
        return _digest(*parts)

    def texts(self) -> Iterator[str]:
        """All texts of the row that a person wrote."""
        yield from (self.title, self.content, self.contact_name, self.phone, self.address, self.place, self.recorder)
        yield from (self.external_number, self.remark, *self.deputies)
        if self.answer:
            yield self.answer.text


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be taken over, and why, in Chinese."""

    row: int
    reason: str


def text_digest(title: str, content: str, answer: EarlierAnswer | None) -> str:
    """SHA-256 in hex over title, content and the text of the earlier answer, as they are stored."""
    return _digest(title, content, answer.text if answer else "")


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
