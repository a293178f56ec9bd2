"""Numbers that are names: of rows, of telephones. A spreadsheet that reckons with them may lose their digits."""

import re
import unicodedata
from dataclasses import dataclass

from station_app.errors import StationError
from station_app.services.ledger.cells import Cell, cell_text

# A spreadsheet keeps fifteen digits of a number and writes zeros for the rest.
_EXACT_BELOW = 10**15
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?[Ee]\+?([0-9]{1,2})")
_AS_TEXT = "请在表格中把这一列设为文本，重新填写。"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text, and notes of what was done to it or should be looked at."""

    text: str
    notes: tuple[str, ...] = ()


def whole_number(cell: Cell) -> Repaired:
    """Return a number as its digits, any other cell as its text; StationError when digits are lost."""
    if isinstance(cell, bool):
        raise StationError("应为号码，却是 TRUE 或 FALSE", _AS_TEXT)
    if isinstance(cell, int | float):
        if cell != int(cell):
            raise StationError(f"应为号码，却是小数 {cell:g}", _AS_TEXT)
        if not 0 <= cell < _EXACT_BELOW:
            raise StationError(f"号码“{cell:g}”超过 15 位，末几位已被表格软件丢失", _AS_TEXT)
        return Repaired(str(int(cell)))
    return _from_text(cell_text(cell))


def _from_text(text: str) -> Repaired:
    found = _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text[:40]).strip())
    if not found:
        return Repaired(text)
    fraction, power = found[2] or "", int(found[3])
    if len(fraction.rstrip("0")) > power or len(fraction) < power:
        raise StationError(f"号码“{text.strip()}”已被表格软件改成约数，位数丢失", _AS_TEXT)
    return Repaired(found[1] + fraction[:power], ("由科学计数法还原",))
