"""The papers that pages offer: what each is called, and how it is written."""

from PySide6.QtCore import QCoreApplication

from station_app.services import papers
from station_app.services.filtering import Filters
from station_app.services.list_export import write_list
from station_app.services.station import Station
from station_app.ui.printing import PaperWish


def sheet_wish(station: Station, serial: str, uid: str = "") -> PaperWish:
    """The 意见建议登记表 of an opinion; a doubled serial needs the ``uid`` too."""
    title = QCoreApplication.translate("Papers", "登记表 {serial}").format(serial=serial)
    return PaperWish(title, f"{title}.pdf", lambda out, _heard: papers.write_sheet(station, uid or serial, out))


def receipt_wish(station: Station, serial: str, uid: str = "") -> PaperWish:
    """The 回执 of an opinion, A5; a doubled serial needs the ``uid`` too."""
    title = QCoreApplication.translate("Papers", "回执 {serial}").format(serial=serial)
    return PaperWish(title, f"{title}.pdf", lambda out, _heard: papers.write_receipt(station, uid or serial, out))


def opening_wish(station: Station, number: str) -> PaperWish:
    """The 开箱记录 of an opening."""
    title = QCoreApplication.translate("Papers", "开箱记录 {number}").format(number=number)
    return PaperWish(title, f"{title}.pdf", lambda out, _heard: papers.write_opening(station, number, out))


def blank_wish(station: Station) -> PaperWish:
    """A 意见建议登记表 for handwriting."""
    title = QCoreApplication.translate("Papers", "空白登记表")
    return PaperWish(title, f"{title}.pdf", lambda out, _heard: papers.write_blank_sheet(station, out))


def list_wish(station: Station, filters: Filters) -> PaperWish:
    """The list that the filters leave."""
    title = QCoreApplication.translate("Papers", "意见建议清单")
    return PaperWish(title, f"{title}.pdf", lambda out, heard: write_list(station, filters, out, heard))
