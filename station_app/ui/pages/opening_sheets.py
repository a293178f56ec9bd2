"""The parts of one opening taken together: one form in, one form out, one of its slips in front."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station_app.domain.opening_forms import OpeningForm, SlipForm, SlipState
from station_app.domain.records import Attachment
from station_app.services.station import Station
from station_app.ui.pages.opening_list import SlipList
from station_app.ui.pages.opening_picture import SlipPicture
from station_app.ui.pages.opening_strip import OpeningStrip
from station_app.ui.pages.opening_transcript import Transcript
from station_app.ui.pages.opinions_reader import Lookups

_DONE = {SlipState.TRANSCRIBED, SlipState.INVALID}


class OpeningSheets(QObject):
    """``changed`` follows every change by the person, ``front_changed`` gives the index of another slip in front.

    As many slips stand in the list as were found, at least one; what was typed stays even when fewer were found.
    """

    changed = Signal()
    front_changed = Signal(int)

    def __init__(self, station: Station, lookups: Lookups, say: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.strip = OpeningStrip(station)
        self.list = SlipList()
        self.picture = SlipPicture(lookups)
        self.transcript = Transcript(station, say)
        self.front = 0
        self._base = OpeningForm()
        self._slips: list[SlipForm] = [SlipForm()]
        self._form_mark = object()
        self._filling = False
        self.strip.changed.connect(self._part_changed)
        self.transcript.changed.connect(self._part_changed)
        self.picture.viewed.connect(self._part_changed)
        self.picture.step.connect(self.step)
        self.picture.removed.connect(self._remove)
        self.list.wanted.connect(self.bring_to_front)

    def read(self) -> OpeningForm:
        """The form as it stands; a last slip that nobody has touched and that was not found is left out."""
        form = self.strip.read(self._base)
        slips = self._all()
        while slips and len(slips) > (form.slips_found or 0) and slips[-1] == SlipForm():
            slips.pop()
        return replace(form, slips=tuple(slips))

    def fill(self, form: OpeningForm) -> None:
        """Show a form, the first slip that is still to be typed in front."""
        self._filling = True
        self._base, self._form_mark = form, object()
        self.strip.fill(form)
        self._slips = list(form.slips)
        self._stretch(form.slips_found or 0)
        self._show(next((place for place, slip in enumerate(self._slips) if slip.state not in _DONE), 0))
        self._filling = False

    def set_box(self, uid: str) -> None:
        """Another box."""
        self._base = replace(self._base, box=uid)
        self._part_changed()

    def slips(self) -> list[SlipForm]:
        """All slips in the list."""
        return self._all()

    def next_open(self, after: int) -> int | None:
        """The next slip that is not done, seen from ``after`` and going round; None when all are."""
        slips = self._all()
        places = [*range(after + 1, len(slips)), *range(after + 1)]
        return next((place for place in places if slips[place].state not in _DONE), None)

    def bring_to_front(self, index: int) -> None:
        """Show another slip and go to its words."""
        self._slips = self._all()
        self._show(index)
        self.go_on()

    def step(self, by: int) -> None:
        """The slip before or after."""
        if 0 <= self.front + by < len(self._slips):
            self.bring_to_front(self.front + by)

    def toggle_invalid(self) -> None:
        """Mark the slip in front as no opinion, or take that back."""
        slip = self._all()[self.front]
        self._replace_front(replace(slip, invalid=not slip.invalid))

    def go_on(self) -> None:
        """Put the focus where the slip in front is written."""
        invalid = self._slips[self.front].invalid
        (self.transcript.reason_edit if invalid else self.transcript.content).setFocus()

    def taker(self, index: int) -> Callable[[Attachment], None]:
        """Where a picture goes that is on its way now, even if another slip is in front by then."""
        mark = self._form_mark

        def take(attachment: Attachment) -> None:
            if mark is self._form_mark and index < len(self._slips):
                self._attach(index, attachment)

        return take

    def _attach(self, index: int, attachment: Attachment) -> None:
        slip = self._all()[index]
        if attachment in slip.opinion.attachments:
            return
        opinion = replace(slip.opinion, attachments=(*slip.opinion.attachments, attachment))
        self._replace(index, replace(slip, opinion=opinion, turned=0, percent=0))

    def _remove(self, attachment: Attachment) -> None:
        slip = self._all()[self.front]
        left = tuple(one for one in slip.opinion.attachments if one != attachment)
        self._replace(self.front, replace(slip, opinion=replace(slip.opinion, attachments=left), turned=0, percent=0))

    def _replace(self, index: int, slip: SlipForm) -> None:
        self._slips = self._all()
        self._slips[index] = slip
        if index == self.front:
            self.picture.show_slip(slip, index, len(self._slips))
        self._part_changed()

    def _replace_front(self, slip: SlipForm) -> None:
        self._slips[self.front] = slip
        self._filling = True
        self.transcript.fill(slip)
        self._filling = False
        self._part_changed()

    def _all(self) -> list[SlipForm]:
        slips = list(self._slips)
        slips[self.front] = self.picture.read(self.transcript.read(slips[self.front]))
        return slips

    def _show(self, index: int) -> None:
        before, self._filling = self._filling, True
        self.front = index
        slip = self._slips[index]
        self.transcript.fill(slip)
        self.picture.show_slip(slip, index, len(self._slips))
        self._filling = before
        self._show_list()
        self.list.show_front(index)
        self.front_changed.emit(index)

    def _show_list(self) -> None:
        self.list.show_slips(self._all(), self.front)
        self.strip.show_count(self.read())

    def _part_changed(self) -> None:
        if self._filling:
            return
        found = self.strip.read(self._base).slips_found
        if found is not None:
            self._slips = self._all()
            self._stretch(found)
            if self.front >= len(self._slips):
                self._show(len(self._slips) - 1)
            self.picture.show_place(self.front, len(self._slips))
        self._show_list()
        self.changed.emit()

    def _stretch(self, found: int) -> None:
        """As many slips as were found, at least one; those beyond go only when nobody has touched them."""
        wanted = max(found, 1)
        while len(self._slips) > wanted and self._slips[-1] == SlipForm():
            self._slips.pop()
        self._slips += [SlipForm()] * (wanted - len(self._slips))
