"""The random key of a database, with the salt that is handed to SQLCipher beside it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True)
class DatabaseKey:
    """A raw SQLCipher key (32 bytes) and its explicit salt (16 bytes); the key never shows in a repr."""

    key: bytes = field(repr=False)
    salt: bytes

    def __post_init__(self) -> None:
        """Refuse other lengths: SQLCipher would silently take them for a passphrase."""
        if len(self.key) != KEY_BYTES or len(self.salt) != SALT_BYTES:
            raise ValueError("a database key is 32 bytes of key and 16 bytes of salt")

    @classmethod
    def generate(cls) -> DatabaseKey:
        """A new key and salt from the system's random source."""
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SALT_BYTES))

    def raw(self) -> str:
        """SQLCipher's notation ``x'<64 hex key><32 hex salt>'``: no derivation, and a torn header costs nothing."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"
