"""Taking an old ledger over: each row becomes an opinion with its external number, once; the whole can be voided."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from station_app.db import models
from station_app.db.rows import all_rows, first_row, from_json, to_record
from station_app.db.statements import Row, rows, scalar
from station_app.domain.enums import ContactKind
from station_app.domain.moves import HEADS
from station_app.domain.records import Contact, EarlierAnswer, Intake
from station_app.domain.records import LedgerImport as LedgerImportRecord
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.backup import keep_backup
from station_app.services.codes import code_book
from station_app.services.ledger.headers import Field
from station_app.services.ledger.read import OTHER_TEXT, LedgerPreview, read_ledger
from station_app.services.ledger.rows import LedgerRow, Rejected, text_digest
from station_app.services.numbering import next_serial
from station_app.services.pace import Pace, Unseen, step
from station_app.services.saving import saving
from station_app.services.station import Station

SAMPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSource:
    """A ledger and how it is to be read: which sheet, which columns, and what stands where the ledger says nothing."""

    path: Path
    sheet: str | None = None
    columns: Mapping[Field, int | None] | None = None
    channel: str | None = None
    topic: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of the rows: ``rows`` = ``new`` + ``unchanged`` + refused ones. ``uid`` None: nothing was written.

    The samples are the first rows of their kind, to be looked at before an import.
    """

    uid: str | None
    rows: int
    new: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    new_sample: tuple[LedgerRow, ...] = ()
    unchanged_sample: tuple[LedgerRow, ...] = ()


