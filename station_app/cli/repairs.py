"""The command that puts a damaged station together again."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from station_app.cli.call import Answer, Call


def fill_salvage(command: argparse.ArgumentParser) -> None:
    """The options of ``salvage``."""
    command.add_argument("--backup", type=Path, metavar="FILE", help="缺的用这份备份补齐；密钥文件丢了也从它取")


def salvage(call: Call) -> Answer:
    """Put what can be read in the place of damaged files; the passphrase file may hold the recovery sheet instead."""
    from station_app.services.opening import data_paths
    from station_app.services.salvage import salvage as put_together

    pace = _Shown()
    report = put_together(data_paths(call.args.data), call.passphrase(), call.clock(), call.args.backup, pace=pace)
    pace.end()
    value = asdict(report) | {"kept_in": str(report.kept_in)}
    lines = [f"找回：{line}" for line in report.saved] + [f"缺：{line}" for line in report.missing]
    return Answer(value, "\n".join([*lines, f"原来的文件留在：{report.kept_in}"]))


class _Shown:
    """Tells on a terminal how far it is, one line that is written over; nothing where nobody looks."""

    cancelled = False

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Write the share."""
        if self._seen:
            sys.stderr.write(f"\r\033[K{text} {100 * done // max(1, total)} %")

    def end(self) -> None:
        """Clear the line."""
        if self._seen:
            sys.stderr.write("\r\033[K")
