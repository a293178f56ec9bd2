"""The sheet of what waits: groups, the most urgent first, each row with one verb."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.services.home import ROWS, Todo, TodoGroup, TodoKind
from station_app.services.packages.history import WARNED_AT, warning
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.labels import ElidedLabel, Rule, Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import SHEET_EDGE, GroupRow, Sheet
from station_app.ui.widgets.status import MarkView

_ALL_SHOWN = frozenset({TodoKind.BOX, TodoKind.NOTICE})
_LEAD, _NOTE, _BRIEF, _VERB = 108, 210, 100, 84
_GAP = 14


class TodoSheet(Sheet):
    """``lead_width`` is that of the serials or times in all rows, in pixels.

    ``acted(kind, todo)`` follows a row's verb, ``all_wanted(kind)`` a link, ``begin_wanted`` the empty state.
    """

    acted = Signal(str, object)
    all_wanted = Signal(str)
    begin_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("TodoSheet", "待办"), padded=False)
        self.lead_width = 0
        self._groups: tuple[TodoGroup, ...] = ()
        self._all_drafts = False
        self._content = QWidget()
        self.column.addWidget(self._content)
        self.column.addStretch(1)

    def show_groups(self, groups: Sequence[TodoGroup]) -> None:
        """Show what waits now."""
        self._groups = tuple(groups)
        total = sum(group.total for group in groups)
        self.subtitle.setText(self.tr("{count} 件，最急的在前").format(count=total) if total else "")
        self.rebuild()

    def rebuild(self) -> None:
        """Draw the rows anew, for another scale too."""
        self.head.setVisible(not look().compact)
        leads = [paint.text_width(row.lead) + _GAP for group in self._groups for row in group.rows]
        self.lead_width = max(look().px(_LEAD), *leads, 0)
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group in self._groups:
            self._add_group(column, group)
        if not self._groups:
            column.addWidget(self._empty())
        self.column.replaceWidget(self._content, fresh)
        self._content.hide()
        self._content.deleteLater()
        self._content = fresh

    def _add_group(self, column: QVBoxLayout, group: TodoGroup) -> None:
        if column.count():
            column.addWidget(Rule())
        column.addWidget(self._group_head(group))
        shown = group.rows if self._all_drafts or group.kind is not TodoKind.DRAFT else group.rows[:ROWS]
        for row in shown:
            column.addWidget(Rule())
            column.addWidget(TodoRow(self, group.kind, row))

    def verb(self, kind: TodoKind) -> str:
        """What a row of that kind asks for."""
        verbs = {
            TodoKind.TRIAGE: self.tr("去研判"),
            TodoKind.FEEDBACK: self.tr("记反馈"),
            TodoKind.BOX: self.tr("去开箱"),
            TodoKind.NOTICE: self.tr("打公告"),
            TodoKind.DRAFT: self.tr("接着写"),
            TodoKind.SENT: self.tr("查看包"),
        }
        return verbs.get(kind, self.tr("去办理"))

    def _group_head(self, group: TodoGroup) -> GroupRow:
        head = GroupRow()
        head.row.addWidget(MarkView("已上报" if group.kind is TodoKind.SENT else group.kind.value))
        head.row.addWidget(Text(group.kind.value, "strong"))
        head.row.addWidget(Text(str(group.total), "body", "text2"))
        head.row.addSpacing(4)
        pressing = group.kind is TodoKind.SENT and group.total >= WARNED_AT
        why = warning(group.total) if pressing else self._why(group.kind)
        head.row.addWidget(ElidedLabel(why, "body", "warn" if pressing else "text2"), 1)
        if group.total > ROWS and group.kind not in _ALL_SHOWN:
            link = LinkButton(self._all(group.kind).format(count=group.total))
            link.clicked.connect(lambda: self._want_all(group.kind))
            head.row.addWidget(link)
        return head

    def _all(self, kind: TodoKind) -> str:
        if kind is TodoKind.SENT:
            return self.tr("全部 {count} 个 ›")
        return self.tr("全部 {count} 份 ›") if kind is TodoKind.DRAFT else self.tr("全部 {count} 条 ›")

    def _want_all(self, kind: TodoKind) -> None:
        if kind is TodoKind.DRAFT:
            self._all_drafts = True
            self.rebuild()
        else:
            self.all_wanted.emit(kind.value)

    def _why(self, kind: TodoKind) -> str:
        return {
            TodoKind.TRIAGE: self.tr("各站报来的，等中心答复"),
            TodoKind.FEEDBACK: self.tr("已有答复，请告诉反映人"),
            TodoKind.BOX: self.tr("意见箱到了开箱的日子"),
            TodoKind.NOTICE: self.tr("接待日前 3 天贴在门口"),
            TodoKind.OVERDUE: self.tr("本站自己办理的，已过期限"),
            TodoKind.SOON: self.tr("本站自己办理的"),
            TodoKind.DRAFT: self.tr("停笔的登记，未给编号"),
            TodoKind.SENT: self.tr("中心还没回执，下次上报自动带上"),
        }[kind]

    def _empty(self) -> QWidget:
        empty = EmptyState(self.tr("没有要办的事。有人来，就登记。"), self.tr("登记接待"), "F2")
        empty.setMinimumHeight(look().px(200))
        empty.pressed.connect(self.begin_wanted)
        return empty


class TodoRow(QFrame):
    """Serial or time, title, how long it waits, and the one verb."""

    def __init__(self, sheet: TodoSheet, kind: TodoKind, row: Todo) -> None:
        super().__init__()
        self.setFixedHeight(look().px(40) - 1)
        note = ElidedLabel(row.brief if look().compact else row.note, "caption", _tone(kind))
        note.setFixedWidth(look().px(_BRIEF if look().compact else _NOTE))
        lead = ElidedLabel(row.lead, "body", "text2")
        lead.setFixedWidth(sheet.lead_width)
        verb = KeyCapButton(sheet.verb(kind), size="row")
        verb.setFixedWidth(look().px(_VERB))
        verb.setAccessibleName(f"{verb.text()} {row.title}")
        verb.clicked.connect(lambda: sheet.acted.emit(kind.value, row))
        line = QHBoxLayout(self)
        line.setContentsMargins(SHEET_EDGE, 0, SHEET_EDGE, 0)
        line.setSpacing(0)
        for widget, stretch in ((lead, 0), (ElidedLabel(row.title), 1), (note, 0), (verb, 0)):
            line.addWidget(widget, stretch)


def _tone(kind: TodoKind) -> str:
    tones = dict.fromkeys((TodoKind.SOON, TodoKind.BOX, TodoKind.NOTICE), "warn") | {TodoKind.OVERDUE: "danger"}
    return tones.get(kind, "text2")
