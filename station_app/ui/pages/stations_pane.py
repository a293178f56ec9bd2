"""One station: what is the matter, whom to call, what came and what it has not confirmed, its keys."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.moves import HEADS
from station_app.errors import StationError
from station_app.services.packages.overview import LATE_DAYS, Reporting, SiteLine
from station_app.services.packages.roster_keeping import revoke
from station_app.services.packages.standing import Passed, SiteKey, Standing, standing
from station_app.services.packages.tables import days_since, last_words, missing_words
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.home_side import spoken_day
from station_app.ui.pages.opinions_facts import FactRows
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import ElidedLabel, Rule, Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.status import StatusMarkLabel

_KINDS = {
    Reporting.ON_TIME: "ok",
    Reporting.SOON: "warn",
    Reporting.LATE: "danger",
    Reporting.GAP: "info",
    Reporting.UNUSED: "plain",
}


class StationPane(Sheet):
    """``closed`` goes back, ``write_wanted`` gives the code to write for, ``changed`` follows a revoked key."""

    closed = Signal()
    write_wanted = Signal(str)
    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.line: SiteLine | None = None
        self.standing: Standing | None = None
        self.name = ElidedLabel("", "lead")
        self.state = StatusMarkLabel(Reporting.UNUSED.value)
        self.back = KeyCapButton(self.tr("返回"), key="Esc", size="row", bind=False)
        self.write = KeyCapButton(self.tr("写这一站的回传包"), icon="file-export")
        self.note = Banner()
        self.facts = FactRows()
        self.came = _Packages(self.tr("最近上报包"), self.tr("还没有收到过上报包。"))
        self.owed = _Packages(self.tr("还没有回执的回传包"), self.tr("都有回执，没有在等的。"))
        self.keys = _Keys()
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.write.clicked.connect(self._want_package)
        self.keys.revoke_wanted.connect(self._revoke)

    def show_line(self, line: SiteLine) -> None:
        """Show a station of the overview."""
        here = self._context.station
        self.line, self.standing = line, standing(here, line)
        self.name.setText(f"{line.name}　{line.code}")
        self.state.set_status(line.state.value)
        self.note.set_text(self._matter(line), _KINDS[line.state])
        self.facts.set_rows([(label, value) for label, value in self._facts(line, self.standing) if value])
        today = here.clock.today()
        self.came.show_packages(self.standing.came, today)
        self.owed.show_packages(self.standing.owed, today)
        self.keys.show_keys(self.standing.keys, self._may_revoke(), today)
        self.write.setEnabled(self.standing.live)
        self.write.setToolTip("" if self.standing.live else self.tr("这个站还没有配对，或钥匙都吊销了"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _matter(self, line: SiteLine) -> str:
        """What the state means, and what to do."""
        days = days_since(line, self._context.station.clock.today())
        sentences = {
            Reporting.ON_TIME: self.tr("按时上报，没有要办的。"),
            Reporting.SOON: self.tr("{days} 天没有上报，满 {late} 天算超期。请打电话提醒。"),
            Reporting.LATE: self.tr("{days} 天没有上报，已超 {late} 天。请打电话问问，优盘是不是丢了。"),
            Reporting.GAP: self.tr("{gap}，后面的内容在等它。请站里再交一个上报包，缺的会自动补上。"),
            Reporting.UNUSED: self.tr("还没有交过上报包。"),
        }
        return sentences[line.state].format(days=days, late=LATE_DAYS, gap=missing_words(line))

    def _facts(self, line: SiteLine, here: Standing) -> Iterator[tuple[str, str]]:
        yield self.tr("站长"), here.head
        yield self.tr("联络员"), here.liaison
        yield self.tr("电话"), here.phone or self.tr("没有登记电话")
        yield self.tr("地址"), here.address
        yield self.tr("开放时间"), here.hours
        yield self.tr("上报"), last_words(line, self._context.station.clock.today())
        count = self.tr("{opinions} 条，未办结 {open} 条")
        yield self.tr("本年"), count.format(opinions=f"{line.opinions:,}", open=f"{line.open:,}")
        yield self.tr("配对"), self._joined(here)
        held = self.tr("{count} 项，由吊销的钥匙签名，没有导入")
        yield self.tr("隔离"), held.format(count=f"{here.held_back:,}") if here.held_back else ""

    def _joined(self, here: Standing) -> str:
        if not here.joined:
            return self.tr("还没有配对。请站里生成入网申请，在「收发交换」里批准")
        if not here.live:
            return self.tr("钥匙都已吊销，要重新申请入网")
        return self.tr("已配对，{day} 启用").format(day=here.opened_on) if here.opened_on else self.tr("已配对")

    def _may_revoke(self) -> bool:
        desk = self._context.station.desk
        return desk is not None and desk.person.role in HEADS

    def _want_package(self) -> None:
        if self.line is not None:
            self.write_wanted.emit(self.line.code)

    def _revoke(self, key: SiteKey) -> None:
        assert self.line is not None
        line, station = self.line, self._context.station
        question = self.tr("吊销{name}的钥匙 {key}？").format(name=line.name, key=key.short)
        if self._context.messages.confirm(question, self._loss(), self.tr("吊销这把钥匙")):
            self.keys.setEnabled(False)
            self.back.setFocus()
            self._context.tasks.run(lambda _progress: revoke(station, line.uid, key.key), self._revoked, self._refused)

    def _loss(self) -> str:
        told = self.tr(
            "吊销后不能恢复。用它签名的新内容不再导入，只隔离保存；已经导入的不变。电脑丢了、坏了、被人拿走时才吊销。"
        )
        live = sum(not key.revoked_on for key in self.standing.keys) if self.standing else 0
        last = self.tr("这是该站唯一有效的钥匙：吊销后要重新申请入网，才能再上报和收回传包。")
        return told + (last if live <= 1 else "")

    def _revoked(self, _roster: object) -> None:
        self.keys.setEnabled(True)
        self._context.messages.say(self.tr("已吊销；新的名册随下一次回传包发给各站"))
        self.changed.emit()

    def _refused(self, problem: StationError) -> None:
        self.keys.setEnabled(True)
        self._context.messages.error(problem)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.name)
        head.addWidget(self.state)
        head.addStretch(1)
        head.addWidget(self.back)
        verbs = QHBoxLayout()
        verbs.addWidget(self.write)
        verbs.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.note)
        self.column.addWidget(self.facts)
        self.column.addLayout(verbs)
        for part in (self.came, self.owed, self.keys):
            self.column.addWidget(Rule())
            self.column.addWidget(part)
        self.column.addStretch(1)


class _Packages(QWidget):
    """A bold head and a line for each package."""

    def __init__(self, title: str, nothing: str) -> None:
        super().__init__()
        self._nothing = nothing
        self.rows = FactRows()
        self.empty = Text(nothing, "body", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (Text(title, "strong"), self.rows, self.empty):
            column.addWidget(widget)

    def show_packages(self, packages: tuple[Passed, ...], today: date) -> None:
        """Show them, or that there are none."""
        number = self.tr("第 {number} 包")
        self.rows.set_rows(
            [(number.format(number=one.number), f"{spoken_day(one.on, today)}　{one.words}") for one in packages]
        )
        self.rows.setVisible(bool(packages))
        self.empty.setVisible(not packages)


class _Keys(QWidget):
    """The keys with their verbs; ``revoke_wanted`` gives a SiteKey."""

    revoke_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.verbs: list[KeyCapButton] = []
        self._rows: list[QWidget] = []
        self.empty = Text(self.tr("还没有钥匙。"), "body", "text2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(Text(self.tr("电脑的钥匙"), "strong"))
        self._column.addWidget(self.empty)

    def show_keys(self, keys: tuple[SiteKey, ...], allowed: bool, today: date) -> None:
        """Show them; ``allowed``: the person may revoke."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.verbs = []
        self._rows = [self._row(key, allowed, today) for key in keys]
        for row in self._rows:
            self._column.addWidget(row)
        self.empty.setVisible(not keys)

    def _row(self, key: SiteKey, allowed: bool, today: date) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Text(key.short, "body", "text2" if key.revoked_on else "text"))
        if key.revoked_on:
            told = self.tr("{day}吊销").format(day=spoken_day(key.revoked_on, today))
            row.addWidget(Text(told, "body", "danger"))
        else:
            row.addWidget(Text(self.tr("有效"), "body", "ok"))
            verb = KeyCapButton(self.tr("吊销…"), size="row")
            verb.setEnabled(allowed)
            verb.setToolTip("" if allowed else self.tr("由中心负责人吊销"))
            verb.setAccessibleName(self.tr("吊销钥匙 {key}").format(key=key.short))
            verb.clicked.connect(lambda: self.revoke_wanted.emit(key))
            self.verbs.append(verb)
            row.addWidget(verb)
        row.addStretch(1)
        holder.setMinimumHeight(look().px(30))
        return holder
