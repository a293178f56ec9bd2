"""`make demo` and `make shots`: a demonstration station, its passphrase and pictures of the pages, in a folder."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from station_app.domain.clock import Clock, system_clock
from station_app.errors import StationError
from station_app.services import demo
from station_app.services.opening import data_paths, open_station
from station_app.services.people import persons
from station_app.services.station import Station
from station_app.ui.look import install_look
from station_app.ui.shots import Photographer, View
from station_app.ui.theme import Theme
from station_app.ui.translation import load_qt_chinese

COMMANDS = ("demo", "shots")
MOMENT = "1781749920"  # 18 June 2026, 10:32 in China: the moment of the drawings
ZONE = "CST-8"
MARK = "演示说明.txt"
_CENTRE_PAGES = ("home", "opinions", "stations", "exchange")
_DEMO_VIEWS = (View(100, Theme.LIGHT),)
_SHOT_VIEWS = (*(View(scale, Theme.LIGHT) for scale in (100, 150, 200)), View(100, Theme.DARK), View(150, Theme.DARK))
_TOLD = """演示站点：人物、电话、事情都是虚构的。

打开窗口：python main.py --data {station}
口令：{passphrase}
恢复密钥：{sheet}

station/      数据文件夹（加密）
旧台账.csv    导入演示用的旧台账
papers/       这个站打印出来的文书：社情簿、登记表、回执、开箱记录、接待公告、恢复单
pictures/     各页面的图片
街道/         一个中心和 24 个站点：登记、上报、答复、回传、反馈走一圈，对账.txt 是两边的条数
街道/pictures/  中心各页面的图片

打开中心：python main.py --data {centre}
打开街道里的一个站：把上面最后的「{centre_name}」换成站点代码，例如 11；口令都是同一个
"""


def run(arguments: Sequence[str]) -> int:
    """Run ``demo --to DIR`` or ``shots --to DIR``; gives the exit code. The screen is not needed."""
    parser = argparse.ArgumentParser(prog="main.py")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--stations", type=int, default=24, choices=range(7, 25), metavar="N", help="demo: 7–24")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _stand_still()
    try:
        clock = system_clock()
        made = _demo(chosen.to, clock, chosen.stations) if chosen.command == "demo" else _shots(chosen.to, clock)
    except StationError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(made)
    return 0


def _stand_still() -> None:
    """The moment and zone of the drawings, unless another moment is set."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", MOMENT)
    os.environ["TZ"] = ZONE
    if hasattr(time, "tzset"):
        time.tzset()


def _demo(folder: Path, clock: Clock, stations: int) -> str:
    _make_room(folder)
    station, sheet = demo.fill(data_paths(folder / "station"), clock, folder / "旧台账.csv")
    places = {"station": folder / "station", "centre": folder / "街道" / demo.CENTRE_FOLDER}
    told = _TOLD.format(**places, centre_name=demo.CENTRE_FOLDER, passphrase=demo.PASSPHRASE, sheet=sheet)
    (folder / MARK).write_text(told, "utf-8")
    printed = demo.print_all(station, folder / "papers", sheet)
    taken = _photograph(station, folder / "pictures", _DEMO_VIEWS)
    street = demo.live_street(folder / "街道", clock, stations)
    (folder / "街道" / "对账.txt").write_text(street.told, "utf-8")
    taken += _photograph(_centre(places["centre"], clock), folder / "街道" / "pictures", _DEMO_VIEWS, _CENTRE_PAGES)
    return f"{told}\n街道：{street.told}\n已写好：{folder}，文书 {len(printed)} 份，图片 {taken} 张。\n"


def _shots(folder: Path, clock: Clock) -> str:
    with tempfile.TemporaryDirectory(prefix="zlt-shots-") as name:
        station, _sheet = demo.fill(data_paths(Path(name) / "station"), clock, Path(name) / "旧台账.csv")
        taken = _photograph(station, folder, _SHOT_VIEWS)
    return f"图片 {taken} 张：{folder}\n"


def _centre(folder: Path, clock: Clock) -> Station:
    """The centre of the street with its head at the desk."""
    centre = open_station(data_paths(folder), demo.PASSPHRASE, clock)
    centre.sit_down(persons(centre)[0].uid)
    return centre


def _photograph(station: Station, folder: Path, views: Sequence[View], only: Sequence[str] = ()) -> int:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["main.py"])
    load_qt_chinese(app)
    install_look(app, always_bundled=True)
    photographer = Photographer(station, folder, demo.LABEL)
    try:
        photographer.take(views, only=only)
    finally:
        photographer.end()
        station.close()
    return len(photographer.taken)


def _make_room(folder: Path) -> None:
    """Only what an earlier demonstration made is cleared away."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise StationError(f"文件夹里有别的东西：{folder}", "请换一个空的文件夹。")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("", "utf-8")
