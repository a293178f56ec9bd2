"""In a process of its own: writes one register one way; prints the seconds of the processor, the peak memory, the size.

Arguments: the way, the pickled input, the file to write, and for the yardstick where it is and its font.
"""

import importlib.util
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from station_app.reports.faces import Face
from station_app.reports.records import RegisterOptions
from station_app.reports.register import RegisterPreview, print_register


def main(way: str, given: str, target: str, *more: str) -> None:
    """Read, write, print."""
    work = WAYS[way](pickle.loads(Path(given).read_bytes()), Path(target), *more)
    began = time.process_time()
    work()
    seconds = time.process_time() - began
    print(seconds, _peak(), Path(target).stat().st_size)


def _ours(given: Any, target: Path) -> Callable[[], object]:
    rows, head = given
    return lambda: target.write_bytes(print_register(rows, head, RegisterOptions()).data)


def _first_page(given: Any, target: Path) -> Callable[[], object]:
    rows, head = given
    return lambda: target.write_bytes(RegisterPreview(rows, head, RegisterOptions()).page(1))


def _yardstick(pages: Any, target: Path, module: str) -> Callable[[], object]:
    spec = importlib.util.spec_from_file_location("minimal_pdf", module)
    assert spec is not None
    assert spec.loader is not None
    minimal = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(minimal)
    return lambda: minimal.write(str(target), str(Face.SERIF.file), pages)


def _long_table(cells: Any, target: Path) -> Callable[[], object]:
    """Ready lines in all cells but the content, which is a paragraph: the easiest of tables for it."""
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    def build() -> None:
        pdfmetrics.registerFont(ttfonts.TTFont("serif", str(Face.SERIF.file)))
        style = ParagraphStyle("c", fontName="serif", fontSize=10.5, leading=14.3, wordWrap="CJK")
        widths, content, rows = cells
        data = [
            [Paragraph(escape(text), style) if place == content else text for place, text in enumerate(row)]
            for row in rows
        ]
        looks = [("FONT", (0, 0), (-1, -1), "serif", 10.5, 14.3), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
        table = LongTable(data, colWidths=widths, style=looks)
        SimpleDocTemplate(str(target), pagesize=landscape(A4), leftMargin=65, rightMargin=20).build([table])

    return build


def _peak() -> int:
    """The most memory this process ever had, in KiB (not what its parent had when it was started)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


WAYS = {"ours": _ours, "first page": _first_page, "yardstick": _yardstick, "long table": _long_table}

if __name__ == "__main__":
    main(*sys.argv[1:])
