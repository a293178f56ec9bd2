"""代表核对: who the deputies are that stations typed in; matched with the centre's list, or taken on it."""

from functools import partial

from station_app.domain.records import Deputy
from station_app.services.deputy_matching import Candidate, candidates, match, match_exact, take_over
from station_app.services.people import KnownDeputy, deputies
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class MatchingSection(Section):
    """Those that wait in a table, under it the question who it is."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.all_button = KeyCapButton("", size="row", icon="check")
        self.table = RowTable(self._columns(), self.tr("待核对的代表"), most=12)
        self.empty = EmptyState(self.tr("各站填的代表都核对过了。"))
        self.form_sheet = FormSheet()
        self.sheet = Sheet(self.tr("代表核对"), self.tr("各站自己填的代表，Enter 认定是名单上的哪一位"), padded=False)
        self.sheet.add_to_head(self.all_button)
        self.sheet.column.addWidget(self.table)
        self.sheet.column.addWidget(self.empty)
        for widget in (self.sheet, self.form_sheet):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.table.opened.connect(self._open)
        self.all_button.clicked.connect(self._match_all)

    def refresh(self) -> None:
        """Read anew who waits."""
        waiting = candidates(self.context.station)
        clear = sum(1 for one in waiting if one.exact)
        self.table.set_rows(waiting)
        self.table.setVisible(bool(waiting))
        self.empty.setVisible(not waiting)
        self.all_button.setText(self.tr("对上完全相符的 {count} 位").format(count=clear))
        self.all_button.setVisible(bool(waiting))
        self.all_button.setEnabled(clear > 0)
        self.all_button.setToolTip("" if clear else self.tr("没有姓名、级别、电话都相符的"))

    def may_leave(self) -> bool:
        """Ask when something was chosen."""
        return self.form_sheet.may_leave()

    def _open(self, candidate: Candidate) -> None:
        if not self.form_sheet.may_leave():
            return
        form = MatchForm(self.context, candidate)
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.who.setFocus()
        self.bring(form.submit)

    def _match_all(self) -> None:
        def done(number: int) -> None:
            self._saved(self.tr("已对上 {count} 位").format(count=number))

        station = self.context.station
        self.context.tasks.run(lambda _progress: match_exact(station), done, self.context.messages.error)

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.refresh()
        self.give_focus(self.table)

    def _columns(self) -> tuple[Column, ...]:
        def likely(one: Candidate) -> str:
            if not one.fitting:
                return self.tr("名单上没有相近的")
            return (
                _words(one.fitting[0].deputy)
                if one.exact
                else self.tr("可能是 {who}").format(who=_words(one.fitting[0].deputy))
            )

        return (
            Column(self.tr("站点填的"), lambda one: _words(one.deputy), 230),
            Column(self.tr("站点"), lambda one: one.site, 170, quiet=True, drops=True),
            Column(self.tr("用在"), lambda one: self.tr("{count} 条").format(count=one.used), 70, figure=True),
            Column(self.tr("名单上的"), likely),
        )


class MatchForm(PaneForm):
    """Which one of the list it is, the likeliest first; or somebody new."""

    def __init__(self, context: PageContext, candidate: Candidate) -> None:
        title = self.tr("「{name}」是名单上的哪一位").format(name=candidate.deputy.name)
        super().__init__(context, title, self.tr("认定"))
        self._candidate = candidate
        first = [one.uid for one in candidate.fitting]
        rest = [one for one in deputies(context.station, with_ended=True) if one.uid not in first]
        known = [(one.uid, _label(one)) for one in (*candidate.fitting, *rest)]
        self.who = ComboBox([*known, ("", self.tr("名单上没有，收为正式代表"))])
        self.who.set_value(first[0] if first else "")
        told = self.tr("{site}填的：{who}。认定后，两份资料上的意见建议都算同一位。")
        words = told.format(site=candidate.site, who=_words(candidate.deputy))
        self.add((Text(words, "body", "text2", wrap=True), Field(self.tr("是哪一位"), self.who, above=True)))
        self.who.value_changed.connect(self.touch)

    def work(self) -> tuple[Work, str]:
        """Match or take over."""
        uid, chosen = self._candidate.uid, str(self.who.value())
        name = self._candidate.deputy.name
        if chosen:
            return partial(_match, uid=uid, official=chosen), self.tr("{name} 已对上").format(name=name)
        return partial(_take_over, uid=uid), self.tr("{name} 已收为正式代表").format(name=name)


def _words(deputy: Deputy) -> str:
    return "　".join(part for part in (deputy.name, deputy.level.value, deputy.ward, deputy.phone) if part)


def _label(known: KnownDeputy) -> str:
    return _words(known.deputy)


def _match(station: Station, *, uid: str, official: str) -> None:
    match(station, uid, official)


def _take_over(station: Station, *, uid: str) -> None:
    take_over(station, uid)
