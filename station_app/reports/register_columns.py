"""The columns of the 社情簿: names, heads, usual widths, and the widths that a choice of columns comes to."""

from __future__ import annotations

from dataclasses import dataclass

from station_app.errors import StationError
from station_app.reports.records import RegisterOptions

TABLE_MM = 262.0
LEAST_CONTENT_MM = 50.0
LEAST_MM = 8.0
SIZES = (9.0, 12.0)
CONTENT, RESULT, NUMBER, SERIAL, REMARK = "反映内容", "办理结果", "序号", "编号", "备注"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its head's lines, its width in mm."""

    name: str
    head: tuple[str, ...]
    width: float


COLUMNS = tuple(
    Column(name, tuple(head.split("/")), width)
    for name, head, width in (
        (NUMBER, "序/号", 8.5),
        (SERIAL, "编号", 13.0),
        ("日期", "日期", 10.5),
        ("来源渠道", "来源/渠道", 13.0),
        ("反映人", "反映人", 13.0),
        ("联系电话", "联系电话", 24.0),
        (CONTENT, "反映内容", 54.0),
        ("类别", "类别", 13.0),
        ("接待代表", "接待/代表", 13.0),
        ("处理方式", "处理/方式", 13.0),
        ("承办单位", "承办/单位", 16.5),
        ("交办日期", "交办/日期", 10.5),
        (RESULT, "办理结果", 27.0),
        ("反馈日期", "反馈/日期", 10.5),
        ("满意度", "满意/度", 9.5),
        (REMARK, "备注", 13.0),
    )
)
NAMES = tuple(column.name for column in COLUMNS)


def chosen_columns(options: RegisterOptions) -> tuple[Column, ...]:
    """The columns in their order with their widths; the content has what the others leave. Raises StationError."""
    names = options.columns or NAMES
    _check_names(names)
    if not SIZES[0] <= options.size <= SIZES[1]:
        raise StationError(f"字号不能是{options.size:g}磅", f"请在{SIZES[0]:g}到{SIZES[1]:g}磅之间选。")
    usual = {column.name: column for column in COLUMNS}
    widths = {name: options.widths.get(name, usual[name].width) for name in names if name != CONTENT}
    for name, width in widths.items():
        if not LEAST_MM <= width <= TABLE_MM:
            raise StationError(f"“{name}”列宽不能是{width:g}毫米", f"每列至少{LEAST_MM:g}毫米，请改宽一些。")
    others = sum(widths.values())
    if TABLE_MM - others < LEAST_CONTENT_MM:
        raise StationError(
            f"“反映内容”只剩{TABLE_MM - others:g}毫米，至少要{LEAST_CONTENT_MM:g}毫米",
            f"其余各列共{others:g}毫米，页面可用{TABLE_MM:g}毫米；请去掉一列或把列宽改小。",
        )
    widths[CONTENT] = TABLE_MM - others
    return tuple(Column(name, usual[name].head, widths[name]) for name in names)


def _check_names(names: tuple[str, ...]) -> None:
    for name in names:
        if name not in NAMES:
            raise StationError(f"社情簿没有“{name}”这一列", f"可选的列有：{'、'.join(NAMES)}。")
    if len(set(names)) != len(names):
        raise StationError("同一列选了两次", "请去掉重复的列。")
    if CONTENT not in names:
        raise StationError("“反映内容”不能去掉", "社情簿必须印出反映内容，请把它加回来。")
