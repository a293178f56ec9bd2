"""The window of an open station: its pages, and the names that stand around them."""

from station_app.domain.enums import SiteRole
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page_list import pages_of

_MARKS = {SiteRole.STATION: ("站", "代表联络站"), SiteRole.CENTRE: ("中", "人大街道工委")}


def make_window(context: PageContext, label: str = "") -> MainWindow:
    """Return the window with nothing shown yet; ``label`` (演示) stands in place of the name's second line."""
    mark, _second = _MARKS[context.station.identity.role]
    window = MainWindow(mark, pages_of(context))
    name_window(window, context.station, label)
    return window


def name_window(window: MainWindow, station: Station, label: str = "") -> None:
    """Show the site and who is at its desk."""
    _mark, second = _MARKS[station.identity.role]
    name = station.identity.name
    for common in ("联络站", "代表", "人大工委", second):
        name = name.removesuffix(common)
    window.set_site(name or station.identity.name, label or second)
    desk = station.desk
    window.set_user(f"{desk.person.name} • {desk.person.role.value}" if desk else "")
