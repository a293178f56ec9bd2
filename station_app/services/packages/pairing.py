"""密钥与配对 for the window: how far a site is, who is in the network, names of files, taking an approval back."""

from dataclasses import dataclass
from pathlib import Path

from station_app.errors import StationError
from station_app.exchange.enrolment import Request
from station_app.exchange.names import CERTIFICATE_SUFFIX, REQUEST_SUFFIX
from station_app.exchange.trust import read_trust
from station_app.services.packages.enrolling import last_digits
from station_app.services.packages.roster_keeping import revoke
from station_app.services.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A site of the network."""

    uid: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How far this site is: ``asked`` for the network, ``joined`` it, of which ``centre``; the last ``digits``."""

    asked: bool
    joined: bool
    centre: str
    digits: str


def joining(station: Station) -> Joining:
    """How far this site is."""
    trust = read_trust(station.db)
    if trust is None or trust.roster is None:
        return Joining(asked=trust is not None and bool(trust.request), joined=False, centre="", digits="")
    centre = trust.roster.centre()
    return Joining(asked=True, joined=True, centre=centre.name if centre else "", digits=_digits(station))


def is_joined(station: Station) -> bool:
    """Whether packages can be written and read at all."""
    trust = read_trust(station.db)
    return trust is not None and trust.roster is not None


def members(station: Station) -> list[Member]:
    """The other sites of the network, by code."""
    trust = read_trust(station.db)
    sites = trust.roster.sites if trust is not None and trust.roster else ()
    found = (Member(uid=site.uid, code=site.code, name=site.name) for site in sites)
    return sorted((one for one in found if one.uid != station.identity.site), key=lambda one: one.code)


def grouped(digits: str) -> str:
    """The digits in groups of four, to be read out."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def request_file(station: Station, folder: Path) -> Path:
    """Where to write the next request: a name that is free."""
    return _free(folder, f"入网申请-{station.identity.code}", REQUEST_SUFFIX)


def certificate_file(request: Request, folder: Path) -> Path:
    """Where to write the certificate for a request: a name that is free."""
    return _free(folder, f"入网证书-{request.code}", CERTIFICATE_SUFFIX)


def withdraw(station: Station, request: Request, reinstall: str = "") -> None:
    """Take an approval back: the key of the request counts no more, because the digits were not the same."""
    revoke(station, reinstall or request.site, request.keys.sign)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    names = (folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}" for number in range(1, 1000))
    return next(path for path in names if not path.exists())


def _digits(station: Station) -> str:
    try:
        return last_digits(station)
    except StationError:
        return ""
