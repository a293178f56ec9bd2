"""本站资料: name, address, phone and hours; the code is given by the centre."""

from functools import partial

from station_app.domain.phone import check_phone
from station_app.services.people import change_site, fields_of_centre, site_details
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_parts import FormSheet, Section, head_word
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text

_LABEL = 96


class SiteSection(Section):
    """The sheet of the site."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.sheet = FormSheet()
        self.column.addWidget(self.sheet)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Show what is kept, unless somebody is typing."""
        if self.sheet.form is None or not self.sheet.form.dirty():
            self._show()

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.sheet.may_leave()

    def _show(self) -> None:
        form = SiteForm(self.context, usable=self.tell_if_not_head())
        self.sheet.open(form)
        form.saved.connect(self._saved)
        form.closed.connect(self._show)

    def _saved(self, sentence: str) -> None:
        self.context.messages.say(sentence)
        self.context.wishes.site_changed.emit()
        self._show()


class SiteForm(PaneForm):
    """What the site says of itself."""

    def __init__(self, context: PageContext, *, usable: bool) -> None:
        super().__init__(context, self.tr("本站资料"), self.tr("保存"))
        site = site_details(context.station)
        self.code, self.name = LineEdit(site.code), LineEdit(site.name)
        self.address, self.phone, self.hours = LineEdit(site.address), LineEdit(site.phone), LineEdit(site.hours)
        self.hours.setPlaceholderText(self.tr("例如：周一至周五 9:00–17:00"))
        self.code.setReadOnly(True)
        code_hint = self.tr("编号里用它，不能改")
        self.name_field = Field(self.tr("名称"), self.name, required=True, label_width=_LABEL)
        self.phone_field = Field(self.tr("电话"), self.phone, label_width=_LABEL)
        self.code.setToolTip(code_hint)
        self.add(
            (
                Field(self.tr("站点代码"), self.code, label_width=_LABEL),
                self.name_field,
                Field(self.tr("地址"), self.address, label_width=_LABEL),
                self.phone_field,
                Field(self.tr("开放时间"), self.hours, label_width=_LABEL),
            )
        )
        self.phone_field.left.connect(self._check_phone)
        self.back.hide()
        kept = fields_of_centre(context.station)
        lines = {"name": self.name, "address": self.address, "phone": self.phone, "hours": self.hours}
        for field, line in lines.items():
            line.setReadOnly(not usable or field in kept)
            line.setToolTip(self.tr("由街道中心填写，要改请告诉中心") if field in kept else "")
        if kept:
            told = self.tr("灰底的几项由街道中心统一填写，要改请告诉中心。")
            self.add((Text(told, "caption", "text2", wrap=True),))
        self.submit.setEnabled(usable)
        self.submit.setToolTip("" if usable else self.tr("由{head}来改").format(head=head_word(context)))

    def check(self) -> Field | None:
        """A name is needed, and a phone that can be dialled."""
        self._check_phone()
        return first_of(
            need(self.name_field, self.tr("请填联络站的名称"), when=not self.name.text().strip()),
            self.phone_field if self.phone_field.error() else None,
        )

    def work(self) -> tuple[Work, str]:
        """Keep it."""
        kept = partial(
            change_site,
            name=self.name.text(),
            address=self.address.text(),
            phone=self.phone.text(),
            hours=self.hours.text(),
        )
        return kept, self.tr("本站资料已保存")

    def _check_phone(self) -> None:
        self.phone_field.set_error(check_phone(self.phone.text()) or "")
