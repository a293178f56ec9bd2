"""The strip above a reception: when, how, who received and who writes."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_app.domain.enums import Mode
from station_app.domain.forms import Problem, ReceptionForm
from station_app.domain.reception_days import day_words, hours_words
from station_app.services import codes
from station_app.services.reception_days import KnownDay, days_on, fitting_day, found_days
from station_app.services.station import Station
from station_app.ui import paint
from station_app.ui.forms.fields import NarrowBox, add_top, chosen
from station_app.ui.forms.people_choice import OnDuty, deputy_matcher, deputy_tokens, person_options, unknown_deputy
from station_app.ui.look import look
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import GAP, Sheet
from station_app.ui.widgets.token_field import TokenField

_LONGEST_TIME = "2026-08-28 08:28"
_SHARES = {"began": 178, "channel": 136, "mode": 116, "recorder": 124, "event": 190, "deputies": 290}
_BELOW = ("event", "deputies")


class ReceptionStrip(Sheet):
    """Time, channel, mode, recorder, reception day, volunteers only, deputies.

    ``changed`` follows every change by the person.
    """

    changed = Signal()

    def __init__(self, station: Station, on_duty: OnDuty) -> None:
        super().__init__()
        self._station = station
        self.time = DateTimeField(station.clock.now)
        self.channel = NarrowBox()
        self.mode = Segmented([(mode, mode.value) for mode in Mode], Mode.IN_PERSON)
        self.recorder = NarrowBox()
        self.activity = NarrowBox()
        self._day = ""
        self.volunteers = CheckBox(self.tr("仅志愿者接待"), height=23)
        self.deputies = TokenField(deputy_matcher(station, on_duty), unknown=unknown_deputy())
        self.fields = self._make_fields()
        for edit, name in ((self.time.edit, "began"), (self.deputies.edit, "deputies")):
            edit.setAccessibleName(self.fields[name].label)
        self._lines = [QHBoxLayout(), QHBoxLayout()]
        self._lay_out()
        self._connect()

    def read(self, form: ReceptionForm) -> ReceptionForm:
        """The form with what stands here; a time that cannot be read is kept as typed."""
        moment = self.time.value()
        alone = self.volunteers.isChecked()
        return replace(
            form,
            began=moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else self.time.text().strip(),
            channel=str(self.channel.value() or ""),
            mode=chosen(Mode, self.mode.value()) or Mode.IN_PERSON,
            recorder=str(self.recorder.value() or ""),
            event=str(self.activity.value() or "") or None,
            volunteer_only=alone,
            deputies=() if alone else tuple(str(uid) for uid in self.deputies.values()),
        )

    def fill(self, form: ReceptionForm) -> None:
        """Show a form."""
        self.set_began(form.began)
        self._offer_days(form.event)
        known = codes.code_book(self._station).channels(with_retired=True)
        used = [one.name for one in known if not one.retired or one.name == form.channel]
        self.channel.set_options([(name, name) for name in used])
        self.channel.set_value(form.channel)
        self.mode.set_value(form.mode)
        self.recorder.set_options(person_options(self._station, form.recorder))
        self.recorder.set_value(form.recorder)
        self.volunteers.setChecked(form.volunteer_only)
        self.deputies.clear_typed()
        self.deputies.set_tokens(deputy_tokens(self._station, form.deputies))

    def set_began(self, began: str) -> None:
        """Show another time (ISO, or as it was typed); the rest stays."""
        self._fill_time(began)
        self._show_moment()
        self._follow_day()

    def unread(self) -> list[Problem]:
        """What is typed here and would not be saved: the name of a deputy that was not chosen."""
        typed = self.deputies.typed()
        if not typed or self.volunteers.isChecked():
            return []
        sentence = self.tr("「{typed}」还没有选定，请从列表里选，或把它删去").format(typed=typed)
        if not self.deputies.knows(typed):
            sentence = unknown_deputy()
        return [Problem("deputies", self.fields["deputies"].label, sentence)]

    def apply_scale(self, scale: int) -> None:
        """One line, or two from 130 %."""
        self.time.setMinimumWidth(paint.text_width(_LONGEST_TIME) + look().px(24) + 24)
        for line in self._lines:
            for field in self.fields.values():
                line.removeWidget(field)  # an item that is only taken would keep the field from telling its new height
        self.fields["deputies"].hint.setVisible(scale == 100)  # the box beside it grows
        below = _BELOW if look().compact else ()
        add_top(self._lines[0], [(self.fields[n], share) for n, share in _SHARES.items() if n not in below])
        add_top(self._lines[1], [(self.fields[n], _SHARES[n]) for n in below])

    def first_gap(self) -> Field | None:
        """The first field that must be filled and is not."""
        form = self.read(ReceptionForm())
        empty = {"began": not form.began, "channel": not form.channel, "recorder": not form.recorder}
        empty["deputies"] = not form.deputies and not form.volunteer_only
        return next((self.fields[name] for name, missing in empty.items() if missing), None)

    def _make_fields(self) -> dict[str, Field]:
        deputies = Field(self.tr("接待代表"), self.deputies, required=True, above=True, hint=self.tr("打拼音首字母"))
        deputies.add_to_head(self.volunteers)
        return {
            "began": Field(self.tr("接待时间"), self.time, required=True, above=True),
            "channel": Field(self.tr("来源渠道"), self.channel, required=True, above=True),
            "mode": Field(self.tr("方式"), self.mode, above=True),
            "recorder": Field(self.tr("记录人"), self.recorder, required=True, above=True),
            "event": Field(self.tr("关联活动"), self.activity, above=True),
            "deputies": deputies,
        }

    def _lay_out(self) -> None:
        self.column.setContentsMargins(14, 8, 14, 11)
        lines = QVBoxLayout()
        lines.setSpacing(8)
        for line in self._lines:
            line.setSpacing(GAP)
            lines.addLayout(line)
        self.column.addLayout(lines)
        self.apply_scale(look().scale)

    def _connect(self) -> None:
        self.time.edit.textEdited.connect(self.changed)
        self.time.changed.connect(self._show_moment)
        self.time.changed.connect(self._follow_day)
        for signal in (
            self.time.changed,
            self.channel.value_changed,
            self.mode.changed,
            self.recorder.value_changed,
            self.activity.value_changed,
            self.volunteers.toggled,
            self.deputies.changed,
        ):
            signal.connect(self.changed)
        self.volunteers.toggled.connect(self._show_alone)

    def _fill_time(self, began: str) -> None:
        try:
            self.time.set_value(datetime.fromisoformat(began) if began else None)
        except ValueError:
            self.time.set_value(None)
            self.time.edit.setText(began)

    def _show_moment(self) -> None:
        """Mark a time that lies before today or ahead of now."""
        moment, now = self.time.value(), self._station.clock.now().replace(tzinfo=None)
        word = ""
        if isinstance(moment, datetime):
            earlier = moment.date() < now.date()
            word = self.tr("补录") if earlier else self.tr("在将来") if moment > now else ""
        hint = self.fields["began"].hint
        hint.setText(word)
        hint.setVisible(bool(word))
        hint.set_tone("warn")

    def _follow_day(self) -> None:
        """On another day another reception day is meant: the one that fits is chosen."""
        moment = self.time.value()
        began = moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else ""
        if began[:10] != self._day:
            self._day = began[:10]
            self._offer_days(fitting_day(self._station, began) if began else None)

    def _offer_days(self, chosen: str | None) -> None:
        """Offer what takes place on the day, and what is chosen though it is on another."""
        known = list(days_on(self._station, self._day))
        if chosen and all(one.uid != chosen for one in known):
            known += found_days(self._station, (chosen,))
        self.activity.blockSignals(True)
        self.activity.set_options([(None, self.tr("无")), *((one.uid, self._day_words(one)) for one in known)])
        self.activity.set_value(chosen)
        self.activity.blockSignals(False)

    def _day_words(self, known: KnownDay) -> str:
        """The hours come first: the day is the reception's own, and the field is narrow."""
        words = f"{hours_words(known.day)}　{known.day.theme}".rstrip()
        return words if known.day.day == self._day else f"{day_words(known.day.day)}{words}"

    def _show_alone(self, alone: bool) -> None:
        self.deputies.setEnabled(not alone)
        self.fields["deputies"].star.setVisible(not alone)
