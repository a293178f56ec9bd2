"""Who brought an opinion: masked, and in full for half a minute when the eye is pressed."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.services.detail import OpinionDetail, ShownContact, reveal
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import IconButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.labels import Text

REVEAL_MS = 30_000
_GAP = 14


class ContactLine(QWidget):
    """Name and phone, then address, sex and age where there is room; the eye shows them in full and that is logged."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._uid = ""
        self._masked: ShownContact | None = None
        self.reveal_ms = REVEAL_MS
        self.words = Text("")
        self.eye = IconButton("eye", "", role="accent", size=24)
        self.eye.clicked.connect(self._press)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.hide_again)
        look().changed.connect(self._rescale)
        self._rescale()
        row = FlowLayout(self, gap=6)
        row.addWidget(self.words)
        row.addWidget(self.eye)

    def show_contact(self, detail: OpinionDetail) -> None:
        """Show the contact of an opinion, masked."""
        if detail.uid != self._uid or detail.contact != self._masked:
            self._uid, self._masked = detail.uid, detail.contact
            self.hide_again()

    def revealed(self) -> bool:
        """Whether name and phone stand in full now."""
        return self.timer.isActive()

    def hide_again(self) -> None:
        """Hide them again."""
        self.timer.stop()
        self._write(self._masked)
        self.eye.set_icon("eye", self.tr("显示姓名和电话 30 秒，会记入查看记录"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight nothing stays in full."""
        super().hideEvent(event)
        self.hide_again()

    def _rescale(self) -> None:
        self.words.setMinimumHeight(look().px(24))

    def _press(self) -> None:
        if self.revealed():
            self.hide_again()
            return
        self.eye.setEnabled(False)
        work = partial(_reveal, self._context, self._uid)
        self._context.tasks.run(work, partial(self._show, self._uid), self._refused)

    def _show(self, uid: str, contact: ShownContact) -> None:
        self.eye.setEnabled(True)
        if uid == self._uid:
            self._write(contact)
            self.eye.set_icon("eye-off", self.tr("重新遮住"))
            self.timer.start(self.reveal_ms)

    def _refused(self, problem: StationError) -> None:
        self.eye.setEnabled(True)
        self._context.messages.error(problem)

    def _write(self, contact: ShownContact | None) -> None:
        self.eye.setVisible(contact is not None)
        if contact is None:
            self.words.setText(self.tr("匿名"))
            return
        name = contact.label if not contact.revealed and contact.group_size > 1 else contact.name
        parts = (name, contact.phone, contact.address, contact.person, contact.identity)
        shown = parts if contact.revealed else parts[:2]
        self.words.setText("　".join(part for part in shown if part))


def _reveal(context: PageContext, uid: str, _progress: Progress) -> ShownContact:
    return reveal(context.station, uid)
