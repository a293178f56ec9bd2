"""Who is at the desk: chosen by digit, initials or arrows, at each start and whenever somebody else sits down."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from station_app.errors import StationError
from station_app.services.people import KnownPerson, match_persons
from station_app.services.sign_in import may_choose, needs_passphrase, number_of
from station_app.services.station import Station
from station_app.ui import paint
from station_app.ui.gate.parts import GatePage, words
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.notes import Banner

Index = QModelIndex | QPersistentModelIndex

_ROW = 40
_SHOWN = 9
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PersonModel(QAbstractListModel):
    """The people who may sit down."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._people: list[KnownPerson] = []

    def set_people(self, people: Sequence[KnownPerson]) -> None:
        """Replace them."""
        self.beginResetModel()
        self._people = list(people)
        self.endResetModel()

    def person(self, row: int) -> KnownPerson:
        """Return the person of a row."""
        return self._people[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, the person as user data, and for a screen reader name and role."""
        if not index.isValid() or index.row() >= len(self._people):
            return None
        person = self._people[index.row()].person
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{person.name} {person.role.value}"
        return {Qt.ItemDataRole.DisplayRole: person.name, Qt.ItemDataRole.UserRole: person}.get(Qt.ItemDataRole(role))


class PersonDelegate(QStyledItemDelegate):
    """Draws digit, name and role."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        person, box = index.data(Qt.ItemDataRole.UserRole), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            paint.frame(painter, box, "selected" if chosen else "hover", None)
        if chosen:
            painter.fillRect(box.left(), box.top(), 3, box.height(), look().color("accent"))
        left = box.left() + 16
        if index.row() < _SHOWN:
            paint.key_cap(painter, left + look().px(22), box.center().y() + 1, str(index.row() + 1), "text2", "control")
        left += look().px(22) + 14
        paint.words(painter, box.adjusted(left - box.left(), 0, -8, 0), person.name, "text", bold=chosen)
        width = paint.text_width(person.role.value)
        role = box.adjusted(box.width() - width - 16, 0, -8, 0)
        paint.words(painter, role, person.role.value, "text2")
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, look().px(_ROW))


class PassphraseRow(QWidget):
    """Asks for the passphrase of who was chosen; ``submitted`` gives it."""

    submitted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.label = words("", "body", "text2", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.label.setBuddy(self.field)
        self.field.returnPressed.connect(self.submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(self.field)

    def ask(self, name: str, number: str, hint: str = "") -> None:
        """Show the field for somebody, with the focus in it."""
        asked = self.tr("{name} 的口令（{number} 号）")
        self.label.setText(asked.format(name=name, number=number) + hint)
        self.field.clear()
        self.show()
        self.field.setFocus()

    def submit(self) -> None:
        """Hand over what was typed; an empty field is left as it is."""
        if self.field.text():
            self.submitted.emit(self.field.text())


class DeskPage(GatePage):
    """``chosen`` gives the uid, ``proven`` uid and passphrase where one is needed; ``cancelled`` goes back.

    Nobody is preset unless there is only one.
    """

    chosen = Signal(str)
    proven = Signal(str, str)
    cancelled = Signal()

    def __init__(self, station: Station, *, cancellable: bool = False, hint: str = "") -> None:
        super().__init__(480)
        self._hint = hint
        self._station = station
        self.title = words(self.tr("现在谁在电脑前？"), "title")
        self.second = words(station.identity.name, "body", "text2")
        self.field = LineEdit("", self.tr("按数字，或打姓名、拼音首字母"))
        self.field.setAccessibleName(self.tr("姓名"))
        self.model = PersonModel(self)
        self.view = QListView()
        self.problem = words("", "body", "danger", wrap=True)
        self.problem.hide()
        self.passphrase = PassphraseRow()
        self.passphrase.hide()
        self.button = KeyCapButton(self.tr("开始工作"), kind="primary", key="Enter", bind=False)
        self.back = KeyCapButton(self.tr("不换人"), key="Esc")
        self._lay_out()
        self.back.setVisible(cancellable)
        self._connect()
        self._filter("")
        self.setFocusProxy(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let digits and arrows choose while the name is typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take_key(event):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in _MOVES:
            self._move(_MOVES[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.text() in tuple("123456789") and int(event.text()) <= self.model.rowCount():
            self._sit(int(event.text()) - 1)
        else:
            return False
        return True

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(PersonDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.card.column.addWidget(self.title)
        self.card.column.addWidget(self.second)
        for notice in self._station.notices:
            self.card.column.addWidget(Banner(notice, "warn"))
        for widget in (self.field, self.view, self.passphrase, self.problem):
            self.card.column.addWidget(widget)
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        verbs.addWidget(self.button)
        verbs.addWidget(self.back)
        verbs.addStretch(1)
        self.card.column.addSpacing(4)
        self.card.column.addLayout(verbs)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.view.selectionModel().currentChanged.connect(lambda *_rows: self.passphrase.hide())
        self.passphrase.submitted.connect(self._prove)
        self.view.clicked.connect(lambda index: self._sit(index.row()))
        self.button.clicked.connect(self._choose)
        self.back.clicked.connect(self.cancelled)
        look().changed.connect(self._size_view)

    def _filter(self, typed: str) -> None:
        known = typed.strip()
        may = may_choose(self._station)
        allowed = {one.uid for one in may}
        matches = match_persons(self._station, known) if known else ()
        found = [match.known for match in matches if match.known.uid in allowed] if known else list(may)
        self.model.set_people(found)
        self._say("" if found else self.tr("没有这个人。请改一改，或由站长在「设置」里添加。"))
        if found and (known or len(found) == 1):
            self.view.setCurrentIndex(self.model.index(0))
        self._size_view()

    def _move(self, by: int) -> None:
        row = self.view.currentIndex().row()
        row = (0 if by > 0 else self.model.rowCount() - 1) if row < 0 else row + by
        self.view.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))

    def _choose(self) -> None:
        if self.passphrase.isVisible():
            self.passphrase.submit()
        elif self.view.currentIndex().isValid():
            self._sit(self.view.currentIndex().row())
        else:
            self._say(self.tr("请先选一位：按姓名前的数字，或用上下键。"))
            self.field.setFocus()

    def _sit(self, row: int) -> None:
        person = self.model.person(row)
        if not needs_passphrase(self._station, person.uid):
            self.chosen.emit(person.uid)
            return
        self.view.setCurrentIndex(self.model.index(row))
        self.passphrase.ask(person.person.name, number_of(self._station, person.uid), self._hint)

    def refuse(self, problem: StationError) -> None:
        """Say why the passphrase was not taken; it may be typed again."""
        self._say(str(problem))
        self.setEnabled(True)
        self.passphrase.field.setFocus()
        self.passphrase.field.selectAll()

    def _prove(self, passphrase: str) -> None:
        row = self.view.currentIndex().row()
        self._say("")
        self.setEnabled(False)
        self.proven.emit(self.model.person(row).uid, passphrase)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _size_view(self) -> None:
        rows = min(max(self.model.rowCount(), 1), _SHOWN)
        self.view.setFixedHeight(rows * look().px(_ROW))
