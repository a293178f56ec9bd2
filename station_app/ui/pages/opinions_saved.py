"""常用: the menu of the filters that the station keeps, and how one is kept."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from station_app.services import saved_filters
from station_app.services.listing import Filters
from station_app.ui import paint
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit


class NamePanel(QFrame):
    """Asks under what name filters shall be kept; ``named`` gives it, Esc closes."""

    named = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.edit = LineEdit(placeholder=self.tr("例如 停车 今年"))
        self.keep = KeyCapButton(self.tr("存为常用"), kind="primary")
        self.edit.returnPressed.connect(self._tell)
        self.keep.clicked.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Field(self.tr("名字"), self.edit, label_width=48))
        row.addWidget(self.keep)
        column.addLayout(row)

    def open_under(self, owner: QWidget) -> None:
        """Show it below a button."""
        self.edit.clear()
        self.resize(max(look().px(380), self.sizeHint().width()), self.sizeHint().height())
        corner = owner.mapToGlobal(QPoint(owner.width() - self.width(), owner.height() + 2))
        self.move(corner)
        self.show()
        self.edit.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and outline."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "surface", "control")
        painter.end()

    def _tell(self) -> None:
        name = self.edit.text()
        self.hide()
        self.named.emit(name)


class SavedMenu(QObject):
    """Opens under ``owner``. ``chosen`` gives the filters that are wanted."""

    chosen = Signal(object)

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self._filters = Filters()
        self.menu = QMenu(owner)
        self.removal = QMenu(self.tr("删去常用"), owner)
        self.panel = NamePanel(owner)
        self.panel.named.connect(self._keep)

    def open_with(self, filters: Filters) -> None:
        """Offer what is kept, to keep ``filters`` (those in force), and to take one away."""
        self._filters = filters
        kept = saved_filters.saved_filters(self._context.station)
        self.menu.clear()
        self.removal.clear()
        for one in kept:
            self.menu.addAction(one.name).triggered.connect(partial(self._choose, one.filters))
        if kept:
            self.menu.addSeparator()
        keep = self.menu.addAction(self.tr("把现在的筛选存为常用…"))
        keep.setEnabled(filters != Filters())
        keep.triggered.connect(lambda: self.panel.open_under(self._owner))
        if kept:
            self.menu.addMenu(self.removal)
            for one in kept:
                self.removal.addAction(one.name).triggered.connect(partial(self._forget, one.name))
        self.menu.popup(self._owner.mapToGlobal(QPoint(0, self._owner.height() + 2)))

    def _choose(self, filters: Filters, _checked: bool = False) -> None:
        self.chosen.emit(filters)

    def _keep(self, name: str) -> None:
        station, filters, messages = self._context.station, self._filters, self._context.messages
        told = self.tr("「{name}」已存入常用").format(name=name.strip())
        self._context.tasks.run(
            lambda _progress: saved_filters.save_filters(station, name, filters),
            lambda _done: messages.say(told),
            messages.error,
        )

    def _forget(self, name: str, _checked: bool = False) -> None:
        station, messages = self._context.station, self._context.messages
        told = self.tr("「{name}」已从常用里删去，记录都在").format(name=name)
        self._context.tasks.run(
            lambda _progress: saved_filters.forget_filters(station, name),
            lambda _done: messages.say(told),
            messages.error,
        )
