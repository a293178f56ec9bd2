"""导入一批上报包: a folder of packages looked at first, then taken in; one line a package, counts that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from station_app.services.packages.history import count_words
from station_app.services.packages.paper import write_report
from station_app.services.packages.rounds import owners
from station_app.services.packages.sticks import Stick
from station_app.services.packages.summary import Summary, summarise
from station_app.services.packages.tables import short_name
from station_app.services.packages.taking import Outcome, Report, preview, take
from station_app.services.reprints import Output, Paper
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.stations_batch import BatchView
from station_app.ui.pages.stations_place import PlaceSheet
from station_app.ui.printing import Heard, PaperWish, print_paper
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.table import Column

CAN, DONE, BEFORE, REFUSED = "可导入", "已导入", "导入过", "拒绝"


_ORDER = (REFUSED, CAN, DONE, BEFORE)


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One package: what becomes of it as a whole, whose it is, its counts, and what there is to say."""

    state: str
    site: str
    number: int
    counts: dict[Outcome, int]
    words: str

    @property
    def total(self) -> int:
        """How many changes it held."""
        return sum(self.counts.values())


_Read = tuple[list[PackageRow], Summary]


class TakingView(BatchView):
    """Choosing the place previews; Ctrl+Enter imports."""

    def __init__(self, context: PageContext) -> None:
        tr = QCoreApplication.translate
        super().__init__(
            context,
            tr("TakingView", "导入一批上报包"),
            PlaceSheet(context, tr("TakingView", "上报包在哪个文件夹")),
            _columns(),
            tr("TakingView", "已导入的包留下，其余不导入；优盘上的包不动"),
        )
        self.done = False
        self._folder: Path | None = None
        self._summary: Summary | None = None
        self.print_button = KeyCapButton(self.tr("打印清单"), key="Ctrl+P", icon="printer", size="bar")
        self.bar.add(self.print_button)
        self.print_button.clicked.connect(self._print)
        self.place.chosen.connect(self.look)
        self.submit.clicked.connect(self._import)

    def start(self) -> None:
        """Begin anew: find the sticks."""
        self.done, self._folder = False, None
        self.say("", "info")
        self._show([])
        self.place.look()

    def look(self, place: Stick) -> None:
        """Preview what lies there."""
        self.done, self._folder = False, place.path
        self._show([])
        self._run(preview, self.tr("正在核对签名和内容"))

    def sentence(self, row: object) -> str:
        """Return whose package it is and what became of it."""
        assert isinstance(row, PackageRow)
        return "　".join(part for part in (row.site, _number(row), row.words or count_words(row.counts)) if part)

    def _import(self) -> None:
        self._run(take, self.tr("正在导入"))

    def _run(self, work: object, text: str) -> None:
        folder, station = self._folder, self.context.station
        assert folder is not None
        importing = work is take

        def read(progress: Progress) -> _Read:
            reports = take(station, [folder], progress) if importing else preview(station, [folder], progress)
            return _rows(station, reports, done=importing), summarise(station, reports)

        self.strip.run(read, self._took if importing else self._seen, self.refuse, text)

    def _seen(self, read: _Read) -> None:
        self._show(*read)
        if self.isVisible():
            (self.submit if self.submit.isVisible() else self.table).setFocus()

    def _took(self, read: _Read) -> None:
        self.done = True
        rows, _summary = read
        self._show(*read)
        taken, refused = _count(rows, DONE), _count(rows, REFUSED)
        told = self.tr("已导入 {count} 个包。每个包的清单在「收发交换」的往来记录里，可以打印、撤销。")
        left = self.tr("{count} 个没有导入，原因在表里。").format(count=refused) if refused else ""
        self.say(told.format(count=taken) + left, "warn" if refused else "ok")
        self.changed.emit()
        if self.isVisible():
            self.back.setFocus()

    def _print(self) -> None:
        summary, station, done = self._summary, self.context.station, self.done
        assert summary is not None
        title = self.tr("导入清单") if done else self.tr("导入预览清单")
        write = partial(_write, station=station, summary=summary, done=done)
        print_paper(self.context, self, PaperWish(title, f"{title}.pdf", write))

    def _show(self, rows: list[PackageRow], summary: Summary | None = None) -> None:
        self._summary = summary
        self.print_button.setVisible(bool(rows))
        self.show_rows(rows, _sum(rows))
        fresh = _count(rows, CAN)
        self.submit.setText(self.tr("导入 {count} 个包").format(count=fresh))
        self.submit.setVisible(fresh > 0)
        self.back.setText(self.tr("先不导入") if fresh else self.tr("返回"))


