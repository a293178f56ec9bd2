"""Key slots: the random database key, wrapped once for each passphrase and each recovery sheet.

A wrap is ChaCha20-Poly1305 under Argon2id of the text; the slot's own header is authenticated with it, so that no field
can be altered. The list holds no names: a person signs in by a two-digit number.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from station_app.db.keys import KEY_BYTES, SALT_BYTES
from station_app.db.keys import DatabaseKey as DatabaseKey
from station_app.db.sheet import MistypedSheet as MistypedSheet
from station_app.db.sheet import new_sheet_key as new_sheet_key
from station_app.db.sheet import parse_sheet_key
from station_app.errors import StationError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PASSPHRASE_MIN = 8
PASSPHRASE_MAX = 1024
NONCE_BYTES = 12
WRAPPED_BYTES = KEY_BYTES + 16


class WrongPassphrase(StationError):
    """No passphrase slot opens with this text."""


class WrongSheet(StationError):
    """A well-formed sheet key that belongs to another station or was replaced."""


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"
    SHEET = "sheet"


@dataclass(frozen=True)
class Cost:
    """Argon2id parameters; the default is the second choice of RFC 9106."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class KeySlot:
    """One wrapped copy of the key; ``number`` is the two-digit sign-in number, empty for a sheet."""

    id: str
    kind: SlotKind
    number: str
    salt: bytes
    cost: Cost
    nonce: bytes
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """The key, and the slot that gave it."""

    key: DatabaseKey
    slot: KeySlot


@dataclass(frozen=True)
class SlotFile:
    """All slots of one database; every change gives a new SlotFile, to be saved by ``slot_file.save``."""

    database_salt: bytes
    slots: tuple[KeySlot, ...] = ()

    def with_passphrase(self, key: DatabaseKey, text: str, number: str = "01") -> SlotFile:
        """One more person: raises StationError for a weak passphrase or a number in use."""
        if not re.fullmatch(r"[0-9]{2}", number):
            raise ValueError("a sign-in number has two digits")
        if any(slot.number == number for slot in self.slots):
            raise StationError(f"登录编号{number}已在使用", "请换一个编号。")
        check_new_passphrase(text)
        return self._added(self._wrap(key, SlotKind.PASSPHRASE, number, _normal(text)))

    def with_sheet(self, key: DatabaseKey, text: str) -> SlotFile:
        """One more recovery sheet, ``text`` as printed; raises MistypedSheet."""
        return self._added(self._wrap(key, SlotKind.SHEET, "", parse_sheet_key(text)))

    def without(self, slot_id: str) -> SlotFile:
        """The file without one slot; the last one is never removed."""
        rest = tuple(slot for slot in self.slots if slot.id != slot_id)
        if not rest:
            raise StationError("这是最后一把钥匙，不能删除", "请先新设口令或打印新的恢复单。")
        return replace(self, slots=rest)

    def with_new_passphrase(self, key: DatabaseKey, text: str, number: str = "01") -> SlotFile:
        """The person's passphrase set anew (or for the first time), the old one worthless."""
        rest = replace(self, slots=tuple(slot for slot in self.slots if slot.number != number))
        return rest.with_passphrase(key, text, number)

    def with_new_sheet(self, key: DatabaseKey, text: str) -> SlotFile:
        """A new recovery sheet in place of all earlier ones."""
        rest = replace(self, slots=tuple(slot for slot in self.slots if slot.kind is not SlotKind.SHEET))
        return rest.with_sheet(key, text)

    def open_with_passphrase(self, text: str, number: str | None = None) -> Opened:
        """The key by a passphrase (about 0.2 s a slot); raises WrongPassphrase."""
        known = [slot for slot in self.slots if slot.kind is SlotKind.PASSPHRASE and number in (None, slot.number)]
        opened = self._open(known, _normal(text)) if _possible(text) else None
        if opened is None:
            raise WrongPassphrase("编号或口令不正确", "请检查大小写和输入法再试一次；忘记口令可用恢复单打开。")
        return opened

    def open_with_sheet(self, text: str) -> Opened:
        """The key by a recovery sheet; raises MistypedSheet for a slip, WrongSheet for another station's sheet."""
        secret = parse_sheet_key(text)
        opened = self._open([slot for slot in self.slots if slot.kind is SlotKind.SHEET], secret)
        if opened is None:
            raise WrongSheet("这张恢复单打不开本站的数据", "请核对恢复单上的站点，并使用最近一次打印的那一张。")
        return opened

    def _added(self, slot: KeySlot) -> SlotFile:
        return replace(self, slots=(*self.slots, slot))

    def _wrap(self, key: DatabaseKey, kind: SlotKind, number: str, secret: str) -> KeySlot:
        if key.salt != self.database_salt:
            raise ValueError("the key of another database")
        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        bare = KeySlot(secrets.token_hex(16), kind, number, salt, Cost(), nonce, b"")
        return replace(bare, wrapped=_cipher(bare, secret).encrypt(nonce, key.key, self._header(bare)))

    def _open(self, slots: list[KeySlot], secret: str) -> Opened | None:
        from cryptography.exceptions import InvalidTag  # heavy: not at start

        for slot in slots:
            try:
                key = _cipher(slot, secret).decrypt(slot.nonce, slot.wrapped, self._header(slot))
            except InvalidTag:
                continue
            return Opened(DatabaseKey(key, self.database_salt), slot)
        return None

    def _header(self, slot: KeySlot) -> bytes:
        cost = slot.cost
        fields = ("zlt/slot/1", self.database_salt.hex(), slot.id, slot.kind, slot.number, slot.salt.hex())
        return "\0".join([*fields, f"{cost.memory_kib},{cost.passes},{cost.lanes}"]).encode()


def check_new_passphrase(text: str) -> None:
    """The rule for a passphrase being set: raises StationError when it is empty, too short or cannot be typed again."""
    if not _possible(text) or not text.strip():
        raise StationError("口令不能为空，也不能含有无法输入的字符", f"请输入至少{PASSPHRASE_MIN}个字符的口令。")
    if len(_normal(text)) < PASSPHRASE_MIN:
        raise StationError(f"口令太短，至少要{PASSPHRASE_MIN}个字符", "可以用一句容易记住的话。")
    if len(text) > PASSPHRASE_MAX:
        raise StationError(f"口令太长，最多{PASSPHRASE_MAX}个字符", "请换一个短一些的口令。")


def _possible(text: str) -> bool:
    """Could this ever be somebody's passphrase? Not when empty, endless, or with control characters or surrogates."""
    return 0 < len(text) <= PASSPHRASE_MAX and not any(unicodedata.category(char) in ("Cc", "Cs") for char in text)


def _normal(text: str) -> str:
    """One form for what looks the same, whatever keyboard typed it."""
    return unicodedata.normalize("NFC", text)


def _cipher(slot: KeySlot, secret: str) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    cost = slot.cost
    derived = Argon2id(
        salt=slot.salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret.encode())
    return ChaCha20Poly1305(derived)
