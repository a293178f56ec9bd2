"""The program as it is started: options, no display, a second start, what is loaded, the demonstration."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station_app import app
from station_app.app import WindowOptions, window_options

ROOT = Path(__file__).parents[1]
HEAVY = {
    "peewee",
    "sqlcipher3",
    "reportlab",
    "openpyxl",
    "cryptography",
    "PIL",
    "pypinyin",
    "PySide6.QtNetwork",
    "docx",
}


def start(*arguments: str, **environment: str | None) -> subprocess.Popen:
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    for name in [name for name, value in known.items() if value is None]:
        del known[name]
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.Popen(command, env=known, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], WindowOptions()),
        (["--data", "d"], WindowOptions(Path("d"))),
        (["--data=d"], WindowOptions(Path("d"))),
        (["--demo"], WindowOptions(demo=True)),
        (["--data", "d", "check"], None),
        (["search", "灯"], None),
        (["--data"], None),
        (["--wrong"], None),
    ],
)
def test_what_is_no_option_of_the_window_is_a_command(arguments, options):
    assert window_options(arguments) == options


def test_commands_go_to_the_command_line(monkeypatch):
    taken: list[list[str]] = []
    monkeypatch.setattr("station_app.cli.main", lambda arguments: taken.append(arguments) or 2)
    assert app.main(["search", "灯"]) == 2
    assert taken == [["search", "灯"]]


def test_help_names_the_options(capsys):
    assert app.main(["--help"]) == 0
    assert "--demo" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a session may have no display")
def test_without_a_display_one_line_says_so(tmp_path):
    program = start("--data", str(tmp_path / "d"), QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    out, err = program.communicate(timeout=60)
    assert program.returncode == 1
    assert len(err.splitlines()) == 1
    assert "make demo" in err
    assert out == ""
    assert not (tmp_path / "d").exists()


def test_a_wrong_moment_is_said_in_one_line(tmp_path):
    program = start("--data", str(tmp_path / "d"), SOURCE_DATE_EPOCH="bald")
    _out, err = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "SOURCE_DATE_EPOCH" in err
    assert "Traceback" not in err


def test_a_second_start_raises_the_first_and_ends(station_template, tmp_path):
    folder = tmp_path / "数据"
    shutil.copytree(station_template.folder, folder)
    first = start("--data", str(folder))
    try:
        deadline = time.monotonic() + 60
        while not (folder / "lock").exists() or not (folder / "lock").read_text() or not _answers(folder):
            assert time.monotonic() < deadline
            assert first.poll() is None
        second = start("--data", str(folder))
        _out, err = second.communicate(timeout=60)
        assert (second.returncode, "程序已经打开" in err) == (0, False)
        assert first.poll() is None
    finally:
        first.kill()
        first.communicate()


def _answers(folder: Path) -> bool:
    from station_app.ui.second_start import raise_first

    return raise_first((folder / "lock").read_text())


def test_little_is_loaded_before_the_first_page_is_painted(station_template, tmp_path):
    folder = tmp_path / "数据"
    shutil.copytree(station_template.folder, folder)
    code = (
        "import sys\nimport station_app.app as program\n"
        "program.Program._settle_in = lambda self: None\n"
        f"shown = program.start(program.WindowOptions(program.Path({str(folder)!r})))\n"
        "assert type(shown.doorman.page).__name__ == 'UnlockPage'\n"
        f"early = {HEAVY!r} & set(sys.modules)\nassert not early, early\n"
        "assert 'Qt' not in vars(sys.modules['PySide6.QtCore']), 'the Qt namespace costs as much as the page'\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
