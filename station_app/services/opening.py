"""Opening a station: the folder's lock, the passphrase, the store, and what the person should know first."""

import json
from datetime import datetime
from pathlib import Path

from station_app.config import DataPaths, default_data_folder
from station_app.db import slot_file
from station_app.db.attempts import Attempts
from station_app.db.connection import StationDatabase
from station_app.db.faults import Damaged as Damaged
from station_app.db.faults import disk_faults
from station_app.db.keys import DatabaseKey
from station_app.db.lock import DataLock
from station_app.db.setup import DataState, data_state
from station_app.db.slots import Opened
from station_app.db.slots import WrongPassphrase as WrongPassphrase
from station_app.db.statements import scalar
from station_app.db.store import Store
from station_app.db.swap import settle
from station_app.domain.clock import Clock, SystemClock
from station_app.errors import StationError
from station_app.services.backup import keep_in_folder
from station_app.services.backup_file import clear_leftovers
from station_app.services.clearing import resume
from station_app.services.installation import is_moved, renew_instance
from station_app.services.sign_numbers import HEAD_NUMBER, owner
from station_app.services.station import Station

EARLIEST_YEAR = 2020
_SLACK_SECONDS = 60


class NoStation(StationError):
    """The data folder holds no station: it may be set up or restored into."""


class TooManyAttempts(StationError):
    """After failed sign-ins a wait of ``seconds`` is due."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"口令输错次数太多，请等 {seconds} 秒再试", "忘记口令可用恢复单重设。")
        self.seconds = seconds


def data_paths(folder: Path | None = None) -> DataPaths:
    """The places of a data folder, by default the one among the user's application data."""
    return DataPaths((folder or default_data_folder()).absolute())


def hold(paths: DataPaths, socket_name: str = "", make: bool = False) -> DataLock:
    """Take the folder's lock and clear what an earlier program left half-done; ``make`` makes a missing folder.

    Raises AlreadyOpen (with the name under which the other program can be reached), NoStation or StorageProblem.
    """
    if make:
        with disk_faults(paths.folder):
            paths.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif not paths.folder.is_dir():
        raise _no_station(paths)
    lock = DataLock(paths.lock, socket_name)
    try:
        settle(paths)
        clear_leftovers(paths)
    except BaseException:
        lock.release()
        raise
    return lock


def open_station(
    paths: DataPaths, passphrase: str, clock: Clock, number: str | None = None, lock: DataLock | None = None
) -> Station:
    """Open the station of a data folder; nobody sits at its desk yet.

    ``number`` is the sign-in number whose passphrase it is (None: any). Without ``lock`` the folder is held until the
    station is closed. What the person should read first stands in ``notices``.
    Raises NoStation, TooManyAttempts, WrongPassphrase, MissingSlots, DamagedSlots, MissingDatabase, Damaged,
    NewerDatabase, AlreadyOpen or another StationError, and then leaves all as it was.
    """
    refuse_wrong_clock(clock.now())
    own = hold(paths) if lock is None else None
    try:
        if data_state(paths) is not DataState.PRESENT:
            raise _no_station(paths)
        opened = sign_in(paths, passphrase, number)
        key = opened.key
        store = Store.open(paths, key, lambda db: _before_migration(db, key, paths, clock))
        try:
            return _opened(store, paths, clock, own, opened.slot.number)
        except BaseException:
            store.close()
            raise
    except BaseException:
        if own is not None:
            own.release()
        raise


def _opened(store: Store, paths: DataPaths, clock: Clock, lock: DataLock | None, number: str) -> Station:
    notices = _notices(store, paths, clock)
    station = Station(store, clock, notices, lock)
    station.number, station.proven = number, owner(station, number)
    if station.proven is None and number != HEAD_NUMBER:
        raise StationError(f"{number} 号已经停用", "请用自己的编号和口令打开；不清楚的请问站长。")
    if uncleared := resume(station):
        station.notices = (*notices, uncleared)
    return station


def unlock(paths: DataPaths, passphrase: str, number: str | None = None) -> DatabaseKey:
    """The key by a passphrase; delays and errors as `sign_in`."""
    return sign_in(paths, passphrase, number).key


def sign_in(paths: DataPaths, passphrase: str, number: str | None = None) -> Opened:
    """The key by a passphrase, and whose it was, with a growing delay after failures (by the machine's own clock)."""
    slots, attempts = slot_file.load(paths.slots), Attempts(paths.attempts)
    refuse_hasty(attempts)
    try:
        opened = slots.open_with_passphrase(passphrase, number)
    except WrongPassphrase:
        attempts.failed(SystemClock().now())
        raise
    attempts.succeeded()
    return opened


def refuse_hasty(attempts: Attempts) -> None:
    """Raise TooManyAttempts while the wait after failures is not over."""
    seconds = attempts.seconds_left(SystemClock().now())
    if seconds > 0:
        raise TooManyAttempts(seconds)


def refuse_wrong_clock(now: datetime) -> None:
    """Raise StationError when the computer has forgotten the date: records would get wrong years and serials."""
    if now.year < EARLIEST_YEAR:
        raise StationError(
            f"电脑的日期是 {now.year} 年 {now.month} 月 {now.day} 日，显然不对",
            "请先把电脑的日期和时间调准，再打开程序。",
        )


def _no_station(paths: DataPaths) -> NoStation:
    return NoStation(
        f"这个文件夹里没有站点数据：{paths.folder}", "请检查文件夹选得对不对；新站点请先建站，有备份的请先恢复备份。"
    )


def _before_migration(db: StationDatabase, key: DatabaseKey, paths: DataPaths, clock: Clock) -> None:
    keep_in_folder(db, key, paths, clock.now())


def _notices(store: Store, paths: DataPaths, clock: Clock) -> tuple[str, ...]:
    found = []
    if is_moved(store.db, paths):
        renew_instance(store.db, paths)
        found.append("这份数据是从别处拷贝或放回来的，已作为新的安装继续使用，编号接着往下排。")
    if store.drafts_lost:
        found.append("上次没写完的草稿读不出来，已另存为 drafts.db.damaged；已保存的登记不受影响。")
    if behind := _clock_behind(store.db, clock.now()):
        found.append(behind)
    return tuple(found)


def _clock_behind(db: StationDatabase, now: datetime) -> str:
    """A sentence when the clock stands before the last change."""
    header = scalar(db, "SELECT header FROM change ORDER BY id DESC LIMIT 1")
    last = datetime.fromisoformat(json.loads(header)["wall_time"]) if header else now
    if (last - now).total_seconds() <= _SLACK_SECONDS:
        return ""
    local = last.astimezone(now.tzinfo)
    return f"电脑的时间比最后一次登记（{local:%Y-%m-%d %H:%M}）还早，请核对电脑的日期和时间；编号的先后不受影响。"
