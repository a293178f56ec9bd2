"""The one window: sidebar, pages, status bar. It knows no services; the composition root connects its signals."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from station_app.ui.look import look
from station_app.ui.navigation import Sidebar
from station_app.ui.page import Page, PageSpec
from station_app.ui.status_bar import StatusBar
from station_app.ui.theme import Theme


class MainWindow(QMainWindow):
    """Shows pages made when first wanted.

    ``mark`` is 站 or 中. Pages that are not given are absent; the digits of the others stay. ``page_shown`` gives the
    key of the page that came to the front, ``closed`` follows when the window was let go.
    """

    lock_requested = Signal()
    user_requested = Signal()
    help_requested = Signal(str)
    scale_changed = Signal(int)
    theme_changed = Signal(str)
    page_shown = Signal(str)
    closed = Signal()

    def __init__(self, mark: str, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self._specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._page_keys: dict[str, QShortcut] = {}
        self.current_key = ""
        self.sidebar = Sidebar(mark, specs)
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.resize(1366, 768)

    def show_page(self, key: str, argument: object = None) -> bool:
        """Bring a page to the front and hand it ``argument``; False when the present page keeps the person.

        KeyError for a page that was not given.
        """
        spec = self._specs[key]
        here = self._pages.get(self.current_key)
        if here is not None and key != self.current_key and not here.may_leave():
            return False
        page = self._pages.get(key) or self._build(spec)
        self.current_key = key
        self.stack.setCurrentWidget(page)
        self.sidebar.set_current(key)
        for own, shortcut in self._page_keys.items():
            shortcut.setEnabled(own != key)
        page.on_shown(argument)
        self.page_shown.emit(key)
        return True

    def page(self, key: str) -> Page | None:
        """Return a page that has been made, else None."""
        return self._pages.get(key)

    def has_page(self, key: str) -> bool:
        """Say whether the navigation offers the page."""
        return key in self._specs

    def bind_key(self, key: str, action: Callable[[], object]) -> QShortcut:
        """Let a key such as F9 call ``action`` from every page."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(action)
        return shortcut

    def set_site(self, name: str, second: str) -> None:
        """Show the site's name in two lines, such as 梧桐里社区 and 代表联络站."""
        self.sidebar.seal.set_site(name, second)

    def set_user(self, text: str) -> None:
        """Show who is at the desk, such as 徐桂兰 · 志愿者; empty for nobody."""
        self.status.set_user(text)

    def set_backup_state(self, text: str, tone: str = "ok") -> None:
        """Show the last backup; ``tone``: ok, warn or danger."""
        self.status.set_backup(text, tone)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many matters wait on a page; absent pages are ignored."""
        if key in self.sidebar.items:
            self.sidebar.items[key].set_badge(count)

    def set_scale(self, percent: int) -> None:
        """Change the scale (per cent) of the whole program."""
        look().set_scale(percent)

    def set_theme(self, theme: Theme) -> None:
        """Change the theme of the whole program."""
        look().set_theme(theme)
        self.theme_changed.emit(theme.value)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the page whether it may be left."""
        here = self._pages.get(self.current_key)
        if here is not None and not here.may_leave():
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        ground = QWidget()
        ground.setObjectName("ground")
        whole = QHBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        self.setCentralWidget(ground)

    def _connect(self) -> None:
        self.sidebar.wanted.connect(self.show_page)
        self.sidebar.help_wanted.connect(self._ask_help)
        self.status.lock_wanted.connect(self.lock_requested)
        self.status.user_wanted.connect(self.user_requested)
        self.status.scale_wanted.connect(self.set_scale)
        self._scale = look().scale
        look().changed.connect(self._look_changed)

    def _bind_keys(self) -> None:
        for spec in self._specs.values():
            if spec.digit:
                self.bind_key(f"Alt+{spec.digit}", partial(self.show_page, spec.key))
            if spec.function_key:
                self._page_keys[spec.key] = self.bind_key(spec.function_key, partial(self.show_page, spec.key))
        self.bind_key("F1", self._ask_help)
        self.bind_key("F11", self._toggle_full_screen)
        self.bind_key("Ctrl+L", self.lock_requested.emit)
        self.bind_key("Ctrl+=", lambda: self.set_scale(look().scale + 10))
        self.bind_key("Ctrl++", lambda: self.set_scale(look().scale + 10))
        self.bind_key("Ctrl+-", lambda: self.set_scale(look().scale - 10))
        self.bind_key("Ctrl+0", lambda: self.set_scale(100))

    def _build(self, spec: PageSpec) -> Page:
        page = spec.factory()
        page.page_key, page.title = spec.key, spec.title
        page.navigate.connect(self._navigate)
        page.apply_scale(look().scale)
        self._pages[spec.key] = page
        self.stack.addWidget(page)
        return page

    def _navigate(self, key: str, argument: object) -> None:
        if self.has_page(key):
            self.show_page(key, argument)

    def _ask_help(self) -> None:
        self.help_requested.emit(self.current_key)

    def _toggle_full_screen(self) -> None:
        top = self.window()
        if top.isFullScreen():
            top.showNormal()
        else:
            top.showFullScreen()

    def _look_changed(self) -> None:
        if look().scale == self._scale:
            return
        self._scale = look().scale
        for page in self._pages.values():
            page.apply_scale(self._scale)
        self.scale_changed.emit(self._scale)
