"""Where packages are written to or read from: a stick that is in, or any folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.packages.sticks import Stick, folder
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange_stick import room_words, stick_name
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import ElidedLabel
from station_app.ui.widgets.notes import IconView
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet


class PlaceSheet(Sheet):
    """``chosen`` gives a Stick when the person, or the only stick that is in, has settled the place."""

    chosen = Signal(object)

    def __init__(self, context: PageContext, dialog_title: str) -> None:
        super().__init__()
        self._context, self._dialog_title = context, dialog_title
        self.place: Stick | None = None
        self._found: tuple[Stick, ...] = ()
        self.choices: Segmented | None = None
        self.words = ElidedLabel("", "strong")
        self.browse = KeyCapButton(self.tr("选文件夹…"))
        self.browse.clicked.connect(self._browse)
        context.sticks.changed.connect(self._follow)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(IconView("usb", "text", 20))
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.browse)
        self.column.addLayout(self._row)

    def look(self) -> None:
        """Find the sticks that are in; the only one is taken at once."""
        self.place = None
        self._show_found(self._context.sticks.sticks)

    def take(self, path: Path) -> None:
        """Take a folder."""
        try:
            self._settle(folder(self._context.station.identity, path))
        except StationError as problem:
            self._context.messages.error(problem)

    def first(self) -> QWidget:
        """Return where a person chooses."""
        return self.choices or self.browse

    def set_busy(self, busy: bool) -> None:
        """While packages are on their way the place stays."""
        self.browse.setEnabled(not busy)
        if self.choices is not None:
            self.choices.setEnabled(not busy)

    def _follow(self) -> None:
        """A stick that comes while nothing is settled is offered at once."""
        if self.isVisible() and self.place is None:
            self._show_found(self._context.sticks.sticks)

    def _show_found(self, found: Sequence[Stick]) -> None:
        self._found = tuple(found)
        self._offer()
        if len(found) == 1:
            self._settle(found[0])
        else:
            none = self.tr("没有插优盘，插上会自动认出；也可以选一个文件夹")
            self.words.setText(self.tr("请选一只优盘") if found else none)
            if self.isVisible():
                self.first().setFocus()

    def _offer(self) -> None:
        """Several sticks stand side by side to choose from."""
        if self.choices is not None:
            self._row.removeWidget(self.choices)
            self.choices.hide()
            self.choices.deleteLater()
            self.choices = None
        if len(self._found) > 1:
            choices = Segmented([(stick, stick_name(stick)) for stick in self._found])
            choices.setAccessibleName(self.tr("优盘"))
            choices.changed.connect(lambda: self._settle(choices.value()))
            self._row.insertWidget(2, choices)
            self.choices = choices

    def _settle(self, place: object) -> None:
        if not isinstance(place, Stick):
            return
        self.place = place
        words = self.tr("{name}　可用 {room}") if place.removable else self.tr("文件夹「{name}」　可用 {room}")
        self.words.setText(words.format(name=stick_name(place), room=room_words(place.free)))
        self.chosen.emit(place)

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self._dialog_title)
        if name:
            self.take(Path(name))
