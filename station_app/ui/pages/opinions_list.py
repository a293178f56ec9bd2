"""The sheet of the list: table or, without a line, what can be done about that; its foot."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_app.services.listing import Filters
from station_app.ui.look import look
from station_app.ui.pages.opinions_delegate import ROW
from station_app.ui.pages.opinions_model import OpinionModel
from station_app.ui.pages.opinions_reader import Answer
from station_app.ui.pages.opinions_table import ListFoot, OpinionTable
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.sheet import Sheet

_LEAST_ROWS = 4


class NothingFound(QWidget):
    """One sentence and what helps: no filters, the same words in all years, or the first reception."""

    cleared = Signal()
    search_cleared = Signal()
    all_years = Signal()
    record = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Text("", "body", "text2", wrap=True)
        self.clear = KeyCapButton(self.tr("清除筛选"))
        self.clear_search = KeyCapButton(self.tr("清除搜索"), key="Esc", bind=False)
        self.everywhere = KeyCapButton(self.tr("在所有年份里找"))
        self.new = KeyCapButton(self.tr("登记接待"), key="F2", bind=False)
        self.clear.clicked.connect(self.cleared)
        self.clear_search.clicked.connect(self.search_cleared)
        self.everywhere.clicked.connect(self.all_years)
        self.new.clicked.connect(self.record)
        self._lay_out()

    def explain(self, filters: Filters) -> None:
        """Say why there is nothing, by what was asked for."""
        narrowed = filters != Filters(text=filters.text)
        if filters.text:
            words = self.tr("没有找到含「{text}」的意见建议。").format(text=filters.text)
        elif narrowed:
            words = self.tr("这样筛选，一条也没有。")
        else:
            words = self.tr("还没有登记过意见建议。")
        self.sentence.setText(words)
        self.clear.setVisible(narrowed)
        self.clear_search.setVisible(bool(filters.text) and not narrowed)
        self.everywhere.setVisible(bool(filters.text) and bool(filters.received_from or filters.received_to))
        self.new.setVisible(not filters.text and not narrowed)

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        verbs.addStretch(1)
        for button in (self.clear, self.clear_search, self.everywhere, self.new):
            verbs.addWidget(button)
        verbs.addStretch(1)
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self.sentence)
        words.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addLayout(words)
        column.addLayout(verbs)
        column.addStretch(1)


class ListSheet(Sheet):
    """``page_wanted`` gives the number of a page (from 1)."""

    page_wanted = Signal(int)

    def __init__(self, model: OpinionModel) -> None:
        super().__init__(padded=False)
        self.model = model
        self.table = OpinionTable(model)
        self.nothing = NothingFound()
        self.foot = ListFoot()
        self.foot.pager.page_wanted.connect(self.page_wanted)
        self._views = QStackedWidget()
        self._views.addWidget(self.table)
        self._views.addWidget(self.nothing)
        self.column.addWidget(self._views, 1)
        self.column.addWidget(Rule())
        self.column.addWidget(self.foot)
        look().changed.connect(self._rescale)
        self._rescale()

    def show_answer(self, answer: Answer) -> None:
        """Show the lines of an answer, or that there are none."""
        self.model.set_lines(answer.lines)
        self.table.fit_columns()
        self._views.setCurrentWidget(self.table if answer.lines else self.nothing)
        if not answer.lines:
            self.nothing.explain(answer.question.filters)
        self.foot.set_place(answer.offset, len(answer.lines), answer.total, answer.question.rows)

    def showing_nothing(self) -> bool:
        """Whether the list is empty."""
        return self._views.currentWidget() is self.nothing

    def least_height(self) -> int:
        """Return the height of head, four rows and foot (pixels)."""
        return look().px(ROW) * _LEAST_ROWS + look().px(34) + look().px(43) + 6

    def _rescale(self) -> None:
        self.setMinimumHeight(self.least_height())
