"""In which encoding a text table is written: told by its mark or by its bytes, over the whole file."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station_app.errors import StationError
from station_app.services.ledger.source import SAVE_AS_XLSX, not_a_table, reading

_CHUNK = 1024 * 1024
_SAMPLE = 64 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and how many line ends the file holds in it."""

    codec: str
    lines: int


def detect(path: Path) -> Encoding:
    """Find the encoding in which the whole of ``path`` can be read. Raises StationError when there is none."""
    with reading(path), path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for codec in _candidates(sample):
        lines = _read_through(path, codec)
        if lines is not None:
            return Encoding(codec, lines)
    raise StationError(
        "文件的文字编码不认识（不是 UTF-8、UTF-16 或 GB18030），或者文件已损坏", f"{SAVE_AS_XLSX}，再导入新文件。"
    )


def _candidates(sample: bytes) -> tuple[str, ...]:
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return (codec,)
    if b"\0" not in sample:
        return ("utf-8", "gb18030")
    # UTF-16 without its mark: the line feeds tell the order of the bytes.
    best = max(("utf-16-le", "utf-16-be"), key=lambda codec: _line_feeds(sample, codec))
    if not _line_feeds(sample, best):
        raise not_a_table("二进制文件")
    return (best,)


def _line_feeds(sample: bytes, codec: str) -> int:
    return sample.decode(codec, "replace").count("\n")


def _read_through(path: Path, codec: str) -> int | None:
    """Decode the whole file; the number of line feeds, or None when the codec does not fit."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    lines = 0
    try:
        for chunk in _file_chunks(path):
            text = decoder.decode(chunk)
            lines += text.count("\n")
            if "\0" in text:
                raise not_a_table("二进制文件")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return lines


def _file_chunks(path: Path) -> Iterator[bytes]:
    with reading(path), path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
