"""查进度: somebody at the desk or on the phone asks what became of their matter."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.services.progress import Progress, progress
from station_app.services.station import Station
from station_app.ui.pages.opinions_reader import Lookups
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.sheet import PageBody, Sheet
from station_app.ui.widgets.status import StatusMarkLabel


class ProgressView(PageBody):
    """A phone, name or serial; for each opinion one sentence to read aloud.

    ``opened`` gives the uid of an opinion to be seen in full, ``closed`` goes back.
    """

    opened = Signal(str)
    closed = Signal()

    def __init__(self, lookups: Lookups) -> None:
        super().__init__()
        self._lookups = lookups
        self._asked = ""
        self.edit = LineEdit(placeholder=self.tr("电话、姓名、姓名首字母或编号，例如 13800005678、00118"))
        self.ask = KeyCapButton(self.tr("查进度"), kind="primary", key="Enter", bind=False)
        self.back = KeyCapButton(self.tr("返回列表"), key="Esc", bind=False)
        self.found = Sheet(padded=False)
        self.empty = Text("", "body", "text2", wrap=True)
        self.sentences: list[Text] = []
        self._rows: list[QWidget] = []
        self._lay_out()
        self.edit.returnPressed.connect(self.look_up)
        self.ask.clicked.connect(self.look_up)
        self.back.clicked.connect(self.closed)

    def start(self) -> None:
        """Begin with an empty question."""
        self.edit.clear()
        self._show("", [])
        self.empty.setText(self.tr("输入后按 Enter，下面每条一句话，可以直接念。"))
        self.edit.setFocus()

    def look_up(self) -> None:
        """Ask for what stands in the field."""
        self._asked = self.edit.text().strip()
        if self._asked:
            self._lookups.look_up(partial(_find, text=self._asked), partial(self._show, self._asked))
        # Enter has yet to go on to the next field; here the next question is typed over this one.
        QTimer.singleShot(0, self, self._again)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, asked: str, found: Sequence[Progress]) -> None:
        if asked != self.edit.text().strip():
            return
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self.sentences, self._rows = [], []
        for one in found:
            self._add(one)
        self.found.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.empty.setText(self.tr("没有找到「{text}」。请核对电话、姓名或编号。").format(text=asked))

    def _again(self) -> None:
        self.edit.setFocus()
        self.edit.selectAll()

    def _add(self, one: Progress) -> None:
        if self._rows:
            self._keep(Rule())
        row = Sheet()
        row.setFrameShape(Sheet.Shape.NoFrame)
        row.setStyleSheet("Sheet { border: none; }")
        sentence = Text(one.sentence, "figure", wrap=True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentences.append(sentence)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(StatusMarkLabel(one.label))
        below.addWidget(Text(f"{one.serial}　{one.contact_label}", "body", "text2"))
        below.addStretch(1)
        link = LinkButton(self.tr("打开"))
        link.setAccessibleName(self.tr("打开 {serial}").format(serial=one.serial))
        link.clicked.connect(lambda: self.opened.emit(one.uid))
        below.addWidget(link)
        row.column.addWidget(sentence)
        row.column.addLayout(below)
        self._keep(row)

    def _keep(self, widget: QWidget) -> None:
        self._rows.append(widget)
        self.found.column.addWidget(widget)

    def _lay_out(self) -> None:
        question = Sheet()
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Field(self.tr("查谁的"), self.edit), 1)
        row.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignBottom)
        question.column.addLayout(row)
        self.column.addWidget(question)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.found)
        self.column.addStretch(1)


def _find(station: Station, *, text: str) -> list[Progress]:
    return progress(station, text)
