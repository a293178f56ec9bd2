"""make demo and make shots, small; and that no page shows a widget before it has its place."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMainWindow, QWidget

from station_app.ui import demonstration
from station_app.ui.shots import SIZE, Photographer, View
from station_app.ui.theme import Theme

ROOT = Path(__file__).parents[2]


class Flashes(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QMainWindow):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_every_page_is_taken_and_nothing_flashes(qapp, look, station, tmp_path):
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    photographer = Photographer(station, tmp_path / "图", "演示")
    try:
        photographer.take([View(150, Theme.DARK)])
    finally:
        photographer.end()
        qapp.removeEventFilter(flashes)
    names = {file.name for file in photographer.taken}
    assert {"home-150-dark.png", "reception-150-dark.png", "opinions-150-dark.png", "settings-150-dark.png"} <= names
    assert {"unlock-150-dark.png", "desk-150-dark.png", "first-run-6-150-dark.png", "help-150-dark.png"} <= names
    assert all(QImage(str(file)).size() == SIZE for file in photographer.taken)
    assert flashes.seen == []


def test_the_demonstration_tells_how_to_open_it(tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    folder = tmp_path / "demo"
    command = [sys.executable, str(ROOT / "main.py"), "demo", "--to", str(folder), "--stations", "7"]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    told = (folder / demonstration.MARK).read_text("utf-8")
    assert str(folder / "station") in told
    assert (folder / "station" / "station.db").is_file()
    assert len(list((folder / "pictures").glob("*-100.png"))) >= 15
    centre = {file.name for file in (folder / "街道" / "pictures").iterdir()}
    assert centre == {f"{page}-100.png" for page in ("home", "opinions", "stations", "exchange")}
    assert str(folder / "街道" / "中心") in told
    assert "演示口令" in run.stdout
    papers = {file.name.split(" ")[0].removesuffix(file.suffix): file for file in (folder / "papers").iterdir()}
    assert {"社情簿", "登记表", "空白登记表", "回执", "开箱记录", "接待公告", "意见建议清单", "恢复单"} == set(papers)
    for file in (folder / "papers").glob("*.pdf"):
        subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)


@pytest.mark.parametrize("command", ["demo"])
def test_a_folder_with_other_things_is_left_alone(tmp_path, capsys, command):
    (tmp_path / "账.xlsx").write_text("wichtig")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", os.environ["TZ"])
        patch.setenv("SOURCE_DATE_EPOCH", demonstration.MOMENT)
        assert demonstration.run([command, "--to", str(tmp_path)]) == 1
    assert "别的东西" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["账.xlsx"]
