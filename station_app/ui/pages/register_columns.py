"""The columns of a 社情簿: ticked, put in another order by the mouse or Alt+↑ ↓, and their widths."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_app.services.register_choice import ALWAYS, ROOM_MM, RegisterChoice, widths
from station_app.ui.look import look
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconView

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_EDIT_WIDTH = 56


class ColumnCheck(CheckBox):
    """One column's tick; arrows ask to go on (``stepped``), with Alt to move the column (``moved``)."""

    stepped = Signal(int)
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step or move."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            self.stepped.emit(step)


class Grip(IconView):
    """What a column is dragged by; ``dragged`` gives where the pointer is on the screen, ``dropped`` ends it."""

    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__("grip-vertical", "text2")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(self.tr("拖动调顺序"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where it is."""
        self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()
        self.dropped.emit()


class ColumnList(QWidget):
    """All columns in two rows of eight, read downwards; one Tab stop. ``changed`` follows another order or tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.order: tuple[str, ...] = ()
        self.checks: dict[str, ColumnCheck] = {}
        self._cells: dict[str, QWidget] = {}
        self._told: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)

    def hidden(self) -> tuple[str, ...]:
        """The columns that are not ticked."""
        return tuple(name for name in self.order if not self.checks[name].isChecked())

    def show_choice(self, choice: RegisterChoice) -> None:
        """Show order and ticks without a signal."""
        for name in choice.order:
            if name not in self.checks:
                self._make(name)
            self.checks[name].blockSignals(True)
            self.checks[name].setChecked(name not in choice.hidden)
            self.checks[name].blockSignals(False)
        self._told = choice.order
        self._arrange(choice.order)

    def shift(self, name: str, step: int) -> None:
        """Move a column by places, as far as that is possible."""
        place = self.order.index(name)
        self._put(name, max(0, min(len(self.order) - 1, place + step)))
        self.checks[name].setFocus()
        self._tell()

    def _make(self, name: str) -> None:
        cell, grip, check = QWidget(), Grip(), ColumnCheck(name)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(grip)
        row.addWidget(check)
        row.addStretch(1)
        grip.dragged.connect(partial(self._drag, name))
        grip.dropped.connect(self._tell)
        check.stepped.connect(partial(self._step, name))
        check.moved.connect(partial(self.shift, name))
        check.clicked.connect(self.changed)
        self.checks[name], self._cells[name] = check, cell

    def _arrange(self, order: tuple[str, ...]) -> None:
        self.order = order
        half = (len(order) + 1) // 2
        for place, name in enumerate(order):
            self._grid.addWidget(self._cells[name], place % half, place // half)
            policy = Qt.FocusPolicy.StrongFocus if place == 0 else Qt.FocusPolicy.ClickFocus
            self.checks[name].setFocusPolicy(policy)

    def _put(self, name: str, place: int) -> None:
        rest = [other for other in self.order if other != name]
        self._arrange((*rest[:place], name, *rest[place:]))

    def _drag(self, name: str, at: QPoint) -> None:
        here = self.mapFromGlobal(at)
        spots = [self._cells[other].geometry().center() for other in self.order]
        nearest = min(range(len(spots)), key=lambda place: (spots[place] - here).manhattanLength())
        if self.order[nearest] != name:
            self._put(name, nearest)
            self._grid.activate()

    def _step(self, name: str, step: int) -> None:
        place = self.order.index(name) + step
        if 0 <= place < len(self.order):
            self.checks[self.order[place]].setFocus()

    def _tell(self) -> None:
        if self.order != self._told:
            self._told = self.order
            self.changed.emit()


class WidthList(QWidget):
    """The widths of the chosen columns in mm and what they come to; ``changed`` follows a width that was left."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edits: dict[str, LineEdit] = {}
        self.sum = Text("", "caption", "text2", wrap=True)
        self._usual: dict[str, float] = {}
        self._content = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.sum)
        column.addWidget(self._content)

    def show_choice(self, choice: RegisterChoice) -> None:
        """Show the widths; the content has what the others leave."""
        self._usual = widths(RegisterChoice())
        now = widths(choice)
        if list(self.edits) != [name for name in now if name != ALWAYS]:
            self._make([name for name in now if name != ALWAYS])
        for name, edit in self.edits.items():
            edit.setText(f"{now[name]:g}")
        self._add_up()

    def values(self) -> dict[str, float]:
        """The widths that differ from the usual ones; what is no number is 0, which no column can be."""
        typed = {name: _millimetres(edit.text()) for name, edit in self.edits.items()}
        return {name: width for name, width in typed.items() if width != self._usual[name]}

    def _make(self, names: list[str]) -> None:
        self.layout().removeWidget(self._content)
        self._content.deleteLater()
        self._content, self.edits = QWidget(), {}
        grid = QGridLayout(self._content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        half = (len(names) + 1) // 2
        for place, name in enumerate(names):
            edit = self.edits[name] = LineEdit()
            edit.setFixedWidth(look().px(_EDIT_WIDTH))
            edit.setAccessibleName(self.tr("{name}列宽，毫米").format(name=name))
            edit.textEdited.connect(self._add_up)
            edit.editingFinished.connect(self.changed)
            grid.addWidget(Text(name, "caption", "text2"), place % half, place // half * 2)
            grid.addWidget(edit, place % half, place // half * 2 + 1)
        self.layout().addWidget(self._content)

    def _add_up(self) -> None:
        others = sum(_millimetres(edit.text()) for edit in self.edits.values())
        words = self.tr("其余各列 {others} 毫米 ＋ 反映内容 {rest} 毫米 ＝ {room} 毫米")
        self.sum.setText(words.format(others=f"{others:g}", rest=f"{ROOM_MM - others:g}", room=f"{ROOM_MM:g}"))


def _millimetres(text: str) -> float:
    try:
        return round(float(text.strip()), 1)
    except ValueError:
        return 0.0
