"""How a ledger is read: which column holds what, and what stands where it says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from station_app.services.codes import CodeBook
from station_app.services.ledger.headers import Field as LedgerField
from station_app.services.ledger.headers import is_forbidden
from station_app.services.ledger.read import LedgerPreview
from station_app.services.ledger_import import LedgerSource
from station_app.ui.look import look
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import ElidedLabel
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.sheet import GAP, Sheet

_LABEL, _CHOICE = 108, 260
_ALWAYS = (LedgerField.RECEIVED, LedgerField.TITLE, LedgerField.CONTENT)
_CHANNEL, _TOPIC = "其他", "文体及其他"


@dataclass(frozen=True, slots=True)
class OpenedLedger:
    """A ledger looked at: how it was to be read, what was found, and words of its columns."""

    source: LedgerSource
    ledger: LedgerPreview
    samples: tuple[tuple[str, ...], ...]

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at the columns, or must say a channel or topic."""
        found = self.ledger.columns
        absent = {LedgerField.CHANNEL, LedgerField.TOPIC} - found.columns.keys()
        return bool(found.doubtful or found.missing or absent)


class MappingPane(QWidget):
    """``submitted`` gives the source as the person wants it read, ``sheet_wanted`` another sheet of the book."""

    submitted = Signal(object)
    sheet_wanted = Signal(str)

    def __init__(self, opened: OpenedLedger, codes: CodeBook) -> None:
        super().__init__()
        self._opened = opened
        self.sheet = ComboBox([(name, name) for name in opened.ledger.sheets])
        self.sheet.set_value(opened.ledger.sheet)
        self.channel = ComboBox(_codes([one.name for one in codes.channels()], self._refuse_label()))
        self.topic = ComboBox(_codes([one.name for one in codes.topics()], self._refuse_label()))
        self.year = LineEdit(str(opened.source.year or ""), self.tr("例如 2025"))
        self.year_field = Field(self.tr("日期没写年份时，算作"), self.year, above=True)
        self.rows = {field: ColumnRow(field, opened) for field in LedgerField}
        self.more = LinkButton("")
        self._preset()
        self._lay_out()
        self._connect()

    def first(self) -> QWidget:
        """Return where the person should look first: the first doubtful column, else the channel."""
        doubtful = (row.choice for row in self.rows.values() if row.doubt.isVisibleTo(self))
        return next(doubtful, self.channel)

    def source(self) -> LedgerSource:
        """Return how the ledger is to be read."""
        year = self.year.text().strip()
        return replace(
            self._opened.source,
            sheet=cast("str", self.sheet.value()),
            columns={field: cast("int | None", row.choice.value()) for field, row in self.rows.items()},
            channel=cast("str | None", self.channel.value()),
            topic=cast("str | None", self.topic.value()),
            year=int(year) if year else None,
        )

    def _preset(self) -> None:
        """What was chosen before; for a column that is not there, what takes everything."""
        source, found = self._opened.source, self._opened.ledger.columns.columns
        if source.columns is not None:
            self.channel.set_value(source.channel)
            self.topic.set_value(source.topic)
        else:
            self.channel.set_value(None if LedgerField.CHANNEL in found else _CHANNEL)
            self.topic.set_value(None if LedgerField.TOPIC in found else _TOPIC)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._rest_sheet())
        column.addWidget(self._column_sheet())

    def _rest_sheet(self) -> Sheet:
        sheet = Sheet(self.tr("表里没写的"), self.tr("没有这一列，或目录里没有它写的词"))
        direction = QBoxLayout.Direction.TopToBottom if look().compact else QBoxLayout.Direction.LeftToRight
        self._rest = QBoxLayout(direction)
        self._rest.setSpacing(GAP)
        sheet_field = Field(self.tr("工作表"), self.sheet, above=True)
        for field in (
            sheet_field,
            Field(self.tr("来源渠道，算作"), self.channel, above=True),
            Field(self.tr("类别，算作"), self.topic, above=True),
            self.year_field,
        ):
            self._rest.addWidget(field, 1)
        sheet.column.addLayout(self._rest)
        sheet_field.setVisible(self.sheet.count() > 1)
        return sheet

    def _column_sheet(self) -> Sheet:
        sheet = Sheet(self.tr("每一项在哪一列"), self.tr("右边是这一列开头的几格"))
        hidden = [row for row in self.rows.values() if not row.wanted]
        for row in [*(row for row in self.rows.values() if row.wanted), *hidden]:
            sheet.column.addWidget(row)
            row.setVisible(row.wanted)
        self.more.setText(self.tr("其余 {count} 项，表里没有 ›").format(count=len(hidden)))
        sheet.column.insertWidget(len(self.rows) - len(hidden), self.more)
        self.more.setVisible(bool(hidden))
        return sheet

    def _connect(self) -> None:
        self.more.clicked.connect(self._show_all)
        self.sheet.activated.connect(lambda _index: self.sheet_wanted.emit(str(self.sheet.value())))
        self.year_field.left.connect(self._check_year)
        look().changed.connect(self._rescale)

    def submit(self) -> None:
        """Give the source, or go to what must be mended."""
        self._check_year()
        twice = self._chosen_twice()
        for row in self.rows.values():
            row.say_twice(row in twice)
        if self.year_field.error():
            self.year.setFocus()
        elif twice:
            twice[0].choice.setFocus()
        else:
            self.submitted.emit(self.source())

    def _chosen_twice(self) -> list["ColumnRow"]:
        chosen = [row.choice.value() for row in self.rows.values() if row.choice.value() is not None]
        return [row for row in self.rows.values() if chosen.count(row.choice.value()) > 1]

    def _check_year(self) -> None:
        typed = self.year.text().strip()
        right = not typed or (typed.isascii() and typed.isdigit() and 1900 <= int(typed) <= 2100)
        self.year_field.set_error("" if right else self.tr("请写四位年份，例如 2025；可以空着"))

    def _show_all(self) -> None:
        for row in self.rows.values():
            row.show()
        self.more.hide()
        next(row for row in self.rows.values() if not row.wanted).choice.setFocus()

    def _refuse_label(self) -> str:
        return self.tr("（不算，拒绝这些行）")

    def _rescale(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._rest.setDirection(down if look().compact else across)


class ColumnRow(QWidget):
    """One field: its column, the first words of that column, and why one should look."""

    def __init__(self, field: LedgerField, opened: OpenedLedger) -> None:
        super().__init__()
        given = opened.source.columns
        column = (opened.ledger.columns.columns if given is None else given).get(field)
        self._samples, self.reason = opened.samples, _doubt(field, opened)
        self.wanted = bool(column is not None or self.reason or field in _ALWAYS)
        self.choice = ComboBox(_headers(opened.ledger.headers, self.tr("（没有这一列）")))
        self.choice.set_value(column)
        self.field = Field(field.value, self.choice, label_width=_LABEL)
        self.sample = ElidedLabel("", "body", "text2")
        self.doubt = IconText(self.reason, "alert-triangle", "warn", wrap=True)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(GAP)
        self._line.addWidget(self.field)
        self._line.addWidget(self.sample, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._line)
        whole.addWidget(self.doubt)
        self.doubt.setVisible(bool(self.reason))
        self.choice.value_changed.connect(self._show_sample)
        look().changed.connect(self._rescale)
        self._rescale()
        self._show_sample()

    def say_twice(self, twice: bool) -> None:
        """Say that another field was given the same column."""
        self.field.set_error(self.tr("这一列选了两次，请改一处") if twice else "")

    def _show_sample(self) -> None:
        column = cast("int | None", self.choice.value())
        self.sample.setText("　".join(self._samples[column]) if column is not None else "")

    def _rescale(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if look().compact else across)
        self.choice.setMinimumWidth(0 if look().compact else look().px(_CHOICE))


def _doubt(field: LedgerField, opened: OpenedLedger) -> str:
    return next((doubt.reason for doubt in opened.ledger.columns.doubtful if doubt.field == field), "")


def _headers(headers: Sequence[str], none: str) -> list[tuple[object, str]]:
    named = [(i, f"{i + 1}　{header}") for i, header in enumerate(headers) if header and not is_forbidden(header)]
    return [(None, none), *named]


def _codes(names: Sequence[str], refuse: str) -> list[tuple[object, str]]:
    return [(None, refuse), *((name, name) for name in names)]
