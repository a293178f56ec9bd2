"""What each outcome asks for: an answer and what was said to it, or where the matter goes."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.enums import Satisfaction
from station_app.domain.forms import Destination, LocalWork, OnTheSpot, OpinionForm
from station_app.services.limits import answer_due
from station_app.services.station import Station
from station_app.ui.forms.fields import chosen
from station_app.ui.look import SMALLEST, look
from station_app.ui.widgets.choices import CheckBox, ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.segmented import Segmented

_LABEL = 68
_SAID = [one for one in Satisfaction if one is not Satisfaction.UNREACHED]


class AnswerPart(QWidget):
    """当场答复 and 不予受理: the words, whether told face to face, and how they were taken (nothing preset)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reply = _AnswerArea()
        self.told = CheckBox(self.tr("已当面告知"))
        self.attitude = Segmented([(one, one.value) for one in _SAID], optional=True)
        self.result = Segmented([(one, one.value) for one in _SAID], optional=True)
        self.fields = {
            "spot_reply": Field(self.tr("答复内容"), self.reply, required=True, above=True),
            "attitude": _SaidField(self.tr("对态度"), self.attitude, label_width=_LABEL),
            "on_the_spot": _SaidField(self.tr("对结果"), self.result, label_width=_LABEL),
        }
        column = _column(self)
        column.addWidget(self.fields["spot_reply"])
        column.addWidget(self.told)
        column.addWidget(self.fields["attitude"])
        column.addWidget(self.fields["on_the_spot"])
        for signal in (self.reply.changed, self.told.toggled, self.attitude.changed, self.result.changed):
            signal.connect(self.changed)

    def read(self, form: OpinionForm) -> OpinionForm:
        """The opinion with what stands here."""
        said = replace(
            form.on_the_spot,
            told=self.told.isChecked(),
            attitude=chosen(Satisfaction, self.attitude.value()),
            result=chosen(Satisfaction, self.result.value()),
        )
        return replace(form, spot_reply=self.reply.text(), on_the_spot=said)

    def fill(self, form: OpinionForm) -> None:
        """Show an opinion."""
        said: OnTheSpot = form.on_the_spot
        self.reply.set_text(form.spot_reply)
        self.told.setChecked(said.told)
        self.attitude.set_value(said.attitude)
        self.result.set_value(said.result)


class FilingPart(QWidget):
    """登记办理: to the centre, or who at the station does it by when; the usual day is proposed."""

    changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        self.destination = ComboBox([(one, one.value) for one in Destination])
        self.unit = LineEdit()
        self.due = DateTimeField(station.clock.now, with_time=False)
        self.fields = {
            "destination": _side_field(self.tr("去向"), self.destination),
            "local.unit": _side_field(self.tr("承办单位"), self.unit, required=True, width=_LABEL + 12),
            "local.due_on": _side_field(self.tr("办结期限"), self.due, width=_LABEL + 12),
        }
        self.due.edit.setAccessibleName(self.tr("办结期限"))
        column = _column(self)
        for field in self.fields.values():
            column.addWidget(field)
        self.destination.activated.connect(self._propose_due)
        self.destination.value_changed.connect(self._show_work)
        for edit in (self.unit, self.due.edit):
            edit.textEdited.connect(self.changed)
            edit.editingFinished.connect(self.changed)
        self.due.changed.connect(self.changed)
        self.destination.value_changed.connect(self.changed)
        self._show_work()

    def read(self, form: OpinionForm) -> OpinionForm:
        """The opinion with what stands here; a day that cannot be read is kept as typed."""
        due, typed = self.due.value(), self.due.text().strip()
        due_on = due.isoformat() if isinstance(due, date) else typed or None
        work: LocalWork = replace(form.local, unit=self.unit.text(), due_on=due_on)
        where = chosen(Destination, self.destination.value()) or Destination.CENTRE
        return replace(form, destination=where, local=work)

    def fill(self, form: OpinionForm) -> None:
        """Show an opinion."""
        self.destination.set_value(form.destination)
        self.unit.setText(form.local.unit)
        self._fill_due(form.local.due_on or "")
        self._show_work()

    def _propose_due(self) -> None:
        if chosen(Destination, self.destination.value()) is Destination.STATION and not self.due.text().strip():
            self.due.set_value(answer_due(self._station))

    def _fill_due(self, due_on: str) -> None:
        try:
            self.due.set_value(date.fromisoformat(due_on) if due_on else None)
        except ValueError:
            self.due.set_value(None)
            self.due.edit.setText(due_on)

    def _show_work(self) -> None:
        local = chosen(Destination, self.destination.value()) is Destination.STATION
        for name in ("local.unit", "local.due_on"):
            self.fields[name].setVisible(local)


class _AnswerArea(TextArea):
    """A text of two lines and more."""

    def __init__(self) -> None:
        super().__init__(counted=False)
        look().changed.connect(self._hold_height)
        self._hold_height()

    def _hold_height(self) -> None:
        self.setFixedHeight(look().px(60))


class _SaidField(Field):
    """Its three words need the width of the column as soon as the letters grow."""

    def rearrange(self) -> None:
        """Put the label above from 110 %."""
        self._always_above = look().scale > SMALLEST
        super().rearrange()


def _side_field(label: str, control: QWidget, *, required: bool = False, width: int = _LABEL) -> Field:
    return Field(label, control, required=required, label_width=width)


def _column(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return column
