"""检查数据: everything is read and compared; where the tables differ from the log they can be made again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from station_app.errors import StationError
from station_app.services.checking import CheckResult, check
from station_app.services.rebuilding import rebuild
from station_app.ui.context import PageContext
from station_app.ui.pages.settings_parts import Section, WorkStrip
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import Sheet


class CheckSection(Section):
    """One verb, the report beneath, and 重建 where it helps."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.start = KeyCapButton(self.tr("开始检查"), kind="primary", icon="shield-check")
        self.rebuild = KeyCapButton(self.tr("从变更记录重建"))
        self.strip = WorkStrip(self, context.tasks, self.tr("取消后没有改动任何数据"))
        self.report = Banner("", "ok")
        self._lay_out()
        self.start.clicked.connect(self._check)
        self.rebuild.clicked.connect(self._rebuild)
        self.strip.working.connect(self._set_busy)

    def _check(self) -> None:
        self._begin(check, self.tr("正在核对数据文件"))

    def _rebuild(self) -> None:
        self._begin(rebuild, self.tr("正在重建"))

    def _begin(self, work: Callable[..., CheckResult], text: str) -> None:
        self.report.hide()
        self.strip.run(partial(work, self.context.station), self._show, self._refuse, text)

    def _show(self, result: CheckResult) -> None:
        counts = self.tr("意见建议 {opinions} 条，接待 {receptions} 批，变更记录 {changes} 条").format(
            opinions=f"{result.opinions:,}", receptions=f"{result.receptions:,}", changes=f"{result.changes:,}"
        )
        whole = self.tr("数据完好：{counts}。") if result.ok else self.tr("发现 {count} 处不一致。{counts}。")
        words = whole.format(counts=counts, count=len(result.problems))
        advice = "" if result.ok else self._advice(result)
        self._say("\n".join(filter(None, [words, *(f"• {one}" for one in result.problems), advice])), result.ok)
        self.rebuild.setVisible(result.rebuild_helps)
        self.give_focus(self.rebuild if result.rebuild_helps else self.start)

    def _advice(self, result: CheckResult) -> str:
        if result.rebuild_helps:
            return self.tr("变更记录里有每条登记的全部内容，可以用它把各表重建一遍；重建不会丢登记。")
        return self.tr("请先按 F9 备份，再用最近一份好的备份恢复。")

    def _refuse(self, problem: StationError) -> None:
        self._say(str(problem), ok=False)
        self.give_focus(self.start)

    def _say(self, sentence: str, ok: bool) -> None:
        self.report.set_text(sentence, "ok" if ok else "danger")
        self.report.show()

    def _set_busy(self, busy: bool) -> None:
        self.start.setEnabled(not busy)
        self.rebuild.setEnabled(not busy)

    def _lay_out(self) -> None:
        sheet = Sheet(self.tr("检查数据"))
        told = self.tr(
            "把数据文件、变更记录、每条登记、检索和附件都读一遍，互相核对；不改动任何数据。数据多时要几分钟，可以接着做别的。"
        )
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        verbs.addWidget(self.start)
        verbs.addWidget(self.rebuild)
        verbs.addStretch(1)
        sheet.column.addWidget(Text(told, "body", "text2", wrap=True))
        sheet.column.addLayout(verbs)
        sheet.column.addWidget(self.strip)
        sheet.column.addWidget(self.report)
        self.rebuild.hide()
        self.report.hide()
        self.column.addWidget(sheet)
        self.column.addStretch(1)
