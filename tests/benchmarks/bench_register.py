"""The 社情簿 beside the least a PDF writer can do with the same lines on the same pages, and beside a LongTable."""

import pickle
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from station_app.reports.page import MM
from station_app.reports.records import RegisterHead, RegisterOptions, RegisterRow
from station_app.reports.register_columns import NAMES
from station_app.reports.register_layout import RegisterLayout
from tests.benchmarks.measure import BUILD, Row, Skipped, on_disk
from tests.benchmarks.register_pages import drawn
from tests.benchmarks.texts import messages, source

YARDSTICK = Path(__file__).resolve().parents[3] / "shared" / "model" / "minimal_pdf.py"
REPEAT = 3
FIRST_PAGE_SECONDS = 0.3
GROWTH = 11
SHORT = 250  # characters of a content that surely fits on a page: a LongTable cannot split such a row
HEAD = RegisterHead(
    site="临湖街道梧桐里社区代表联络站",
    code="LH07",
    period="2026 年",
    volume="第 1 册",
    printed_at=datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8))),
    year=2026,
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way costs: seconds of the processor, KiB at most, bytes of the file."""

    seconds: float
    memory: float
    size: float


def run(small: bool) -> Iterator[Row]:
    """Ratios to the yardstick and the LongTable, growth, and the seconds to a preview's first page."""
    if not YARDSTICK.exists():
        raise Skipped("minimal_pdf.py does not lie beside the project")
    if not Path("/proc/self/status").exists():
        raise Skipped("the peak of memory is read from /proc")
    few, many = (20, 60) if small else (1_000, 10_000)
    with on_disk() as folder:
        less = yield from _beside_yardstick(folder, few, 1.2, small)
        more = yield from _beside_yardstick(folder, many, 1.3, small)
        yield Row(f"register of {many:,} / {few:,}", more.seconds / less.seconds, GROWTH, f"{more.seconds:.2f} s")
        yield _first_page(folder, few)
        for number, times in ((few, 5), (many, 15)):
            yield _beside_long_table(folder, number, times)


def rows(number: int) -> list[RegisterRow]:
    """So many opinions with contents of real length."""
    texts = messages()
    return [_row(index, texts[index % len(texts)][1]) for index in range(number)]


def _row(index: int, content: str) -> RegisterRow:
    return RegisterRow(
        number=index + 1,
        serial=f"LH07-2026-{index + 1:05d}",
        day=date(2026, 1, 1) + timedelta(days=index % 365),
        channel=("来站接待", "民意收集箱", "线上接待", "走访调研")[index % 4],
        name=f"{'王李张刘陈'[index % 5]}**",
        phone=f"13{index % 10}****{index % 9000 + 1000}",
        content=content,
        topic=("市容环卫", "物业管理", "交通出行")[index % 3],
        deputies=("陈立新", "何素琴")[: index % 3],
        outcome="交办",
        unit=("城市管理办公室", "交警中队")[index % 2],
        handed_on=date(2026, 4, 8),
        result="投放点移至东墙，每天冲洗两次。",
        told_on=date(2026, 5, 6),
        attitude="满意",
    )


def _beside_yardstick(folder: Path, number: int, goal: float, small: bool) -> Iterator[Row]:
    entries = rows(number)
    pages = drawn(entries, HEAD)
    ours, least = _costs(
        folder,
        [("ours", (entries, HEAD), ()), ("yardstick", pages, (str(YARDSTICK),))],
        1 if small else REPEAT,
    )
    name = f"register of {number:,}, {source()}"
    yield Row(name, ours.seconds / least.seconds, goal, f"{ours.seconds:.2f} s, {len(pages):,} pages")
    yield Row(f"{name}, memory", ours.memory / least.memory, 1.05, f"{ours.memory / 1024:.0f} MB")
    yield Row(f"{name}, file", ours.size / least.size, 1.05, f"{ours.size / 1e6:.2f} MB")
    return ours


def _first_page(folder: Path, number: int) -> Row:
    (cost,) = _costs(folder, [("first page", (rows(number), HEAD), ())], REPEAT)
    return Row(f"first page of {number:,}, seconds", cost.seconds, FIRST_PAGE_SECONDS, "fonts not yet opened")


def _beside_long_table(folder: Path, number: int, times: int) -> Row:
    entries = [replace(row, content="".join(row.content.split())[:SHORT]) for row in rows(number)]
    layout = RegisterLayout(RegisterOptions(), HEAD.year)
    cells = [list(fragment.cells) for page in layout.pages(entries) for fragment in page]
    content = NAMES.index("反映内容")
    for row, entry in zip(cells, entries, strict=True):
        row[content] = entry.content
    table = [column.width * MM for column in layout.columns], content, cells
    ours, theirs = _costs(folder, [("ours", (entries, HEAD), ()), ("long table", table, ())], 1)
    note = f"{theirs.seconds:.1f} s with LongTable, {theirs.seconds / ours.seconds:.1f} times as long"
    return Row(f"register of {number:,} / LongTable", ours.seconds / theirs.seconds, 1 / times, note)


def _costs(folder: Path, ways: list[tuple[str, Any, tuple[str, ...]]], repeat: int) -> list[Cost]:
    """The medians of each way, taken by turns so that a busy machine is busy for all."""
    for place, (_, given, _) in enumerate(ways):
        (folder / f"{place}.pickle").write_bytes(pickle.dumps(given))
    told: list[list[list[float]]] = [[] for _ in ways]
    for _ in range(repeat):
        for place, (way, _, more) in enumerate(ways):
            told[place].append(_cost(way, folder / f"{place}.pickle", folder / "out.pdf", more))
    return [Cost(*map(statistics.median, zip(*costs, strict=True))) for costs in told]


def _cost(way: str, given: Path, target: Path, more: tuple[str, ...]) -> list[float]:
    command = [sys.executable, "-m", "tests.benchmarks.register_writer", way, str(given), str(target), *more]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=BUILD.parent).stdout
    return [float(value) for value in told.split()]
