"""Help beside the page: Chinese pages in Markdown, one for each page of the window, searchable, in large type."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from station_app.ui import paint
from station_app.ui.fonts import RESOURCES
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Rule, Text

FOLDER = RESOURCES / "help"
INDEX = "index"
_WIDTH = 480
_EDGE = 16


class HelpPane(QFrame):
    """Lies over the right side of ``window``; F1 opens the page of what is in front, Esc closes. ``closed`` follows."""

    closed = Signal()

    def __init__(self, window: QWidget, folder: Path = FOLDER) -> None:
        super().__init__(window)
        self._window, self._folder = window, folder
        self.page = ""
        self.search = LineEdit("", self.tr("在帮助里找"))
        self.search.setAccessibleName(self.tr("在帮助里找"))
        self.overview = LinkButton(self.tr("全部帮助"))
        self.close_button = KeyCapButton(self.tr("关闭"), key="Esc", size="row", bind=False)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.overview.clicked.connect(lambda: self.open_page(INDEX))
        self.close_button.clicked.connect(self.leave)
        self.text.anchorClicked.connect(self._follow)
        window.installEventFilter(self)
        look().changed.connect(self._rescale)
        self.hide()

    def open_page(self, key: str) -> None:
        """Show the help of a page, by its key; the overview where there is none. Asked again, it closes."""
        if self.isVisible() and key == self.page:
            self.leave()
            return
        self.page = key
        self.search.clear()
        self._show_page(key)
        self._place()
        self.show()
        self.raise_()
        self.text.setFocus()

    def leave(self) -> None:
        """Close the pane."""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the right side when the window changes its size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take Esc before a shortcut of the page below gets it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line to the page."""
        painter = paint.smooth(self)
        painter.fillRect(self.rect(), look().color("surface"))
        painter.fillRect(QRect(0, 0, 1, self.height()), look().color("control"))
        painter.end()

    def _lay_out(self) -> None:
        head, find = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Text(self.tr("帮助"), "title"))
        head.addStretch(1)
        head.addWidget(self.overview)
        head.addWidget(self.close_button)
        find.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE + 1, 12, _EDGE, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(find)
        column.addWidget(Rule())
        column.addWidget(self.text, 1)

    def _place(self) -> None:
        width = min(look().px(_WIDTH), self._window.width())
        self.setGeometry(self._window.width() - width, 0, width, self._window.height())

    def _show_page(self, key: str) -> None:
        file = self._folder / f"{key}.md"
        if not file.is_file():
            file = self._folder / f"{INDEX}.md"
        missing = self.tr("没有找到帮助文件，请重新安装本程序。")
        self._set_markdown(file.read_text("utf-8") if file.is_file() else missing)

    def _set_markdown(self, markdown: str) -> None:
        document = self.text.document()
        document.setDefaultFont(look().font("lead"))
        document.setMarkdown(markdown)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        line = QTextBlockFormat()
        line.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(line)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _find(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        if not wanted:
            self._show_page(self.page)
            return
        found = [hit for file in sorted(self._folder.glob("*.md")) if (hit := _hit(file, wanted))]
        head = self.tr("找到 {count} 页").format(count=len(found)) if found else self.tr("没有找到，换个词试试。")
        self._set_markdown("\n\n".join([head, *found]))

    def _follow(self, link: QUrl) -> None:
        name = link.path().removesuffix(".md")
        if link.isRelative() and "/" not in name and (self._folder / f"{name}.md").is_file():
            self.page = name
            self.search.clear()
            self._show_page(name)

    def _rescale(self) -> None:
        self._place()
        if self.isVisible():
            self._show_page(self.page)


def _hit(file: Path, wanted: str) -> str:
    """A link to the page and the first line that has what is wanted, or nothing."""
    lines = file.read_text("utf-8").splitlines()
    line = next((line for line in lines if wanted in line.casefold()), "")
    title = lines[0].lstrip("# ") if lines else file.stem
    return f"**[{title}]({file.stem})**\n\n{line.lstrip('#*-> ')}" if line else ""
