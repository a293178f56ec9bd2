"""分类与渠道: the channels and topics of all stations; added, ordered, retired, and given a short label."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from station_app.domain.network_records import CodeEntry
from station_app.errors import StationError
from station_app.services.code_lists import SHORT_LENGTH, add_entry, change_entry, entries_of, move_entry
from station_app.services.codes import CHANNELS, TOPICS
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_listed import KeptForm, ListSection
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.table import Column

Level = tuple[str, str | None]  # the list's uid, and the topic above where it is a second level


class CodesSection(ListSection):
    """One list at a time: the channels, the topics, or what is below a topic; its order is that of the forms."""

    def __init__(self, context: PageContext) -> None:
        self.level = ComboBox()
        self.level.setAccessibleName(self.tr("哪一份名单"))
        self.up_button = KeyCapButton(self.tr("上移"), key="Ctrl+Up", size="row")
        self.down_button = KeyCapButton(self.tr("下移"), key="Ctrl+Down", size="row")
        told = self.tr("随回传包发给各站；Enter 改")
        super().__init__(context, self.tr("分类与渠道"), told, self.tr("添加一项"), most=12)
        self.up_button.clicked.connect(lambda: self._move(up=True))
        self.down_button.clicked.connect(lambda: self._move(up=False))
        self.level.value_changed.connect(self._change_level)
        self.table.chosen.connect(self._follow)

    def refresh(self) -> None:
        """Read the lists anew."""
        self._offer_levels()
        uid, above = self._here()
        self.table.set_rows(entries_of(self.context.station, uid, above, with_retired=self.ended.isChecked()))
        self._follow()

    def form(self, known: CodeEntry | None) -> PaneForm:
        """Return the form of an entry."""
        return CodeForm(self.context, self._here(), known)

    def arrange(self) -> None:
        """Which list stands in the head; the verbs that order it below."""
        for widget in (self.level, self.add_button):
            self.sheet.add_to_head(widget)
        below = QHBoxLayout()
        below.setContentsMargins(16, 8, 16, 8)
        below.setSpacing(10)
        below.addWidget(self.up_button)
        below.addWidget(self.down_button)
        below.addStretch(1)
        below.addWidget(self.ended)
        self.sheet.column.addWidget(self.table)
        self.sheet.column.addLayout(below)

    def columns(self) -> Sequence[Column]:
        """Return name, the label on the grid, and whether it is in use."""

        def state(one: CodeEntry) -> str:
            return self.tr("已停用") if one.retired else self.tr("在用")

        return (
            Column(self.tr("名称"), lambda one: one.code),
            Column(self.tr("登记时写作"), lambda one: one.name if one.name != one.code else "", 140, drops=True),
            Column(self.tr("状态"), state, 90, quiet=True),
        )

    def _here(self) -> Level:
        """The list in front; its value is ``uid`` or ``uid/topic``, for a choice compares plain texts."""
        uid, _, above = str(self.level.value()).partition("/")
        return uid, above or None

    def _offer_levels(self) -> None:
        below = self.tr("「{topic}」的细类")
        topics = entries_of(self.context.station, TOPICS, with_retired=True)
        offered = [(CHANNELS, self.tr("来源渠道")), (TOPICS, self.tr("类别"))]
        offered += [(f"{TOPICS}/{one.code}", below.format(topic=one.code)) for one in topics]
        self.level.set_options(offered)

    def _change_level(self) -> None:
        if self.form_sheet.may_leave():
            self.form_sheet.clear()
        self.refresh()

    def _follow(self) -> None:
        chosen = self.table.current() is not None
        for button in (self.up_button, self.down_button):
            button.setEnabled(chosen)
            button.setToolTip("" if chosen else self.tr("请先选一项"))

    def _move(self, *, up: bool) -> None:
        known = self.table.current()
        uid, above = self._here()
        self._run(partial(move_entry, self.context.station, uid, known.code, up=up, above=above), known.code)

    def _run(self, work: Callable[[], None], code: str) -> None:
        def done(_result: object) -> None:
            self.refresh()
            codes = [one.code for one in self.table.lines.rows()]
            self.table.choose(codes.index(code))

        def refused(problem: StationError) -> None:
            self.context.messages.error(problem)

        self.context.tasks.run(lambda _progress: work(), done, refused, owner=self)


class CodeForm(KeptForm):
    """A new entry with its name, or the short label and state of one that is there: its name stands for ever."""

    def __init__(self, context: PageContext, level: Level, known: CodeEntry | None) -> None:
        super().__init__(context, known.code if known else "", self.tr("添加一项"))
        self._known, self._level = known, level
        self._labelled = level == (TOPICS, None)
        self.name = LineEdit(known.code if known else "")
        self.short = LineEdit(known.name if known else "", self.tr("最多 4 个字，写在数字格里"))
        self._name_field = Field(self.tr("名称"), self.name, required=True)
        self._short_field = Field(self.tr("短名"), self.short)
        if known is None:
            told = self.tr("名称印在社情簿上、写在记录里，定下后不能改，只能停用。")
            self.add((self._name_field, Text(told, "caption", "text2", wrap=True)))
        if self._labelled:
            self.add((self._short_field,))
        if known is not None:
            told = self.tr("停用的不再供登记时选，以前的记录仍写着它，筛选时也还能选。")
            self.active = self.add_state(active=not known.retired, told=told)

    def check(self) -> Field | None:
        """A name is needed, and a topic's label that fits the grid."""
        name, short = self.name.text().strip(), self.short.text().strip()
        long = self._labelled and len(short or name) > SHORT_LENGTH
        return first_of(
            need(self._name_field, self.tr("请填名称"), when=not name),
            need(self._short_field, self.tr("请填一个短名，最多 4 个字"), when=long),
        )

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        uid, above = self._level
        name, short = self.name.text().strip(), self.short.text()
        if self._known is None:
            return partial(_add, uid=uid, name=name, short=short, above=above), self.tr("已添加 {name}").format(
                name=name
            )
        kept = partial(_change, uid=uid, code=name, short=short, above=above, retired=not self.active.value())
        return kept, self.tr("{name} 已保存").format(name=name)


def _add(station: Station, *, uid: str, name: str, short: str, above: str | None) -> None:
    add_entry(station, uid, name, short=short, above=above)


def _change(station: Station, *, uid: str, code: str, short: str, above: str | None, retired: bool) -> None:
    change_entry(station, uid, code, short=short, above=above, retired=retired)
