"""Keys anew: a forgotten passphrase by the recovery sheet, and a new sheet. The data stay as they are."""

from station_app.config import DataPaths
from station_app.db import slot_file
from station_app.db.attempts import Attempts
from station_app.db.lock import DataLock
from station_app.db.sheet import new_sheet_key
from station_app.db.slots import WrongSheet, check_new_passphrase
from station_app.domain.clock import SystemClock
from station_app.domain.enums import PersonRole
from station_app.services.opening import hold, refuse_hasty
from station_app.services.sign_numbers import HEAD_NUMBER
from station_app.services.station import Station


def recover(paths: DataPaths, sheet: str, new_passphrase: str, lock: DataLock | None = None) -> None:
    """Set the station head's passphrase anew with the recovery sheet, which stays valid.

    Hand in ``lock`` when the folder is held already. Raises MistypedSheet, WrongSheet, TooManyAttempts, MissingSlots,
    DamagedSlots or another StationError, and then changes nothing.
    """
    own = hold(paths) if lock is None else None
    try:
        slots, attempts = slot_file.load(paths.slots), Attempts(paths.attempts)
        check_new_passphrase(new_passphrase)
        refuse_hasty(attempts)
        try:
            key = slots.open_with_sheet(sheet).key
        except WrongSheet:
            attempts.failed(SystemClock().now())
            raise
        slot_file.save(paths.slots, slots.with_new_passphrase(key, new_passphrase, HEAD_NUMBER))
        attempts.succeeded()
    finally:
        if own is not None:
            own.release()


def draw_sheet() -> str:
    """The key of a new recovery sheet, to be printed or saved before `adopt_sheet` makes it valid."""
    return new_sheet_key()


def adopt_sheet(station: Station, sheet: str) -> None:
    """Make a new recovery sheet the only valid one; older backups still open with theirs. Station head only."""
    station.require(PersonRole.HEAD, PersonRole.CENTRE_HEAD)
    slots = slot_file.load(station.store.paths.slots)
    slot_file.save(station.store.paths.slots, slots.with_new_sheet(station.store.key, sheet))
