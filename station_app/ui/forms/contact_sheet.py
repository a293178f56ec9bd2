"""The sheet 反映人: who brings the matter, recognised when they were here before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QRegularExpression, QTimer, Signal
from PySide6.QtGui import QKeySequence, QRegularExpressionValidator, QShortcut

from station_app.domain.enums import AgeBand, ContactKind, Identity, Sex
from station_app.domain.forms import ReceptionForm
from station_app.domain.records import Contact
from station_app.domain.text import clean_digits, clean_line
from station_app.services.station import Station
from station_app.services.visitors import Visitor, recognise
from station_app.ui import paint
from station_app.ui.forms.fields import BareField, ControlRow, NarrowBox, chosen, tidy_when_left
from station_app.ui.forms.visitor_banner import VisitorBanner
from station_app.ui.look import look
from station_app.ui.widgets.choices import CheckBox, ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet

_RECOGNISE_MS = 300
_NAMED = [kind for kind in ContactKind if kind not in {ContactKind.ANONYMOUS, ContactKind.ERASED}]


class ContactSheet(Sheet):
    """All about the contact. ``changed`` follows every change, ``taken_over`` a visitor's data put in.

    ``visitor_changed`` tells that another visitor, or nobody, has been recognised (``visitor()``); ``look_up`` gives
    the Visitor whose earlier matters are wanted.
    """

    changed = Signal()
    taken_over = Signal()
    visitor_changed = Signal()
    look_up = Signal(object)

    def __init__(self, station: Station, say: Callable[[str], object]) -> None:
        super().__init__(QCoreApplication.translate("ContactSheet", "反映人"))
        self._station = station
        self._base = Contact()
        self._taken: tuple[str, str] | None = None
        self._notice_at: str | None = None
        self._began = ""
        self._make_controls()
        self.fields = self._make_fields()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_RECOGNISE_MS)
        self._lay_out()
        self._connect()
        for name, rule in (("name", clean_line), ("phone", clean_digits), ("address", clean_line)):
            tidy_when_left(self.fields[f"contact.{name}"], rule, say)

    def visitor(self) -> Visitor | None:
        """Who was recognised."""
        return self.banner.visitor()

    def set_began(self, began: str) -> None:
        """Name the time of the reception: on a back-dated one the notice was given then."""
        self._began = began

    def read(self, form: ReceptionForm) -> ReceptionForm:
        """The form with what stands here."""
        anonymous = self.anonymous.isChecked()
        kind = ContactKind.ANONYMOUS if anonymous else self._kind()
        digits = self.group.text().strip()
        contact = replace(
            self._base,
            kind=kind,
            name="" if anonymous else self.name.text(),
            sex=chosen(Sex, self.sex.value()),
            age_band=chosen(AgeBand, self.age.value()),
            phone=self.phone.text(),
            address=self.address.text(),
            identity=chosen(Identity, self.identity.value()),
            group_size=int(digits) if digits else 0,
            confidential=self.confidential.isChecked(),
            notice_at=self._notice_at if self.notice.isChecked() else None,
        )
        return replace(form, contact=contact, contact_uid=self._taken[0] if self._taken else None)

    def fill(self, form: ReceptionForm) -> None:
        """Show a form, and whether its visitor was here before."""
        contact = self._base = form.contact
        self._taken = (form.contact_uid, contact.name) if form.contact_uid else None
        anonymous = contact.kind is ContactKind.ANONYMOUS
        self.anonymous.setChecked(anonymous)
        self.kind.set_value(ContactKind.PERSON if anonymous else contact.kind)
        self.name.setText(contact.name)
        self.phone.setText(contact.phone)
        self.address.setText(contact.address)
        self.sex.set_value(contact.sex)
        self.age.set_value(contact.age_band)
        self.identity.set_value(contact.identity)
        self.group.setText(str(contact.group_size))
        self.confidential.setChecked(contact.confidential)
        self._notice_at = contact.notice_at
        self.notice.setChecked(contact.notice_at is not None)
        self._show_notice()
        self._show_kind()
        self.recognise()

    def recognise(self) -> None:
        """Look now who may be sitting here."""
        self._wait.stop()
        before = self.visitor()
        name = "" if self.anonymous.isChecked() else self.name.text()
        found = recognise(self._station, name, self.phone.text(), self.address.text())
        self.banner.show_visitors(found, name.strip(), self._taken[0] if self._taken else None)
        if self.visitor() != before:
            self.visitor_changed.emit()

    def take_over(self) -> None:
        """Put the recognised visitor's data into the fields that are empty."""
        self.recognise()
        visitor = self.visitor()
        if visitor is None or (self._taken and self._taken[0] == visitor.contact_uid):
            return
        self._fill_gaps(visitor.contact)
        self._taken = (visitor.contact_uid, self.name.text())
        self.banner.show_visitors(self.banner.found(), self.name.text(), visitor.contact_uid)
        self.changed.emit()
        self.taken_over.emit()

    def first_gap(self) -> Field | None:
        """The first field that must be filled and is not."""
        contact = self.read(ReceptionForm()).contact
        if contact.kind is ContactKind.ANONYMOUS:
            return None
        if not contact.name.strip():
            return self.fields["contact.name"]
        return None if contact.notice_at else self.fields["contact.notice_at"]

    def _make_controls(self) -> None:
        self.kind = ComboBox([(kind, kind.value) for kind in _NAMED])
        self.kind.setAccessibleName(self.tr("反映人类型"))
        self.anonymous = CheckBox(self.tr("匿名"))
        self.name = LineEdit()
        self.banner = VisitorBanner(self._station.clock.today())
        self.sex = Segmented([(sex, sex.value) for sex in Sex], optional=True)
        self.age = NarrowBox([(None, self.tr("年龄")), *((band, band.value) for band in AgeBand)])
        self.age.setAccessibleName(self.tr("年龄"))
        self.phone = LineEdit()
        self.address = LineEdit()
        self.identity = Segmented([(one, one.value) for one in Identity], optional=True)
        self.group = LineEdit()
        self.group.setMaxLength(4)
        self.group.setAccessibleName(self.tr("人数"))
        self.group.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9０-９]*"), self))
        self.confidential = CheckBox(self.tr("姓名保密"))
        self.notice = CheckBox(self.tr("已当面告知信息用途"))
        self.notice_time = Text("", "caption", "text2")

    def _make_fields(self) -> dict[str, Field]:
        sex_age, self._size_row = ControlRow(self.sex, self.age), ControlRow(self.group, self.confidential, gap=12)
        notice = ControlRow(self.notice, gap=4)
        self._notice_star = Text("*", "body", "danger")
        for widget in (self._notice_star, self.notice_time):
            notice.row.addWidget(widget)
        sex_age.row.setStretch(1, 1)
        for row in (self._size_row, notice):
            row.row.addStretch(1)
        return {
            "contact.name": Field(self.tr("姓名"), self.name, required=True),
            "contact.sex": Field(self.tr("性别年龄"), sex_age),
            "contact.phone": Field(self.tr("电话"), self.phone),
            "contact.address": Field(self.tr("住址小区"), self.address),
            "contact.identity": Field(self.tr("身份"), self.identity),
            "contact.group_size": Field(self.tr("人数"), self._size_row),
            "contact.notice_at": BareField(self.tr("信息用途"), notice, required=True),
        }

    def _lay_out(self) -> None:
        self.add_to_head(self.kind)
        self.add_to_head(self.anonymous)
        for name, field in self.fields.items():
            self.column.addWidget(field)
            if name == "contact.name":
                self.column.addWidget(self.banner)
        self.column.addStretch(1)
        look().changed.connect(self._fit_group)
        self._fit_group()

    def _connect(self) -> None:
        for edit in (self.name, self.phone, self.address, self.group):
            edit.textEdited.connect(self.changed)
            edit.editingFinished.connect(self.changed)
        for edit in (self.name, self.phone, self.address):
            edit.textEdited.connect(self._wait.start)
            edit.editingFinished.connect(self.recognise)
        for signal in (
            self.sex.changed,
            self.age.value_changed,
            self.identity.changed,
            self.confidential.toggled,
            self.kind.value_changed,
            self.anonymous.toggled,
            self.notice.toggled,
        ):
            signal.connect(self.changed)
        self._wait.timeout.connect(self.recognise)
        self.name.textEdited.connect(self._forget_other)
        self.kind.value_changed.connect(self._follow_kind)
        self.anonymous.toggled.connect(self._show_kind)
        self.notice.clicked.connect(self._stamp_notice)
        self.notice.toggled.connect(self._show_notice)
        self.banner.take_over.connect(self.take_over)
        QShortcut(QKeySequence("Alt+U"), self).activated.connect(self.take_over)
        self.banner.look_up.connect(self.look_up)

    def _fill_gaps(self, known: Contact) -> None:
        if not self.name.text().strip() and known.name:
            self.kind.set_value(known.kind)
        for edit, text in ((self.name, known.name), (self.phone, known.phone), (self.address, known.address)):
            if not edit.text().strip():
                edit.setText(text)
        for control, value in ((self.sex, known.sex), (self.age, known.age_band), (self.identity, known.identity)):
            if control.value() is None:
                control.set_value(value)
        if self.group.text() in {"", "1"}:
            self.group.setText(str(known.group_size))
        self.confidential.setChecked(self.confidential.isChecked() or known.confidential)
        if not self.notice.isChecked() and known.notice_at:
            self._notice_at = known.notice_at
            self.notice.setChecked(True)

    def _forget_other(self, name: str) -> None:
        """A record taken over belongs to the name it was taken for; another name is another person."""
        if self._taken and name.strip() != self._taken[1].strip():
            self._taken = None
            self._base = Contact()
            self.banner.set_taken(None)

    def _kind(self) -> ContactKind:
        return chosen(ContactKind, self.kind.value()) or ContactKind.PERSON

    def _follow_kind(self) -> None:
        kind, size = self._kind(), self.group.text()
        if kind is ContactKind.COUPLE and size in {"", "1"}:
            self.group.setText("2")
        elif kind is ContactKind.PERSON and size == "2":
            self.group.setText("1")
        if kind is ContactKind.ENTERPRISE and self.identity.value() is None:
            self.identity.set_value(Identity.ENTERPRISE)
        self._show_kind()

    def _show_kind(self) -> None:
        anonymous = self.anonymous.isChecked()
        field, kind = self.fields["contact.name"], self._kind()
        field.label = self.tr("企业名称") if kind is ContactKind.ENTERPRISE else self.tr("姓名")
        field.label_text.setText(field.label)
        hints = {
            ContactKind.COUPLE: self.tr("两人姓名，用顿号隔开"),
            ContactKind.GROUP: self.tr("领头人姓名"),
        }
        self.name.setPlaceholderText(self.tr("匿名，不记姓名") if anonymous else hints.get(kind, ""))
        self.name.setEnabled(not anonymous)
        self.kind.setEnabled(not anonymous)
        field.star.setVisible(not anonymous)
        self._notice_star.setVisible(not anonymous)

    def _stamp_notice(self, checked: bool) -> None:
        """The notice was given now; on a back-dated reception, at that time."""
        now = self._station.clock.now().replace(tzinfo=None).isoformat(timespec="minutes")
        earlier = self._began if "" < self._began[:10] < now[:10] else now
        self._notice_at = earlier if checked else None
        self._show_notice()

    def _show_notice(self) -> None:
        told = self._notice_at if self.notice.isChecked() else None
        try:
            moment = datetime.fromisoformat(told) if told else None
        except ValueError:
            moment = None
        same_day = moment is not None and moment.date() == self._station.clock.today()
        self.notice_time.setText("" if moment is None else moment.strftime("%H:%M" if same_day else "%Y-%m-%d"))

    def _fit_group(self) -> None:
        self.group.setFixedWidth(look().px(64))
        self.age.setMinimumWidth(max(map(paint.text_width, AgeBand)) + look().px(30) + 22)
        self.sex.setMinimumWidth(76)
