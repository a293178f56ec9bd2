"""The pages of a station or the centre in the order of the navigation; each is loaded when it is first wanted."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from station_app.ui.context import PageContext
from station_app.ui.navigation import FOOT
from station_app.ui.page import Page, PageSpec


def pages_of(context: PageContext) -> list[PageSpec]:
    """Return what the navigation offers at this role."""
    return centre_pages(context) if context.station.is_centre else station_pages(context)


def centre_pages(context: PageContext) -> list[PageSpec]:
    """Return the centre's pages; what it does as its own site is reached by its function keys."""
    tr = QCoreApplication.translate

    def made(make: Callable[[PageContext], Page]) -> Callable[[], Page]:
        return lambda: make(context)

    return [
        PageSpec("home", tr("Pages", "今日"), "home", "1", made(_home), "day"),
        PageSpec("opinions", tr("Pages", "意见建议"), "inbox", "2", made(_opinions), "day"),
        PageSpec("reception", tr("Pages", "登记接待"), "pencil-plus", "", made(_reception), "own", "F2"),
        PageSpec("opening", tr("Pages", "开箱登记"), "mailbox", "", made(_opening), "own", "F3"),
        PageSpec("feedback", tr("Pages", "反馈回访"), "message-check", "", made(_feedback), "own"),
        PageSpec("activities", tr("Pages", "活动与代表"), "users", "", made(_activities), "own"),
        PageSpec("register", tr("Pages", "社情簿"), "book-2", "", made(_register), "own", "F6"),
        PageSpec("stations", tr("Pages", "站点"), "building-community", "5", made(_stations), "sites"),
        PageSpec("exchange", tr("Pages", "收发交换"), "usb", "7", made(_exchange), "papers", "F8"),
        PageSpec("settings", tr("Pages", "设置"), "settings", "0", made(_settings), FOOT),
    ]


def station_pages(context: PageContext) -> list[PageSpec]:
    """Return what the navigation offers; the digits of pages that are not built yet stay free."""
    tr = QCoreApplication.translate

    def made(make: Callable[[PageContext], Page]) -> Callable[[], Page]:
        return lambda: make(context)

    return [
        PageSpec("home", tr("Pages", "今日"), "home", "1", made(_home), "day"),
        PageSpec("reception", tr("Pages", "登记接待"), "pencil-plus", "2", made(_reception), "day", "F2"),
        PageSpec("opening", tr("Pages", "开箱登记"), "mailbox", "3", made(_opening), "day", "F3"),
        PageSpec("opinions", tr("Pages", "意见建议"), "list-details", "4", made(_opinions), "opinions"),
        PageSpec("feedback", tr("Pages", "反馈回访"), "message-check", "5", made(_feedback), "opinions"),
        PageSpec("activities", tr("Pages", "活动与代表"), "users", "6", made(_activities), "opinions"),
        PageSpec("register", tr("Pages", "社情簿"), "book-2", "7", made(_register), "papers", "F6"),
        PageSpec("exchange", tr("Pages", "上报交换"), "usb", "8", made(_exchange), "papers", "F8"),
        PageSpec("settings", tr("Pages", "设置"), "settings", "0", made(_settings), FOOT),
    ]


def _home(context: PageContext) -> Page:
    from station_app.ui.pages.home import HomePage

    page = HomePage(context)
    page.backup_wanted.connect(context.wishes.backup)
    return page


def _reception(context: PageContext) -> Page:
    from station_app.services.reception_days import on_duty
    from station_app.ui.pages.reception import ReceptionPage

    return ReceptionPage(context, partial(on_duty, context.station))


def _opening(context: PageContext) -> Page:
    from station_app.ui.pages.opening import OpeningPage

    return OpeningPage(context)


def _opinions(context: PageContext) -> Page:
    from station_app.ui.pages.opinions import OpinionsPage

    return OpinionsPage(context)


def _feedback(context: PageContext) -> Page:
    from station_app.ui.pages.feedback import FeedbackPage

    return FeedbackPage(context)


def _activities(context: PageContext) -> Page:
    from station_app.ui.pages.activities import ActivitiesPage

    return ActivitiesPage(context)


def _register(context: PageContext) -> Page:
    from station_app.ui.pages.register import RegisterPage

    return RegisterPage(context)


def _exchange(context: PageContext) -> Page:
    from station_app.ui.pages.exchange import ExchangePage

    return ExchangePage(context)


def _stations(context: PageContext) -> Page:
    from station_app.ui.pages.stations import StationsPage

    return StationsPage(context)


def _settings(context: PageContext) -> Page:
    from station_app.ui.pages.settings import SettingsPage

    return SettingsPage(context)
