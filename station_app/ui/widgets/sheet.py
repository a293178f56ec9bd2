"""The parts of a page: head, scrolling body, white sheets, action bar."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui.look import look
from station_app.ui.widgets.labels import ElidedLabel, Rule, Text
from station_app.ui.widgets.notes import IconText

EDGE = 20
GAP = 14
SHEET_EDGE = 16


class PageHead(QFrame):
    """64 px: title, one grey line, and what stands at the right (``add``)."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.title = Text(title, "title")
        self.subtitle = ElidedLabel(subtitle, "body", "text2")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 0, EDGE, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.title)
        self._row.addWidget(self.subtitle)
        self._row.addStretch(1)
        look().changed.connect(self._rescale)
        self._rescale()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def set_subtitle(self, text: str) -> None:
        """Change the grey line."""
        self.subtitle.setText(text)

    def _rescale(self) -> None:
        self.setFixedHeight(head_height())


class PageBody(QScrollArea):
    """The ground of a page: scrolls down, never sideways; put sheets into ``column``."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ground = QWidget()
        self.ground.setObjectName("ground")
        self.column = QVBoxLayout(self.ground)
        self.column.setContentsMargins(EDGE, 16, EDGE, 16)
        self.column.setSpacing(GAP)
        self.setWidget(self.ground)


class Sheet(QFrame):
    """A white panel; a title gives it a 44 px head (``add_to_head`` adds at its right). Content goes to ``column``."""

    def __init__(self, title: str = "", subtitle: str = "", *, padded: bool = True) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self.head = QWidget()
        self.title = Text(title, "strong")
        self.subtitle = ElidedLabel(subtitle, "caption", "text2")
        self._head_row = QHBoxLayout(self.head)
        if title:
            self._fill_head()
            whole.addWidget(self.head)
            whole.addWidget(Rule())
            look().changed.connect(self._rescale)
            self._rescale()
        content = QWidget()
        self.column = QVBoxLayout(content)
        edge = SHEET_EDGE - 1 if padded else 0
        self.column.setContentsMargins(edge, 12 if padded else 0, edge, 12 if padded else 0)
        self.column.setSpacing(8 if padded else 0)
        whole.addWidget(content, 1)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the right end of the head."""
        self._head_row.addWidget(widget)

    def _fill_head(self) -> None:
        self._head_row.setContentsMargins(SHEET_EDGE - 1, 0, SHEET_EDGE - 1, 0)
        self._head_row.setSpacing(8)
        self._head_row.addWidget(self.title)
        self._head_row.addWidget(self.subtitle)
        self._head_row.addStretch(1)

    def _rescale(self) -> None:
        self.head.setFixedHeight(look().px(44) - 1)


class ActionBar(QFrame):
    """60 px at the foot of a form: verbs at the left (``add``), what is still wrong and links at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 0, EDGE, 0)
        self._row.setSpacing(10)
        self.problems = IconText("", "alert-circle", "danger", elide=True)
        self.problems.hide()
        self._row.addStretch(1)
        self._row.addWidget(self.problems)
        look().changed.connect(self._rescale)
        self._rescale()

    def add(self, widget: QWidget) -> None:
        """Put a verb after the last one at the left."""
        self._row.insertWidget(self._row.count() - 2 - self._at_right(), widget)

    def add_right(self, widget: QWidget) -> None:
        """Put a link or word at the right end."""
        widget.setProperty("at_right", True)
        self._row.addWidget(widget)

    def set_problems(self, names: list[str]) -> None:
        """Count what has to be mended, by the labels of the fields; an empty list hides the line."""
        counted = QCoreApplication.translate("ActionBar", "还有 {count} 处要改：{names}")
        self.problems.set_text(counted.format(count=len(names), names="、".join(names)))
        self.problems.setVisible(bool(names))

    def _at_right(self) -> int:
        items = (self._row.itemAt(index).widget() for index in range(self._row.count()))
        return sum(1 for widget in items if widget is not None and widget.property("at_right"))

    def _rescale(self) -> None:
        self.setFixedHeight(look().px(40) + 20)


class GroupRow(QFrame):
    """A 36 px row that heads a group in a list: put a mark, a bold word, a count and a link into ``row``."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(SHEET_EDGE - 1, 0, SHEET_EDGE - 1, 0)
        self.row.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._rescale)
        self._rescale()

    def _rescale(self) -> None:
        self.setFixedHeight(look().px(36))


def head_height() -> int:
    """Return the height of page head and sidebar head: 64 at 100 %, 77 at 150 %."""
    return 64 + round(26 * (look().scale - 100) / 100)
