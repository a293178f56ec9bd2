"""One reception day in words, with what can be done with it."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QHBoxLayout

from station_app.services.notices import notices
from station_app.services.reception_days import KnownDay, brought
from station_app.services.station import Station
from station_app.ui.pages.opinions_facts import FactRows
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.sheet import Sheet


class DayDetail(Sheet):
    """Shows a day; its three verbs are the page's to do."""

    def __init__(self, station: Station, is_head: Callable[[], bool]) -> None:
        super().__init__(" ")
        self._station, self._is_head = station, is_head
        self.facts = FactRows()
        self.print_button = KeyCapButton(self.tr("打印接待公告"), key="Ctrl+P", size="row", icon="printer")
        self.change_button = KeyCapButton(self.tr("更改"), size="row")
        self.cancel_button = KeyCapButton(self.tr("取消…"), size="row")
        self.column.addWidget(self.facts)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for button in (self.print_button, self.change_button, self.cancel_button):
            verbs.addWidget(button)
        verbs.addStretch(1)
        self.column.addLayout(verbs)

    def show_day(self, known: KnownDay | None) -> None:
        """Show a day, nothing for None."""
        if known is None:
            return
        self.title.setText(known.when)
        self.facts.set_rows([(label, value) for label, value in self._rows(known) if value])
        gone = self.tr("这个接待日已经取消") if known.cancelled else ""
        for button in (self.print_button, self.change_button):
            button.setEnabled(not gone)
            button.setToolTip(gone)
        why = gone or ("" if self._is_head() else self.tr("由站长来做"))
        self.cancel_button.setEnabled(not why)
        self.cancel_button.setToolTip(why)

    def _rows(self, known: KnownDay) -> Iterator[tuple[str, str]]:
        day = known.day
        yield self.tr("已取消"), day.cancel_reason or ""
        yield self.tr("地点"), day.place
        yield self.tr("方式"), day.mode.value
        yield self.tr("主题"), day.theme
        yield self.tr("轮值代表"), known.who or self.tr("还没有定")
        yield self.tr("备注"), day.remark
        if not known.cancelled:
            yield self.tr("公告"), self._announced(known)
        yield self.tr("接待"), self._brought(known)

    def _announced(self, known: KnownDay) -> str:
        count = notices(self._station, known)
        if count:
            return self.tr("已打印 {count} 次").format(count=count)
        return "" if known.over else self.tr("还没有打印，提前 3 天贴出")

    def _brought(self, known: KnownDay) -> str:
        came = brought(self._station, known.uid)
        if not came.receptions:
            return self.tr("没有登记过接待") if known.over and not known.cancelled else ""
        words = self.tr("{receptions} 批，意见建议 {opinions} 条")
        return words.format(receptions=came.receptions, opinions=came.opinions)
