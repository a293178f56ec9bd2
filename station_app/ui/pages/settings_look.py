"""外观: theme and scale; both take effect at once."""

from typing import cast

from PySide6.QtWidgets import QHBoxLayout

from station_app.ui.context import PageContext
from station_app.ui.look import LARGEST, SMALLEST, STEP, look
from station_app.ui.pages.settings_parts import Section
from station_app.ui.theme import Theme
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet

_QUICK = (100, 120, 150, 170, 200)


class LookSection(Section):
    """Theme, and how large everything is."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        themes = ((Theme.SYSTEM, self.tr("跟随系统")), (Theme.LIGHT, self.tr("浅色")), (Theme.DARK, self.tr("深色")))
        self.theme = Segmented(themes, look().theme)
        self.scale = Segmented([(scale, f"{scale}%") for scale in _QUICK], look().scale)
        self.smaller = KeyCapButton(self.tr("小一点"), key="Ctrl+−", icon="zoom-out", bind=False)
        self.larger = KeyCapButton(self.tr("大一点"), key="Ctrl+=", icon="zoom-in", bind=False)
        self.now = Text("", "strong")
        self._lay_out()
        self.theme.changed.connect(lambda: look().set_theme(cast("Theme", self.theme.value())))
        self.scale.changed.connect(lambda: look().set_scale(cast("int", self.scale.value())))
        self.smaller.clicked.connect(lambda: look().set_scale(look().scale - STEP))
        self.larger.clicked.connect(lambda: look().set_scale(look().scale + STEP))
        look().changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is in force."""
        self.theme.set_value(look().theme)
        self.scale.set_value(look().scale)
        self.now.setText(self.tr("现在是 {scale}%").format(scale=look().scale))
        self.smaller.setEnabled(look().scale > SMALLEST)
        self.larger.setEnabled(look().scale < LARGEST)

    def _lay_out(self) -> None:
        sheet = Sheet(self.tr("外观"))
        steps = QHBoxLayout()
        steps.setSpacing(10)
        for widget in (self.now, self.smaller, self.larger):
            steps.addWidget(widget)
        steps.addStretch(1)
        told = self.tr("马上生效，只在这台电脑上。字号 130% 起，侧边的内容移到下面；170% 起，左侧导航只显示图标。")
        sheet.column.addWidget(Field(self.tr("颜色"), self.theme, label_width=96))
        sheet.column.addWidget(Field(self.tr("字号"), self.scale, label_width=96))
        sheet.column.addLayout(steps)
        sheet.column.addWidget(Text(told, "caption", "text2", wrap=True))
        self.column.addWidget(sheet)
        self.column.addStretch(1)
