"""The code lists as the centre keeps them for all stations: added to, ordered, retired; none renamed or taken out."""

from collections.abc import Sequence
from dataclasses import replace

from station_app.db.network_models import CodeList as CodeListTable
from station_app.db.rows import first_row, to_record
from station_app.domain.centre_moves import CLERKS
from station_app.domain.network_records import CodeEntry, CodeList
from station_app.domain.opening_forms import BOX_CHANNEL
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services.codes import CHANNELS, TOPICS, CodeBook, shipped
from station_app.services.reception_file import DEFAULT_CHANNEL
from station_app.services.saving import saving
from station_app.services.station import Station

MOST_TOPICS, MOST_BELOW = 20, 9
SHORT_LENGTH, NAME_LENGTH = 4, 30
_NAMES = {CHANNELS: "来源渠道", TOPICS: "类别"}
_NEEDED = (DEFAULT_CHANNEL, BOX_CHANNEL)


def code_list(station: Station, uid: str) -> CodeList:
    """The list ``uid`` (`codes.CHANNELS`, `codes.TOPICS`) in use here, retired entries included."""
    row = first_row(CodeListTable.select().where(CodeListTable.uid == uid), station.db)
    return _shipped(shipped(), uid) if row is None else to_record(CodeList, row)


def entries_of(station: Station, uid: str, above: str | None = None, with_retired: bool = False) -> list[CodeEntry]:
    """The entries under the topic ``above``, or of the first level, in their order; retired ones only on demand."""
    return [one for one in code_list(station, uid).entries if one.parent == above and (with_retired or not one.retired)]


def add_entry(station: Station, uid: str, name: str, *, short: str = "", above: str | None = None) -> None:
    """Add an entry at the end of its level; ``short`` is a topic's label on the grid, else its name is.

    Clerks of the centre only. Raises StationError.
    """
    station.require_centre(*CLERKS)
    entries = code_list(station, uid).entries
    code = clean_line(name).text
    _check_new(uid, code, above, entries)
    named = _label(uid, code, short, above)
    _keep(station, uid, (*entries, CodeEntry(code=code, name=named, parent=above)))


def change_entry(
    station: Station, uid: str, code: str, *, short: str | None = None, above: str | None = None, retired: bool = False
) -> None:
    """Change a topic's short label (None: it stays), retire an entry or take it back into use.

    Old records keep what is retired. Clerks of the centre only. Raises StationError.
    """
    station.require_centre(*CLERKS)
    entries = code_list(station, uid).entries
    place = _place(entries, code, above)
    if retired and code in _NEEDED and uid == CHANNELS:
        raise StationError(f"「{code}」不能停用", "登记接待和开箱登记要用它。")
    name = entries[place].name if short is None else _label(uid, code, short, above)
    after = replace(entries[place], name=name, retired=retired)
    _keep(station, uid, (*entries[:place], after, *entries[place + 1 :]))


def move_entry(station: Station, uid: str, code: str, *, up: bool, above: str | None = None) -> None:
    """Let an entry change places with the one in use before it (``up``) or after it; at the edge it stays.

    Clerks of the centre only. Raises StationError.
    """
    station.require_centre(*CLERKS)
    entries = list(code_list(station, uid).entries)
    place = _place(entries, code, above)
    level = [at for at, one in enumerate(entries) if one.parent == above and (at == place or not one.retired)]
    to = level.index(place) + (-1 if up else 1)
    if 0 <= to < len(level):
        other = level[to]
        entries[place], entries[other] = entries[other], entries[place]
        _keep(station, uid, entries)


def _keep(station: Station, uid: str, entries: Sequence[CodeEntry]) -> None:
    before = code_list(station, uid)
    after = replace(before, entries=tuple(entries))
    if after != before:
        _check_counts(after.entries, uid)
        with saving(station) as log:
            log.put(uid, "code_list", after, station.author)


def _shipped(book: CodeBook, uid: str) -> CodeList:
    if uid == CHANNELS:
        entries = [CodeEntry(code=one.name, name=one.name, retired=one.retired) for one in book.all_channels]
        return CodeList(name=_NAMES[uid], entries=tuple(entries))
    topics = [CodeEntry(code=one.name, name=one.short, retired=one.retired) for one in book.all_topics]
    below = [
        CodeEntry(code=name, name=name, parent=topic.name) for topic in book.all_topics for name in topic.subtopics
    ]
    return CodeList(name=_NAMES[uid], entries=(*topics, *below))


def _check_new(uid: str, code: str, above: str | None, entries: Sequence[CodeEntry]) -> None:
    what = "细类" if above else _NAMES[uid]
    if not code:
        raise StationError(f"还没有填{what}的名称", "名称会印在社情簿上，定下后不能改。")
    if above is not None:
        _place(entries, above, None)
    most = SHORT_LENGTH if above else NAME_LENGTH
    if len(code) > most:
        raise StationError(f"{what}的名称最多 {most} 个字", f"「{code[:40]}」有 {len(code)} 个字，请写短些。")
    if any(one.code == code and one.parent == above for one in entries):
        raise StationError(f"已经有「{code}」", "停用的也算；要再用它，请把它改为「在用」。")


def _label(uid: str, code: str, short: str, above: str | None) -> str:
    """What stands on the grid: of a topic its short label, of all else the name."""
    if uid != TOPICS or above is not None:
        return code
    label = clean_line(short).text or code
    if len(label) > SHORT_LENGTH:
        raise StationError(f"短名最多 {SHORT_LENGTH} 个字", f"「{code}」还要一个短名，登记接待时写在数字格里。")
    return label


def _check_counts(entries: Sequence[CodeEntry], uid: str) -> None:
    """Of the first level at least one is in use; topics and what is below them fit the grid."""
    used = [one for one in entries if not one.retired]
    first = [one for one in used if one.parent is None]
    if not first:
        raise StationError(f"至少要留一个在用的{_NAMES[uid]}", "请先添加或启用另一个。")
    if uid != TOPICS:
        return
    if len(first) > MOST_TOPICS:
        raise StationError(f"在用的类别最多 {MOST_TOPICS} 个", "请先停用一个不常用的。")
    labels = [one.name for one in first]
    if twice := next((name for name in labels if labels.count(name) > 1), ""):
        raise StationError(f"已经有短名「{twice}」", "请换一个短名，免得登记时认错。")
    for topic in first:
        if sum(1 for one in used if one.parent == topic.code) > MOST_BELOW:
            raise StationError(f"「{topic.code}」在用的细类最多 {MOST_BELOW} 个", "请先停用一个不常用的。")


def _place(entries: Sequence[CodeEntry], code: str, above: str | None) -> int:
    for place, one in enumerate(entries):
        if one.code == code and one.parent == above:
            return place
    raise StationError(f"名单里没有「{code}」", "请刷新后再试。")
