"""The pane beside the list: one opinion, what happened to it, and what may be done with it now."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from station_app.domain.centre_moves import CentreMove
from station_app.domain.highlight import hits
from station_app.domain.moves import Move
from station_app.services.detail import OpinionDetail
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.opinions_contact import ContactLine
from station_app.ui.pages.opinions_facts import LABEL, FactRows, source_words
from station_app.ui.pages.opinions_form import PaneForm
from station_app.ui.pages.opinions_papers import PaperVerbs
from station_app.ui.pages.opinions_pictures import AttachmentStrip
from station_app.ui.pages.opinions_reader import Lookups
from station_app.ui.pages.opinions_timeline import Timeline
from station_app.ui.pages.opinions_versions import VersionsView
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.growing_area import GrowingArea
from station_app.ui.widgets.hit_text import HitText
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.status import StatusMarkLabel

_IN_ORDER = (
    Move.FEEDBACK,
    Move.ANSWER,
    Move.OPEN,
    Move.ARCHIVE,
    Move.REOPEN,
    Move.CHANGE,
    Move.PASS_ON,
    Move.CORRECT,
    Move.VOID,
)
_KEYS = {Move.FEEDBACK: "F4"}
_EDGE = 15


class DetailPane(Sheet):
    """``wanted`` gives a Move or CentreMove, ``picture_wanted`` an attachment.

    ``opened`` asks for the wide form, ``closed`` ends it. In its wide form it shows all fields and versions, with what
    happened beside them. ``with_topic``: the list has no room for the topic.
    """

    wanted = Signal(object)
    picture_wanted = Signal(object)
    opened = Signal()
    closed = Signal()

    def __init__(self, context: PageContext, lookups: Lookups) -> None:
        super().__init__(padded=False)
        self.detail: OpinionDetail | None = None
        self.wide = False
        self.with_topic = False
        self.form: PaneForm | None = None
        self._rest: list[Move] = []
        self._of_all_sites = context.station.is_centre
        self.contact = ContactLine(context)
        self.papers = PaperVerbs(context, self)
        self.pictures = AttachmentStrip(lookups)
        self.timeline = Timeline(context.station.clock.today())
        self.versions = VersionsView()
        self.pictures.wanted.connect(self.picture_wanted)
        self._make_words()
        self._lay_out()
        self._lay_out_foot()
        self.set_wide(wide=False)
        self._show_nothing()

    def show_detail(self, detail: OpinionDetail | None, query: str = "") -> None:
        """Show an opinion, the places of ``query`` in it marked; None empties the pane."""
        fresh = self.detail is None or detail is None or detail.uid != self.detail.uid
        self.detail = detail
        if detail is None:
            self._show_nothing()
            return
        self._show_words(detail, query)
        self._show_facts(detail)
        self.timeline.show_life(detail)
        self._show_verbs(detail)
        self._content.setVisible(True)
        self._foot.setVisible(self.form is None)
        # All at once: left to itself each layout tells the one around it a round later, and the pane would jump.
        self.layout().activate()
        if fresh:
            self.area.verticalScrollBar().setValue(0)

    def set_wide(self, *, wide: bool) -> None:
        """Take the whole page, or stand beside the list."""
        self.wide = wide
        across = wide and not look().compact
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        self._halves.setStretch(0, int(across))
        self._contact_label.setFixedSize(look().px(LABEL), look().px(24))
        self._level.setVisible(not across)
        self._upright.setVisible(across)
        self.open_button.setVisible(not wide)
        self.back.setVisible(wide)
        if self.detail is not None:
            self._show_facts(self.detail)
            self._show_verbs(self.detail)

    def set_growing(self, growing: bool) -> None:
        """Be as high as the content (the page scrolls), or scroll inside."""
        self.area.set_growing(growing)

    def show_form(self, form: PaneForm) -> None:
        """Put a form in the place of the timeline."""
        self.close_form()
        self.form = form
        self._lower.addWidget(form)
        self._story.hide()
        self._foot.hide()
        form.first().setFocus()
        self.area.ensureWidgetVisible(form)

    def close_form(self) -> None:
        """Show the timeline again."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._story.show()
        self._foot.setVisible(self.detail is not None)

    def verbs(self) -> list[KeyCapButton]:
        """Return the buttons of what may be done, those in the menu left out."""
        every = [*self._centre_buttons.values(), *self._move_buttons]
        return [button for button in every if not button.isHidden()]

    def _make_words(self) -> None:
        self.serial = Text("", "body", "text2")
        self.state = StatusMarkLabel("已登记")
        self.title_words = HitText("lead", line=26)
        self.content_words = HitText()
        self.facts, self.more_facts = FactRows(), FactRows()
        self.version_link = LinkButton("")
        self.version_link.clicked.connect(self.opened)
        self.note = Banner("", "plain")
        self.note.words.setProperty("kind", "caption")
        self.nothing = Text(self.tr("在列表里选一条，这里显示它的全部内容。"), "body", "text2", wrap=True)

    def _show_nothing(self) -> None:
        self._content.setVisible(False)
        self.nothing.setVisible(True)
        self._foot.setVisible(False)

    def _show_words(self, detail: OpinionDetail, query: str) -> None:
        intake = detail.intake
        self.nothing.setVisible(False)
        self.serial.setText(f"{detail.serial}{detail.doubled}")
        self.state.set_status(detail.label)
        self.title_words.set_words(intake.title, hits(intake.title, query))
        self.content_words.set_words(intake.content, hits(intake.content, query))
        self.content_words.setVisible(bool(intake.content))
        words = self._note(detail)
        self.note.set_text(words)
        self.note.setVisible(bool(words))

    def _show_facts(self, detail: OpinionDetail) -> None:
        self.contact.show_contact(detail)
        rows = [(self.tr("渠道代表"), source_words(detail))]
        if self._of_all_sites and not self.wide:
            rows.append((self.tr("登记站点"), detail.site))
        if self.with_topic and not self.wide:
            rows.append((self.tr("类别"), detail.intake.topic))
        self.facts.set_rows(rows)
        self.pictures.show_attachments(detail.intake.attachments)
        self.pictures.setVisible(bool(detail.intake.attachments))
        several = len(detail.versions) > 1
        link = self.tr("更正过，共 {count} 版，看新旧对照").format(count=len(detail.versions))
        if link != self.version_link.text():
            self.version_link.setText(link)
        self.version_link.setVisible(several and not self.wide)
        self.versions.setVisible(several and self.wide)
        self.more_facts.setVisible(self.wide)
        if self.wide:
            self.more_facts.show_all(detail)
            self.versions.show_versions(detail.versions if several else ())

    def _note(self, detail: OpinionDetail) -> str:
        if detail.intake.void_reason is not None:
            return self.tr("已作废：{reason}。编号保留，不能再改。").format(reason=detail.intake.void_reason)
        if detail.pending:
            return self.tr("更正待确认：中心办理以后站点更正过，按哪一版办由中心定。")
        if detail.sent and Move.CORRECT in detail.moves:
            return self.tr("已上报，仍可更正：新旧两版都留，中心会看到。")
        if Move.FEEDBACK in detail.moves:
            return self.tr("已有答复，还没告诉反映人。按 F4 记反馈。")
        return ""

    def _show_verbs(self, detail: OpinionDetail) -> None:
        moves = [move for move in _IN_ORDER if move in detail.moves]
        shown = moves if self.wide else moves[:1]
        for move, button in zip(_IN_ORDER, self._move_buttons, strict=True):
            button.setVisible(move in shown)
        for own, button in self._centre_buttons.items():
            button.setVisible(own in detail.centre_moves)
        self.rest_button.setVisible(len(moves) > len(shown))
        self._rest = [move for move in moves if move not in shown]
        self.papers.offer(detail, wide=self.wide)

    def _open_rest(self) -> None:
        self.rest_menu.clear()
        for move in self._rest:
            action = self.rest_menu.addAction(move.value)
            action.triggered.connect(lambda _checked=False, own=move: self.wanted.emit(own))
        self.rest_menu.popup(self.rest_button.mapToGlobal(QPoint(0, -self.rest_menu.sizeHint().height() - 2)))

    def _lay_out(self) -> None:
        self.area = GrowingArea()
        self.area.column.setContentsMargins(0, 0, 0, 0)
        self.area.column.setSpacing(0)
        self._content = QWidget()
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._content)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._level, self._upright = Rule(), Rule(vertical=True)
        self._story = QWidget()
        story = self._column_of(self._story, (self.timeline, self.note), (0, 0, 0, 0), 12)
        story.addStretch(1)
        upper, lower = QWidget(), QWidget()
        parts = (
            self._head(),
            self.title_words,
            self.content_words,
            self._contact_row(),
            self.facts,
            self.pictures,
            self.version_link,
            self.more_facts,
            self.versions,
        )
        column = self._column_of(upper, parts, (_EDGE, 13, _EDGE, 10), 5)
        column.addStretch(1)
        self._lower = self._column_of(lower, (self._story,), (_EDGE, 12, _EDGE, 12), 0)
        for widget in (upper, self._level, self._upright, lower):
            self._halves.addWidget(widget)
        self._halves.setStretch(3, 1)
        self.area.column.addWidget(self.nothing)
        self.nothing.setMargin(_EDGE)
        self.area.column.addWidget(self._content, 1)
        self.area.column.addStretch()
        self.column.addWidget(self.area, 1)

    def _contact_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._contact_label = Text(self.tr("反映人"), "body", "text2")
        row.addWidget(self._contact_label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.contact, 1)
        return holder

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.serial)
        row.addStretch(1)
        row.addWidget(self.state)
        return head

    def _column_of(self, holder: QWidget, widgets: Iterable[QWidget], edges: Sequence[int], gap: int) -> QVBoxLayout:
        column = QVBoxLayout(holder)
        column.setContentsMargins(*edges)
        column.setSpacing(gap)
        for widget in widgets:
            column.addWidget(widget)
        return column

    def _lay_out_foot(self) -> None:
        self.open_button = KeyCapButton(self.tr("打开"), key="Enter", bind=False)
        self.back = KeyCapButton(self.tr("返回列表"), key="Esc", bind=False)
        self._move_buttons = [self._move_button(move) for move in _IN_ORDER]
        self._centre_buttons = {move: self._centre_button(move) for move in CentreMove}
        self.rest_button = KeyCapButton(self.tr("其他…"))
        self.rest_menu = QMenu(self)
        self.open_button.clicked.connect(self.opened)
        self.back.clicked.connect(self.closed)
        self.rest_button.clicked.connect(self._open_rest)
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        holder = QWidget()
        flow = FlowLayout(holder, gap=10)
        flow.setContentsMargins(_EDGE, 10, _EDGE, 10)
        for button in (self.open_button, self.back, *self._verb_buttons()):
            flow.addWidget(button)
        column.addWidget(holder)
        self.column.addWidget(self._foot)

    def _verb_buttons(self) -> Iterable[KeyCapButton]:
        return (*self._centre_buttons.values(), *self.papers.buttons(), *self._move_buttons, self.rest_button)

    def _centre_button(self, move: CentreMove) -> KeyCapButton:
        button = KeyCapButton(move.value, kind="primary" if move is CentreMove.REPLY else "secondary")
        button.clicked.connect(lambda: self.wanted.emit(move))
        return button

    def _move_button(self, move: Move) -> KeyCapButton:
        kind = "primary" if move is Move.FEEDBACK else "secondary"
        button = KeyCapButton(move.value, kind=kind, key=_KEYS.get(move, ""))
        button.clicked.connect(lambda: self.wanted.emit(move))
        return button
