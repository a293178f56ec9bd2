"""The strip above the slips: when the box was opened, by whom, its seal, and how many slips were found."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_app.domain.opening_forms import MAX_SLIPS, OpeningForm, count_slips
from station_app.services.station import Station
from station_app.ui import paint
from station_app.ui.forms.fields import NarrowBox, add_top
from station_app.ui.forms.people_choice import person_options
from station_app.ui.look import look
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet

_LONGEST_TIME = "2026-08-28 08:28"
_SHARES = {
    "opened_at": 188,
    "opener": 128,
    "witness": 128,
    "seal_intact": 200,
    "seal_before": 104,
    "seal_after": 104,
    "slips_found": 96,
    "invalid": 84,
}
_BELOW = ("seal_intact", "seal_before", "seal_after", "slips_found", "invalid")


class OpeningStrip(Sheet):
    """``changed`` follows every change by the person; the count of invalid slips is only shown."""

    changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        self.time = DateTimeField(station.clock.now)
        self.opener, self.witness = NarrowBox(), NarrowBox()
        self.seal = Segmented([(True, self.tr("完好")), (False, self.tr("破损"))])
        self.seal_before, self.seal_after, self.found, self.invalid = (LineEdit() for _ in range(4))
        self.found.setValidator(QIntValidator(0, MAX_SLIPS, self.found))
        self.invalid.setReadOnly(True)
        self.invalid.setFocusPolicy(self.invalid.focusPolicy().NoFocus)
        self.fields = self._make_fields()
        self.time.edit.setAccessibleName(self.fields["opened_at"].label)
        self._lines = [QHBoxLayout(), QHBoxLayout()]
        self._lay_out()
        self._connect()

    def read(self, form: OpeningForm) -> OpeningForm:
        """The form with what stands here; a time that cannot be read is kept as typed."""
        moment, found, seal = self.time.value(), self.found.text().strip(), self.seal.value()
        return replace(
            form,
            opened_at=moment.isoformat(timespec="minutes")
            if isinstance(moment, datetime)
            else self.time.text().strip(),
            opener=str(self.opener.value() or ""),
            witness=str(self.witness.value() or ""),
            seal_intact=None if seal is None else bool(seal),
            seal_before=self.seal_before.text(),
            seal_after=self.seal_after.text(),
            slips_found=int(found) if found.isdecimal() else None,
        )

    def fill(self, form: OpeningForm) -> None:
        """Show a form."""
        self._fill_time(form.opened_at)
        self.opener.set_options(person_options(self._station, form.opener))
        self.opener.set_value(form.opener)
        self.witness.set_options([("", self.tr("请选")), *person_options(self._station, form.witness)])
        self.witness.set_value(form.witness)
        self.seal.set_value(form.seal_intact)
        self.seal_before.setText(form.seal_before)
        self.seal_after.setText(form.seal_after)
        self.found.setText("" if form.slips_found is None else str(form.slips_found))
        self.show_count(form)

    def show_count(self, form: OpeningForm) -> None:
        """Tell how many slips are invalid."""
        self.invalid.setText(str(count_slips(form).invalid))

    def first_gap(self) -> Field | None:
        """The first field that must be filled and is not."""
        form = self.read(OpeningForm())
        empty = {
            "opened_at": not form.opened_at,
            "opener": not form.opener,
            "witness": not form.witness,
            "seal_intact": form.seal_intact is None,
            "slips_found": form.slips_found is None,
        }
        return next((self.fields[name] for name, missing in empty.items() if missing), None)

    def apply_scale(self) -> None:
        """One line, or two from 130 %."""
        self.time.setMinimumWidth(paint.text_width(_LONGEST_TIME) + look().px(24) + 24)
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        below = _BELOW if look().compact else ()
        add_top(self._lines[0], [(self.fields[n], share) for n, share in _SHARES.items() if n not in below])
        add_top(self._lines[1], [(self.fields[name], _SHARES[name]) for name in below])

    def _make_fields(self) -> dict[str, Field]:
        return {
            "opened_at": Field(self.tr("开箱时间"), self.time, required=True, above=True),
            "opener": Field(self.tr("开箱人"), self.opener, required=True, above=True),
            "witness": Field(self.tr("见证人（另一人）"), self.witness, required=True, above=True),
            "seal_intact": Field(self.tr("封条"), self.seal, required=True, above=True),
            "seal_before": Field(self.tr("旧封条号"), self.seal_before, above=True),
            "seal_after": Field(self.tr("新封条号"), self.seal_after, above=True),
            "slips_found": Field(self.tr("箱内张数"), self.found, required=True, above=True),
            "invalid": Field(self.tr("无效空白"), self.invalid, above=True),
        }

    def _lay_out(self) -> None:
        self.column.setContentsMargins(15, 8, 15, 11)
        lines = QVBoxLayout()
        lines.setSpacing(8)
        for line in self._lines:
            line.setSpacing(12)
            lines.addLayout(line)
        self.column.addLayout(lines)
        self.apply_scale()

    def _connect(self) -> None:
        self.time.edit.textEdited.connect(self.changed)
        for signal in (self.time.changed, self.opener.value_changed, self.witness.value_changed, self.seal.changed):
            signal.connect(self.changed)
        for edit in (self.seal_before, self.seal_after, self.found):
            edit.textEdited.connect(self.changed)

    def _fill_time(self, opened_at: str) -> None:
        try:
            self.time.set_value(datetime.fromisoformat(opened_at) if opened_at else None)
        except ValueError:
            self.time.set_value(None)
            self.time.edit.setText(opened_at)
