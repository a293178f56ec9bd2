"""One go over all stations: return packages written one after the other, and whose each report package is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from station_app.domain.moves import OFFICE
from station_app.errors import StationError
from station_app.exchange.names import parse_name
from station_app.exchange.trust import enrolled, read_trust
from station_app.services.pace import Cancelled, Pace, Unseen, step
from station_app.services.packages.links import Receiver, receivers
from station_app.services.packages.sending import Sent, export
from station_app.services.packages.taking import Report
from station_app.services.station import Station


@dataclass(slots=True, kw_only=True)
class Turn:
    """A station's turn: ``sent`` was written and read back; ``problem`` ended the go here.

    Neither: its turn did not come.
    """

    code: str
    name: str
    sent: list[Sent] = field(default_factory=list)
    problem: StationError | None = None


def turns(station: Station, code: str = "") -> list[Turn]:
    """The stations that a package can be written for now, or the one with ``code``. Raises StationError."""
    return [Turn(code=one.code, name=one.name) for one in _wanted(station, code)]


def live_stations(station: Station) -> int:
    """How many stations a package can be written for; none before the first has joined."""
    trust = read_trust(station.db)
    return 0 if trust is None or trust.roster is None else len(receivers(station, trust))


def write_round(station: Station, folder: Path, *, code: str = "", pace: Pace | None = None) -> list[Turn]:
    """Write a return package for every live station, or the one with ``code``, until one cannot be written.

    Cancelling keeps what was written before. Raises StationError before the first one only.
    """
    station.require(*OFFICE)
    wanted, pace = turns(station, code), pace or Unseen()
    for number, turn in enumerate(wanted):
        told = _Whole(pace, number, len(wanted), f"正在写给{turn.name}的包")
        try:
            step(pace, number, len(wanted), told.text)
            turn.sent = export(station, folder, code=turn.code, pace=told)
        except Cancelled:
            turn.problem = StationError("已取消，没有写", "写好的包都留着，可以照常交给站点。")
        except StationError as problem:
            turn.problem = problem
        if turn.problem is not None:
            break
    return wanted


def owners(station: Station, reports: Iterable[Report]) -> list[str]:
    """The names of the sites the packages came from, as far as they can be told; else the code in the file's name."""
    trust = read_trust(station.db)
    sites = trust.roster.sites if trust is not None and trust.roster is not None else ()
    by_uid, by_code = {site.uid: site.name for site in sites}, {site.code: site.name for site in sites}
    found = []
    for report in reports:
        name = parse_name(report.file.name)
        code = name.site if name is not None else ""
        found.append(by_uid.get(report.site) or by_code.get(code) or code or "不明")
    return found


class _Whole:
    """Tells of the whole go where one package tells of its bytes."""

    def __init__(self, pace: Pace, number: int, total: int, text: str) -> None:
        self._pace, self._number, self._total, self.text = pace, number, total, text

    @property
    def cancelled(self) -> bool:
        return self._pace.cancelled

    def report(self, done: int, total: int, text: str = "") -> None:
        """Count the part of this package among all of them, in hundredths."""
        del text
        part = round(100 * done / total) if total else 0
        self._pace.report(100 * self._number + part, 100 * self._total, self.text)


def _wanted(station: Station, code: str) -> list[Receiver]:
    return receivers(station, enrolled(station.db), code)
