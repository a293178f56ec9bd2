"""The deletion of a person's data: what goes, what stays, what it cannot reach, why, and then for good."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.services.erasing import Holdings, erase
from station_app.services.redacting import LEAST
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner

_LABEL = 96


class EraseForm(PaneForm):
    """Asks for the reason and for the words that shall go from texts; ``uncleared`` says what was not cleared yet."""

    def __init__(self, context: PageContext, held: Holdings) -> None:
        title = self.tr("删除 {name} 的资料").format(name=held.somebody.contact.label)
        super().__init__(context, title, self.tr("删除这个人的资料"), kind="danger", key="Ctrl+Enter")
        self.uncleared: StationError | None = None
        self._held = held
        ours = sum(1 for one in held.mentions if one.ours)
        self.reason = LineEdit("", self.tr("例如：本人来电要求"))
        self.texts = CheckBox(self.tr("文字里出现的姓名、电话也删去（{count} 处）").format(count=ours))
        self.texts.setChecked(ours > 0)
        self.words = LineEdit("", self.tr("还要从文字里删去的词，用顿号隔开；可不填"))
        self.reason_field = Field(self.tr("原因"), self.reason, required=True, label_width=_LABEL)
        self.words_field = Field(self.tr("另外的词"), self.words, label_width=_LABEL)
        gone = Text("\n".join(self._gone()), "body", "text", wrap=True)
        unreached = Banner(self.tr("删不到的：\n{list}").format(list="\n".join(held.unreached)), "warn")
        self.add((gone, unreached, self.texts, self.words_field, self.reason_field))
        self.texts.toggled.connect(self.touch)

    def check(self) -> Field | None:
        """A reason is needed, and words of two characters at least."""
        short = any(len(word) < LEAST for word in self._more())
        return first_of(
            need(self.words_field, self.tr("每个词至少 {count} 个字").format(count=LEAST), when=short),
            need(self.reason_field, self.tr("请写明为什么删除，不要写姓名和电话"), when=not self.reason.text().strip()),
        )

    def agreed(self) -> bool:
        """Ask once more: it cannot be undone."""
        who = self._held.somebody
        return self.context.messages.confirm(
            self.tr("删除后找不回来"),
            self.tr("{name} 的姓名、电话、住址和附件会从这台电脑上永远删去；{count} 条意见建议保留。").format(
                name=who.contact.label, count=len(who.matters)
            ),
            self.tr("永远删去"),
        )

    def work(self) -> tuple[Work, str]:
        """Delete, and clear what is beside the records."""
        uids, reason = self._held.somebody.uids, self.reason.text()
        words = (*(self._held.words if self.texts.isChecked() else ()), *self._more())

        def delete(station: Station) -> None:
            self.uncleared = erase(station, uids, reason, words).uncleared

        return delete, self.tr("已按本人要求删除；意见建议保留")

    def first(self) -> QWidget:
        """Begin with the reason."""
        return self.reason

    def _more(self) -> tuple[str, ...]:
        parts = self.words.text().replace("，", "、").replace(",", "、").split("、")
        return tuple(part.strip() for part in parts if part.strip())

    def _gone(self) -> Iterator[str]:
        held = self._held
        yield self.tr(
            "会删去：姓名、电话、住址等 {entries} 份资料的全部版本，附件 {files} 个，草稿 {drafts} 份。"
        ).format(entries=len(held.somebody.uids), files=held.attachments, drafts=len(held.drafts))
        if held.backups:
            yield self.tr("本机的 {count} 份备份里有这个人的会删去，另做一份新的。").format(count=held.backups)
        yield self.tr("最近一次导入不能再撤销。")
        yield self.tr("会保留：{count} 条意见建议和统计数，反映人写成「已按本人要求删除」。").format(
            count=len(held.somebody.matters)
        )
