"""The list of an import, or of its preview, and the receipt of a package that was written, on paper or as PDF."""

from collections.abc import Callable

from station_app.domain.moves import EVERYBODY
from station_app.services.packages.history import Passage
from station_app.services.packages.summary import Summary, refused_words, sum_words
from station_app.services.reprints import Output, Paper, Trace, check_place, deliver, outputs
from station_app.services.station import Station

Progress = Callable[[int, int], None]
Cells = tuple[str, str, str]


def write_report(
    station: Station, summary: Summary, out: Output, *, done: bool, progress: Progress | None = None
) -> Paper:
    """Write what packages brought, or would bring; the unchanged are only counted. Raises StationError."""
    title = "导入清单" if done else "导入预览清单"
    rows: list[Cells] = [(line.outcome, line.lead, line.words) for line in summary.lines]
    rows += [("拒绝", name, str(problem)) for name, problem in summary.refused]
    counts = "　".join(f"{word} {number:,}" for word, number in summary.counts.items())
    sums = sum_words(summary) if summary.packages else refused_words(summary)
    return _written(station, out, title, summary.title, (sums, counts), rows, progress)


def write_receipt(station: Station, passage: Passage, out: Output, progress: Progress | None = None) -> Paper:
    """Write the receipt of a package that was written: number, file, contents, how far it got. Raises StationError."""
    rows: list[Cells] = [
        ("写入", "时间", _moment(passage.at)),
        ("写入", "文件", passage.file_name),
        ("写入", "内容", passage.contents),
        ("校验", "读回", _moment(passage.verified_at) or "没有校验"),
        ("回执", "对方", _moment(passage.acknowledged_at) or f"还没有，已等 {passage.days} 天"),
    ]
    subject = f"给：{passage.partner}　第 {passage.number} 号包"
    return _written(station, out, "导出回执", subject, ("", passage.contents), rows, progress)


def _written(
    station: Station,
    out: Output,
    title: str,
    subject: str,
    told: tuple[str, str],
    rows: list[Cells],
    progress: Progress | None,
) -> Paper:
    from station_app.reports.exchange_list import ExchangeHead, exchange_unprintable, print_exchange

    check_place(station, out, ".pdf")
    station.require(*EVERYBODY)
    head = ExchangeHead(
        title=title,
        site=station.identity.name,
        subject=subject,
        sums=told[0],
        counts=told[1],
        printed_at=station.clock.now(),
    )
    printed = print_exchange(rows, head, progress)
    trace = Trace(key="exchange", subject=title, detail=subject)
    deliver(station, trace, outputs(station, trace.key), out, printed.data)
    return Paper(out=out, rows=len(rows), pages=printed.pages, reprint=0, unprintable=exchange_unprintable(rows))


def _moment(text: str) -> str:
    return text.replace("T", " ")[:16]
