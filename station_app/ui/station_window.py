"""The window of an open station: its pages, and the names that stand around them."""

from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page_list import station_pages

_MARK, _SECOND = "站", "代表联络站"


def make_window(context: PageContext, label: str = "") -> MainWindow:
    """Return the window with nothing shown yet; ``label`` (演示) stands in place of the name's second line."""
    window = MainWindow(_MARK, station_pages(context))
    name_window(window, context.station, label)
    return window


def name_window(window: MainWindow, station: Station, label: str = "") -> None:
    """Show the site and who is at its desk."""
    window.set_site(station.identity.name.removesuffix("联络站").removesuffix("代表"), label or _SECOND)
    desk = station.desk
    window.set_user(f"{desk.person.name} • {desk.person.role.value}" if desk else "")
