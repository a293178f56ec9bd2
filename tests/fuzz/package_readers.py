"""Readers of what other installations send: packages, their lines and payloads, enrolment files, rosters."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from station_app.db.connection import write_transaction
from station_app.domain.codec import canonical, default_values, from_payload, to_payload
from station_app.domain.facets import FACETS, stream_name
from station_app.exchange.enrolment import new_certificate, new_request, read_certificate, read_request
from station_app.exchange.keys import SigningKey, recovery_identity
from station_app.exchange.lines import read_line, write_line
from station_app.exchange.manifest import CHANGES
from station_app.exchange.roster import RosterSite, first_roster, sign_roster, verify_roster
from station_app.journal.changes import new_change
from station_app.journal.receiving import Origin, Receiver
from station_app.services import detail, home, listing
from station_app.services.station import Station
from tests.exchange.packages import AT, INSTANCE, SITE, Sending, chain, packed
from tests.fuzz.harness import Reader
from tests.fuzz.mutating import altered, odd_json, odd_value


def packages(sending: Sending, folder: Path) -> dict[str, Reader]:
    """A package altered outside, inside the encryption, with an odd manifest or line that its owner signed."""
    prepared = sending.prepared(["路灯", "停车"], [b"p" * 600])
    whole, tar = sending.package(["路灯"]), b"".join(prepared._chunks())
    lines = [write_line(one) for one in chain(["路灯", "停车"])]

    def read(data: bytes) -> None:
        try:
            sending.open(data, folder).close()
        finally:
            left = [path.name for path in folder.iterdir() if path.suffix != ".zlt"]
            assert left == [], "a stage that is left behind"

    def with_manifest(chance: random.Random) -> bytes:
        manifest = odd_json(chance, prepared.manifest_bytes)
        return sending.sealed(sending.tar_of(manifest, [(CHANGES, packed(b""))]))

    def with_line(chance: random.Random) -> bytes:
        bad = altered(chance, lines[1]) if chance.random() < 0.5 else _odd_line(chance, lines[1])
        return sending.with_lines([lines[0], bad])

    def inside(chance: random.Random) -> bytes:
        return sending.sealed(altered(chance, tar))

    return {
        "package, outside the encryption": Reader(lambda chance: altered(chance, whole), read, taken=False),
        "package, inside the encryption": Reader(inside, read, taken=False),
        "package, odd manifest signed": Reader(with_manifest, read),
        "package, odd line signed": Reader(with_line, read),
        "line of a package": Reader(lambda chance: _odd_line(chance, lines[0]), read_line),
    }


def _odd_line(chance: random.Random, line: bytes) -> bytes:
    if chance.random() < 0.5:
        return odd_json(chance, line)
    values = json.loads(line)
    part = chance.choice("hp")
    return json.dumps({**values, part: odd_json(chance, values[part]).decode()}).encode()


def look_at_all(station: Station) -> None:
    """What the pages ask for: an odd record must not keep anybody from the others."""
    home.today(station)
    for line in listing.page(station, listing.Filters()):
        detail.detail(station, line.uid)


class _Undone(Exception):
    """Takes back what was tried."""


def payloads(station: Station) -> Reader:
    """Changes whose payload is odd, genuine otherwise, taken into the database of a station."""
    facets = [name for name, spec in FACETS.items() if spec.record is not None]

    def make(chance: random.Random) -> tuple[str, bytes]:
        facet = chance.choice(facets)
        values = _payload(facet, station.author or "")
        spoiled = odd_json(chance, canonical(values)) if chance.random() < 0.95 else b"{}"
        return facet, spoiled.replace(b"\\ud800", b"\\ud7ff")  # a lone surrogate is in no text that was signed

    def read(made: tuple[str, bytes]) -> None:
        facet, text = made
        stream = stream_name(facet, SITE)
        change = new_change(
            stream=stream, prev=[], seq=1, instance=INSTANCE, uid="uid-1", facet=facet, payload=json.loads(text),
            schema=1, wall_time=AT,
        )  # fmt: skip
        line = read_line(write_line(change))
        with suppress(_Undone), write_transaction(station.db):
            receiver = Receiver(station.db, Origin(site=SITE, export_no=1))
            list(receiver.take(line))
            receiver.finish()
            look_at_all(station)
            raise _Undone

    return Reader(make, read)


def _payload(facet: str, author: str) -> dict[str, Any]:
    """A payload of that facet as a station would write it."""
    import dataclasses

    record = FACETS[facet].record
    assert record is not None
    needed = {
        one.name: "17-2026-00001" if one.name == "serial" else "2026-06-18" if one.name.endswith("_on") else "文字"
        for one in dataclasses.fields(record)
    }
    values = needed | default_values(record)
    for name, value in list(values.items()):
        with suppress(Exception):
            values[name] = to_payload(from_payload(record, {**values, name: value}))[name]
    stamps = {"created_at": AT, "created_by": author, "updated_at": AT, "updated_by": author}
    return values | stamps


def trust_files(sending: Sending) -> dict[str, Reader]:
    """Requests, certificates and rosters, altered or with odd values signed anew."""
    root = SigningKey.generate()
    keys = sending.station.public
    site = RosterSite(SITE, "17", "和平社区", "station", (keys,))
    roster = sign_roster(first_roster(root, recovery_identity()[1], (site,), AT), root)
    more = {"code": "17", "instance": INSTANCE, "app_version": "0.3.0", "asked_at": AT}
    request = new_request(sending.station, site=SITE, name="和平社区", **more)
    certificate = new_certificate(
        root, request_file=request, roster_file=roster, site=SITE, code="17", name="和平社区", issued_at=AT
    )

    def spoiled(data: bytes) -> Callable[[random.Random], bytes]:
        def make(chance: random.Random) -> bytes:
            kind = chance.random()
            if kind < 0.4:
                return altered(chance, data)
            return odd_json(chance, data) if kind < 0.6 else _odd_body(chance, data)

        return make

    return {
        "enrolment request": Reader(spoiled(request), read_request),
        "enrolment certificate": Reader(spoiled(certificate), lambda data: read_certificate(data, request)),
        "roster": Reader(spoiled(roster), lambda data: verify_roster(data, root.public)),
    }


def _odd_body(chance: random.Random, data: bytes) -> bytes:
    """The text inside the envelope spoiled."""
    values = json.loads(data)
    name = next(one for one, value in values.items() if isinstance(value, str) and value.startswith("{"))
    values[name] = canonical_or_plain(odd_value(chance, json.loads(values[name])))
    return json.dumps(values).encode()


def canonical_or_plain(value: Any) -> str:
    """As it would be signed, as far as JSON has a word for it."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True)