def _write(out: Output, heard: Heard | None, *, station: Station, summary: Summary, done: bool) -> Paper:
    return write_report(station, summary, out, done=done, progress=heard)


def _rows(station: Station, reports: Sequence[Report], *, done: bool) -> list[PackageRow]:
    rows = (_row(report, name, done=done) for report, name in zip(reports, owners(station, reports), strict=True))
    return sorted(rows, key=lambda row: _ORDER.index(row.state))


def _row(report: Report, name: str, *, done: bool) -> PackageRow:
    if report.problem is not None:
        return PackageRow(REFUSED, name, report.export_no, {}, f"{report.file.name}：{report.problem}")
    if report.earlier:
        told = QCoreApplication.translate("TakingView", "{at} 已经导入过，这次新增 0")
        words = told.format(at=report.earlier[:16].replace("T", " "))
        return PackageRow(BEFORE, name, report.export_no, dict(report.counts), words)
    state = DONE if done else CAN
    return PackageRow(state, name, report.export_no, dict(report.counts), _notes(report))


def _notes(report: Report) -> str:
    tr = QCoreApplication.translate
    parked, conflicts = report.counts.get(Outcome.PARKED, 0), report.counts.get(Outcome.CONFLICT, 0)
    notes = [
        tr("TakingView", "{count} 项等前面的包来了自动导入").format(count=parked) if parked else "",
        tr("TakingView", "{count} 项冲突，两边都留，请选一条为准").format(count=conflicts) if conflicts else "",
        tr("TakingView", "前面等着的 {count} 项也导入了").format(count=report.late) if report.late else "",
        tr("TakingView", "确认了 {count} 个回传包").format(count=len(report.acknowledged))
        if report.acknowledged
        else "",
    ]
    return "；".join(note for note in notes if note)


def _sum(rows: list[PackageRow]) -> str:
    """24 个包：可导入 22、拒绝 2；新增 812 + 更新 96 = 908 项."""
    tr = QCoreApplication.translate
    if not rows:
        return ""
    states = [f"{state} {count}" for state in (CAN, DONE, BEFORE, REFUSED) if (count := _count(rows, state))]
    by_outcome = {outcome: sum(row.counts.get(outcome, 0) for row in rows) for outcome in Outcome}
    parts = [f"{outcome} {number:,}" for outcome, number in by_outcome.items() if number]
    told = tr("TakingView", "{count} 个包：{states}").format(count=len(rows), states="、".join(states))
    if not parts:
        return told
    items = tr("TakingView", "{parts} = {total} 项")
    return f"{told}；{items.format(parts=' + '.join(parts), total=f'{sum(by_outcome.values()):,}')}"


def _count(rows: list[PackageRow], state: str) -> int:
    return sum(row.state == state for row in rows)


def _number(row: PackageRow) -> str:
    told = QCoreApplication.translate("TakingView", "第 {number} 包")
    return told.format(number=row.number) if row.number else ""


def _columns() -> tuple[Column, ...]:
    tr = QCoreApplication.translate

    def figure(outcome: Outcome) -> Column:
        def count(row: PackageRow) -> str:
            return f"{row.counts.get(outcome, 0):,}" if row.counts else "—"

        return Column(outcome.value, count, 60 if outcome is Outcome.PARKED else 50, figure=True)

    return (
        Column(tr("TakingView", "结果"), lambda row: row.state, 92, mark=True),
        Column(tr("TakingView", "站点"), lambda row: short_name(row.site), 76),
        Column(tr("TakingView", "上报包"), _number, 78),
        *(figure(outcome) for outcome in Outcome),
        Column(tr("TakingView", "共"), lambda row: f"{row.total:,}" if row.counts else "—", 50, figure=True),
        Column(tr("TakingView", "说明"), lambda row: row.words),
    )
