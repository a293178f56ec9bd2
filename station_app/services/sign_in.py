"""Signing in by number and passphrase: who opened the station, who may sit down on whose word, their passphrases."""

from dataclasses import dataclass

from station_app.db import slot_file
from station_app.db.attempts import Attempts
from station_app.db.connection import write_transaction
from station_app.db.slots import WrongPassphrase, check_new_passphrase
from station_app.domain.clock import SystemClock
from station_app.domain.moves import HEADS
from station_app.errors import StationError
from station_app.services import audit
from station_app.services.opening import refuse_hasty
from station_app.services.people import KnownPerson, persons, sitters
from station_app.services.sign_numbers import HEAD_NUMBER as HEAD_NUMBER
from station_app.services.sign_numbers import drop, free_number, keep_owner, keep_sharing, numbers, owner
from station_app.services.sign_numbers import shares as shares
from station_app.services.station import Station


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person with the number of their own passphrase, nothing where there is none."""

    known: KnownPerson
    number: str


def sign_ins(station: Station, with_ended: bool = False) -> tuple[SignIn, ...]:
    """Who works here, and by which number each may sign in."""
    held = numbers(station)
    return tuple(SignIn(one, held.get(one.uid, "")) for one in persons(station, with_ended))


def number_of(station: Station, uid: str) -> str:
    """The number under which a person's passphrase is asked for; nothing for who has none.

    A second head without one is as good as the first: the passphrase of ``01`` is asked for.
    """
    own = numbers(station).get(uid, "")
    is_head = any(one.uid == uid and one.person.role in HEADS for one in persons(station))
    return own or (HEAD_NUMBER if is_head else "")


def number_to_go_on(station: Station) -> str:
    """The number whose passphrase ends a lock: that of who sits there, or else the one that opened it."""
    own = number_of(station, station.author) if station.author else ""
    return own or station.number or HEAD_NUMBER


def may_choose(station: Station) -> tuple[KnownPerson, ...]:
    """Who may sit down at the desk: everybody while the account is shared, else who has a passphrase of their own."""
    held = {} if shares(station) else numbers(station)
    return tuple(one for one in sitters(station) if shares(station) or one.uid in held or one.uid == station.author)


def asks_who(station: Station) -> bool:
    """Whether after signing in it must be asked who is there: the head's account, and somebody without their own."""
    held = numbers(station)
    lacking = any(one.uid not in held for one in sitters(station))
    return station.number in (None, HEAD_NUMBER) and shares(station) and lacking


def sit_signed_in(station: Station) -> None:
    """Put whoever signed in at the desk. Raises StationError when the number is nobody's any more."""
    uid = owner(station, station.number or HEAD_NUMBER)
    if uid is None:
        raise StationError("这个编号没有在岗的人", "请站长在「设置」→「人员」里看一看编号是谁的。")
    station.sit_down(uid)
    station.proven = uid


def needs_passphrase(station: Station, uid: str) -> bool:
    """Whether somebody must give a passphrase to sit down: not who has just signed in or sits there, nor a guest."""
    number = number_of(station, uid)
    return bool(number) and station.author != uid and station.proven not in (uid, owner(station, number))


def sit(station: Station, uid: str, passphrase: str = "") -> None:
    """Somebody sits down; takes 0.2 s with a passphrase. Raises WrongPassphrase, TooManyAttempts or StationError.

    What was proven before counts no more: the one who leaves the desk must give the passphrase to come back.
    """
    if all(one.uid != uid for one in may_choose(station)):
        raise StationError("这位还没有自己的口令", "请站长在「设置」→「人员」里给这位设一个口令。")
    asked = needs_passphrase(station, uid)
    if asked:
        prove(station, number_of(station, uid), passphrase)
    before = station.proven
    station.sit_down(uid)
    station.proven = uid if asked or before == uid else None


def prove(station: Station, number: str, passphrase: str) -> None:
    """Raise WrongPassphrase or TooManyAttempts unless it is the passphrase of that number."""
    paths = station.store.paths
    attempts = Attempts(paths.attempts)
    refuse_hasty(attempts)
    try:
        slot_file.load(paths.slots).open_with_passphrase(passphrase, number)
    except WrongPassphrase:
        attempts.failed(SystemClock().now())
        raise
    attempts.succeeded()


def give_passphrase(station: Station, uid: str, text: str) -> str:
    """Give somebody their first passphrase, or another for a forgotten one, and return the number; heads only.

    Raises StationError for a weak one or for who does not work here.
    """
    station.require(*HEADS)
    check_new_passphrase(text)
    if all(one.uid != uid for one in persons(station)):
        raise StationError("名单里没有这个人", "停用的人不能登录；请先改为在岗。")
    number = numbers(station).get(uid) or free_number(station)
    with write_transaction(station.db):
        if number != HEAD_NUMBER:
            keep_owner(station, number, uid)
        audit.add(station, audit.Action.PASSPHRASE, uid, f"{number}号，设口令")
    _set(station, number, text)
    return number


def change_passphrase(station: Station, old: str, new: str) -> None:
    """The one at the desk changes their own passphrase. Raises WrongPassphrase, or StationError for a weak new one."""
    number = numbers(station).get(station.author or "")
    if number is None:
        raise StationError("您还没有自己的口令", "请站长在「设置」→「人员」里给您设一个，设好后您可以自己换。")
    check_new_passphrase(new)
    prove(station, number, old)
    audit.note(station, audit.Action.PASSPHRASE, station.author or "", f"{number}号，换口令")
    _set(station, number, new)


def take_away(station: Station, uid: str) -> None:
    """Somebody signs in no more by a passphrase of their own; heads only, and never the first head's."""
    station.require(*HEADS)
    number = numbers(station).get(uid)
    if number is None:
        raise StationError("这位没有自己的口令", "名单已经更新，请再看一看。")
    if number == HEAD_NUMBER:
        raise StationError("01 号是站长的，不能取消", "要换人掌管，请先换口令；或在「人员」里改站长。")
    drop(station, number)
    with write_transaction(station.db):
        keep_owner(station, number, None)
        audit.add(station, audit.Action.PASSPHRASE, uid, f"{number}号，取消口令")


def go_on(station: Station, passphrase: str) -> None:
    """End a lock: raise WrongPassphrase or TooManyAttempts unless it is the passphrase of who sits there."""
    prove(station, number_to_go_on(station), passphrase)


def set_sharing(station: Station, shared: bool) -> None:
    """Let those without a passphrase sit down by their name, or end it; heads only."""
    station.require(*HEADS)
    with write_transaction(station.db):
        keep_sharing(station, shared)


def _set(station: Station, number: str, text: str) -> None:
    paths = station.store.paths
    slots = slot_file.load(paths.slots)
    slot_file.save(paths.slots, slots.with_new_passphrase(station.store.key, text, number))