@dataclass(slots=True)
class _Sorted:
    """The rows of a ledger, each with its one outcome; of new ones only the row numbers: there may be a million."""

    new: set[int] = field(default_factory=set)
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    new_sample: list[LedgerRow] = field(default_factory=list)
    unchanged_sample: list[LedgerRow] = field(default_factory=list)

    def add_new(self, row: LedgerRow) -> None:
        self.new.add(row.row)
        if len(self.new_sample) < SAMPLE:
            self.new_sample.append(row)

    def add_unchanged(self, row: LedgerRow) -> None:
        self.unchanged += 1
        if len(self.unchanged_sample) < SAMPLE:
            self.unchanged_sample.append(row)

    def result(self, uid: str | None) -> ImportResult:
        total = len(self.new) + self.unchanged + len(self.rejected)
        return ImportResult(
            uid=uid,
            rows=total,
            new=len(self.new),
            unchanged=self.unchanged,
            rejected=tuple(self.rejected),
            new_sample=tuple(self.new_sample),
            unchanged_sample=tuple(self.unchanged_sample),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PastImport:
    """An import as it is listed: ``at`` ISO time, ``void`` when the whole of it was taken back."""

    uid: str
    at: str
    file_name: str
    new: int
    void: bool


def import_ledger(station: Station, source: LedgerSource, pace: Pace | None = None) -> ImportResult:
    """Take over what is new in one transaction, after a verified backup; heads only. On StationError nothing was."""
    station.require(*HEADS)
    ledger = open_ledger(station, source, pace)
    found = _sort(station, ledger)
    if not found.new:
        return found.result(None)
    keep_backup(station, pace)
    uid = str(uuid4())
    with saving(station) as log:
        _Importer(station, log, uid).write(source, ledger, found, pace or Unseen())
    return found.result(uid)


def preview_ledger(station: Station, source: LedgerSource, pace: Pace | None = None) -> ImportResult:
    """What an import would come to; nothing is written."""
    return _sort(station, open_ledger(station, source, pace)).result(None)


def void_import(station: Station, uid: str, reason: str) -> int:
    """Void all opinions of an import that still stand; their file can then be imported again. Returns how many."""
    station.require(*HEADS)
    reason = clean_line(reason).text
    if not reason:
        raise StationError("没有写作废的原因", "请写明为什么整批作废，例如「导错了文件」。")
    row = first_row(models.LedgerImport.select().where(models.LedgerImport.uid == uid), station.db)
    if row is None or row["site"] != station.identity.site:
        raise StationError(f"没有批号为「{uid[:40]}」的导入", "请在「导入旧台账」里查看批号。")
    if row["void_reason"] is not None:
        raise StationError("这一批已经作废过了", "不用再做什么。")
    record = replace(to_record(LedgerImportRecord, row), void_reason=reason)
    with saving(station) as log:
        log.put(uid, "ledger_import", record, station.author)
        standing = _standing(station, uid)
        for opinion in standing:
            intake = replace(to_record(Intake, opinion), void_reason=reason)
            log.put(opinion["uid"], "opinion.intake", intake, station.author)
    return len(standing)


def past_imports(station: Station) -> tuple[PastImport, ...]:
    """All imports of this site, the latest first."""
    table = models.LedgerImport
    own = table.select().where(table.site == station.identity.site)
    query = own.order_by(table.created_at.desc(), table.uid)
    return tuple(
        PastImport(
            uid=row["uid"],
            at=row["created_at"],
            file_name=row["file_name"],
            new=row["new"],
            void=row["void_reason"] is not None,
        )
        for row in all_rows(query, station.db)
    )


def _standing(station: Station, uid: str) -> list[Row]:
    opinion = models.Opinion
    query = opinion.select().where((opinion.ledger_import == uid) & opinion.void_reason.is_null()).order_by(opinion.id)
    return all_rows(query, station.db)


def _sort(station: Station, ledger: LedgerPreview) -> _Sorted:
    found, known = _Sorted(), _Known(station)
    for row in ledger:
        if isinstance(row, Rejected):
            found.rejected.append(row)
        elif (held := known.digest(row)) is None:
            known.take(row)
            found.add_new(row)
        elif held == row.text_digest:
            found.add_unchanged(row)
        else:
            found.rejected.append(Rejected(row.row, OTHER_TEXT))
    return found


def open_ledger(station: Station, source: LedgerSource, pace: Pace | None = None) -> LedgerPreview:
    """The ledger as it will be read, for a mapping screen or an import; raises StationError with the true cause."""
    pace = pace or Unseen()
    return read_ledger(
        source.path,
        column_override=source.columns,
        sheet=source.sheet,
        default_channel=source.channel,
        default_topic=source.topic,
        default_year=source.year,
        clock=station.clock,
        codes=code_book(station),
        progress=lambda done, total: pace.report(done, total, "正在读取"),
        cancelled=lambda: pace.cancelled,
    )


class _Known:
    """What has been taken already: by external number, and where a ledger has none, by the row's own words."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._now: dict[str, str] = {}

    def digest(self, row: LedgerRow) -> str | None:
        """The digest of the text held under the row's number (or words), None when there is none."""
        return self._now.get(self._key(row)) or self._stored(row)

    def take(self, row: LedgerRow) -> None:
        self._now[self._key(row)] = row.text_digest

    def _key(self, row: LedgerRow) -> str:
        return f"#{row.external_number}" if row.external_number else row.row_digest

    def _stored(self, row: LedgerRow) -> str | None:
        site = self._station.identity.site
        if row.external_number:
            where = "external_number = ? AND external_number <> ''"
            values: tuple[str, ...] = (row.external_number,)
        else:
            where = "external_number = '' AND received_on = ? AND title = ? AND content = ?"
            values = (row.received_on.isoformat(), row.title, row.content)
        held = rows(
            self._station.db,
            f"SELECT title, content, earlier_answer FROM opinion WHERE {where} AND site = ? AND void_reason IS NULL",  # noqa: S608 - ours
            (*values, site),
        )
        digests = [_digest_of(one) for one in held]
        if row.external_number:
            return digests[0] if digests else None
        return row.text_digest if row.text_digest in digests else None


def _digest_of(row: Row) -> str:
    return text_digest(row["title"], row["content"], from_json(EarlierAnswer, row["earlier_answer"]))


class _Importer:
    """Writes the new rows of one ledger."""

    def __init__(self, station: Station, log: Log, uid: str) -> None:
        self._station = station
        self._log = log
        self._uid = uid
        self._contacts: dict[Contact, str] = {}

    def write(self, source: LedgerSource, ledger: LedgerPreview, found: _Sorted, pace: Pace) -> None:
        self._log.put(self._uid, "ledger_import", _record(source, found), self._station.author)
        new = (row for row in replace(ledger, progress=None) if isinstance(row, LedgerRow) and row.row in found.new)
        for done, row in enumerate(new):
            step(pace, done, len(found.new), "正在导入")
            self._opinion(row, source.path.name)

    def _opinion(self, row: LedgerRow, file_name: str) -> None:
        contact = self._contact(row)
        deputies, unknown = self._deputies(row.deputies)
        remarks = [row.remark]
        remarks += [f"接待代表：{'、'.join(unknown)}"] if unknown else []
        remarks += [f"记录人：{row.recorder}"] if row.recorder else []
        intake = Intake(
            serial=str(next_serial(self._station.db, self._station.identity.code, row.received_on.year)),
            received_on=row.received_on.isoformat(),
            channel=row.channel,
            topic=row.topic,
            subtopic=row.subtopic,
            title=row.title,
            content=row.content,
            place=row.place,
            tellable=contact is not None,
            contact=contact,
            deputies=deputies,
            external_source=file_name,
            external_number=row.external_number,
            ledger_import=self._uid,
            earlier_answer=row.answer,
            remark="；".join(one for one in remarks if one),
        )
        self._log.put(str(uuid4()), "opinion.intake", intake, self._station.author)

    def _contact(self, row: LedgerRow) -> str | None:
        if not row.contact_name and not row.phone:
            return None
        kind = ContactKind.PERSON if row.contact_name else ContactKind.ANONYMOUS
        contact = Contact(
            kind=kind, name=row.contact_name, phone=row.phone, address=row.address, sex=row.sex, age_band=row.age_band
        )
        if contact not in self._contacts:
            self._contacts[contact] = str(uuid4())
            self._log.put(self._contacts[contact], "contact.person", contact, self._station.author)
        return self._contacts[contact]

    def _deputies(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
        """The uids of the deputies we know by name, and the names of the others.

        Of several of that name the centre's own record goes first; one another station entered is not ours.
        """
        query = "SELECT uid FROM deputy WHERE name = ? AND site IN ('', ?) ORDER BY provisional, id LIMIT 1"
        site = self._station.identity.site
        known = {name: scalar(self._station.db, query, (name, site)) for name in names}
        return tuple(uid for uid in known.values() if uid), [name for name, uid in known.items() if not uid]


def _record(source: LedgerSource, found: _Sorted) -> LedgerImportRecord:
    result = found.result(None)
    with source.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return LedgerImportRecord(
        file_name=source.path.name,
        sha256=digest,
        source=source.sheet or "",
        rows=result.rows,
        new=result.new,
        unchanged=result.unchanged,
        rejected=len(result.rejected),
    )
