"""From the cells of one row to a proposed opinion."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import TypeVar

from station_app.domain.records import EarlierAnswer
from station_app.domain.text import Cleaned, check_record_size, clean_digits, clean_line, clean_text
from station_app.errors import StationError
from station_app.services.ledger.cells import Cell, CellFault, RawRow, cell_text, is_blank
from station_app.services.ledger.choices import Choice, CodeList
from station_app.services.ledger.dates import DateRules, When, read_date, read_time
from station_app.services.ledger.headers import Field
from station_app.services.ledger.numbers import Repaired, whole_number
from station_app.services.ledger.people import read_age, read_deputies, read_phone, read_sex, says_nothing
from station_app.services.ledger.rows import LedgerRow, Rejected

MAX_TITLE = 40
MAX_NUMBER = 64

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
# Columns without a field of their own, kept word for word behind the remark.
_TO_REMARK = (Field.HANDLING, Field.UNIT, Field.HANDED, Field.FEEDBACK, Field.SATISFACTION)
_OWN_TEXT = (Field.CONTENT, Field.TITLE)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows by one column map; dates, channels and topics by the rules given."""

    columns: Mapping[Field, int]
    dates: DateRules
    channels: CodeList
    topics: CodeList

    def read(self, raw: RawRow) -> LedgerRow | Rejected:
        """Propose a row, or say why it cannot be taken; never raises StationError."""
        try:
            return _Row(self, raw).read()
        except StationError as refusal:
            return Rejected(raw.number, refusal.title)


def first_sentence(text: str) -> str:
    """Return the first sentence of a content as a title of at most 40 characters."""
    sentences = (found[0] for found in _SENTENCE.finditer(text))
    sentence = next((one for one in sentences if any(map(str.isalnum, one))), text)
    bare = " ".join(sentence.rstrip("。；;").split())
    return bare if len(bare) <= MAX_TITLE else bare[: MAX_TITLE - 1] + "…"


