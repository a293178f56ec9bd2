"""The sheet 意见建议: one opinion as it was said; several of one reception by tabs."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal

from station_app.domain.enums import Kind, Scope, Urgency
from station_app.domain.forms import OpinionForm
from station_app.domain.text import MAX_TEXT_CHARACTERS, clean_line
from station_app.services.station import Station
from station_app.ui.forms.attachment_row import AttachmentRow
from station_app.ui.forms.fields import ControlRow, chosen, tidy_when_left
from station_app.ui.forms.opinion_tabs import OpinionTabs
from station_app.ui.forms.topic_choice import TopicChoice
from station_app.ui.look import SMALLEST, look
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.labels import ElidedLabel, KeyCap
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet

_LABEL = 52
_CONTENT, _RESERVE = 104, 40


class OpinionSheet(Sheet):
    """One opinion. ``changed`` follows every change; ``another`` asks for one more opinion."""

    changed = Signal()
    another = Signal()

    def __init__(self, station: Station, say: Callable[[str], object]) -> None:
        super().__init__(QCoreApplication.translate("OpinionSheet", "意见建议"))
        self.tabs = OpinionTabs()
        self.add_link = LinkButton(self.tr("再记一条"), key="Insert")
        self.add_link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its key is nearer than Tab
        self.paste_hint = ElidedLabel(self.tr("可粘贴微信文字、截图"), "caption", "text2")
        self.paste_cap = KeyCap("Ctrl+V")
        self.title_edit = LineEdit()
        self.content = _ContentArea(limit=MAX_TEXT_CHARACTERS)
        self.kind = Segmented([(kind, kind.value) for kind in Kind], optional=True)
        self.topic = TopicChoice(station, self)
        self.scope = Segmented([(scope, scope.value) for scope in Scope], optional=True)
        self.urgency = Segmented([(one, one.value) for one in Urgency], Urgency.NORMAL)
        self.urgency.setAccessibleName(self.tr("紧急程度"))
        self.files = AttachmentRow()
        self.fields = self._make_fields()
        self._lay_out()
        self._connect()
        tidy_when_left(self.fields["title"], clean_line, say)

    def read(self, form: OpinionForm) -> OpinionForm:
        """The opinion with what stands here."""
        topic, subtopic = self.topic.value()
        return replace(
            form,
            title=self.title_edit.text(),
            content=self.content.text(),
            kind=chosen(Kind, self.kind.value()),
            topic=topic,
            subtopic=subtopic,
            scope=chosen(Scope, self.scope.value()),
            urgency=chosen(Urgency, self.urgency.value()) or Urgency.NORMAL,
            sensitive=self.files.sensitive.isChecked(),
            attachments=self.files.attachments(),
        )

    def fill(self, form: OpinionForm) -> None:
        """Show an opinion."""
        self.title_edit.setText(form.title)
        self.content.set_text(form.content)
        self.kind.set_value(form.kind)
        self.topic.set_value(form.topic, form.subtopic)
        self.scope.set_value(form.scope)
        self.urgency.set_value(form.urgency)
        self.files.sensitive.setChecked(form.sensitive)
        self.files.set_attachments(form.attachments)

    def event(self, event: QEvent) -> bool:
        """Share the height anew when there is more or less of it, or another field is shown."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._share_height()
        return done

    def _share_height(self) -> None:
        """Let the content grow beyond three lines once there is more room than some air below the form."""
        field, three = self.fields["content"], look().px(_CONTENT) - self.content.minimumSizeHint().height()
        spare = self.height() - self.minimumSizeHint().height() - three - look().px(_RESERVE)
        field.setMaximumHeight(field.minimumSizeHint().height() + three + max(0, spare))

    def insert(self, text: str) -> None:
        """Put pasted words into the content where its cursor stands, and go there."""
        self.content.insertPlainText(text)
        self.content.setFocus()

    def _make_fields(self) -> dict[str, Field]:
        row = ControlRow(self.scope, self.urgency, gap=10)
        row.row.setStretch(0, 4)
        row.row.setStretch(1, 3)
        labelled = {
            "title": (self.tr("标题"), self.title_edit, True),
            "content": (self.tr("内容"), self.content, True),
            "kind": (self.tr("诉求"), self.kind, False),
            "topic": (self.tr("类别"), self.topic.grid, True),
            "subtopic": (self.tr("细类"), self.topic.sub, False),
            "scope": (self.tr("范围"), row, False),
            "attachments": (self.tr("附件"), self.files, False),
        }
        return {
            name: Field(label, control, required=required, label_width=_LABEL)
            for name, (label, control, required) in labelled.items()
        }

    def _lay_out(self) -> None:
        for widget in (self.add_link, self.paste_hint, self.paste_cap):
            self.add_to_head(widget)
        self.column.addWidget(self.tabs)
        for name, field in self.fields.items():
            self.column.addWidget(field, 1 if name == "content" else 0)
        self.column.addStretch(0)
        self.fields["subtopic"].hide()

    def _connect(self) -> None:
        self.title_edit.textEdited.connect(self.changed)
        self.title_edit.editingFinished.connect(self.changed)
        for signal in (
            self.content.changed,
            self.kind.changed,
            self.topic.changed,
            self.scope.changed,
            self.urgency.changed,
            self.files.changed,
        ):
            signal.connect(self.changed)
        self.add_link.clicked.connect(self.another)
        self.topic.sub_wanted.connect(self.fields["subtopic"].setVisible)


class _ContentArea(TextArea):
    """Two lines at least, three where the page scrolls anyway; the sheet gives it more."""

    def sizeHint(self) -> QSize:
        """Ask for the least, so that a page scrolls only when it must."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return room for two lines, from 110 % for three."""
        least = super().minimumSizeHint()
        return least if look().scale == SMALLEST else QSize(least.width(), look().px(_CONTENT))
