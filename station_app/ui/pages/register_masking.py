"""What a 社情簿 keeps back, and the reason without which it does."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.masking import Masked
from station_app.domain.moves import HEADS
from station_app.services.station import Station
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text


class MaskingPart(QWidget):
    """Three ticks that are all set at first; ``changed`` follows what is really shown: nothing without a reason."""

    changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        self.checks = {part: CheckBox(part.value) for part in Masked}
        self.reason_edit = LineEdit("", self.tr("例如：街道核对来访人"))
        self.reason_field = Field(self.tr("取消遮盖的理由"), self.reason_edit, required=True, above=True)
        self.told = Text("", "caption", "text2", wrap=True)
        self._told: tuple[frozenset[Masked], str] = (frozenset(), "")
        self._lay_out()
        for check in self.checks.values():
            check.clicked.connect(self._ticked)
        self.reason_edit.editingFinished.connect(self._tell)
        self.reset()

    def shown(self) -> frozenset[Masked]:
        """What stands in full: nothing as long as there is no reason."""
        return self._unticked() if self.reason() else frozenset()

    def reason(self) -> str:
        """The reason as typed."""
        return self.reason_edit.text().strip() if self._unticked() else ""

    def ready(self) -> bool:
        """Whether it can be put out; goes to the reason when that is missing."""
        missing = bool(self._unticked()) and not self.reason()
        self.reason_field.set_error(self.tr("请写明为什么要取消遮盖") if missing else "")
        if missing:
            self.reason_edit.setFocus()
        return not missing

    def reset(self) -> None:
        """Mask everything again, for whoever sits at the desk now, without a signal."""
        desk = self._station.desk
        head = desk is not None and desk.person.role in HEADS
        for check in self.checks.values():
            check.setChecked(True)
            check.setEnabled(head)
        self.reason_edit.clear()
        self.reason_field.clear_error()
        self.reason_field.hide()
        void = self.tr("作废行划线照印，不能隐去。")
        asked = self.tr("取消遮盖须填理由，并记入日志。") if head else self.tr("取消遮盖要由站长来做。")
        self.told.setText(asked + void)
        self._told = (frozenset(), "")

    def _unticked(self) -> frozenset[Masked]:
        return frozenset(part for part, check in self.checks.items() if not check.isChecked())

    def _ticked(self) -> None:
        self.reason_field.setVisible(bool(self._unticked()))
        if self._unticked() and not self.reason():
            self.reason_edit.setFocus()
        self._tell()

    def _tell(self) -> None:
        now = (self.shown(), self.reason())
        if self.reason():
            self.reason_field.clear_error()
        if now != self._told:
            self._told = now
            self.changed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Text(self.tr("遮盖"), "strong"))
        examples = {Masked.NAME: "张**", Masked.PHONE: "138****5678", Masked.SENSITIVE: self.tr("不印")}
        for part, check in self.checks.items():
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(check)
            row.addWidget(Text(examples[part], "body", "text2"))
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.reason_field)
        column.addSpacing(2)
        column.addWidget(self.told)
