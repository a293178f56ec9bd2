"""办理期限: the days by which due days are proposed at all stations."""

from functools import partial

from PySide6.QtGui import QIntValidator

from station_app.domain.network_records import Limits
from station_app.services.limits import MOST_DAYS, change_limits, limits
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text

_LABEL = 150


class LimitsSection(Section):
    """The sheet of the limits."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.sheet = FormSheet()
        self.column.addWidget(self.sheet)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Show what is kept, unless somebody is typing."""
        if self.sheet.form is None or not self.sheet.form.dirty():
            self._show()

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.sheet.may_leave()

    def _show(self) -> None:
        form = LimitsForm(self.context)
        self.sheet.open(form)
        form.saved.connect(self._saved)
        form.closed.connect(self._show)

    def _saved(self, sentence: str) -> None:
        self.context.messages.say(sentence)
        self._show()


class LimitsForm(PaneForm):
    """Three numbers of days."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, self.tr("办理期限"), self.tr("保存"))
        kept = limits(context.station)
        self.days = {name: self._line(getattr(kept, name)) for name in Limits.__slots__}
        words = {
            "hand_over_days": self.tr("收到后几天内交办"),
            "answer_days": self.tr("交办后几天内答复"),
            "return_days": self.tr("几个工作日内可退办"),
        }
        self._fields = {name: Field(words[name], line, label_width=_LABEL) for name, line in self.days.items()}
        told = self.tr("登记和交办时按这些天数先填好期限，可以改；已经定下的期限不变。随回传包发给各站。")
        self.add((*self._fields.values(), Text(told, "caption", "text2", wrap=True)))
        self.back.hide()

    def check(self) -> Field | None:
        """Each is a number of days."""
        sentence = self.tr("填 1 到 {most} 天").format(most=MOST_DAYS)
        return first_of(
            *(need(self._fields[name], sentence, when=not self._number(line)) for name, line in self.days.items())
        )

    def work(self) -> tuple[Work, str]:
        """Keep them."""
        after = Limits(**{name: self._number(line) for name, line in self.days.items()})
        return partial(_keep, after=after), self.tr("办理期限已保存")

    def _line(self, days: int) -> LineEdit:
        line = LineEdit(str(days))
        line.setValidator(QIntValidator(1, MOST_DAYS, line))
        return line

    def _number(self, line: LineEdit) -> int:
        """The days, 0 when there are no such."""
        text = line.text().strip()
        return int(text) if text.isdecimal() and 1 <= int(text) <= MOST_DAYS else 0


def _keep(station: Station, *, after: Limits) -> None:
    change_limits(station, after)
