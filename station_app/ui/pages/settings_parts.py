"""What the sections of the settings share: their ground, work with progress, and who may change them."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.enums import PersonRole
from station_app.errors import StationError
from station_app.services.people import HEADS
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm
from station_app.ui.tasks import Progress, TaskRunner
from station_app.ui.widgets.notes import Banner, ProgressStrip
from station_app.ui.widgets.sheet import EDGE, ActionBar, PageBody, Sheet

_SHOWN_AFTER_MS = 300


class Section(QWidget):
    """One part of the settings: sheets in ``column`` that scroll together, above them a note for all.

    ``bar`` stands at the foot of the page while the section is in front and ``bar_wanted``; ``bar_changed`` tells.
    """

    bar: ActionBar | None = None
    bar_wanted = False
    bar_changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.body = PageBody()
        self.column = self.body.column
        self.column.setContentsMargins(0, 16, EDGE, 16)
        self.note = Banner("", "plain")
        self.note.hide()
        self.column.addWidget(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.body)

    def refresh(self) -> None:
        """Read anew what may have changed; called each time the section comes to the front."""

    def first(self) -> QWidget | None:
        """Return where a person begins who was sent here by another page; None: at the list of sections."""
        return None

    def apply_scale(self) -> None:
        """Rearrange for another scale."""

    def may_leave(self) -> bool:
        """Say whether another section or page may come to the front."""
        return True

    def want_bar(self, wanted: bool) -> None:
        """Show the bar, or take it away."""
        self.bar_wanted = wanted
        self.bar_changed.emit()

    def bring(self, widget: QWidget) -> None:
        """Scroll to what has just been shown."""
        self.body.ground.layout().activate()
        self.body.ground.resize(self.body.viewport().width(), self.body.ground.minimumSizeHint().height())
        self.body.ensureWidgetVisible(widget)

    def give_focus(self, widget: QWidget) -> None:
        """Put the focus on a widget after work that took a while, unless the person has gone elsewhere meanwhile."""
        if self.isVisible():
            widget.setFocus()

    def is_head(self) -> bool:
        """Say whether the station head is at the desk."""
        desk = self.context.station.desk
        return desk is not None and desk.person.role in HEADS

    def head_word(self) -> str:
        """How the head is called here."""
        return head_word(self.context)

    def tell_if_not_head(self) -> bool:
        """Show why nothing can be changed unless the station head is at the desk; return whether that is so."""
        if not self.is_head():
            told = self.tr("这些由{head}来改。请{head}坐到电脑前，在右下角换人后再改；现在可以查看。")
            self.note.set_text(told.format(head=self.head_word()), "plain")
        self.note.setVisible(not self.is_head())
        return self.is_head()


def head_word(context: PageContext) -> str:
    """How the head is called at a station or at the centre."""
    return (PersonRole.CENTRE_HEAD if context.station.is_centre else PersonRole.HEAD).value


class FormSheet(Sheet):
    """A sheet that holds one form at a time, or none and then is not seen."""

    def __init__(self) -> None:
        super().__init__()
        self.form: PaneForm | None = None
        self.hide()

    def open(self, form: PaneForm) -> None:
        """Show a form in the place of the one before."""
        self.clear()
        self.form = form
        form.closed.connect(self.clear)
        self.column.addWidget(form)
        self.show()

    def clear(self) -> None:
        """Put the form away."""
        if self.form is not None:
            self.column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.hide()

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form is None or not self.form.dirty() or self.form.leave()


class WorkStrip(ProgressStrip):
    """Long work in place: seen after 0.3 s, with the time that is left; cancelling says what stays.

    ``working`` tells when it begins and ends; ``owner`` holds the focus meanwhile.
    """

    working = Signal(bool)

    def __init__(self, owner: QWidget, tasks: TaskRunner, cancel_tip: str = "") -> None:
        super().__init__(cancel_tip)
        self._owner, self._tasks = owner, tasks
        self._progress: Progress | None = None
        self._began, self._doing = 0.0, ""
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._appear)
        self.cancelled.connect(self._stop)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._progress is not None

    def run(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        refused: Callable[[StationError], object],
        text: str = "",
    ) -> None:
        """Do ``work`` in the worker thread; ``text`` stands until it reports."""

        def end(answer: Callable[[Any], object]) -> Callable[[Any], None]:
            def ended(result: Any) -> None:
                self._end()
                answer(result)

            return ended

        self._began, self._doing = time.monotonic(), ""
        self.set_progress(0, 1, None, text)
        self.set_cancellable(True)
        self._late.start(_SHOWN_AFTER_MS)
        self._owner.setFocus()  # what has the focus is about to be switched off
        self._progress = self._tasks.run(work, end(done), end(refused), self._show_progress, owner=self)
        self.working.emit(True)

    def _appear(self) -> None:
        self.show()
        if self._owner.hasFocus():
            self.cancel.setFocus()

    def _end(self) -> None:
        self._late.stop()
        self._progress = None
        self.hide()
        self.working.emit(False)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.set_cancellable(False)

    def _show_progress(self, done: int, total: int, text: str) -> None:
        if text != self._doing:
            self._doing, self._began = text, time.monotonic()
        passed = time.monotonic() - self._began
        self.set_progress(done, total, passed * (total - done) / done if done and passed > 1 else None, text)
