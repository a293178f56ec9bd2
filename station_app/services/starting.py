"""A data folder before a station is open in it: held, looked at, opened, set up, restored.

Light to import, since the unlock page waits for it; what opens a station is loaded when it is asked for.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from station_app.config import DataPaths, LocalSettings, default_data_folder
from station_app.db.faults import disk_faults
from station_app.db.lock import AlreadyOpen as AlreadyOpen
from station_app.db.lock import DataLock
from station_app.db.setup import DataState as DataState
from station_app.db.setup import data_state
from station_app.db.swap import settle
from station_app.errors import StationError

if TYPE_CHECKING:
    from station_app.domain.clock import Clock
    from station_app.services.backup_file import BackupResult
    from station_app.services.backup_source import BackupFacts
    from station_app.services.diagnosis import Diagnosis
    from station_app.services.pace import Pace
    from station_app.services.salvage_report import SalvageReport
    from station_app.services.setup import NewStation
    from station_app.services.station import Station

HEAD_NUMBER = LocalSettings.number


class DataFolder:
    """One data folder under its lock, for the life of the window; by the system's clock unless given another."""

    def __init__(self, paths: DataPaths, lock: DataLock, clock: Clock | None = None) -> None:
        self.paths = paths
        self._lock = lock
        self._clock = clock

    @classmethod
    def take(cls, folder: Path | None, socket_name: str = "", clock: Clock | None = None) -> Self:
        """Make the folder (by default the one among the user's application data) if need be, and hold it.

        A restore that was cut short is finished. Raises AlreadyOpen or StorageProblem.
        """
        paths = DataPaths((folder or default_data_folder()).absolute())
        with disk_faults(paths.folder):
            paths.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = DataLock(paths.lock, socket_name)
        try:
            settle(paths)
        except BaseException:
            lock.release()
            raise
        return cls(paths, lock, clock)

    @property
    def clock(self) -> Clock:
        """Tells the time to whatever is done in the folder. Raises StationError for a bad SOURCE_DATE_EPOCH."""
        if self._clock is None:
            from station_app.domain.clock import system_clock

            self._clock = system_clock()
        return self._clock

    def state(self) -> DataState:
        """Say what the folder holds. Raises StorageProblem."""
        return data_state(self.paths)

    def trouble(self) -> StationError | None:
        """Return what can be seen to be wrong without a passphrase: missing, damaged or newer key slots."""
        from station_app.db import slot_file

        try:
            slot_file.load(self.paths.slots)
        except StationError as problem:
            return problem
        return None

    def holds(self, path: Path) -> bool:
        """Whether a path lies inside the data folder, where nothing readable may be kept."""
        return path.resolve().is_relative_to(self.paths.folder.resolve())

    def seconds_to_wait(self) -> int:
        """How long no passphrase is taken after failures, by the machine's own clock."""
        from station_app.db.attempts import Attempts
        from station_app.domain.clock import SystemClock

        return Attempts(self.paths.attempts).seconds_left(SystemClock().now())

    @property
    def number(self) -> str:
        """The sign-in number that opened the station here last, ``01`` at first."""
        return LocalSettings.load(self.paths.settings).number

    def open(self, passphrase: str, number: str | None = None) -> Station:
        """Open the station as `services.opening.open_station` does; nobody sits at its desk yet.

        ``number`` is the sign-in number whose passphrase it is (None: any); it is offered the next time.
        """
        from station_app.services.backup_file import clear_leftovers
        from station_app.services.opening import open_station

        clear_leftovers(self.paths)
        station = open_station(self.paths, passphrase, self.clock, number, self._lock)
        self._keep(station.number)
        return station

    def fill_demo(self, pace: Pace) -> Station:
        """Make a demonstration station here, with nobody at its desk yet. Raises StationError."""
        from station_app.services import demo

        station, _sheet = demo.fill(self.paths, self.clock, self.paths.folder / "旧台账.csv", pace)
        station.desk = None
        return station

    def create(self, new: NewStation, sheet: str, recovery: str = "") -> Station:
        """Set a station or centre up; ``sheet`` is the recovery sheet's key, ``recovery`` the centre's offline one.

        The person keeps both already.
        """
        from station_app.services.setup import create_station

        def kept(_key: str) -> None:
            """Nothing is left to do."""

        return create_station(self.paths, new, self.clock, kept, sheet, keep_recovery=kept, recovery=recovery)

    def recover(self, sheet: str, passphrase: str) -> None:
        """Set the passphrase anew by the recovery sheet. Raises StationError."""
        from station_app.services.recover import recover

        recover(self.paths, sheet, passphrase, self._lock)

    def inspect(self, file: Path, secret: str) -> BackupFacts:
        """Say what a backup holds; ``secret`` is the passphrase or sheet valid when it was made."""
        from station_app.services.backup_source import inspect

        return inspect(file, secret)

    def restore(self, file: Path, secret: str, last_number: int | None, pace: Pace) -> BackupResult:
        """Put a backup in the place of what is here; no station may be open. Raises StationError."""
        from station_app.services.restore import restore

        return restore(file, self.paths, secret, self.clock, last_number, self._lock, pace)

    @staticmethod
    def is_repairable(problem: StationError) -> bool:
        """Whether a problem is one of damaged or missing data, for which there is a guide."""
        from station_app.db.connection import MissingDatabase
        from station_app.db.faults import Damaged
        from station_app.db.slot_file import DamagedSlots, MissingSlots

        return isinstance(problem, Damaged | MissingDatabase | MissingSlots | DamagedSlots)

    def look_into(self, secret: str, pace: Pace) -> Diagnosis:
        """Say what can be read of damaged data and which backup is whole. Raises as `services.diagnosis.look_into`."""
        from station_app.services.diagnosis import look_into

        return look_into(self.paths, secret, pace)

    def salvage(self, secret: str, backup: Path | None, pace: Pace) -> SalvageReport:
        """Put what can be read in the place of damaged data; ``backup`` fills in what is lost. Raises StationError."""
        from station_app.services.salvage import salvage

        return salvage(self.paths, secret, self.clock, backup, self._lock, pace)

    @staticmethod
    def is_sheet(text: str) -> bool:
        """Whether a text is a recovery sheet's key, free of slips, of whatever station."""
        from station_app.db.sheet import MistypedSheet, parse_sheet_key

        try:
            return bool(parse_sheet_key(text))
        except MistypedSheet:
            return False

    def _keep(self, number: str | None) -> None:
        """A disk that cannot hold the number is no reason to keep the person out."""
        settings = LocalSettings.load(self.paths.settings)
        if number is not None and number != settings.number:
            with contextlib.suppress(StationError):
                replace(settings, number=number).save(self.paths.settings)

    def release(self) -> None:
        """Let the folder go."""
        self._lock.release()
