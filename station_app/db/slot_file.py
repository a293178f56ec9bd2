"""slots.json on the disk: read with every doubt told apart, written durably."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from station_app.db.faults import disk_faults
from station_app.db.files import write_durably
from station_app.db.keys import SALT_BYTES
from station_app.db.slots import NONCE_BYTES, WRAPPED_BYTES, Cost, KeySlot, SlotFile, SlotKind
from station_app.errors import StationError

FORMAT = 1
MAX_BYTES = 1024 * 1024
# A slot file asking for more than this would only serve to hang the program.
_MOST = Cost(memory_kib=1024 * 1024, passes=16, lanes=16)
_RESTORE = "请把备份里的密钥文件恢复到数据文件夹，或从菜单“恢复备份”恢复。"


class MissingSlots(StationError):
    """The slot file is not there: the data may still be whole, and is never replaced by a new station."""


class DamagedSlots(StationError):
    """The slot file was altered or cut short."""


class NewerSlots(StationError):
    """The slot file was written by a later version of the program."""


def save(path: Path, slots: SlotFile) -> None:
    """Replace the slot file durably; raises StorageProblem and then leaves the old one."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "database_salt": slots.database_salt.hex(),
        "slots": [_to_json(slot) for slot in slots.slots],
    }
    text = json.dumps(body | {"check": _checksum(body)}, indent=1)
    write_durably(path, text.encode())


def load(path: Path) -> SlotFile:
    """Read the slot file; raises MissingSlots, DamagedSlots, NewerSlots or StorageProblem."""
    try:
        with disk_faults(path), path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except StationError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise MissingSlots(f"找不到密钥文件：{path.name}。", _RESTORE) from error
        raise
    return parse(data)


def parse(data: bytes) -> SlotFile:
    """The slots in the bytes of a slot file (a backup carries one); raises DamagedSlots or NewerSlots."""
    try:
        body = json.loads(data.decode("ascii")) if len(data) <= MAX_BYTES else None
        if not isinstance(body, dict) or body.pop("check", None) != _checksum(body):
            raise _damaged()
        if body["format"] > FORMAT:
            raise NewerSlots("密钥文件是更新版本的程序写的", "请安装最新版本的程序再打开。")
        slots = tuple(_from_json(entry) for entry in body["slots"])
        return SlotFile(_sized(body["database_salt"], SALT_BYTES), slots)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _damaged() from error


def _damaged() -> DamagedSlots:
    return DamagedSlots("密钥文件已损坏。", _RESTORE)


def _checksum(body: dict[str, Any]) -> str:
    """Tells damage from a wrong passphrase; it is no protection (that is each slot's authenticated header)."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _to_json(slot: KeySlot) -> dict[str, Any]:
    cost = slot.cost
    return {
        "id": slot.id,
        "kind": slot.kind.value,
        "number": slot.number,
        "salt": slot.salt.hex(),
        "argon2id": {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes},
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def _from_json(entry: dict[str, Any]) -> KeySlot:
    cost = Cost(**entry["argon2id"])
    if not (
        8 * cost.lanes <= cost.memory_kib <= _MOST.memory_kib
        and 1 <= cost.passes <= _MOST.passes
        and 1 <= cost.lanes <= _MOST.lanes
    ):
        raise ValueError("Argon2id parameters out of range")
    return KeySlot(
        id=str(entry["id"]),
        kind=SlotKind(entry["kind"]),
        number=str(entry["number"]),
        salt=_sized(entry["salt"], SALT_BYTES),
        cost=cost,
        nonce=_sized(entry["nonce"], NONCE_BYTES),
        wrapped=_sized(entry["wrapped"], WRAPPED_BYTES),
    )


def _sized(text: str, length: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != length:
        raise ValueError(f"expected {length} bytes")
    return value
