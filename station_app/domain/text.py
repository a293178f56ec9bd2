"""The rules every typed or imported text passes before it is stored, and the key under which it is searched."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from station_app.errors import StationError

MAX_TEXT_CHARACTERS = 100_000
MAX_RECORD_BYTES = 1024 * 1024
MAX_MARKS_ON_ONE_CHARACTER = 100

_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_LINE_BREAKS = re.compile(r" *\n+[ \n]*")
_TABS = re.compile(r"\t+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# C0 and C1 controls but tab, line feed and carriage return; then the zero-width, the bidi and the two non-characters
# that a text read in the wrong byte order leaves behind and that no spreadsheet may hold.
_INVISIBLE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    "\ufff9-\ufffb\ufffe\uffff]"
)
_BLANKS = re.compile(r"\s+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-")
# NFKC does the same, six times slower: without these signs most texts are normal already, which it sees at once.
_WIDE_SIGNS = tuple((sign, chr(ord(sign) - 0xFEE0)) for sign in "，：？！（）；")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | _DASHES


class TextRefused(StationError):
    """A text that cannot be kept as it is: broken, or too long."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text fit to be stored, and short Chinese notes of what was changed in it (empty: nothing)."""

    text: str
    changes: tuple[str, ...] = ()


def clean_text(raw: str) -> Cleaned:
    """Clean a text of several lines; cleaning twice changes nothing. Raises TextRefused."""
    _refuse_unfit(raw)
    changes: list[str] = []
    visible, dropped = _INVISIBLE.subn("", raw)
    text = _step(changes, f"去掉 {dropped} 个看不见的字符", raw, visible)
    text = _step(changes, "换行已统一", text, _LINE_END.sub("\n", text))
    text = _step(changes, "制表符改为空格", text, _TABS.sub(" ", text))
    text = _step(changes, "字形已规范", text, unicodedata.normalize("NFC", text))
    text = _step(changes, "去掉首尾空白", text, text.strip())
    _refuse_long(text)
    return Cleaned(text, tuple(changes))


def clean_line(raw: str) -> Cleaned:
    """Clean a text of one line: as `clean_text`, and line breaks become one space. Raises TextRefused."""
    cleaned = clean_text(raw)
    changes = list(cleaned.changes)
    text = _step(changes, "换行改为空格", cleaned.text, _LINE_BREAKS.sub(" ", cleaned.text))
    return Cleaned(text, tuple(changes))


def clean_digits(raw: str) -> Cleaned:
    """Clean a phone or number field: one line, half-width, ``-`` for any dash, no blanks. Raises TextRefused."""
    _refuse_unfit(raw)
    changes: list[str] = []
    text = _step(changes, "全角改为半角", raw, half_width(raw))
    text = _step(changes, "去掉号码里的空格", text, _BLANKS.sub("", text))
    cleaned = clean_line(text)
    changes.extend(cleaned.changes)
    text = _step(changes, "去掉首尾横线", cleaned.text, cleaned.text.strip("-"))
    return Cleaned(text, tuple(changes))


def half_width(text: str) -> str:
    """Return ``text`` with full-width letters, digits and signs as half-width, and any dash as ``-``."""
    return text.translate(_HALF_WIDTH)


def check_record_size(texts: Iterable[str]) -> None:
    """Raise TextRefused when all texts of one record together exceed 1 MiB of UTF-8."""
    total = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    if total > MAX_RECORD_BYTES:
        raise TextRefused(
            f"这条记录的文字合计 {total / MAX_RECORD_BYTES:.2f} MiB，最多 1 MiB",
            "请删减，或把长材料存成 PDF 作为附件。",
        )


def search_key(text: str) -> str:
    """Return the form in which stored text and query are compared: NFKC, casefolded, a newline as a space."""
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text).casefold().replace("\n", " ")


def _step(changes: list[str], note: str, before: str, after: str) -> str:
    """Return ``after``; add ``note`` to ``changes`` when it differs from ``before``."""
    if after != before:
        changes.append(note)
    return after


def _refuse_unfit(raw: str) -> None:
    if "\0" in raw:
        raise TextRefused("文字里有空字符(NUL)", "请从原处重新复制，或手工录入这段文字。")
    if _SURROGATE.search(raw):
        raise TextRefused("文字里有残缺的字符（半个代理对）", "请删去乱码处，或从原处重新复制。")
    _refuse_long(raw)
    if _longest_pile(raw) > MAX_MARKS_ON_ONE_CHARACTER:
        raise TextRefused("一个字上叠了太多附加符号", "请删去这些符号，或手工录入这段文字。")


def _longest_pile(text: str) -> int:
    """Length of the longest run of combining marks: normalising takes time that grows with its square."""
    if text.isascii():
        return 0
    runs = groupby(map(unicodedata.combining, text), bool)
    return max((sum(1 for _ in run) for is_mark, run in runs if is_mark), default=0)


def _refuse_long(text: str) -> None:
    if len(text) > MAX_TEXT_CHARACTERS:
        raise TextRefused(
            f"文字太长：{len(text)} 字，最多 {MAX_TEXT_CHARACTERS} 字",
            "请分成几条录入，或把全文存成 PDF 作为附件。",
        )
