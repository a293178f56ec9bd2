"""Who exchanges packages, and what is said to the others."""

from PySide6.QtCore import QCoreApplication

from station_app.domain.moves import HEADS, OFFICE
from station_app.ui.context import PageContext


def may_exchange(context: PageContext) -> bool:
    """Say whether the person at the desk may write packages and take them in."""
    desk = context.station.desk
    return desk is not None and desk.person.role in OFFICE


def may_pair(context: PageContext) -> bool:
    """Say whether the person at the desk may join, approve and revoke."""
    desk = context.station.desk
    return desk is not None and desk.person.role in HEADS


def exchange_reason(context: PageContext) -> str:
    """Return why not, and whom to ask."""
    if context.station.is_centre:
        return QCoreApplication.translate("ExchangeRights", "收发包由中心工作人员或中心负责人来做")
    return QCoreApplication.translate("ExchangeRights", "上报交换由站长来做")
