"""The fields of an opinion in words, for the pane."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station_app.services.detail import OpinionDetail
from station_app.ui.look import look
from station_app.ui.widgets.labels import Text

LABEL = 84
_GAP = 4


class FactRows(QWidget):
    """Labels at the left, what they stand for at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[tuple[str, str]] = []
        self._holder = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._holder)
        look().changed.connect(self._write)

    def set_rows(self, rows: Iterable[tuple[str, str]]) -> None:
        """Show pairs."""
        self._pairs = list(rows)
        self._write()

    def show_all(self, detail: OpinionDetail) -> None:
        """Show all fields that stand."""
        self.set_rows([(label, value) for label, value in self._all(detail) if value])

    def _all(self, detail: OpinionDetail) -> Iterator[tuple[str, str]]:
        intake, reception = detail.intake, detail.reception
        yield self.tr("收到日期"), intake.received_on
        yield self.tr("接待时间"), reception.began.replace("T", " ") if reception else ""
        yield self.tr("记录人"), detail.recorder
        yield self.tr("诉求"), intake.kind.value if intake.kind else ""
        yield self.tr("类别"), "　".join(part for part in (intake.topic, intake.subtopic) if part)
        yield self.tr("地点"), intake.place
        yield self.tr("范围"), intake.scope.value if intake.scope else ""
        yield self.tr("紧急程度"), intake.urgency.value
        yield self.tr("敏感"), self.tr("敏感事项，社情簿上不印内容") if intake.sensitive else ""
        yield self.tr("处理方式"), intake.outcome.value
        yield self.tr("当场答复"), intake.spot_reply
        yield self.tr("建议措施"), intake.suggested_action
        yield self.tr("旧台账答复"), intake.earlier_answer.text if intake.earlier_answer else ""
        yield self.tr("原始编号"), "　".join(part for part in (intake.external_source, intake.external_number) if part)
        yield self.tr("原编号"), detail.former_serial or ""
        yield self.tr("备注"), intake.remark
        yield self.tr("作废原因"), intake.void_reason or ""
        yield self.tr("登记站点"), detail.site

    def _write(self) -> None:
        old = self._holder
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(_GAP)
        grid.setColumnMinimumWidth(0, look().px(LABEL))
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(self._pairs):
            self._add(grid, row, label, value)
        self._column.replaceWidget(old, self._holder)
        old.hide()
        old.deleteLater()

    def _add(self, grid: QGridLayout, row: int, label: str, value: str) -> None:
        name = Text(label, "body", "text2")
        name.setMinimumHeight(look().px(23))
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        words = Text(value, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(words, row, 1)


def source_words(detail: OpinionDetail) -> str:
    """How and by whom it was taken in, in one line."""
    return "　".join(part for part in (detail.intake.channel, "、".join(detail.deputies)) if part)
