"""The right column of a reception: phrases, and below them what the matter came to."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.enums import Outcome
from station_app.domain.forms import OpinionForm, ReceptionForm
from station_app.services.station import Station
from station_app.services.visitors import SameMatter
from station_app.ui.forms.fields import BareField
from station_app.ui.forms.outcome_choice import OutcomeChoice
from station_app.ui.forms.outcome_parts import AnswerPart, FilingPart
from station_app.ui.forms.phrase_panel import PhrasePanel
from station_app.ui.look import look
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.labels import KeyCap, Rule, Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import SHEET_EDGE, Sheet


class OutcomeSheet(Sheet):
    """Phrases and the outcome of one opinion. ``changed`` follows every change by the person."""

    changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(QCoreApplication.translate("OutcomeSheet", "常用语"), padded=False)
        self.phrases = PhrasePanel(station, self)
        self.same = Banner(kind="warn")
        self.choice = OutcomeChoice()
        self.answer = AnswerPart()
        self.filing = FilingPart(station)
        self.signed = CheckBox(self.tr("反映人已在纸上签字"), tone="text2")
        self.fields: dict[str, Field] = {
            "outcome": BareField(self.tr("处理方式"), self.choice, required=True),
            **self.answer.fields,
            **self.filing.fields,
        }
        self._lay_out()
        for signal in (self.choice.changed, self.answer.changed, self.filing.changed, self.signed.toggled):
            signal.connect(self.changed)
        self.choice.changed.connect(self._show_parts)

    def read(self, form: OpinionForm) -> OpinionForm:
        """The opinion with what stands here."""
        return self.filing.read(self.answer.read(replace(form, outcome=self.choice.value())))

    def fill(self, form: OpinionForm) -> None:
        """Show the outcome of an opinion."""
        self.choice.set_value(form.outcome)
        self.answer.fill(form)
        self.filing.fill(form)
        self._show_parts()

    def read_signed(self, form: ReceptionForm) -> ReceptionForm:
        """The reception with whether it was signed on paper."""
        return replace(form, signed=self.signed.isChecked())

    def show_same(self, found: SameMatter | None) -> None:
        """Warn that the visitor has brought this matter before; None takes the warning away."""
        self.same.set_text(found.sentence if found else "")
        self.same.setVisible(found is not None)

    def _lay_out(self) -> None:
        self.phrases.filter.setMaximumWidth(130)
        self.add_to_head(self.phrases.filter)
        self.add_to_head(KeyCap("Ctrl+/"))
        self.column.setContentsMargins(0, 7, 0, 0)
        self.column.addWidget(self.phrases.list, 1)
        self.column.addSpacing(4)
        self.column.addWidget(Rule())
        self.column.addWidget(self._outcome_head())
        self.column.addWidget(Rule())
        self.column.addWidget(self._outcome_body())
        self.same.hide()
        self._show_parts()
        self.phrases.refresh()

    def _outcome_head(self) -> QWidget:
        head = self._second_head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(SHEET_EDGE - 1, 0, SHEET_EDGE - 1, 0)
        row.setSpacing(4)
        row.addWidget(Text(self.tr("处理方式"), "strong"))
        row.addWidget(Text("*", "body", "danger"))
        row.addStretch(1)
        look().changed.connect(self._rescale_head)
        self._rescale_head()
        return head

    def _outcome_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SHEET_EDGE - 1, 8, SHEET_EDGE - 1, 12)
        column.setSpacing(8)
        for widget in (self.same, self.fields["outcome"], self.answer, self.filing, self.signed):
            column.addWidget(widget)
        return body

    def _rescale_head(self) -> None:
        self._second_head.setFixedHeight(look().px(38))

    def _show_parts(self) -> None:
        outcome = self.choice.value()
        self.answer.setVisible(outcome in {Outcome.ANSWERED, Outcome.REFUSED})
        self.filing.setVisible(outcome is Outcome.FILED)
        self.signed.setVisible(outcome in {Outcome.FILED, None})
        refused = outcome is Outcome.REFUSED
        field = self.fields["spot_reply"]
        field.label_text.setText(self.tr("怎样引导的") if refused else self.tr("答复内容"))
