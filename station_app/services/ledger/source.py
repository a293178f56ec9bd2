"""What kind of file a person chose, told by its content; and the sentences for a file that cannot be read."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from station_app.errors import StationError

SAVE_AS_XLSX = "请在 WPS 中另存为 xlsx"
MAX_FILE_BYTES = 1024 * 1024 * 1024

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_FORMATS = frozenset({".xls", ".xlt", ".et", ".ett"})
_OTHERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"{\\rtf": "文字文档",
    b"SQLite format 3": "数据库",
    b"MZ": "程序",
    b"\x7fELF": "程序",
}
_TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})


class FileKind(Enum):
    """How a ledger's file is read."""

    XLSX = "xlsx"
    TEXT = "text"


def identify(path: Path) -> FileKind:
    """Tell how to read a file, by content before name. Raises StationError when it is no table that we read."""
    with reading(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    if path.suffix.lower() in _OLD_FORMATS:
        raise StationError(f"{path.suffix.lower()} 是旧格式表格，不能直接导入", f"{SAVE_AS_XLSX}，再导入新文件。")
    if size > MAX_FILE_BYTES:
        raise StationError(f"文件太大：{size // 2**20} MiB，最多 {MAX_FILE_BYTES // 2**20} MiB", "请分成几个文件导入。")
    if not head:
        raise StationError("文件是空的", "请确认文件已拷贝完整，再导入。")
    if head.startswith(_OLE2):
        raise _old_binary(path)
    return _by_head(head, path.suffix.lower())


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the machine says about a file into StationError with the true cause."""
    try:
        yield
    except FileNotFoundError as error:
        raise StationError(f"找不到文件「{path.name}」", "请确认文件没有被移走或改名，U盘已插好。") from error
    except IsADirectoryError as error:
        raise StationError(f"「{path.name}」是文件夹", "请选择其中的表格文件。") from error
    except PermissionError as error:
        if path.is_dir():
            raise StationError(f"「{path.name}」是文件夹", "请选择其中的表格文件。") from error
        raise StationError(
            f"打不开「{path.name}」：文件可能正在 WPS 中打开，或没有读取权限", "请在 WPS 中关闭这个文件后再试。"
        ) from error
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise StationError(f"读不出「{path.name}」：{cause}", "请检查U盘或磁盘，把文件拷到本机后再试。") from error


def is_open_elsewhere(path: Path) -> bool:
    """Tell whether WPS or Office keeps its lock file beside ``path``: what is on disk may then be an older state."""
    return any(path.with_name(mark + path.name).exists() for mark in ("~$", ".~"))


def not_a_table(what: str) -> StationError:
    """The refusal of a file that is something else."""
    return StationError(f"这不是表格，而是{what}", "请选择 .xlsx 或 .csv 台账文件。")


def _by_head(head: bytes, suffix: str) -> FileKind:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.XLSX
    for magic, what in _OTHERS.items():
        if head.startswith(magic) and not (magic == b"MZ" and suffix in _TEXT_SUFFIXES):
            raise not_a_table(what)
    if suffix in _TEXT_SUFFIXES:
        return FileKind.TEXT
    if suffix in {".xlsx", ".xlsm"}:
        raise StationError(
            "这个文件的内容不是 xlsx 表格（可能已损坏，或只改了扩展名）", "请在 WPS 中打开确认，并另存为 xlsx。"
        )
    raise StationError(f"不认识的文件类型「{suffix or '无扩展名'}」", "请选择 .xlsx 或 .csv 台账文件。")


def _old_binary(path: Path) -> StationError:
    with reading(path), path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        encrypted = view.find(_ENCRYPTED) >= 0
    if encrypted:
        return StationError("这个表格设了打开密码", "请在 WPS 中打开它，取消密码并另存为 xlsx，再导入。")
    return StationError("这个文件的内容是旧格式表格（xls 或 et），不能直接导入", f"{SAVE_AS_XLSX}，再导入新文件。")
