"""Records of stations in a centre's database, as their report packages bring them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from station_app.db.connection import write_transaction
from station_app.db.statements import scalar
from station_app.domain.enums import ContactKind, SiteRole
from station_app.domain.records import Contact, Deputy, Intake, Person, Reception, SiteOwn
from station_app.journal.log import Log
from station_app.services.station import Station

WUTONG, QINGSHI = (f"77777777-0000-4000-8000-0000000000{code}" for code in ("17", "18"))
NAMES = {WUTONG: ("17", "梧桐里社区联络站"), QINGSHI: ("18", "青石巷社区联络站")}


@contextmanager
def from_site(centre: Station, site: str) -> Iterator[Log]:
    """What a station writes, put into the centre's log."""
    with write_transaction(centre.db):
        yield Log(centre.db, site, centre.identity.instance, centre.clock, SiteRole.STATION)


def joined(centre: Station, site: str) -> str:
    """A station's first records, if they are not there yet: its own, and one person; gives the person."""
    code, name = NAMES[site]
    person = f"88888888-0000-4000-8000-0000000000{code}"
    if scalar(centre.db, "SELECT 1 FROM person WHERE uid = ?", (person,)):
        return person
    with from_site(centre, site) as log:
        log.put(site, "site.own", SiteOwn(code=code, name=name, head=person), person)
        log.put(person, "person", Person(name=f"站长{code}"), person)
    return person


def sent_in(centre: Station, site: str, number: int = 1, **changes: object) -> str:
    """An opinion a station took in at a reception on the clock's day; its uid."""
    code, _name = NAMES[site]
    uid, contact, reception = (str(uuid4()) for _ in range(3))
    recorder = joined(centre, site)
    fields = {
        "serial": f"{code}-2026-{number:05d}",
        "received_on": "2026-06-18",
        "channel": "来站接待",
        "topic": "物业管理",
        "title": f"{code} 站的第 {number} 条",
        "content": "楼道灯不亮。",
        "tellable": True,
    }
    with from_site(centre, site) as log:
        log.put(contact, "contact.person", Contact(kind=ContactKind.PERSON, name="孟宪国", phone="13900005678"), None)
        log.put(
            reception, "reception", Reception(began="2026-06-18T09:00", recorder=recorder, channel="来站接待"), None
        )
        intake = Intake(**(fields | {"contact": contact, "reception": reception} | changes))
        log.put(uid, "opinion.intake", intake, None)
    return uid


def provisional(centre: Station, site: str, deputy: Deputy) -> str:
    """A deputy a station entered; the uid."""
    uid = str(uuid4())
    with from_site(centre, site) as log:
        log.put(uid, "deputy.provisional", deputy, None)
    return uid
