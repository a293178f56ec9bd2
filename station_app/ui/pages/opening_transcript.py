"""The transcription of the slip in front: its words, a title, the topic, and who signed it if anybody did."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSize, Signal

from station_app.domain.opening_forms import SlipForm
from station_app.domain.text import MAX_TEXT_CHARACTERS, clean_digits, clean_line
from station_app.errors import StationError
from station_app.services.station import Station
from station_app.services.visitors import near_matter
from station_app.ui.forms.fields import ControlRow, tidy_when_left
from station_app.ui.forms.topic_choice import TopicChoice
from station_app.ui.look import SMALLEST, look
from station_app.ui.pages.opening_near import NearNote
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.sheet import Sheet

_LABEL, _THREE_LINES = 60, 104


class Transcript(Sheet):
    """``changed`` follows every change by the person; ``fields`` are keyed by the path of ``Problem`` inside a slip.

    ``compare`` gives the uid of an opinion that this slip seems to repeat.
    """

    changed = Signal()
    compare = Signal(str)

    def __init__(self, station: Station, say: Callable[[str], object]) -> None:
        super().__init__(QCoreApplication.translate("Transcript", "抄录"))
        self._station = station
        self.near = NearNote()
        self.content = _Words(limit=MAX_TEXT_CHARACTERS)
        self.title_edit = LineEdit()
        self.topic = TopicChoice(station, self, (4, 3))
        self.name_edit = LineEdit(placeholder=self.tr("没有署名就空着"))
        self.phone_edit = LineEdit(placeholder=self.tr("电话（没写可空）"))
        self.address_edit = LineEdit()
        self.reason_edit = LineEdit(placeholder=self.tr("例如 空白纸"))
        self.phone_edit.setAccessibleName(self.tr("电话"))
        self.fields = self._make_fields()
        for name in self.fields:
            self.column.addWidget(self.fields[name], 1 if name == "opinion.content" else 0)
        self.column.addWidget(self.near)
        self.column.addStretch(0)
        self.fields["opinion.subtopic"].hide()
        self._connect()
        for name, rule in (("opinion.title", clean_line), ("contact.address", clean_line)):
            tidy_when_left(self.fields[name], rule, say)
        self.phone_edit.editingFinished.connect(self._tidy_phone)

    def read(self, slip: SlipForm) -> SlipForm:
        """The slip with what stands here."""
        topic, subtopic = self.topic.value()
        return replace(
            slip,
            opinion=replace(
                slip.opinion,
                title=self.title_edit.text(),
                content=self.content.text(),
                topic=topic,
                subtopic=subtopic,
            ),
            contact=replace(
                slip.contact,
                name=self.name_edit.text(),
                phone=self.phone_edit.text(),
                address=self.address_edit.text(),
            ),
            reason=self.reason_edit.text(),
        )

    def fill(self, slip: SlipForm) -> None:
        """Show a slip; of an invalid one only the reason can be written."""
        self.title_edit.setText(slip.opinion.title)
        self.content.set_text(slip.opinion.content)
        self.topic.set_value(slip.opinion.topic, slip.opinion.subtopic)
        self.name_edit.setText(slip.contact.name)
        self.phone_edit.setText(slip.contact.phone)
        self.address_edit.setText(slip.contact.address)
        self.reason_edit.setText(slip.reason)
        self.fields["reason"].setVisible(slip.invalid)
        for name, field in self.fields.items():
            field.setEnabled(not slip.invalid or name == "reason")
            field.clear_error()
        self.look_near()

    def look_near(self) -> None:
        """Name an earlier opinion of the same matter, once there is a title."""
        slip = self.read(SlipForm())
        topic, address = slip.opinion.topic, slip.contact.address
        written = self.title_edit.isEnabled() and slip.opinion.title
        found = (
            near_matter(self._station, slip.opinion.title, slip.opinion.content, topic, address) if written else None
        )
        self.near.show_found(found)

    def insert(self, text: str) -> None:
        """Put pasted words where the cursor of the words stands, and go there."""
        self.content.insertPlainText(text)
        self.content.setFocus()

    def _make_fields(self) -> dict[str, Field]:
        signed = ControlRow(self.name_edit, self.phone_edit, gap=8)
        labelled = {
            "reason": (self.tr("无效原因"), self.reason_edit, False),
            "opinion.content": (self.tr("原文"), self.content, True),
            "opinion.title": (self.tr("标题"), self.title_edit, True),
            "opinion.topic": (self.tr("类别"), self.topic.grid, True),
            "opinion.subtopic": (self.tr("细类"), self.topic.sub, False),
            "contact.phone": (self.tr("署名"), signed, False),
            "contact.address": (self.tr("住址"), self.address_edit, False),
        }
        return {
            name: Field(label, control, required=required, label_width=_LABEL)
            for name, (label, control, required) in labelled.items()
        }

    def _connect(self) -> None:
        self.content.changed.connect(self.changed)
        for edit in (self.title_edit, self.name_edit, self.phone_edit, self.address_edit, self.reason_edit):
            edit.textEdited.connect(self.changed)
            edit.editingFinished.connect(self.changed)
        self.topic.changed.connect(self.changed)
        self.near.compare.connect(self.compare)
        for edit in (self.title_edit, self.address_edit):
            edit.editingFinished.connect(self.look_near)
        self.topic.changed.connect(self.look_near)
        self.topic.sub_wanted.connect(self.fields["opinion.subtopic"].setVisible)

    def _tidy_phone(self) -> None:
        with suppress(StationError):  # said under the field when the slip is checked
            self.phone_edit.setText(clean_digits(self.phone_edit.text()).text)


class _Words(TextArea):
    """Two lines at least, three where the page scrolls anyway; the sheet gives it what it has."""

    def sizeHint(self) -> QSize:
        """Ask for the least, so that a page scrolls only when it must."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return room for two lines, from 110 % for three."""
        least = super().minimumSizeHint()
        return least if look().scale == SMALLEST else QSize(least.width(), look().px(_THREE_LINES))
