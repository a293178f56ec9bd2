"""The first steps of the first run: what to do, the site, the people, the deputies."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.deputy_lines import PastedDeputies, Refused, paste_deputies
from station_app.domain.enums import PersonRole
from station_app.domain.records import Deputy, Person
from station_app.domain.serials import check_site_code
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services.setup import CENTRE_CODE
from station_app.ui.widgets.card import ActionCard
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner, IconText
from station_app.ui.widgets.sheet import Sheet

LABEL = 96
_SHOWN_LINES = 12


class Step(QWidget):
    """One step: sheets in ``column``; ``wrong`` checks it and returns the labels of what is to be mended."""

    title = ""
    subtitle = ""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

    def wrong(self) -> list[str]:
        """Check everything; say below the fields what is wrong and put the focus on the first."""
        return []


class StartStep(Step):
    """A new site, the centre, or a backup put back."""

    new_wanted = Signal()
    centre_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, *, again: bool) -> None:
        super().__init__()
        self.new = ActionCard(
            self.tr("新设一个联络站"), self.tr("填站点、人员、口令，约 5 分钟"), "building-community", primary=True
        )
        self.centre = ActionCard(self.tr("新设中心"), self.tr("人大街道工委收各站的上报包，只设一个"), "briefcase")
        self.restore = ActionCard(self.tr("从备份恢复"), self.tr("换了电脑，或数据坏了"), "rotate-clockwise")
        if again:
            told = self.tr("上次建站没有做完就关了，没有留下任何记录。请重新开始。")
            self.column.addWidget(Banner(told, "warn"))
        explained = self.tr(
            "登记的内容都加密保存在这台电脑里，不联网。打开程序要用口令；忘了口令，只有建站时打印的恢复单能打开。"
        )
        self.column.addWidget(Text(explained, "body", "text2", wrap=True))
        for card in (self.new, self.centre, self.restore):
            self.column.addWidget(card)
        self.new.clicked.connect(self.new_wanted)
        self.centre.clicked.connect(self.centre_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self.setFocusProxy(self.new)


class SiteStep(Step):
    """Which site this is."""

    def __init__(self) -> None:
        super().__init__()
        self.code = Field(self.tr("站点代码"), LineEdit("", self.tr("例如 17")), required=True, label_width=LABEL)
        self.name = Field(
            self.tr("站点名称"), LineEdit("", self.tr("例如 梧桐里社区联络站")), required=True, label_width=LABEL
        )
        self.address = Field(self.tr("地址"), LineEdit(), label_width=LABEL)
        self.phone = Field(self.tr("电话"), LineEdit(), label_width=LABEL)
        self.hours = Field(self.tr("开放时间"), LineEdit("", self.tr("例如 周一至周五 9:00–17:00")), label_width=LABEL)
        must, may = Sheet(self.tr("站点")), Sheet(self.tr("联系方式"), self.tr("可以以后在「设置」里填"))
        self.note = Text("", "caption", "text2", wrap=True)
        for widget in (self.note, self.code, self.name):
            must.column.addWidget(widget)
        for field in (self.address, self.phone, self.hours):
            may.column.addWidget(field)
        self.column.addWidget(must)
        self.column.addWidget(may)
        self.code.left.connect(self._check_code)
        self.name.left.connect(self._check_name)
        self.set_centre(centre=False)

    def set_centre(self, *, centre: bool) -> None:
        """Ask for the centre, whose code stands already, or for a site."""
        code = self.code.control
        if centre and not code.text():
            code.setText(CENTRE_CODE)
        elif not centre and code.text() == CENTRE_CODE:
            code.setText("")
        self._example = self.tr("临湖街道人大工委") if centre else self.tr("梧桐里社区联络站")
        self.name.control.setPlaceholderText(self.tr("例如 {name}").format(name=self._example))
        self.note.setText(
            self.tr("中心自己也能登记，代码 00 印在这些登记的编号里；各站的代码建好后在「设置」里统一编排。")
            if centre
            else self.tr(
                "代码由街道人大统一编排，印在每条登记的编号里，定下后不再改：社区站是两位数字，联络点是 P01 这样的。"
            )
        )
        self.setFocusProxy(self.name if centre else self.code)

    def wrong(self) -> list[str]:
        """Check code and name."""
        self._check_code()
        self._check_name()
        return _mend([self.code, self.name])

    def _check_code(self) -> None:
        typed = self.code.control.text()
        if not typed.strip():
            self.code.set_error(self.tr("请填站点代码，例如 17 或 P01。"))
            return
        try:
            self.code.control.setText(check_site_code(typed))
            self.code.clear_error()
        except StationError as problem:
            self.code.set_error(str(problem))

    def _check_name(self) -> None:
        empty = not self.name.control.text().strip()
        told = self.tr("请填名称，例如「{name}」。").format(name=self._example)
        self.name.set_error(told if empty else "")


class PeopleStep(Step):
    """Who works here."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Field(self.tr("站长"), LineEdit("", self.tr("姓名")), required=True, label_width=LABEL)
        self.others = Field(self.tr("志愿者"), TextArea(self.tr("一行写一位"), counted=False), label_width=LABEL)
        sheet = Sheet(self.tr("在站里工作的人"), self.tr("每次打开程序时选是谁在电脑前，登记上就有记录人"))
        sheet.column.addWidget(self.head)
        sheet.column.addWidget(self.others)
        self.note = Text("", "caption", "text2", wrap=True)
        sheet.column.addWidget(self.note)
        self.column.addWidget(sheet)
        self.set_centre(centre=False)
        self.head.left.connect(self._check_head)
        self.others.left.connect(self._check_others)
        self.setFocusProxy(self.head)

    def set_centre(self, *, centre: bool) -> None:
        """Ask for the people of the centre, or of a site."""
        self._role = PersonRole.CLERK if centre else PersonRole.VOLUNTEER
        self.head.set_label(PersonRole.CENTRE_HEAD.value if centre else PersonRole.HEAD.value)
        self.others.set_label(self.tr("工作人员") if centre else PersonRole.VOLUNTEER.value)
        self.note.setText(
            self.tr("负责人可以改人员、站点网络和密钥，工作人员研判和答复。以后在「设置」里增减。")
            if centre
            else self.tr("站长可以改人员、站点和密钥，志愿者只登记和查看。以后在「设置」里增减。")
        )

    def people(self) -> tuple[Person, ...]:
        """Return who works here besides the head."""
        lines = (clean_line(line).text for line in self.others.control.text().splitlines())
        return tuple(Person(name=name, role=self._role) for name in lines if name)

    def wrong(self) -> list[str]:
        """Ask for the head, and for each name once."""
        self._check_head()
        self._check_others()
        return _mend([self.head, self.others])

    def _check_head(self) -> None:
        told = self.tr("请填{head}的姓名。").format(head=self.head.label)
        self.head.set_error("" if self.head.control.text().strip() else told)

    def _check_others(self) -> None:
        names = [clean_line(self.head.control.text()).text, *(person.name for person in self.people())]
        double = next((name for place, name in enumerate(names) if name and name in names[:place]), "")
        told = self.tr("「{name}」写了两次。同名的两位请加上区别，例如「{name}（大）」。")
        self.others.set_error(told.format(name=double) if double else "")


