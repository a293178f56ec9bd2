"""The first run: some steps at the keyboard, after which a station or the centre stands. Nothing is written before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.enums import SiteRole
from station_app.errors import StationError
from station_app.services.setup import NewStation
from station_app.ui.gate.key_steps import OfflineKeyStep, PassphraseStep, SheetStep
from station_app.ui.gate.pages import PlainPage
from station_app.ui.gate.sheet_paper import SheetFacts
from station_app.ui.gate.steps import DeputiesStep, PeopleStep, SiteStep, StartStep, Step
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton, bind_key
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.status import StatusMarkLabel

_WIDTH = 188


class StepList(QFrame):
    """The steps at the left, with the one that is in front; those behind are ticked."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles = titles
        self.lines = [StatusMarkLabel("已登记", title) for title in titles]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 12, 20)
        column.setSpacing(14)
        column.addWidget(Text(self.tr("建站"), "title"))
        column.addSpacing(6)
        for line in self.lines:
            column.addWidget(line)
        column.addStretch(1)
        look().changed.connect(self._rescale)
        self._rescale()

    def set_current(self, current: int) -> None:
        """Mark the step in front."""
        for place, (line, title) in enumerate(zip(self.lines, self._titles, strict=True)):
            line.set_status("办结" if place < current else "站内办理" if place == current else "已登记", title)
            line.words.setProperty("kind", "strong" if place == current else "body")
            line.words.set_tone("text" if place <= current else "text3")

    def _rescale(self) -> None:
        self.setFixedWidth(_WIDTH + round(68 * (look().scale - 100) / 100))


class FirstRun(QWidget):
    """``finished`` gives the new station, the recovery sheet's key and the centre's offline key ("" at a station).

    ``restore_wanted`` leaves for the backups. A centre has a last step more: its offline key.

    ``inside`` says whether a file lies in the data folder; ``again`` that an earlier run was cut short; ``today`` is
    the day printed on the sheet.
    """

    STEPS = 7
    finished = Signal(object, str, str)
    restore_wanted = Signal()

    def __init__(self, inside: Callable[[Path], bool], today: str, *, again: bool = False) -> None:
        super().__init__()
        self._today = today
        self.start = StartStep(again=again)
        self.site, self.people, self.deputies = SiteStep(), PeopleStep(), DeputiesStep()
        self.passphrase, self.sheet = PassphraseStep(), SheetStep(self._facts, inside)
        self.offline = OfflineKeyStep(self._offline_facts, inside)
        self.centre = False
        self.list = StepList(
            [
                self.tr("开始"),
                self.tr("站点"),
                self.tr("人员"),
                self.tr("代表"),
                self.tr("口令"),
                self.tr("恢复单"),
                self.tr("离线密钥"),
            ]
        )
        self.steps: list[Step] = [
            self.start,
            self.site,
            self.people,
            self.deputies,
            self.passphrase,
            self.sheet,
            self.offline,
        ]
        self.current = 0
        self.page = PlainPage("")
        self.next = KeyCapButton(self.tr("下一步"), kind="primary", key="Ctrl+Enter", size="bar")
        self.back = KeyCapButton(self.tr("上一步"), key="Alt+←", size="bar", bind=False)
        bind_key(self.back, "Alt+Left")
        self._lay_out()
        self.start.new_wanted.connect(lambda: self._begin(centre=False))
        self.start.centre_wanted.connect(lambda: self._begin(centre=True))
        self.start.restore_wanted.connect(self.restore_wanted)
        self.next.clicked.connect(self._forward)
        self.back.clicked.connect(lambda: self.go_to(self.current - 1))
        self.list.lines[-1].hide()
        self.go_to(0)

    def go_to(self, place: int) -> None:
        """Bring a step to the front."""
        self.current = place
        step = self.steps[place]
        for other in self.steps:
            other.setVisible(other is step)
        self.list.set_current(place)
        title, subtitle = self._words(place)
        self.page.head.title.setText(title)
        self.page.head.set_subtitle(subtitle)
        self.page.bar.setVisible(place > 0)
        self.page.bar.set_problems([])
        self.page.show_problem("")
        self.next.setText(self.tr("建好，开始使用") if step is self._last() else self.tr("下一步"))
        self.setFocusProxy(step)
        step.setFocus()
        self.page.body.verticalScrollBar().setValue(0)

    def new_station(self) -> NewStation:
        """Return what was entered."""
        return NewStation(
            code=self.site.code.control.text(),
            name=self.site.name.control.text(),
            address=self.site.address.control.text(),
            phone=self.site.phone.control.text(),
            hours=self.site.hours.control.text(),
            head=self.people.head.control.text(),
            people=self.people.people(),
            deputies=self.deputies.deputies(),
            passphrase=self.passphrase.passphrase.text(),
            role=SiteRole.CENTRE if self.centre else SiteRole.STATION,
        )

    def set_busy(self, busy: bool) -> None:
        """Take no entry while the station is made."""
        for widget in (self.page.body, self.next, self.back):
            widget.setEnabled(not busy)
        self.next.setText(self.tr("正在建站…") if busy else self.tr("建好，开始使用"))

    def refuse(self, problem: StationError) -> None:
        """Say why the station was not made."""
        self.set_busy(False)
        self.page.show_problem(str(problem))

    def _forward(self) -> None:
        wrong = self.steps[self.current].wrong()
        self.page.bar.set_problems(wrong)
        if wrong:
            return
        if self.steps[self.current] is not self._last():
            self.go_to(self.current + 1)
        else:
            self.finished.emit(self.new_station(), self.sheet.key, self.offline.key if self.centre else "")

    def _last(self) -> Step:
        return self.offline if self.centre else self.sheet

    def _begin(self, *, centre: bool) -> None:
        """Take the words of the role that was chosen, and go on."""
        self.centre = centre
        self.site.set_centre(centre=centre)
        self.people.set_centre(centre=centre)
        self.list.lines[-1].setVisible(centre)
        self.go_to(1)

    def _words(self, place: int) -> tuple[str, str]:
        last = self.tr("最后一步，做完就可以登记")
        return (
            (self.tr("欢迎使用代表联络站工作台"), ""),
            (self.tr("这是哪个中心") if self.centre else self.tr("这是哪个联络站"), ""),
            (self.tr("谁在这里工作"), ""),
            (self.tr("街道有哪些代表") if self.centre else self.tr("哪些代表驻站"), ""),
            (self.tr("设一个口令"), ""),
            (self.tr("收好恢复单"), "" if self.centre else last),
            (self.tr("收好离线恢复密钥"), last),
        )[place]

    def _facts(self, key: str) -> SheetFacts:
        site = f"{self.site.name.control.text().strip()}（{self.site.code.control.text().strip()}）"
        return SheetFacts(site=site, day=self._today, key=key)

    def _offline_facts(self, key: str) -> SheetFacts:
        return replace(self._facts(key), offline=True)

    def _lay_out(self) -> None:
        for step in self.steps:
            self.page.column.addWidget(step)
        self.page.bar.add(self.next)
        self.page.bar.add(self.back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.page, 1)
