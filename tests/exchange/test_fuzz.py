"""Bytes that chance has altered, outside and inside the encryption: refused at once, never anything but a sentence."""

import json
import os
import random
import time

import pytest

from station_app.exchange.enrolment import new_request, read_request
from station_app.exchange.keys import SigningKey, recovery_identity
from station_app.exchange.lines import read_line, write_line
from station_app.exchange.manifest import CHANGES
from station_app.exchange.roster import RosterSite, first_roster, sign_roster, verify_roster
from station_app.exchange.strict import Refused
from tests.exchange.packages import AT, INSTANCE, SITE, chain, packed

RUNS = 150
ODD = [None, True, -1, 2**60, 1.5, "", "x" * 300, [], {}, [[]], "\0", "a" * 64, "../x", {"a": {}}, ["age1"], "２"]


@pytest.fixture
def chance():
    """A seed of its own each run; pytest shows it when a run fails."""
    seed = int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}")
    return random.Random(seed)


def altered(chance, data):
    """Some bytes changed, put in, taken out or copied elsewhere; never the same."""
    made = bytearray(data)
    while made == data or not made:
        made = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            place, length = chance.randrange(len(made) + 1), chance.randint(1, 600)
            fresh = chance.choice([b"", chance.randbytes(1), chance.randbytes(length), made[length : 2 * length]])
            made[place : place + chance.choice([0, 1, length])] = fresh
    return bytes(made)


def odd_json(chance, text):
    """JSON with one value, at any depth, that does not belong there."""
    values = json.loads(text)
    place, before = values, None
    while before is None:
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if isinstance(place[key], dict | list) and place[key] and chance.random() < 0.7:
            place = place[key]
        else:
            before, place[key] = (place[key],), chance.choice(ODD)
    return json.dumps(values).encode()


def packages(chance, sending):
    """Without end: altered outside, altered inside the encryption, signed by their owner but with an odd manifest."""
    prepared = sending.prepared(["路灯", "停车"], [b"p" * 600])
    whole, tar = sending.package(["路灯"]), b"".join(prepared._chunks())
    while True:
        yield altered(chance, whole)
        yield sending.sealed(altered(chance, tar))
        manifest = odd_json(chance, prepared.manifest_bytes)
        yield sending.sealed(sending.tar_of(manifest, [(CHANGES, packed(b""))]))


def refuse_packages(chance, sending, folder, runs):
    for _, data in zip(range(runs), packages(chance, sending), strict=False):
        start = time.monotonic()
        sending.refusal(data, folder)
        assert time.monotonic() - start < 5


def test_altered_packages(chance, sending, stage_folder):
    refuse_packages(chance, sending, stage_folder, RUNS)


@pytest.mark.proof
def test_very_many_altered_packages(chance, sending, stage_folder):
    refuse_packages(chance, sending, stage_folder, 100_000)


def test_odd_lines(chance):
    line = json.loads(write_line(chain(["路灯"])[0]))
    for _ in range(10 * RUNS):
        header = odd_json(chance, line["h"]).decode()
        for made in (odd_json(chance, json.dumps(line)), json.dumps({**line, "h": header}).encode()):
            try:
                read = read_line(made)
            except Refused:
                continue
            assert read.header in {header, line["h"]}, "an odd value may be a possible one: a uid, a text"


def test_altered_trust_files(chance, sending):
    root = SigningKey.generate()
    site = RosterSite(SITE, "17", "和平社区", "station", (sending.station.public,))
    roster = sign_roster(first_roster(root, recovery_identity()[1], (site,), AT), root)
    more = {"code": "17", "instance": INSTANCE, "app_version": "0.3.0", "asked_at": AT}
    request = new_request(sending.station, site=SITE, name="和平社区", **more)
    for _ in range(RUNS):
        for data in (altered(chance, roster), odd_json(chance, roster)):
            assert said(data, roster) or refused(lambda data=data: verify_roster(data, root.public))
        for data in (altered(chance, request), odd_json(chance, request)):
            assert said(data, request) or refused(lambda data=data: read_request(data))


def said(data, original):
    """Whether nothing but blanks between the words of the JSON was altered."""
    try:
        return json.loads(data) == json.loads(original)
    except (ValueError, RecursionError):
        return False


def refused(read):
    """Whether it was."""
    try:
        read()
    except Refused:
        return True
    return False
