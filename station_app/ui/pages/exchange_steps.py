"""写到优盘 → 读回校验 → 中心回执: three steps with their marks, and how far the one under way is."""

from enum import Enum

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.look import look
from station_app.ui.widgets.labels import ElidedLabel, Text
from station_app.ui.widgets.notes import ProgressBar
from station_app.ui.widgets.status import MarkView

_MARK, _BAR = 20, 200


class Stage(Enum):
    """How far one step is."""

    TO_COME = "未到"
    UNDER_WAY = "办理中"
    DONE = "办结"


class StepRow(QWidget):
    """Mark, name, a note at the right; a bar under the name while it goes on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.stage = Stage.TO_COME
        self.mark = MarkView(Stage.TO_COME.value, _MARK)
        self.name = Text(name, "body", "text2")
        self.note = ElidedLabel("", "caption", "text2")
        self.bar = ProgressBar()
        self.bar.setFixedWidth(_BAR)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.bar)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.mark)
        row.addLayout(words)
        row.addStretch(1)
        row.addWidget(self.note)
        look().changed.connect(self._rescale)
        self._rescale()
        self.set_stage(Stage.TO_COME)

    def set_stage(self, stage: Stage, note: str = "") -> None:
        """Show how far it is."""
        self.stage = stage
        self.mark.set_mark(stage.value)
        self.name.setProperty("kind", "body" if stage is Stage.TO_COME else "strong")
        self.name.set_tone("text2" if stage is Stage.TO_COME else "text")
        self.note.setText(note)
        self.bar.setVisible(stage is Stage.UNDER_WAY)
        self.bar.set_share(0)

    def set_progress(self, share: float, note: str) -> None:
        """Fill the bar to ``share`` (0 to 1) of the step under way."""
        self.bar.set_share(share)
        self.note.setText(note)

    def _rescale(self) -> None:
        self.setMinimumHeight(look().px(36))
