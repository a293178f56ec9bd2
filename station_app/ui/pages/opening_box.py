"""Which box is opened, and the few words by which a new one is put up."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout

from station_app.domain.records import Box
from station_app.services.boxes import MAX_INTERVAL, KnownBox
from station_app.ui import paint
from station_app.ui.forms.fields import NarrowBox, add_top
from station_app.ui.look import look
from station_app.ui.pages.reception_head import ReceptionHead
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import GAP, Sheet

_USUAL_DAYS = 7


class OpeningHead(ReceptionHead):
    """Title, how many times the box was opened, which box; at the right what has been kept or saved.

    ``record`` prints the record of the opening that was saved last, once there is one.
    """

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.box = NarrowBox()
        self.box.setAccessibleName(self.tr("意见箱"))
        self.add_link = LinkButton(self.tr("添加意见箱"))
        self.record = KeyCapButton(self.tr("打印开箱记录"), key="Ctrl+P")
        self.record.hide()
        self._offered = False
        self._row.insertWidget(2, self.box)
        self._row.insertWidget(3, self.add_link)
        self.add(self.record)
        look().changed.connect(self._show_record)

    def offer_record(self, number: str) -> None:
        """Offer the record of the opening of that number."""
        self.record.setToolTip(self.tr("开箱 {number} 的记录").format(number=number))
        self._offered = True
        self._show_record()

    def _show_record(self) -> None:
        """Large type has no room for the words of both; boxes are added in the settings too."""
        narrow = look().compact and self._offered
        self.record.setText(self.tr("打印") if narrow else self.tr("打印开箱记录"))
        self.add_link.setVisible(not narrow)
        self.record.setVisible(self._offered)

    def show_boxes(self, known: tuple[KnownBox, ...], chosen: str) -> None:
        """Offer the boxes and show the chosen one."""
        self.box.set_options([(one.uid, one.title) for one in known])
        self.box.set_value(chosen)
        self.box.setVisible(bool(known))
        widest = max((paint.text_width(one.title) for one in known), default=0)
        self.box.setMinimumWidth(min(widest + look().px(76), look().px(340)))
        count = next((one.openings + 1 for one in known if one.uid == chosen), 0)
        self.set_subtitle(self.tr("第 {count} 次开箱").format(count=count) if count else "")


class BoxForm(Sheet):
    """``wanted`` gives the Box to put up, ``left`` follows the person's change of mind."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("BoxForm", "添加意见箱"))
        self.name_edit = LineEdit(placeholder=self.tr("例如 1号箱"))
        self.place = LineEdit(placeholder=self.tr("例如 社区服务中心大厅"))
        self.days = LineEdit(str(_USUAL_DAYS))
        self.days.setValidator(QIntValidator(1, MAX_INTERVAL, self.days))
        self.add = KeyCapButton(self.tr("添加这个意见箱"), kind="primary")
        self.back = KeyCapButton(self.tr("先不添加"))
        self.why = Text(self.tr("到了间隔天数还没有开箱，「今日」会提醒。"), "caption", "text2")
        line = QHBoxLayout()
        line.setSpacing(GAP)
        fields = (
            (Field(self.tr("名称"), self.name_edit, required=True, above=True), 2),
            (Field(self.tr("放在哪里"), self.place, above=True), 4),
            (Field(self.tr("几天开一次"), self.days, required=True, above=True), 1),
        )
        add_top(line, fields)
        self.column.addLayout(line)
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        for widget in (self.add, self.back, self.why):
            verbs.addWidget(widget)
        verbs.addStretch(1)
        self.column.addLayout(verbs)
        self.add.clicked.connect(lambda: self.wanted.emit(self._read()))
        self.back.clicked.connect(self.left)

    def begin(self, *, first: bool) -> None:
        """An empty form; without any box yet there is no way back."""
        self.name_edit.setText(self.tr("1号箱") if first else "")
        self.place.setText("")
        self.days.setText(str(_USUAL_DAYS))
        self.back.setVisible(not first)

    def _read(self) -> Box:
        days = self.days.text().strip()
        return Box(
            name=self.name_edit.text(),
            place=self.place.text(),
            since="",
            interval_days=int(days) if days.isdecimal() else 0,
        )
