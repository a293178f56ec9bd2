"""查进度: what became of somebody's opinions, one sentence each, to be read aloud."""

from dataclasses import dataclass

from station_app.domain.enums import Status
from station_app.services.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One opinion and the sentence that tells its progress."""

    uid: str
    serial: str
    received_on: str
    title: str
    contact_label: str
    status: Status
    label: str
    sentence: str


def progress(station: Station, text: str, limit: int = 20) -> list[Progress]:
    """The opinions of a phone, name, initials or serial (full, or its number), newest first."""
    raise NotImplementedError
