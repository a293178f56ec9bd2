"""The pages of a station in the order of the navigation; each is loaded when it is first wanted."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtCore import QCoreApplication

from station_app.ui.context import PageContext
from station_app.ui.navigation import FOOT
from station_app.ui.page import Page, PageSpec


def station_pages(context: PageContext) -> list[PageSpec]:
    """Return what the navigation offers; a page that is not built is absent and the digits of the others stay."""
    tr = QCoreApplication.translate
    listed = (
        ("home", tr("Pages", "今日"), "home", "1", "HomePage", "day", ""),
        ("reception", tr("Pages", "登记接待"), "pencil-plus", "2", "ReceptionPage", "day", "F2"),
        ("opinions", tr("Pages", "意见建议"), "list-details", "4", "OpinionsPage", "opinions", ""),
        ("settings", tr("Pages", "设置"), "settings", "0", "SettingsPage", FOOT, ""),
    )

    def factory(key: str, name: str) -> Callable[[], Page]:
        return lambda: getattr(import_module(f"station_app.ui.pages.{key}"), name)(context)

    return [
        PageSpec(key, title, icon, digit, factory(key, name), group, function_key)
        for key, title, icon, digit, name, group, function_key in listed
        if find_spec(f"station_app.ui.pages.{key}")
    ]
