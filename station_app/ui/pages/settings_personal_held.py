"""What is held of one person, line by line, and the two verbs: hand it over, delete it."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from station_app.services.erasing import Holdings
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet

_MOST = 6


class HeldSheet(Sheet):
    """Seen only while somebody is shown; ``held`` is what."""

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("HeldSheet", "存着的资料"))
        self.held: Holdings | None = None
        self.words = Text("", wrap=True)
        self.export = KeyCapButton(self.tr("导出这个人的资料…"), icon="file-export")
        self.erase = KeyCapButton(self.tr("删除…"), kind="danger")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.export)
        row.addWidget(self.erase)
        row.addStretch(1)
        self.column.addWidget(self.words)
        self.column.addLayout(row)
        self.hide()

    def show_held(self, held: Holdings) -> None:
        """Show what is held of a person."""
        self.held = held
        self.words.setText("\n".join(self._lines(held)))
        self.show()

    def clear(self) -> None:
        """Show nobody."""
        self.held = None
        self.words.setText("")
        self.hide()

    def _lines(self, held: Holdings) -> Iterator[str]:
        who = held.somebody
        yield self.tr("{name}　{phone}").format(name=who.contact.name, phone=who.contact.phone)
        counts = self.tr("资料 {entries} 份（先后 {versions} 版），接待 {receptions} 次，附件 {files} 个")
        yield counts.format(
            entries=len(who.uids), versions=held.versions, receptions=held.receptions, files=held.attachments
        )
        listed = self.tr("、").join(one.serial for one in who.matters[:_MOST])
        more = self.tr("等") if len(who.matters) > _MOST else ""
        yield self.tr("意见建议 {count} 条：{listed}").format(count=len(who.matters), listed=f"{listed}{more}")
        if held.drafts:
            yield self.tr("没写完的草稿：{drafts}").format(drafts=self.tr("、").join(held.drafts[:_MOST]))
        if held.filters:
            yield self.tr("常用筛选：{filters}").format(filters=self.tr("、").join(held.filters))
        for one in held.mentions[:_MOST]:
            yield self.tr("文字里提到：{label}「{excerpt}」").format(label=one.label, excerpt=one.excerpt)
        if len(held.mentions) > _MOST:
            yield self.tr("文字里提到的一共 {count} 处").format(count=len(held.mentions))