class DeputiesStep(Step):
    """Which deputies serve here, typed or pasted from a spreadsheet."""

    def __init__(self) -> None:
        super().__init__()
        self.text = TextArea(self.tr("陈立新　区　第3选区　13800000000"), counted=False)
        self.field = Field(self.tr("代表名单"), self.text, above=True)
        self.found = IconText("", "check", "ok")
        self.preview = Text("", "body", "text2", wrap=True)
        self.refused = Text("", "body", "danger", wrap=True)
        sheet = Sheet(self.tr("驻站代表"), self.tr("可以先空着，以后在「设置」里填"))
        note = self.tr(
            "从表格里复制后按 Ctrl+V 贴进来，一行一位：姓名、级别（国 省 市 区）、选区、电话；"
            "只写姓名也可以。有表头时列的次序不限。"
        )
        for widget in (Text(note, "caption", "text2", wrap=True), self.field, self.found, self.preview, self.refused):
            sheet.column.addWidget(widget)
        self.column.addWidget(sheet)
        self._read: PastedDeputies = paste_deputies("")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(300)
        self._soon.timeout.connect(self._show)
        self.text.changed.connect(self._soon.start)
        self.setFocusProxy(self.field)
        self._show()

    def deputies(self) -> tuple[Deputy, ...]:
        """Return who was read."""
        return self._read.deputies

    def wrong(self) -> list[str]:
        """Refuse to go on while a line is not understood: nobody shall be lost unnoticed."""
        self._show()
        if self._read.refused:
            self.text.setFocus()
        return [self.tr("代表名单")] if self._read.refused else []

    def _show(self) -> None:
        self._read = self._parse()
        read, refused = self._read.deputies, self._read.refused
        self.found.set_text(self.tr("认出 {count} 位").format(count=len(read)))
        self.found.setVisible(bool(read))
        lines = [_told(deputy) for deputy in read[:_SHOWN_LINES]]
        more = self.tr("……共 {count} 位").format(count=len(read))
        self.preview.setText("\n".join([*lines, *([more] if len(read) > _SHOWN_LINES else [])]))
        self.preview.setVisible(bool(read))
        why = self.tr("第 {line} 行「{text}」：{reason}")
        told = [why.format(line=one.line, text=one.text[:20], reason=one.reason) for one in refused[:_SHOWN_LINES]]
        self.refused.setText("\n".join(told))
        self.refused.setVisible(bool(refused))

    def _parse(self) -> PastedDeputies:
        try:
            return paste_deputies(self.text.text())
        except StationError as problem:
            return PastedDeputies((), (Refused(1, "", str(problem)),))


def _told(deputy: Deputy) -> str:
    return "　".join(part for part in (deputy.name, deputy.level.value, deputy.ward, deputy.phone) if part)


def _mend(fields: list[Field]) -> list[str]:
    wrong = [field for field in fields if field.error()]
    if wrong:
        wrong[0].setFocus()
    return [field.label for field in wrong]
