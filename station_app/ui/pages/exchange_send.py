"""交中心 (at the centre 发给各站): what the next package holds, and its three steps."""

import time
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from station_app.errors import StationError
from station_app.services.pace import Cancelled
from station_app.services.packages.contents import contents_words
from station_app.services.packages.pairing import is_joined, members
from station_app.services.packages.sending import Contents, Sent, Step, export, export_to_centre_pcs, next_contents
from station_app.services.packages.sticks import Stick, make_ours
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange_rights import exchange_reason, may_exchange
from station_app.ui.pages.exchange_steps import Stage, StepRow
from station_app.ui.pages.exchange_stick import room_words
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.labels import ElidedLabel, Text
from station_app.ui.widgets.notes import Banner, progress_words
from station_app.ui.widgets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the worker tells of a step that is over."""

    step: Step
    at: str


class SendCard(Sheet):
    """``working`` tells when it begins and ends, ``written`` gives the packages that were written."""

    working = Signal(bool)
    written = Signal(object)
    _heard = Signal(object)

    def __init__(self, context: PageContext) -> None:
        self._centre = context.station.is_centre
        super().__init__(self.tr("发给各站") if self._centre else self.tr("交中心"))
        self._context = context
        self._stick: Stick | None = None
        self._progress: Progress | None = None
        self._began = 0.0
        self._safe = False
        self.file = ElidedLabel("", "caption", "text2")
        self.twin = LinkButton(self.tr("写给中心另一台电脑"), kind="caption")
        self.twin.setVisible(self._centre)
        self.add_to_head(self.file)
        self.add_to_head(self.twin)
        self.contents = Text("", wrap=True)
        self.carried = Text("", "caption", "text2", wrap=True)
        self.writing = StepRow(self.tr("写到优盘"))
        self.reading = StepRow(self.tr("读回校验"))
        self.receipt = StepRow(self.tr("各站回执") if self._centre else self.tr("中心回执"))
        self.problem = Banner("", "danger")
        self.submit = KeyCapButton(self.tr("写到优盘"), kind="primary", key="F8")
        self.cancel = KeyCapButton(self.tr("取消"))
        self.cancel.setToolTip(self.tr("已写部分会删去，旧包不动"))
        self.hint = Text("", "caption", "text2")
        self._lay_out()
        self.submit.clicked.connect(self.start)
        self.twin.clicked.connect(lambda: self.start(to_twin=True))
        self.cancel.clicked.connect(self._stop)
        self._heard.connect(self._step_over)
        self.set_idle()

    @property
    def busy(self) -> bool:
        """Whether a package is being written."""
        return self._progress is not None

    def set_stick(self, stick: Stick | None) -> None:
        """Say where the next package goes."""
        self._stick = stick
        self._offer()

    def refresh(self) -> None:
        """Read anew what the next package would hold, and forget the one before."""
        if self.busy:
            return
        self._safe = False
        self.file.setText("")
        self.problem.hide()
        self.set_idle()
        if not is_joined(self._context.station):
            self._say_unpaired()
        elif self._centre:
            count = len(members(self._context.station))
            self.contents.setText(self.tr("{count} 个站，每站一个回传包").format(count=count))
            self.carried.setText(self.tr("答复、办理情况和站点名册；各站只收到自己的"))
        else:
            station = self._context.station
            self._context.tasks.run(
                lambda _progress: next_contents(station), self._show_contents, self._say_trouble, owner=self
            )
        self._offer()

    def set_idle(self) -> None:
        """Show three steps still to come."""
        for row in (self.writing, self.reading, self.receipt):
            row.set_stage(Stage.TO_COME)
        self.receipt.set_stage(
            Stage.TO_COME, self.tr("下次收包时更新") if self._centre else self.tr("下次取回传包时更新")
        )
        self._offer()

    def start(self, *, to_twin: bool = False) -> None:
        """Write, read back, verify; ``to_twin``: for the other PCs of the centre."""
        stick = self._stick
        if stick is None or self.busy or not self._agreed(stick):
            return
        self._began, self._safe = time.monotonic(), False
        self.problem.hide()
        self.set_idle()
        self.writing.set_stage(Stage.UNDER_WAY)
        station, heard = self._context.station, self._heard
        write = export_to_centre_pcs if to_twin else export

        def step_over(step: Step) -> None:
            heard.emit(_Heard(step, f"{station.clock.now():%H:%M:%S}"))

        def work(progress: Progress) -> list[Sent]:
            if not self._centre:  # a stick at the centre is mostly a station's
                make_ours(station, stick)
            return write(station, stick.path, pace=progress, on_step=step_over)

        self._progress = self._context.tasks.run(work, self._done, self._refused, self._show_progress, self)
        self._offer()
        self.cancel.setFocus()
        self.working.emit(True)

    def _agreed(self, stick: Stick) -> bool:
        if stick.ours or self._centre:
            return True
        question = self.tr("这是「{name}」的优盘").format(name=stick.owner)
        told = self.tr("包是加密的，别的站打不开；只是中心会收到别站的优盘。")
        return self._context.messages.confirm(question, told, self.tr("就写到这里"), danger=False)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.cancel.setEnabled(False)

    def _step_over(self, heard: _Heard) -> None:
        self._began = time.monotonic()
        if heard.step is Step.WRITTEN:
            self.writing.set_stage(Stage.DONE, heard.at)
            self.reading.set_stage(Stage.UNDER_WAY)
        else:
            self.reading.set_stage(Stage.DONE, heard.at)
            self.cancel.setEnabled(self._centre)

    def _show_progress(self, done: int, total: int, text: str) -> None:
        passed = time.monotonic() - self._began
        rest = passed * (total - done) / done if done and passed > 1 else None
        share = done / total if total else 0.0
        if self._centre and self.reading.stage is Stage.DONE:  # the next station's
            self.writing.set_stage(Stage.UNDER_WAY)
            self.reading.set_stage(Stage.TO_COME)
        row = self.reading if self.reading.stage is Stage.UNDER_WAY else self.writing
        if row.stage is Stage.UNDER_WAY:
            row.set_progress(share, progress_words(share, rest))
        elif self._centre:
            self.hint.setText(text)

    def _done(self, sent: list[Sent]) -> None:
        self._end()
        last = sent[-1] if sent else None
        self.file.setText("" if last is None or len(sent) > 1 else last.file.name)
        if last is None:
            self._say_problem(self.tr("名册里还没有站点。请先在「密钥与配对」里批准各站的申请。"))
            return
        self._safe = True
        self._offer()
        size = room_words(sum(one.size for one in sent))
        if len(sent) > 1:
            words = self.tr("已写入并校验 {count} 个包，共 {size}，可以拔出优盘了")
        else:
            words = self.tr("第 {number} 号包已写入并校验，共 {size}，可以拔出优盘了")
        self._context.messages.say(words.format(count=len(sent), number=last.export_no, size=size))
        self.written.emit(sent)

    def _refused(self, problem: StationError) -> None:
        self._end()
        self.set_idle()
        self._say_problem(self._cancelled() if isinstance(problem, Cancelled) else str(problem))
        if self._centre:
            self.written.emit([])

    def _cancelled(self) -> str:
        if self._centre:
            return self.tr("已取消。写了一半的已删去；已写好的包留在优盘上，照样有效。")
        return self.tr("已取消。写了一半的已删去，以前的包没有动。")

    def _end(self) -> None:
        self._progress = None
        self._offer()
        if self.isVisible() and self.submit.isEnabled():
            self.submit.setFocus()
        self.working.emit(False)

    def _offer(self) -> None:
        allowed = may_exchange(self._context)
        ready = self._stick is not None and not self._stick.read_only and is_joined(self._context.station) and allowed
        for verb in (self.submit, self.twin):
            verb.setEnabled(ready and not self.busy)
            verb.setToolTip("" if allowed else exchange_reason(self._context))
        self.cancel.setEnabled(self.busy)
        folder = self._stick is not None and not self._stick.removable
        self.submit.setText(self.tr("写到文件夹") if folder else self.tr("写到优盘"))
        self.hint.setText(self._hint())

    def _hint(self) -> str:
        if self.busy:
            return self.tr("校验完再拔盘")
        if self._safe:
            return self.tr("可以拔出了")
        if not may_exchange(self._context):
            return exchange_reason(self._context)
        if self._stick is None:
            return self.tr("请先插优盘")
        return self.tr("优盘是只读的") if self._stick.read_only else ""

    def _say_trouble(self, problem: StationError) -> None:
        self._say_problem(str(problem))

    def _show_contents(self, contents: Contents) -> None:
        if self.busy:
            return
        self.title.setText(self.tr("交中心　第 {number} 号包").format(number=contents.number))
        self.contents.setText(contents_words(contents.facets))
        size = room_words(contents.size)
        if contents.carried:
            numbers = "、".join(str(number) for number in contents.carried)
            words = self.tr("另自动带上未确认的第 {numbers} 号包，共约 {size}")
            self.carried.setText(words.format(numbers=numbers, size=size))
        else:
            self.carried.setText(self.tr("共约 {size}").format(size=size))
        self.carried.setVisible(bool(contents.changes or contents.carried))

    def _say_unpaired(self) -> None:
        self.contents.setText(self.tr("还没有和街道中心配对"))
        told = self.tr("请先按右上角「密钥与配对」，批准各站的入网申请。")
        ask = self.tr("请先按右上角「密钥与配对」，生成入网申请交给中心。")
        self.carried.setText(told if self._centre else ask)

    def _say_problem(self, sentence: str) -> None:
        self.problem.set_text(sentence)
        self.problem.show()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 52)
        grid.addWidget(Text(self.tr("内容"), "body", "text2"), 0, 0)
        grid.addWidget(self.contents, 0, 1)
        grid.addWidget(self.carried, 1, 1)
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        for widget in (self.submit, self.cancel):
            verbs.addWidget(widget)
        verbs.addStretch(1)
        verbs.addWidget(self.hint)
        steps = QVBoxLayout()
        steps.setSpacing(4)
        for row in (self.writing, self.reading, self.receipt):
            steps.addWidget(row)
        self.problem.hide()
        self.column.addLayout(grid)
        self.column.addLayout(steps)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.column.addLayout(verbs)
