"""Pictures of the pages, each at the scales and in the themes asked for, as a person would see them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

from station_app.errors import StationError
from station_app.services.backup_source import BackupFacts
from station_app.services.diagnosis import Diagnosis
from station_app.services.feedback import count_awaiting
from station_app.services.replying import count_triage
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.gate.desk import DeskPage
from station_app.ui.gate.first_run import FirstRun
from station_app.ui.gate.recover import RecoverPage
from station_app.ui.gate.repair import RepairPage
from station_app.ui.gate.restore import RestorePage
from station_app.ui.gate.trouble import TroublePage
from station_app.ui.gate.unlock import UnlockPage
from station_app.ui.help import HelpPane
from station_app.ui.look import look
from station_app.ui.messages import Messages
from station_app.ui.station_window import make_window
from station_app.ui.tasks import TaskRunner
from station_app.ui.theme import Theme

SIZE = QSize(1366, 768)
_SETTLE_MS = 150  # for fields that wait until the typing rests


class View(NamedTuple):
    """A scale in per cent and a theme."""

    scale: int
    theme: Theme

    @property
    def suffix(self) -> str:
        """What the name of a picture says of it: -100, -150-dark."""
        return f"-{self.scale}{'-dark' if self.theme is Theme.DARK else ''}"


class Photographer:
    """Takes pictures of one station's pages into ``folder``; ``taken`` lists the files."""

    def __init__(self, station: Station, folder: Path, label: str) -> None:
        self._station, self._folder, self._label = station, folder, label
        self._tasks = TaskRunner()
        self.taken: list[Path] = []

    def take(self, views: Sequence[View], *, only: Sequence[str] = ()) -> None:
        """Take every page in every view, and what is seen before the desk and as help; or ``only`` these pages."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for view in views:
            look().set_theme(view.theme)
            look().set_scale(view.scale)
            self._take_pages(view, only)
            for name, make in () if only else _gate_pages(self._station):
                self._take_widget(name, make(), view)

    def end(self) -> None:
        """Let the worker go."""
        self._tasks.shutdown(self._station.store.close)

    def _take_pages(self, view: View, only: Sequence[str]) -> None:
        context = PageContext(self._station, self._tasks, Messages())
        window = make_window(context, self._label)
        window.set_badge("feedback", count_awaiting(self._station))
        window.set_badge("opinions", count_triage(self._station))
        window.resize(SIZE)
        window.show()
        for key in only or window.sidebar.items:
            window.show_page(key)
            self._shoot(key, window, view)
        if not only:
            pane = HelpPane(window)
            pane.open_page("reception")
            self._shoot("help", window, view)
        window.hide()
        window.deleteLater()

    def _take_widget(self, name: str, widget: QWidget, view: View) -> None:
        ground = QMainWindow()
        ground.setCentralWidget(widget)
        ground.resize(SIZE)
        ground.show()
        widget.setFocus()
        self._shoot(name, ground, view)
        ground.hide()
        ground.deleteLater()

    def _shoot(self, name: str, widget: QWidget, view: View) -> None:
        runners = (self._tasks, *widget.findChildren(TaskRunner))
        while any(runner.busy for runner in runners):
            _wait()
        _wait()
        file = self._folder / f"{name}{view.suffix}.png"
        if not widget.grab().save(str(file)):
            raise StationError(f"图片没有存下来：{file}", "请检查磁盘空间和文件夹的权限。")
        self.taken.append(file)


def _gate_pages(station: Station) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """The pages before the desk, by the names of their pictures."""
    yield "unlock", UnlockPage
    yield "locked", lambda: UnlockPage(f"{station.identity.name}　徐桂兰")
    yield "desk", lambda: DeskPage(station)
    yield "recover", RecoverPage
    yield "restore", lambda: RestorePage(replacing=True)
    yield (
        "trouble",
        lambda: TroublePage(StationError("数据是更新版本的程序写的", "请安装最新版本的程序再打开；数据没有改动。")),
    )
    yield "repair", partial(_repair, station)
    for place in range(FirstRun.STEPS):
        yield f"first-run-{place + 1}", partial(_first_run, station, place)


def _repair(station: Station) -> RepairPage:
    """What is said of data with some bad pages and a backup of the day before."""
    before = station.clock.now() - timedelta(days=1)
    name, code = station.identity.name, station.identity.code
    backup = BackupFacts(
        file=Path(f"BACKUP-{code}-{before:%Y%m%d}-180000.zlb"),
        made_at=before,
        site_code=code,
        site_name=name,
        opinions=1204,
        receptions=988,
        changes=5321,
    )
    found = Diagnosis(
        pages=24_320,
        bad_pages=17,
        opinions=1207,
        receptions=990,
        last=station.clock.now(),
        backup=backup,
        since=tuple(f"{code}-{before.year}-{number:05d}" for number in (90, 91, 92)),
        changes_since=14,
        keys_lost=False,
    )
    page = RepairPage(
        StationError("数据文件已损坏", "请用最近的备份恢复；损坏的文件会原样保留，请不要删除。"), asks=False
    )
    page.show_findings(found)
    return page


def _first_run(station: Station, place: int) -> FirstRun:
    page = FirstRun(lambda _path: False, station.clock.today().isoformat())
    page.go_to(place)
    return page


def _wait() -> None:
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()
