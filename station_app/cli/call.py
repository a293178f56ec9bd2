"""What every command is handed and gives back."""

import argparse
import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.domain.clock import Clock, system_clock
from station_app.errors import StationError

if TYPE_CHECKING:
    from station_app.services.station import Station

MAX_FILE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command came to: a JSON value for programs, a text for people, and the exit code."""

    value: Any
    text: str
    code: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One command with its arguments."""

    work: Callable[["Call"], Answer]
    args: argparse.Namespace

    @property
    def json(self) -> bool:
        """Whether the answer is wanted as JSON."""
        return bool(self.args.json)

    @property
    def folder(self) -> Path:
        """The data folder."""
        from station_app.services.opening import data_paths

        return data_paths(self.args.data).folder

    def run(self) -> Answer:
        """Do the work; raises StationError."""
        return self.work(self)

    def clock(self) -> Clock:
        """The clock of this run, fixed when SOURCE_DATE_EPOCH is set."""
        return system_clock()

    def passphrase(self) -> str:
        """The first line of the passphrase file, without its line end; raises StationError."""
        lines = read_text(self.args.passphrase_file, "口令文件").splitlines()
        if not lines or not lines[0]:
            raise StationError(f"口令文件的第一行是空的：{self.args.passphrase_file}", "请把口令写在第一行。")
        return lines[0]

    @contextmanager
    def station(self) -> Iterator["Station"]:
        """The open station with whoever signed in at the desk; what the person should know goes to stderr."""
        import sys

        from station_app.services.opening import data_paths, open_station
        from station_app.services.sign_in import sit_signed_in

        station = open_station(data_paths(self.args.data), self.passphrase(), self.clock(), self.args.user)
        try:
            for notice in station.notices:
                sys.stderr.write(f"注意：{notice}\n")
            sit_signed_in(station)
            yield station
        finally:
            station.close()


def read_text(path: Path, what: str) -> str:
    """A small text file in UTF-8 or, with its mark, UTF-16; ``what`` names it in the StationError that it may raise."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise StationError(f"读不了{what}：{path}（{_reason(error)}）", "请检查文件名和权限后再试。") from error
    if len(data) > MAX_FILE_BYTES:
        raise StationError(f"{what}太大：{path}", "请检查是不是选错了文件。")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise StationError(f"{what}不是 UTF-8 文字：{path}", "请用记事本另存为 UTF-8 编码后再试。") from error


def _reason(error: OSError) -> str:
    known: dict[type[OSError], str] = {
        FileNotFoundError: "文件不存在",
        IsADirectoryError: "这是一个文件夹",
        PermissionError: "没有权限",
    }
    return known.get(type(error), error.strerror or "读取失败")
