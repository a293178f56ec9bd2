"""What a repair came to, in plain words: what was saved, what is missing, by number where numbers are known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from station_app.db.connection import StationDatabase
from station_app.db.statements import execute, scalar
from station_app.domain.serials import parse_serial
from station_app.services.counting import counted

MOST_NAMED = 20
_WORDS = {
    "person": "人员",
    "deputy": "代表",
    "deputy.provisional": "代表",
    "contact.person": "反映人",
    "reception": "接待",
    "ledger_import": "旧台账导入",
    "box": "意见箱",
}
_GAPS = "SELECT first, last FROM serial_gap WHERE code = ? AND year = ? AND series = ''"


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvageReport:
    """``saved`` and ``missing`` are Chinese sentences; ``missing`` is empty when nothing was lost.

    ``bad_pages`` of ``pages`` could not be read; ``waiting`` changes wait for what the other side sends back;
    ``serials`` are the missing numbers; ``attachments`` the SHA-256 of those that cannot be opened. The old files are
    below ``kept_in``.
    """

    opinions: int
    receptions: int
    box_openings: int
    changes: int
    pages: int
    bad_pages: int
    repeated: int
    waiting: int
    from_backup: int
    serials: tuple[str, ...]
    attachments: tuple[str, ...]
    saved: tuple[str, ...]
    missing: tuple[str, ...]
    kept_in: Path = Path()


def look_back(
    db: StationDatabase,
    *,
    pages: int,
    bad_pages: int,
    repeated: int,
    from_backup: int,
    blank: list[tuple[str, str]],
    attachments: dict[str, str],
    site: str,
) -> SalvageReport:
    """Count what a new database holds and name what is missing; ``attachments`` are hash and serial of the lost."""
    counts, waiting = counted(db), int(scalar(db, "SELECT count(*) FROM parked WHERE export_no = 0"))
    serials = missing_serials(db, site) if bad_pages or waiting or repeated else ()
    return SalvageReport(
        opinions=counts.opinions,
        receptions=counts.receptions,
        box_openings=counts.box_openings,
        changes=counts.changes,
        pages=pages,
        bad_pages=bad_pages,
        repeated=repeated,
        waiting=waiting,
        from_backup=from_backup,
        serials=serials,
        attachments=tuple(attachments),
        saved=tuple(_saved(counts.opinions, counts.receptions, counts.box_openings, repeated, from_backup)),
        missing=(*_missing(pages, bad_pages, serials, waiting), *_blanks(blank), *_lost_files(attachments)),
    )


def missing_serials(db: StationDatabase, site: str) -> tuple[str, ...]:
    """The numbers between the first and the last of each year that no opinion of a site bears and no gap explains."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for (text,) in execute(db, "SELECT serial FROM opinion WHERE site = ?", (site,)):
        serial = parse_serial(text)
        found[serial.site, serial.year].add(serial.number)
    lost = []
    for (code, year), numbers in sorted(found.items()):
        passed = {n for low, high in execute(db, _GAPS, (code, year)) for n in range(low, high + 1)}
        lost += [f"{code}-{year}-{n:05d}" for n in range(min(numbers), max(numbers)) if n not in numbers | passed]
    return tuple(lost)


def _saved(opinions: int, receptions: int, openings: int, repeated: int, from_backup: int) -> list[str]:
    said = [f"意见建议 {opinions:,} 条，接待 {receptions:,} 批，开箱 {openings:,} 次"]
    if repeated:
        said.append(f"其中 {repeated:,} 项的原记录已断开，内容已照样重新记下")
    if from_backup:
        said.append(f"其中 {from_backup:,} 项改动是用备份补齐的")
    return said


def _missing(pages: int, bad: int, serials: tuple[str, ...], waiting: int) -> list[str]:
    said = []
    if bad:
        said.append(f"数据文件共 {pages:,} 页，有 {bad:,} 页读不出来")
    if serials:
        more = f" 等 {len(serials):,} 个" if len(serials) > MOST_NAMED else ""
        said.append(f"缺编号：{'、'.join(serials[:MOST_NAMED])}{more}，请照纸质社情簿补录")
    if waiting:
        said.append(f"有 {waiting:,} 项改动前面缺了内容，先另外存着；下次交换时对方有缺的部分，会自动接上")
    return said


def _blanks(blank: list[tuple[str, str]]) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    for facet, _uid in blank:
        counts[_WORDS[facet]] += 1
    return [f"{word} {count:,} 项资料找不回来，已写作「（资料缺失）」，请补填" for word, count in counts.items()]


def _lost_files(attachments: dict[str, str]) -> list[str]:
    if not attachments:
        return []
    named = "、".join(sorted(set(attachments.values()))[:MOST_NAMED])
    return [f"{len(attachments):,} 个附件打不开（{named}），请重新添加"]
