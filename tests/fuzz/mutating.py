"""Inputs that chance has spoiled: bytes changed, put in, taken out; JSON with a value that does not belong."""

import copy
import json
import random
from typing import Any

ODD: list[Any] = [
    None, True, False, -1, 0, 2**53, 2**60, 2**63, -(2**63), 1.5, 1e308, "", "x" * 300, [], {}, [[]], [None], "\0",
    "a" * 64, "../x", "CON", {"a": {}}, ["age1"], "２", "\u202e", "䶮𠮷", "2026-02-30", "9999-12-31T23:59", "=1+1",
    "'; drop table opinion --", "<b>", "nan", {"": ""}, ["", None, 7], "\ud800",
]  # fmt: skip
TOKENS = [b"\0", b"\xff\xfe", b"\xff" * 8, b"2147483648", b"-1", b"NaN", b"[" * 40, b"{" * 40, b'"', b",", b"\n", b"<"]
TOKENS += [b"%PDF-", b"/JavaScript", b"obj", b"stream", b"PK\x03\x04", b"&a;", b"]]>", b"\x80\x00\x00\x00", b"age1"]


def altered(chance: random.Random, data: bytes) -> bytes:
    """Some bytes changed, put in, taken out or copied elsewhere, or the end cut off; never the same, never empty."""
    made = bytearray(data)
    while bytes(made) == data or not made:
        made = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(made) + 1)
            made[place : place + chance.choice([0, 1, 1, 4, chance.randint(1, 600)])] = _fresh(chance, made)
        if chance.random() < 0.05:
            del made[chance.randrange(len(made) + 1) :]
    return bytes(made)


def _fresh(chance: random.Random, made: bytearray) -> bytes:
    length = chance.randint(1, 600)
    place = chance.randrange(len(made) + 1)
    kinds = (b"", chance.randbytes(1), chance.randbytes(length), bytes(made[place : place + length]))
    return chance.choice([*kinds, chance.choice(TOKENS)])


def odd_value(chance: random.Random, values: Any) -> Any:
    """The same JSON value with one to three values, at any depth, that do not belong there (changed in place)."""
    for _ in range(chance.randint(1, 3)):
        _spoil(chance, values)
    return values


def _spoil(chance: random.Random, values: Any) -> None:
    place = values
    while place:
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.7:
            place = inner
            continue
        how = chance.random()
        if how < 0.1:
            del place[key]
        elif how < 0.2 and isinstance(place, dict):
            place[f"{key}x"] = place.pop(key)
        else:
            place[key] = copy.deepcopy(chance.choice(ODD))
        return


def odd_json(chance: random.Random, text: str | bytes) -> bytes:
    """JSON text with one to three values that do not belong there."""
    return json.dumps(odd_value(chance, json.loads(text))).encode()
