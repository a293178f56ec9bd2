"""写回传包: one package for each live station, or for one of them, written one after the other and read back."""

from PySide6.QtCore import QCoreApplication

from station_app.errors import StationError
from station_app.services.packages.rounds import Turn, turns, write_round
from station_app.services.packages.sticks import Stick, eject, make_ours
from station_app.services.packages.tables import short_name
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange_stick import room_words, stick_name
from station_app.ui.pages.stations_batch import BatchView
from station_app.ui.pages.stations_place import PlaceSheet
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.table import Column

WAITING, WRITTEN, FAILED = "还没写", "已写好", "没写成"


class WritingView(BatchView):
    """``start`` shows whose turn it is; Ctrl+Enter writes."""

    def __init__(self, context: PageContext) -> None:
        tr = QCoreApplication.translate
        super().__init__(
            context,
            tr("WritingView", "写回传包"),
            PlaceSheet(context, tr("WritingView", "回传包写到哪个文件夹")),
            _columns(),
            tr("WritingView", "写好的包留着；正在写的删去，其余不写"),
        )
        self.code = ""
        self._stick: Stick | None = None
        self._turns: list[Turn] = []
        self.eject = KeyCapButton(self.tr("安全拔出"), size="bar")
        self.bar.add(self.eject)
        self.place.chosen.connect(self._settle)
        self.submit.clicked.connect(self._write)
        self.eject.clicked.connect(self._let_go)

    def start(self, code: str = "") -> None:
        """Begin anew, for all live stations or the one with ``code``."""
        self.code, self._stick = code, None
        self.say("", "info")
        self.eject.hide()
        self._show([])
        try:
            self._show(turns(self.context.station, code))
        except StationError as problem:
            self.say(str(problem), "danger")
        self.place.look()

    def sentence(self, row: object) -> str:
        """Return the file of a station's turn, or why there is none."""
        assert isinstance(row, Turn)
        if row.problem is not None:
            return str(row.problem)
        files = "　".join(sent.file.name for sent in row.sent)
        return f"{row.name}　{files}" if files else row.name

    def _settle(self, place: Stick) -> None:
        self._stick = place
        self.eject.hide()
        self._offer()
        if self.isVisible() and self.submit.isVisible():
            self.submit.setFocus()

    def _write(self) -> None:
        stick, station, code = self._stick, self.context.station, self.code
        assert stick is not None
        self.eject.hide()

        def work(progress: Progress) -> list[Turn]:
            if not code:  # what all stations' packages are written to is the centre's own
                make_ours(station, stick)
            return write_round(station, stick.path, code=code, pace=progress)

        self.strip.run(work, self._written, self.refuse, self.tr("正在写到优盘"))

    def _written(self, rows: list[Turn]) -> None:
        self._show(rows)
        sent = [one for row in rows for one in row.sent]
        problem = next((row.problem for row in rows if row.problem is not None), None)
        size = room_words(sum(one.size for one in sent))
        stations = sum(bool(row.sent) for row in rows)
        if problem is None:
            told = self.tr("{stations} 站的回传包已写好并读回校验，共 {size}")
            self.say(told.format(stations=stations, size=size) + self._where(), "ok")
        else:
            told = self.tr("写好了 {stations} 站，还有 {left} 站没有写：{problem}")
            left = len(rows) - stations
            self.say(told.format(stations=stations, left=left, problem=problem), "danger")
        self.eject.setVisible(bool(sent) and self._stick is not None and self._stick.removable)
        self.changed.emit()
        if self.isVisible():
            self.back.setFocus()

    def _where(self) -> str:
        if self._stick is None or self._stick.removable:
            return self.tr("，可以拔出优盘了。")
        return self.tr("，在文件夹「{name}」里。").format(name=stick_name(self._stick))

    def _let_go(self) -> None:
        assert self._stick is not None
        name = stick_name(self._stick)
        told = self.tr("{name} 可以拔出了") if eject(self._stick) else self.tr("都已写完，指示灯不闪了再拔 {name}")
        self.say(told.format(name=name), "ok")
        self.eject.hide()
        self.back.setFocus()

    def _show(self, rows: list[Turn]) -> None:
        self._turns = rows
        self.show_rows(rows, _sum(rows))
        self._offer()

    def _offer(self) -> None:
        """Nothing can be written before the place is settled, or on what cannot be written to."""
        over = any(row.sent or row.problem for row in self._turns)
        self.submit.setText(self.tr("写 {count} 站").format(count=len(self._turns)))
        usable = self._stick is not None and not self._stick.read_only
        self.submit.setVisible(bool(self._turns) and not over)
        self.submit.setEnabled(usable)
        reason = self.tr("优盘是只读的") if self._stick is not None else self.tr("请先选写到哪里")
        self.submit.setToolTip("" if usable else reason)

    def _set_busy(self, busy: bool) -> None:
        super()._set_busy(busy)
        if not busy:
            self._offer()


def _sum(rows: list[Turn]) -> str:
    sent = [one for row in rows for one in row.sent]
    if not sent:
        return (
            QCoreApplication.translate("WritingView", "{count} 站，每站一个包").format(count=len(rows)) if rows else ""
        )
    told = QCoreApplication.translate("WritingView", "{packages} 个包，共 {items} 项，{size}")
    items, size = sum(one.changes for one in sent), room_words(sum(one.size for one in sent))
    return told.format(packages=len(sent), items=f"{items:,}", size=size)


def _state(turn: Turn) -> str:
    return FAILED if turn.problem is not None else WRITTEN if turn.sent else WAITING


def _columns() -> tuple[Column, ...]:
    tr = QCoreApplication.translate

    def numbers(turn: Turn) -> str:
        told = "、".join(str(one.export_no) for one in turn.sent)
        return tr("WritingView", "第 {number} 包").format(number=told) if told else "—"

    def items(turn: Turn) -> str:
        return f"{sum(one.changes for one in turn.sent):,}" if turn.sent else "—"

    def size(turn: Turn) -> str:
        return room_words(sum(one.size for one in turn.sent)) if turn.sent else "—"

    return (
        Column(tr("WritingView", "结果"), _state, 92, mark=True),
        Column(tr("WritingView", "代码"), lambda turn: turn.code, 60, quiet=True),
        Column(tr("WritingView", "站点"), lambda turn: short_name(turn.name), 110),
        Column(tr("WritingView", "回传包"), numbers, 92),
        Column(tr("WritingView", "项数"), items, 64, figure=True),
        Column(tr("WritingView", "大小"), size, 84, figure=True),
        Column(tr("WritingView", "文件"), lambda turn: "、".join(one.file.name for one in turn.sent)),
    )
