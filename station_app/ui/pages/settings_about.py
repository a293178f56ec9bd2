"""关于: version, where the data lie, and whose work is in the program."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from station_app.services.about import Part, data_folder, parts, version
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.settings_parts import Section
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class AboutSection(Section):
    """What can be read to somebody who helps by telephone, and the licences."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.version, self.folder = LineEdit(version()), LineEdit(data_folder(context.station))
        self.table = RowTable(self._columns(), self.tr("字体、图标和程序库"), most=6)
        self.licence = QPlainTextEdit()
        self.licence.setReadOnly(True)
        self.licence.setTabChangesFocus(True)
        self.licence.setAccessibleName(self.tr("许可证原文"))
        self._lay_out()
        self.table.set_rows(parts())
        self.table.chosen.connect(self._show_text)
        look().changed.connect(self._rescale)
        self._rescale()

    def _show_text(self, part: Part) -> None:
        words = self.tr("{name} 按 {licence} 许可证使用，原文随该程序库一起安装。")
        self.licence.setPlainText(part.text or words.format(name=part.name, licence=part.licence))
        self.licence.show()

    def _lay_out(self) -> None:
        about = Sheet(self.tr("代表联络站工作台"))
        for line in (self.version, self.folder):
            line.setReadOnly(True)
        told = self.tr("数据加密保存在本机，不联网。程序出错时的记录里没有姓名、电话和登记内容。")
        about.column.addWidget(Field(self.tr("版本"), self.version, label_width=96))
        about.column.addWidget(Field(self.tr("数据文件夹"), self.folder, label_width=96))
        about.column.addWidget(Text(told, "caption", "text2", wrap=True))
        others = Sheet(self.tr("用到的字体、图标和程序库"), self.tr("选一行看许可证"), padded=False)
        others.column.addWidget(self.table)
        others.column.addWidget(self.licence)
        self.licence.hide()
        self.column.addWidget(about)
        self.column.addWidget(others)
        self.column.addStretch(1)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("名称"), lambda part: part.name),
            Column(self.tr("版本"), lambda part: part.version, 120, quiet=True),
            Column(self.tr("许可证"), lambda part: part.licence, 240),
        )

    def _rescale(self) -> None:
        self.licence.setFixedHeight(look().px(220))
        self.folder.setCursorPosition(0)
        self.folder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
