"""The slips of an opening at the left: what each is about, or that it is still to be typed."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station_app.domain.opening_forms import SlipForm, SlipState
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import draw_mark
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton, PaintedButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.tips import plain_tip

_ROW = 42
_MARKS = {
    SlipState.TRANSCRIBED: "办结",
    SlipState.INVALID: "不予受理",
    SlipState.BEGUN: "草稿",
    SlipState.UNTOUCHED: "未到",
}


class SlipRow(PaintedButton):
    """One slip: its mark, number and words."""

    def __init__(self, number: int) -> None:
        super().__init__("")
        self.number, self.state, self.front = number, SlipState.UNTOUCHED, False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_slip(self, slip: SlipForm, *, front: bool) -> None:
        """Show a slip, the one that is being typed in bold."""
        self.state, self.front = slip.state, front
        self.setText(self._words(slip))
        self.setAccessibleName(self.tr("第 {number} 张 {words}").format(number=self.number, words=self.text()))
        self.setToolTip(plain_tip(self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a row; the width is the list's."""
        return QSize(look().px(120), look().px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = paint.smooth(self)
        ground = "selected" if self.front else "hover" if self.hovered() else "surface"
        painter.fillRect(self.rect(), look().color(ground))
        if self.front:
            painter.fillRect(0, 0, 3, self.height(), look().color("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look().color("border"))
        side = look().px(15)
        box = QRectF(15, (self.height() - side) / 2, side, side)
        open_now = self.front and self.state in {SlipState.UNTOUCHED, SlipState.BEGUN}
        draw_mark(painter, box, "办理中" if open_now else _MARKS[self.state])
        quiet = self.state in {SlipState.UNTOUCHED, SlipState.INVALID} and not self.front
        left, ink = 15 + side + 10, "text2" if quiet else "text"
        number = QRect(left, 0, look().px(28), self.height())
        paint.words(painter, number, str(self.number), ink, bold=self.front)
        rest = self.rect().adjusted(left + look().px(30), 0, -8, 0)
        paint.words(painter, rest, self.text(), ink, bold=self.front)
        painter.end()

    def _words(self, slip: SlipForm) -> str:
        if slip.state is SlipState.INVALID:
            return self.tr("无效：{reason}").format(reason=slip.reason) if slip.reason.strip() else self.tr("无效")
        if slip.state is SlipState.TRANSCRIBED:
            return slip.opinion.title
        if self.front:
            return self.tr("正在录")
        if slip.state is SlipState.BEGUN:
            return self.tr("没有录完")
        return self.tr("未录，有图") if slip.opinion.attachments else self.tr("未录，无图")


class SlipList(Sheet):
    """``wanted`` gives the index of the slip pressed, ``choose``, ``newest`` and ``folder`` ask for pictures."""

    wanted = Signal(int)
    choose = Signal()
    newest = Signal()
    folder = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("SlipList", "信件"), padded=False)
        self.rows: list[SlipRow] = []
        self.done = Text("", "caption", "text2")
        self.add_to_head(self.done)
        self.import_button = KeyCapButton(self.tr("导入照片"), icon="photo", key="Ctrl+O")
        self.newest_button = LinkButton(self.tr("取最新照片"), key="F10")
        self.folder_link = LinkButton(self.tr("选照片文件夹"))
        self._lay_out()
        self.import_button.clicked.connect(self.choose)
        self.newest_button.clicked.connect(self.newest)
        self.folder_link.clicked.connect(self.folder)

    def show_slips(self, slips: Sequence[SlipForm], front: int) -> None:
        """Show the slips and which of them is in front."""
        while len(self.rows) > len(slips):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(slips):
            self._add_row()
        for index, (row, slip) in enumerate(zip(self.rows, slips, strict=True)):
            row.show_slip(slip, front=index == front)
        done = sum(1 for slip in slips if slip.state is SlipState.TRANSCRIBED)
        self.done.setText(self.tr("已录 {count} 张").format(count=done))

    def show_front(self, front: int) -> None:
        """Scroll to the slip in front."""
        if front < len(self.rows):
            self._area.ensureWidgetVisible(self.rows[front], 0, 0)

    def _add_row(self) -> None:
        row = SlipRow(len(self.rows) + 1)
        index = len(self.rows)
        row.clicked.connect(lambda: self.wanted.emit(index))
        self.rows.append(row)
        self._column.insertWidget(index, row)
        row.show()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("ground")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)
        self._area.setMinimumHeight(look().px(3 * _ROW))
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.setSpacing(6)
        for button in (self.import_button, self.newest_button, self.folder_link):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self._area, 1)
        self.column.addLayout(foot)