@dataclass(slots=True)
class _Row:
    """One row on its way: ``kept`` gathers what goes to the remark."""

    rules: RowReader
    raw: RawRow
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def read(self) -> LedgerRow:
        self._refuse_continuation()
        received = self._named(Field.RECEIVED, lambda cell: read_date(cell, self.rules.dates))
        self._note(Field.RECEIVED, (received.assumed,))
        title, content = self._title_and_content()
        channel = self._choice(Field.CHANNEL, self.rules.channels)
        topic = self._choice(Field.TOPIC, self.rules.topics)
        row = LedgerRow(
            row=self.raw.number,
            received_on=received.day,
            received_time=received.clock or self._time(),
            title=title,
            content=content,
            channel=channel.value,
            topic=topic.value,
            subtopic=topic.second,
            external_number=self._number(),
            contact_name=self._person(Field.NAME),
            phone=self._repaired(Field.PHONE, read_phone),
            address=self._person(Field.ADDRESS),
            sex=self._optional(Field.SEX, read_sex),
            age_band=self._optional(Field.AGE, read_age),
            deputies=self._named(Field.DEPUTIES, lambda cell: read_deputies(self._text_of(cell))),
            place=self._person(Field.PLACE),
            answer=self._answer(received),
            recorder=self._person(Field.RECORDER),
            remark=self._remark(),
            notes=tuple(self.notes),
        )
        check_record_size(row.texts())
        return row

    def _cell(self, one: Field) -> Cell:
        """The cell of a field; a merged cell lends its number to no further row."""
        column = self.rules.columns.get(one)
        if column is None or (one is Field.NUMBER and column in self.raw.merged):
            return None
        return self.raw.cell(column)

    def _named(self, one: Field, read: Callable[[Cell], _Read]) -> _Read:
        """Read a cell; a refusal names the field."""
        try:
            return read(self._cell(one))
        except StationError as refusal:
            raise StationError(f"{one}：{refusal.title}", refusal.next_step) from refusal

    def _clean(self, one: Field, rule: Callable[[str], Cleaned]) -> str:
        if self._cell(one) is None:
            return ""
        cleaned = self._named(one, lambda cell: rule(self._text_of(cell)))
        self._note(one, cleaned.changes)
        return cleaned.text

    def _person(self, one: Field) -> str:
        text = self._clean(one, clean_line)
        return "" if says_nothing(text) else text

    def _repaired(self, one: Field, read: Callable[[Cell], Repaired]) -> str:
        def whole(cell: Cell) -> Repaired:
            _refuse_fault(cell)
            return read(cell)

        repaired = self._named(one, whole)
        self._note(one, repaired.notes)
        return repaired.text

    def _optional(self, one: Field, read: Callable[[str], _Read | None]) -> _Read | None:
        """Read what may be missing; what cannot be understood goes to the remark."""
        text = self._person(one)
        found = read(text) if text else None
        if text and found is None:
            self._keep(one, text)
        return found

    def _choice(self, one: Field, codes: CodeList) -> Choice:
        text = self._person(one)
        choice = codes.choose(text)
        self.notes += filter(None, [choice.note])
        if choice.note and "不在目录中" in choice.note:
            self.kept.append(f"{one}：{text}")
        return choice

    def _number(self) -> str:
        text = self._repaired(Field.NUMBER, _read_number)
        return "" if says_nothing(text) else text

    def _time(self) -> time | None:
        cell = self._cell(Field.TIME)
        found = read_time(cell)
        if found is None and not is_blank(cell):
            self._keep(Field.TIME, cell_text(cell))
        return found

    def _title_and_content(self) -> tuple[str, str]:
        title, content = self._clean(Field.TITLE, clean_line), self._clean(Field.CONTENT, clean_text)
        if not title and not content:
            raise StationError("没有写反映内容")
        if not content:
            self._note(Field.CONTENT, ("为空，用标题代替",))
            return first_sentence(title) if len(title) > MAX_TITLE else title, title
        if not title:
            self._note(Field.TITLE, ("为空，取内容的第一句",))
        return title or first_sentence(content), content

    def _answer(self, received: When) -> EarlierAnswer | None:
        text = self._clean(Field.ANSWER, clean_text)
        day = self._answered(received)
        if says_nothing(text):
            self.kept += [f"{Field.ANSWERED}：{day}"] if day else []
            return None
        return EarlierAnswer(text=text, date=day)

    def _answered(self, received: When) -> str | None:
        """The day of the answer; words without a digit (办理中) are no date and go to the remark."""
        cell = self._cell(Field.ANSWERED)
        if is_blank(cell) or (isinstance(cell, str) and says_nothing(cell)):
            return None
        if isinstance(cell, str) and not any(letter.isdigit() for letter in cell):
            self._keep(Field.ANSWERED, cell)
            return None
        when = self._named(Field.ANSWERED, lambda _: read_date(cell, self.rules.dates))
        earlier = "早于反映日期，请核对" if when.day < received.day else ""
        self._note(Field.ANSWERED, (when.assumed, earlier))
        return when.day.isoformat()

    def _remark(self) -> str:
        for one in _TO_REMARK:
            text = self._clean(one, clean_line)
            if not says_nothing(text):
                self.kept.append(f"{one}：{text}")
        return "\n".join(filter(None, [self._clean(Field.REMARK, clean_text), *self.kept]))

    def _keep(self, one: Field, text: str) -> None:
        self.kept.append(f"{one}：{clean_line(text).text}")
        self._note(one, ("无法归类，原文记入备注",))

    def _note(self, one: Field, notes: tuple[str, ...]) -> None:
        self.notes += (f"{one}：{note}" for note in notes if note)

    def _text_of(self, cell: Cell) -> str:
        _refuse_fault(cell)
        return cell_text(cell)

    def _refuse_continuation(self) -> None:
        """A row whose content stands in the merged cell of a row above says nothing of its own."""
        columns = [self.rules.columns[one] for one in _OWN_TEXT if one in self.rules.columns]
        above = [self.raw.merged[column] for column in columns if column in self.raw.merged]
        own = [column for column in columns if column not in self.raw.merged and not is_blank(self.raw.cell(column))]
        if above and not own:
            raise StationError(f"反映内容与第 {above[0]} 行合并在一个单元格里，本行没有自己的内容")


def _read_number(cell: Cell) -> Repaired:
    whole = whole_number(cell)
    cleaned = clean_digits(whole.text)
    if len(cleaned.text) > MAX_NUMBER:
        raise StationError(f"有 {len(cleaned.text)} 字，最多 {MAX_NUMBER} 字")
    return Repaired(cleaned.text, whole.notes + cleaned.changes)


def _refuse_fault(cell: Cell) -> None:
    if isinstance(cell, CellFault):
        raise StationError(cell.reason)
