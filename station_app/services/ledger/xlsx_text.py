"""The shared strings of an xlsx: hundreds of thousands of texts held as bytes, so that memory is what the text is."""

import re
from array import array
from collections.abc import Iterable

from station_app.errors import StationError
from station_app.services.ledger.xml_feed import check_depth, feed, local_name

MAX_STRINGS_BYTES = 128 * 1024 * 1024
MAX_STRINGS = 4_000_000
MAX_CELL_CHARACTERS = 200_000

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Turn ``_x000D_`` back into the character that XML could not hold. Source: ECMA-376 part 1, 22.9.2.19."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


class TextPieces:
    """Gathers one text from pieces of character data, and stops growing where no cell can follow."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def add(self, data: str) -> None:
        """Take one more piece."""
        if self._size <= MAX_CELL_CHARACTERS:
            self._pieces.append(data)
            self._size += len(data)

    def take(self) -> str:
        """Return the text and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return text


class SharedStrings:
    """The texts that cells refer to by number."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        """Append one text. Raises StationError beyond what we hold."""
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))
        if len(self._bytes) > MAX_STRINGS_BYTES or len(self._ends) > MAX_STRINGS:
            raise StationError(
                f"表格里的文字超过 {MAX_STRINGS_BYTES // 2**20} MiB 或 {MAX_STRINGS} 段", "请把表格分成几个文件导入。"
            )

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode("utf-8", "surrogatepass")


def read_shared_strings(chunks: Iterable[bytes]) -> SharedStrings:
    """Read ``sharedStrings.xml``; phonetic guides are left out. Raises StationError."""
    reader = _StringsReader()
    for _ in feed(chunks, reader):
        pass
    return reader.strings


class _StringsReader:
    def __init__(self) -> None:
        self.strings = SharedStrings()
        self._depth = 0
        self._pieces = TextPieces()
        self._in_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self._depth += 1
        check_depth(self._depth)
        local = local_name(name)
        if local == "rPh":
            self._phonetic += 1
        self._in_text = local == "t" and not self._phonetic

    def end(self, name: str) -> None:
        self._depth -= 1
        self._in_text = False
        local = local_name(name)
        if local == "rPh":
            self._phonetic -= 1
        elif local == "si":
            self.strings.add(unescape(self._pieces.take()))

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.add(data)
