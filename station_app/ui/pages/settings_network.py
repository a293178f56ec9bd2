"""站点网络: the sites of the street with their codes, typed, pasted, changed and closed by the centre's head."""

from datetime import date
from functools import partial
from typing import cast

from station_app.domain.enums import SiteKind, SiteStatus, Zone
from station_app.domain.network_records import Site
from station_app.errors import StationError
from station_app.services.network import (
    KnownSite,
    PastedSites,
    RefusedSite,
    add_sites,
    change_site,
    draft_network,
    network,
    paste_network,
)
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_listed import KeptForm, ListSection
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.table import Column

_LABEL = 84
_SHOWN_LINES = 8


class NetworkSection(ListSection):
    """The sites in a table, and under it the form that was asked for."""

    def __init__(self, context: PageContext) -> None:
        self.paste_button = KeyCapButton(self.tr("从表格粘贴…"), size="row")
        super().__init__(context, self.tr("站点网络"), " ", self.tr("添加站点"), most=12)
        self.paste_button.clicked.connect(lambda: self.open(PasteSitesForm(context)))

    def refresh(self) -> None:
        """Read the sites anew."""
        self.allow(self.add_button, self.paste_button, told=self.tr("由{head}来做"))
        known = network(self.context.station, with_closed=self.ended.isChecked())
        self.table.set_rows(known)
        counts = [sum(1 for one in known if one.site.kind is kind and not one.own) for kind in SiteKind]
        words = self.tr("{hubs} 室　{zones} 片区中心站　{communities} 社区站　{points} 联络点")
        hubs, zones, communities, points = counts
        told = words.format(hubs=hubs, zones=zones, communities=communities, points=points)
        self.sheet.subtitle.setText(told if known else self.tr("还没有填，可以从 1+2+24+N 的草稿改起"))

    def form(self, known: KnownSite | None) -> PaneForm:
        """Return the form of a site."""
        return SiteForm(self.context, known)

    def may_enter(self) -> bool:
        """Only the centre's head changes the network."""
        return self.is_head()

    def arrange(self) -> None:
        """A list is pasted beside."""
        self.sheet.add_to_head(self.ended)
        self.sheet.add_to_head(self.paste_button)
        self.sheet.add_to_head(self.add_button)
        self.sheet.column.addWidget(self.table)

    def columns(self) -> tuple[Column, ...]:
        """Return code, name, level, zone, head and state."""

        def status(one: KnownSite) -> str:
            return self.tr("本中心") if one.own else one.site.status.value

        return (
            Column(self.tr("代码"), lambda one: one.site.code, 70),
            Column(self.tr("名称"), lambda one: one.site.name),
            Column(self.tr("级别"), lambda one: one.site.kind.value, 130, drops=True),
            Column(self.tr("片区"), lambda one: one.site.zone.value if one.site.zone else "", 70, quiet=True),
            Column(self.tr("站长"), lambda one: one.site.head, 90, quiet=True, drops=True),
            Column(self.tr("状态"), status, 90, quiet=True),
        )


