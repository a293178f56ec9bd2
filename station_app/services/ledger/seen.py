"""Which external numbers a file has shown so far, and with what text, in 32 bytes a number or less."""

import hashlib
from array import array

_FIRST_SIZE = 1024


class SeenNumbers:
    """A table of 64-bit fingerprints by open addressing: a million rows need some 32 MB, where a dict needs 150."""

    def __init__(self) -> None:
        self._count = 0
        self._keys = array("Q", bytes(8 * _FIRST_SIZE))
        self._texts = array("Q", bytes(8 * _FIRST_SIZE))

    def conflicts(self, number: str, text_digest: str) -> bool:
        """Tell whether ``number`` came before with another text; remember it if it is new."""
        key, text = _fingerprint(number), int(text_digest[:16], 16)
        slot = self._slot(key)
        if self._keys[slot]:
            return self._texts[slot] != text
        self._put(slot, key, text)
        if self._count * 2 > len(self._keys):
            self._grow()
        return False

    def _put(self, slot: int, key: int, text: int) -> None:
        self._keys[slot], self._texts[slot] = key, text
        self._count += 1

    def _slot(self, key: int) -> int:
        mask = len(self._keys) - 1
        slot = key & mask
        while self._keys[slot] not in {0, key}:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        keys, texts, size = self._keys, self._texts, len(self._keys) * 2
        self._count, self._keys, self._texts = 0, array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
        for key, text in zip(keys, texts, strict=True):
            if key:
                self._put(self._slot(key), key, text)


def _fingerprint(text: str) -> int:
    """64 bits of a text, never 0."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), "big") | 1
