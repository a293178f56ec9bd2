"""从中心取回 (at the centre 收各站的包): the preview of what packages would do, and the import."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.packages.pairing import is_joined
from station_app.services.packages.paper import write_report
from station_app.services.packages.summary import CONFLICT, Summary, summarise
from station_app.services.packages.taking import Report, preview, take
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.exchange_items import ItemsView
from station_app.ui.pages.exchange_rights import exchange_reason, may_exchange
from station_app.ui.pages.settings_parts import WorkStrip
from station_app.ui.printing import PaperWish, print_paper
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner, EmptyState
from station_app.ui.widgets.sheet import Sheet

Work = Callable[[Progress], list[Report]]


class TakeCard(Sheet):
    """``working`` tells when it begins and ends, ``taken`` gives the reports of an import.

    ``folder_wanted`` asks for packages from elsewhere, ``conflicts_wanted`` for the page that settles conflicts.
    """

    working = Signal(bool)
    taken = Signal(object)
    folder_wanted = Signal()
    conflicts_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(" ")
        self._centre = context.station.is_centre
        self._context = context
        self.paths: tuple[Path, ...] = ()
        self.summary: Summary | None = None
        self.imported = False
        self.origin = Text("", "caption", "text2")
        self.strip = WorkStrip(self, context.tasks, self.tr("还没有导入的不再导入，已导入的留着"))
        self.items = ItemsView()
        self.note = Banner("", "ok")
        self.empty = EmptyState(self._nothing(), self.tr("选文件夹…"))
        self.submit = KeyCapButton(self.tr("导入"), kind="primary", key="Ctrl+Enter", icon="file-import")
        self.print_button = KeyCapButton(self.tr("打印预览清单"))
        self.settle = KeyCapButton(self.tr("去选一条为准"))
        self.hint = Text("", "caption", "text2", wrap=True)
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def busy(self) -> bool:
        """Whether packages are being read."""
        return self.strip.busy

    def clear(self) -> None:
        """Show nothing but how to begin."""
        self.paths, self.summary, self.imported = (), None, False
        self.empty.sentence.setText(self._nothing())
        self._arrange()

    def look_into(self, paths: Sequence[Path]) -> None:
        """Preview packages and folders; nothing is changed."""
        if self.busy or not is_joined(self._context.station) or not may_exchange(self._context):
            return
        self.paths = tuple(paths)
        station = self._context.station
        self._run(lambda progress: preview(station, self.paths, progress), self._seen, self.tr("正在核对签名和内容"))

    def import_all(self) -> None:
        """Take what was previewed."""
        if self.busy or self.imported or self.summary is None or not self.summary.packages:
            return
        station = self._context.station
        self._run(lambda progress: take(station, self.paths, progress), self._took, self.tr("正在导入"))

    def set_room(self, rows: int) -> None:
        """Show so many lines at once."""
        self.items.table.set_most(rows)

    def apply_scale(self) -> None:
        """From 130 % the hint stands under the verbs."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(down if look().compact else across)

    def _run(self, work: Work, done: Callable[[list[Report]], None], text: str) -> None:
        self.working.emit(True)
        self.strip.run(work, done, self._refused, text)
        self._arrange()

    def _seen(self, reports: list[Report]) -> None:
        self.imported = False
        self._show(reports)
        if self.isVisible() and self.submit.isVisible():
            self.submit.setFocus()

    def _took(self, reports: list[Report]) -> None:
        self.imported = any(report.problem is None for report in reports)
        self._show(reports)
        self.taken.emit(reports)

    def _show(self, reports: list[Report]) -> None:
        self.summary = summarise(self._context.station, reports)
        self.items.show_summary(self.summary)
        self.origin.setText(self.summary.title)
        self._arrange()
        self.working.emit(False)

    def _refused(self, problem: StationError) -> None:
        self.paths, self.summary = (), None
        self._arrange()
        self.empty.sentence.setText(str(problem))
        self.working.emit(False)

    def _arrange(self) -> None:
        shown = self.summary is not None and not self.busy
        self.items.setVisible(shown)
        self.empty.setVisible(self.summary is None and not self.busy)
        self.origin.setVisible(shown)
        self.print_button.setVisible(shown)
        self.print_button.setText(self.tr("打印导入清单") if self.imported else self.tr("打印预览清单"))
        ready = shown and not self.imported and self.summary.packages > 0
        self.submit.setVisible(ready)
        self.hint.setVisible(shown)
        if ready:
            self.submit.setText(self.tr("导入 {count} 项").format(count=f"{self.summary.total:,}"))
        self._say_result(shown=shown)

    def _say_result(self, *, shown: bool) -> None:
        done = shown and self.imported
        conflicts = self.summary.counts[CONFLICT] if done else 0
        self.title.setText(self._title(done=done))
        self.settle.setVisible(bool(conflicts))
        self.note.setVisible(bool(conflicts))
        words = self.tr("{count} 项冲突，两边都留着，请选一条为准。").format(count=conflicts)
        self.note.set_text(words, "warn")
        before = self.tr("导入前先留快照，可撤销；优盘上的文件不动")
        after = self.tr("已导入 {count} 项；要退回去，在下面「撤销导入」")
        self.hint.setText(after.format(count=f"{self.summary.total:,}") if done else before)

    def _title(self, *, done: bool) -> str:
        if self._centre:
            return self.tr("收各站的包　已导入") if done else self.tr("收各站的包　导入前预览")
        return self.tr("从中心取回　已导入") if done else self.tr("从中心取回　导入前预览")

    def _print(self) -> None:
        if self.summary is not None:
            print_paper(self._context, self, report_wish(self._context, self.summary, done=self.imported))

    def _nothing(self) -> str:
        if not is_joined(self._context.station):
            return self.tr("配对以后，这里可以取包。")
        if not may_exchange(self._context):
            return exchange_reason(self._context) + self.tr("。换人：按右下角的姓名。")
        if self._centre:
            return self.tr("插上站点交来的优盘，这里先看会改动什么，再决定导入。")
        return self.tr("插上从中心带回的优盘，这里先看会改动什么，再决定导入。")

    def _lay_out(self) -> None:
        self.add_to_head(self.origin)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(10)
        verbs = QWidget()
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, verbs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for button in (self.submit, self.print_button, self.settle):
            row.addWidget(button)
        row.addStretch(1)
        self._foot.addWidget(verbs)
        self._foot.addWidget(self.hint, 1)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        for widget in (self.strip, self.items, self.note, self.empty):
            inner.addWidget(widget)
        self.column.addLayout(inner)
        self.column.addLayout(self._foot)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.submit.clicked.connect(self.import_all)
        self.print_button.clicked.connect(self._print)
        self.settle.clicked.connect(self.conflicts_wanted)
        self.empty.pressed.connect(self.folder_wanted)


def report_wish(context: PageContext, summary: Summary, *, done: bool) -> PaperWish:
    """The list on paper; ``done`` after the import."""
    tr, station = QCoreApplication.translate, context.station
    name = tr("TakeCard", "导入清单") if done else tr("TakeCard", "导入预览清单")
    return PaperWish(
        title=f"{name}　{summary.title}",
        file_name=f"{name} {station.clock.today().isoformat()}.pdf",
        write=lambda out, heard: write_report(station, summary, out, done=done, progress=heard),
    )
