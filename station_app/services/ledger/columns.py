"""Which column of a ledger holds what: recognised by its headers, and called doubtful where a person should look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station_app.errors import StationError
from station_app.services.ledger.cells import Cell, cell_text
from station_app.services.ledger.headers import CERTAIN, GUESS, Field, is_forbidden, is_known, plain, readings


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field about which a person should be asked: why, in Chinese, and the columns it could be (from 0)."""

    field: Field
    reason: str
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where each field stands: ``columns`` counts from 0; ``ignored`` are the headers that are not taken over."""

    columns: Mapping[Field, int]
    doubtful: tuple[Doubt, ...]
    ignored: tuple[str, ...]

    @property
    def missing(self) -> tuple[Field, ...]:
        """Fields without which no row can be taken: the date, and either content or title."""
        date = () if Field.RECEIVED in self.columns else (Field.RECEIVED,)
        text = () if {Field.CONTENT, Field.TITLE} & self.columns.keys() else (Field.CONTENT,)
        return date + text


def recognise(headers: Sequence[str], override: Mapping[Field, int | None] | None = None) -> ColumnMap:
    """Map columns by their headers; ``override`` puts fields where a person said (None: nowhere)."""
    given = dict(override or {})
    _check_override(headers, given)
    columns, doubts = _by_headers(headers, given)
    columns.update({field: column for field, column in given.items() if column is not None})
    taken = set(columns.values())
    ignored = tuple(header for column, header in enumerate(headers) if plain(header) and column not in taken)
    found = ColumnMap(columns, (), ignored)
    lacking = tuple(Doubt(field, f"没有找到“{field}”列") for field in found.missing)
    return ColumnMap(columns, tuple(doubts) + lacking, ignored)


def recognised_count(cells: Sequence[Cell]) -> int:
    """Count the cells of a row that are headers we know."""
    return sum(1 for cell in cells if isinstance(cell, str) and is_known(cell))


def _by_headers(headers: Sequence[str], given: Mapping[Field, int | None]) -> tuple[dict[Field, int], list[Doubt]]:
    """Give each field, the surest first, the leftmost free column that can hold it."""
    claims: dict[Field, list[tuple[int, int]]] = {}
    free = set(range(len(headers))) - {column for column in given.values() if column is not None}
    for column in sorted(free):
        for field, sureness in readings(headers[column]).items():
            if field not in given:
                claims.setdefault(field, []).append((sureness, column))
    columns: dict[Field, int] = {}
    doubts: list[Doubt] = []
    for field in sorted(claims, key=lambda one: (min(claims[one])[0], list(Field).index(one))):
        open_claims = sorted(claim for claim in claims[field] if claim[1] in free)
        if open_claims:
            best, column = open_claims[0]
            columns[field] = column
            free.discard(column)
            doubts += _doubts(field, best, open_claims, headers)
    return columns, doubts


def _doubts(field: Field, best: int, claims: Sequence[tuple[int, int]], headers: Sequence[str]) -> list[Doubt]:
    rivals = tuple(column for sureness, column in claims if sureness == best)
    if len(rivals) > 1:
        names = "、".join(f"第 {column + 1} 列“{headers[column]}”" for column in rivals)
        return [Doubt(field, f"有几列都像“{field}”：{names}", rivals)]
    header = headers[rivals[0]]
    if best == GUESS or (field is Field.NUMBER and best != CERTAIN):
        return [Doubt(field, f"“{header}”列按“{field}”理解，请确认", rivals)]
    return []


def _check_override(headers: Sequence[str], given: Mapping[Field, int | None]) -> None:
    used = [column for column in given.values() if column is not None]
    if any(not 0 <= column < len(headers) for column in used):
        raise StationError("选的列在表格里没有", "请重新选择每一项对应的列。")
    if len(set(used)) < len(used):
        raise StationError("同一列被选了两次", "请给每一项选不同的列。")
    for column in used:
        if is_forbidden(headers[column]):
            raise StationError(f"“{headers[column]}”列不导入：系统不收身份证号", "请改选其他列。")


def header_text(cell: Cell) -> str:
    """Return a header cell as one line."""
    return " ".join(cell_text(cell).split())
