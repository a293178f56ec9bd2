"""The sheets of one reception taken together: one form in, one form out, its opinions one in front of the others."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station_app.domain.enums import Mode
from station_app.domain.forms import OpinionForm, ReceptionForm
from station_app.domain.records import Attachment
from station_app.services import people
from station_app.services.codes import code_book
from station_app.services.reception_days import fitting_day
from station_app.services.station import Station
from station_app.services.visitors import same_matter
from station_app.ui.forms.contact_sheet import ContactSheet
from station_app.ui.forms.opinion_sheet import OpinionSheet
from station_app.ui.forms.outcome_sheet import OutcomeSheet
from station_app.ui.forms.people_choice import OnDuty
from station_app.ui.forms.strip import ReceptionStrip
from station_app.ui.widgets.field import Field


class ReceptionSheets(QObject):
    """``changed`` follows every change by the person, ``front_changed`` gives the index of another opinion in front.

    ``filling_changed`` tells when the fields are being filled by the program.
    """

    changed = Signal()
    front_changed = Signal(int)
    filling_changed = Signal(bool)

    def __init__(self, station: Station, say: Callable[[str], object], on_duty: OnDuty, parent: QWidget) -> None:
        super().__init__(parent)
        self._station = station
        self.strip = ReceptionStrip(station, on_duty)
        self.contact = ContactSheet(station, say)
        self.opinion = OpinionSheet(station, say)
        self.outcome = OutcomeSheet(station)
        self._base = ReceptionForm()
        self._opinions: list[OpinionForm] = [OpinionForm()]
        self._marks: list[object] = [object()]
        self.front = 0
        self._filling = False
        self._connect()

    def read(self) -> ReceptionForm:
        """The form as it stands."""
        form = self.contact.read(self.strip.read(self._base))
        form = self.outcome.read_signed(form)
        return replace(form, opinions=tuple(self._all_opinions()))

    def fill(self, form: ReceptionForm) -> None:
        """Show a form, its first opinion in front."""
        self._set_filling(True)
        self._base = form
        self._opinions = list(form.opinions) or [OpinionForm()]
        self._marks = [object() for _ in self._opinions]
        self.strip.fill(form)
        self.contact.set_began(form.began)
        self.contact.fill(form)
        self.outcome.signed.setChecked(form.signed)
        self._show(0)
        self._set_filling(False)

    def bring_to_front(self, index: int) -> None:
        """Show another opinion."""
        self._opinions = self._all_opinions()
        self._show(index)

    def add_opinion(self) -> None:
        """Begin one more opinion and go to its title."""
        self._opinions = [*self._all_opinions(), OpinionForm()]
        self._marks.append(object())
        self._show(len(self._opinions) - 1)
        self.opinion.title_edit.setFocus()
        self.changed.emit()

    def drop_opinion(self) -> None:
        """Take the opinion in front away; the last one stays."""
        if len(self._opinions) > 1:
            del self._opinions[self.front]
            del self._marks[self.front]
            self._show(min(self.front, len(self._opinions) - 1))
            self.changed.emit()

    def front_is_empty(self) -> bool:
        """Whether the opinion in front says nothing yet."""
        form = self._all_opinions()[self.front]
        return not (form.title.strip() or form.content.strip() or form.attachments)

    def attachment_taker(self) -> Callable[[Attachment], None]:
        """Where an attachment goes that is on its way now: to the opinion in front, even if another one is by then."""
        mark = self._marks[self.front]

        def take(attachment: Attachment) -> None:
            if mark in self._marks:
                self._attach(self._marks.index(mark), attachment)

        return take

    def fields(self) -> dict[str, Field]:
        """All fields by the path of ``Problem``; those of an opinion as ``opinion.…``."""
        ours = {f"opinion.{name}": field for name, field in (self.opinion.fields | self.outcome.fields).items()}
        return self.strip.fields | self.contact.fields | ours

    def first_gap(self) -> Field:
        """Where a new form begins: what the strip lacks, then the contact, then the title."""
        return self.strip.first_gap() or self.contact.first_gap() or self.opinion.fields["title"]

    def warn_of_same(self) -> None:
        """Look whether the visitor has brought this matter before."""
        visitor = self.contact.visitor()
        one = self._all_opinions()[self.front]
        written = bool(one.title.strip() or one.content.strip())
        found = same_matter(self._station, visitor, one.title, one.content, one.topic) if visitor and written else None
        self.outcome.show_same(found)

    def _connect(self) -> None:
        for part in (self.strip, self.contact, self.opinion, self.outcome):
            part.changed.connect(self._part_changed)
        self.opinion.another.connect(self.add_opinion)
        self.opinion.tabs.wanted.connect(self.bring_to_front)
        self.contact.taken_over.connect(self.go_on)
        self.contact.visitor_changed.connect(self.warn_of_same)
        self.opinion.topic.changed.connect(self.warn_of_same)
        for name in ("title", "content"):
            self.opinion.fields[name].left.connect(self.warn_of_same)

    def go_on(self) -> None:
        """Put the focus on what has to be filled next."""
        self.first_gap().control.setFocus()

    def _set_filling(self, filling: bool) -> None:
        self._filling = filling
        self.filling_changed.emit(filling)

    def _part_changed(self) -> None:
        if not self._filling:
            self.contact.set_began(self.strip.read(self._base).began)
            self.changed.emit()

    def _all_opinions(self) -> list[OpinionForm]:
        here = self.outcome.read(self.opinion.read(self._opinions[self.front]))
        return [here if index == self.front else one for index, one in enumerate(self._opinions)]

    def _show(self, index: int) -> None:
        nested = self._filling
        self._set_filling(True)
        self.front = index
        self.opinion.fill(self._opinions[index])
        self.outcome.fill(self._opinions[index])
        self.opinion.tabs.show_tabs(len(self._opinions), index)
        self._set_filling(nested)
        self.front_changed.emit(index)
        self.warn_of_same()

    def _attach(self, index: int, attachment: Attachment) -> None:
        if index == self.front:
            kept = self.opinion.files.attachments()
            if attachment not in kept:
                self.opinion.files.set_attachments([*kept, attachment])
        elif attachment not in self._opinions[index].attachments:
            one = self._opinions[index]
            self._opinions[index] = replace(one, attachments=(*one.attachments, attachment))
        self.changed.emit()


def fresh_form(station: Station, last: ReceptionForm | None) -> ReceptionForm:
    """A new form: the strip as it was in the last one, the time of now unless that one was entered from paper."""
    now = station.clock.now().replace(tzinfo=None).isoformat(timespec="minutes")
    channels = [one.name for one in code_book(station).channels()]
    if last is not None:
        began = last.began if last.began[:10] < now[:10] else now
        channel = last.channel if last.channel in channels else channels[0]
        kept = ReceptionForm(channel=channel, mode=last.mode, recorder=last.recorder, deputies=last.deputies)
        event = last.event if last.began[:10] == began[:10] else fitting_day(station, began)
        return replace(kept, began=began, event=event, volunteer_only=last.volunteer_only)
    known = [one.uid for one in people.persons(station)]
    recorder = station.author if station.author in known else next(iter(known), "")
    return ReceptionForm(
        began=now,
        channel=channels[0],
        mode=Mode.IN_PERSON,
        recorder=recorder,
        event=fitting_day(station, now),
    )
