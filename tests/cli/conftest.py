"""A station in a folder, and a way to run commands on it as a terminal would."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from station_app.cli import main
from tests.stations import PASSPHRASE

MORNING = "1781751120"  # 18 June 2026, 10:52 in China


@dataclass(frozen=True)
class Ran:
    """What one command came to."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The passphrase file."""
    file = tmp_path / "口令.txt"
    file.write_text(f"{PASSPHRASE}\n", "utf-8")
    return file


@pytest.fixture
def made(station_template, tmp_path: Path) -> Path:
    """The data folder of a station without records."""
    folder = tmp_path / "站"
    shutil.copytree(station_template.folder, folder)
    return folder


@pytest.fixture
def run(made, secret, capsys, monkeypatch):
    """Run a command on that station with ``--json``; ``data`` and ``passphrase`` name others."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MORNING)

    def command(*words: object, data: Path = made, passphrase: Path = secret, json: bool = True) -> Ran:
        options = ["--data", str(data), "--passphrase-file", str(passphrase), *(["--json"] if json else [])]
        code = main([str(words[0]), *options, *map(str, words[1:])])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture
def write(tmp_path: Path):
    """Write a JSON file for a command."""

    def put(value: object, name: str = "登记.json") -> Path:
        file = tmp_path / name
        file.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        return file

    return put