class SiteForm(KeptForm):
    """A new site, or what is known of one."""

    def __init__(self, context: PageContext, known: KnownSite | None) -> None:
        super().__init__(context, known.site.name if known else "", self.tr("添加站点"))
        self._known = known
        was = self._before = known.site if known else Site(code="", name="")
        self.code = LineEdit(was.code, self.tr("例如 17 或 P01"))
        self.code.setEnabled(known is None or not (known.own or known.reported))
        self.kind = ComboBox([(kind, kind.value) for kind in SiteKind])
        self.kind.set_value(was.kind)
        self.zone = Segmented([(zone, zone.value) for zone in Zone], was.zone, optional=True)
        self.status = Segmented([(status, status.value) for status in SiteStatus], was.status)
        self.opened = DateTimeField(context.station.clock.now, with_time=False)
        self.opened.set_value(date.fromisoformat(was.opened_on) if was.opened_on else None)
        names = ("name", "head", "liaison", "address", "phone", "hours")
        self.texts = {name: LineEdit(str(getattr(was, name))) for name in names}
        self._make_fields()

    def first(self) -> LineEdit:
        """Begin with the code, or the name when the code stands."""
        return self.code if self.code.isEnabled() else self.texts["name"]

    def check(self) -> Field | None:
        """Code and name are needed, and a date that can be read."""
        unread = bool(self.opened.text().strip()) and self.opened.value() is None
        return first_of(
            need(self._code_field, self.tr("请填代码，例如 17 或 P01"), when=not self.code.text().strip()),
            need(self._name_field, self.tr("请填站点的名称"), when=not self.texts["name"].text().strip()),
            need(self._opened_field, self.tr("日期没有看懂，例如 2021-09-01"), when=unread),
        )

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        site = self._site()
        if self._known is None:
            return partial(_add, site=site), self.tr("已添加 {name}").format(name=site.name.strip())
        return partial(change_site, uid=self._known.uid, site=site), self.tr("{name} 已保存").format(name=site.name)

    def _site(self) -> Site:
        opened = self.opened.value()
        texts = {name: line.text() for name, line in self.texts.items()}
        return Site(
            code=self.code.text(),
            kind=SiteKind(str(self.kind.value())),
            zone=cast("Zone | None", self.zone.value()),
            status=cast("SiteStatus", self.status.value()),
            opened_on=opened.isoformat() if opened else None,
            parent=self._before.parent,
            **texts,
        )

    def _make_fields(self) -> None:
        words = {
            "head": self.tr("站长"),
            "liaison": self.tr("联络员"),
            "address": self.tr("地址"),
            "phone": self.tr("电话"),
            "hours": self.tr("开放时间"),
        }
        self._code_field = Field(self.tr("代码"), self.code, required=True, label_width=_LABEL)
        self._name_field = Field(self.tr("名称"), self.texts["name"], required=True, label_width=_LABEL)
        self._opened_field = Field(self.tr("启用日期"), self.opened, label_width=_LABEL)
        told = self.tr("停用的站点不再列出，它以前的登记都留着。")
        self.add(
            (
                self._code_field,
                self._name_field,
                Field(self.tr("级别"), self.kind, label_width=_LABEL),
                Field(self.tr("片区"), self.zone, label_width=_LABEL),
                *(Field(label, self.texts[name], label_width=_LABEL) for name, label in words.items()),
                self._opened_field,
                Field(self.tr("状态"), self.status, label_width=_LABEL),
                Text(told, "caption", "text2", wrap=True),
            )
        )
        for control in (self.zone, self.status):
            control.changed.connect(self.touch)


class PasteSitesForm(PaneForm):
    """A list of sites, to begin with the draft 1+2+24+N; each line that is not understood is told with its reason."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, self.tr("从表格粘贴"), self.tr("添加这些站点"))
        told = self.tr(
            "一行一个站点：代码、名称、片区（南片或北片）、电话、地址，用空格或 Tab 隔开。"
            "没有写代码的按 1+2+24+N 的次序编：室 01，片区中心站 02–03，社区站 11–34，联络点 P01 起。"
        )
        self.text = TextArea(self.tr("11　梧桐里社区联络站　南片"), counted=False)
        self.field = Field(self.tr("站点名单"), self.text, above=True)
        self.found = Text("", "body", "ok")
        self.refused = Text("", "body", "danger", wrap=True)
        self.add((Text(told, "caption", "text2", wrap=True), self.field, self.found, self.refused))
        if not network(context.station):
            self.text.set_text(draft_network())
        self.text.changed.connect(self._show)
        self._show()

    def first(self) -> TextArea:
        """Begin with the list."""
        return self.text

    def check(self) -> Field | None:
        """Every line must be understood: no site shall be lost unnoticed."""
        read = self._read()
        unread = self.tr("有的行没有认出来，请照下面说的改好，或删去那一行")
        return (
            need(self.field, unread, when=True)
            if read.refused
            else need(self.field, self.tr("还没有写站点"), when=not read.sites)
        )

    def work(self) -> tuple[Work, str]:
        """Add them all, or none."""
        many = self._read().sites
        return partial(add_sites, many=many), self.tr("已添加 {count} 个站点").format(count=len(many))

    def _show(self) -> None:
        read = self._read()
        self.found.setText(self.tr("认出 {count} 个站点").format(count=len(read.sites)))
        why = self.tr("第 {line} 行「{text}」：{reason}")
        lines = [why.format(line=one.line, text=one.text[:20], reason=one.reason) for one in read.refused]
        self.refused.setText("\n".join(lines[:_SHOWN_LINES]))
        self.refused.setVisible(bool(lines))

    def _read(self) -> PastedSites:
        try:
            return paste_network(self.context.station, self.text.text())
        except StationError as problem:
            return PastedSites((), (RefusedSite(1, "", str(problem)),))


def _add(station: Station, site: Site) -> object:
    return add_sites(station, [site])
