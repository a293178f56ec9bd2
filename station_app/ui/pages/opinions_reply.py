"""What the centre says in the pane: its answer, and its word on a correction of what it works on."""

from functools import partial

from station_app.domain.enums import ReplyClass
from station_app.services import replying
from station_app.services.detail import OpinionDetail
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.segmented import Segmented


class ReplyForm(PaneForm):
    """The answer, its class, who signed it, and what is promised for later; it is about the text that was read."""

    def __init__(self, context: PageContext, detail: OpinionDetail) -> None:
        super().__init__(context, self.tr("中心答复"), self.tr("保存答复"))
        self._uid, self._serial, self._read = detail.uid, detail.serial, detail.current
        self.answer = TextArea(self.tr("照实写办了什么、结果怎样，站点会原样念给反映人听"))
        self.kind = Segmented([(one, one.value) for one in ReplyClass])
        self.signer = LineEdit(placeholder=self.tr("没有就不填"))
        self.later = TextArea(self.tr("以后还要做什么，没有就不填"), counted=False)
        self._answer_field = Field(self.tr("答复内容"), self.answer, required=True, above=True)
        self._kind_field = Field(self.tr("答复类别"), self.kind, required=True, above=True)
        told = self.tr("A 已解决或基本解决　B 正在解决或列入规划　C 因条件所限待以后解决　D 留作参考")
        explained = Text(told, "caption", "text2", wrap=True)
        signer = Field(self.tr("签发人"), self.signer, above=True)
        later = Field(self.tr("后期举措"), self.later, above=True)
        self.add((self._answer_field, self._kind_field, explained, signer, later))
        self.kind.changed.connect(self.touch)

    def check(self) -> Field | None:
        """The answer and its class are needed."""
        return first_of(
            need(self._answer_field, self.tr("请写下答复了什么"), when=not self.answer.text().strip()),
            need(self._kind_field, self.tr("请选 A、B、C 或 D"), when=self.kind.value() is None),
        )

    def work(self) -> tuple[Work, str]:
        """Record the answer."""
        work = partial(
            _reply,
            uid=self._uid,
            text=self.answer.text(),
            reply_class=str(self.kind.value()),
            signer=self.signer.text(),
            later=self.later.text(),
            read=self._read,
        )
        return work, self.tr("{serial} 已答复，下次回传时带给站点").format(serial=self._serial)


class CorrectionWordForm(PaneForm):
    """Whether the work goes by what the station corrected meanwhile."""

    def __init__(self, context: PageContext, detail: OpinionDetail) -> None:
        super().__init__(context, self.tr("确认更正"), self.tr("保存"))
        self._uid, self._serial = detail.uid, detail.serial
        told = self.tr("中心办理以后，站点更正了这条。请对照新旧两版，选按哪一版办。")
        choices = [(True, self.tr("按更正后的办")), (False, self.tr("仍按原来的办"))]
        self.word = Segmented(choices, True)
        self.add((Text(told, "body", "text2", wrap=True), Field(self.tr("按哪一版"), self.word, above=True)))
        self.word.changed.connect(self.touch)

    def work(self) -> tuple[Work, str]:
        """Write the word down."""
        accepted = bool(self.word.value())
        words = self.tr("{serial} 按更正后的内容办") if accepted else self.tr("{serial} 仍按原来的内容办")
        return partial(_judge, uid=self._uid, accepted=accepted), words.format(serial=self._serial)


class ReopenForm(PaneForm):
    """Why the centre takes up again what it answered."""

    def __init__(self, context: PageContext, detail: OpinionDetail) -> None:
        super().__init__(context, self.tr("重启"), self.tr("重新办理"))
        self._uid, self._serial = detail.uid, detail.serial
        self.note = Banner(self.tr("重启后回到重办，以前的答复和反馈都留着。"), "info")
        self.reason = LineEdit(placeholder=self.tr("例如 反映人说又漏水了"))
        self._reason_field = Field(self.tr("原因"), self.reason, required=True, above=True)
        self.add((self.note, self._reason_field))

    def check(self) -> Field | None:
        """A reason is needed."""
        return need(self._reason_field, self.tr("请写明为什么重新办理"), when=not self.reason.text().strip())

    def work(self) -> tuple[Work, str]:
        """Take it up again."""
        told = self.tr("{serial} 已重启").format(serial=self._serial)
        return partial(_reopen, uid=self._uid, reason=self.reason.text()), told


def _reopen(station: Station, *, uid: str, reason: str) -> object:
    return replying.reopen(station, uid, reason)


def _reply(station: Station, *, uid: str, text: str, reply_class: str, signer: str, later: str, read: str) -> object:
    return replying.reply(station, uid, text, reply_class, signer, later, based_on=read)


def _judge(station: Station, *, uid: str, accepted: bool) -> object:
    return replying.accept_correction(station, uid, accepted)
