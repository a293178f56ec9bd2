"""What a register draws, read back from its pages' code as plain lines and rules for another writer to draw."""

import re
from collections.abc import Iterator

from station_app.reports.page import A4_LANDSCAPE, Document
from station_app.reports.records import RegisterHead, RegisterOptions, RegisterRow
from station_app.reports.register_layout import RegisterLayout
from station_app.reports.register_painter import RegisterPainter

Rule = tuple[float, float, float, float]
Block = tuple[float, float, float, float, list[str]]

_NUMBER = r"(-?[\d.]+)"
_TEXT = re.compile(
    rf"\((?P<text>[^)]*)\) Tj|/(?P<font>F\d+) (?P<size>[\d.]+) Tf|1 0 0 1 {_NUMBER} {_NUMBER} Tm|"
    rf"{_NUMBER} {_NUMBER} Td|(?P<next>T\*)|(?P<leading>[\d.]+) TL"
)
_LINE = re.compile(rf"{_NUMBER} {_NUMBER} m {_NUMBER} {_NUMBER} l")
_BOX = re.compile(rf"{_NUMBER} {_NUMBER} {_NUMBER} {_NUMBER} re S")


def drawn(rows: list[RegisterRow], head: RegisterHead) -> list[tuple[list[Rule], list[Block]]]:
    """Rules and blocks of each page: (x1, y1, x2, y2) and (x, y, size, leading, lines) from the lower left corner."""
    document = Document("", head.printed_at, A4_LANDSCAPE)
    forms: list[str] = []
    document.add_form = lambda code: forms.append(code) or "X1"
    layout = RegisterLayout(RegisterOptions(), head.year)
    pages = list(layout.pages(rows))
    painter = RegisterPainter(document, layout, head)
    codes = [painter.draw(page, number, len(pages)) for number, page in enumerate(pages, 1)]
    fonts = document._fonts
    signs = {(fonts.fonts[name].resource, two): chr(code) for (name, code), two in fonts._numbers.items()}
    frame = _rules(forms[0]), list(_blocks(forms[0], signs))
    return [([*frame[0], *_rules(code)], [*frame[1], *_blocks(code, signs)]) for code in codes]


def _rules(code: str) -> list[Rule]:
    bare = re.sub(r"\([^)]*\)", "", code)
    rules: list[Rule] = [tuple(map(float, found.groups())) for found in _LINE.finditer(bare)]
    for found in _BOX.finditer(bare):
        x, y, wide, high = map(float, found.groups())
        rules += [(x, y, x + wide, y), (x, y, x, y + high), (x + wide, y, x + wide, y + high)]
        rules.append((x, y + high, x + wide, y + high))
    return rules


def _blocks(code: str, signs: dict[tuple[str, str], str]) -> Iterator[Block]:
    font, size, leading, x, y = "", 10.5, 14.3, 0.0, 0.0
    lines: list[str] = []
    for found in _TEXT.finditer(code):
        if found["text"] is not None:
            pairs = found["text"]
            text = "".join(signs[font, pairs[at : at + 2]] for at in range(0, len(pairs), 2))
            lines[-1:] = [lines[-1] + text] if lines else [text]
        elif found["font"]:
            font, size = found["font"], float(found["size"])
        elif found["next"]:
            lines.append("")
        elif found["leading"]:
            leading = float(found["leading"])
        else:
            if lines:
                yield x, y, size, leading, lines
            lines = []
            numbers = [float(value) for value in found.groups() if value and re.fullmatch(_NUMBER, value)]
            x, y = numbers if found[0].endswith("Tm") else (x + numbers[0], y + numbers[1])
    if lines:
        yield x, y, size, leading, lines
