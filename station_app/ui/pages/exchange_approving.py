"""密钥与配对 at the centre: look at a request, give the code, write the certificate, compare the digits."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from station_app.errors import StationError
from station_app.services.packages import enrolling, pairing
from station_app.services.packages.enrolling import Approval, Request
from station_app.services.packages.pairing import Member, members
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange_pairing import DigitsBox, PairingView, StepSheet
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable

_ROWS = 8
_CODE = 96


@dataclass(frozen=True, slots=True)
class _Asked:
    """The request that is looked at; ``again`` is the site that it reinstalls, once that was approved."""

    file: Path
    request: Request
    again: str = ""


class ApprovingView(PairingView):
    """Three steps, and who is in the network."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._asked: _Asked | None = None
        self.choose = StepSheet(
            self.tr("第 1 步　选站点的入网申请"), self.tr("申请在站点带来的优盘上；这一步什么也不改。")
        )
        self.choose_button = KeyCapButton(self.tr("选申请…"), kind="primary")
        self.approve = StepSheet(self.tr("第 2 步　定代码，写证书"), "")
        self.code = LineEdit()
        self.code_field = Field(self.tr("站点代码"), self.code, required=True)
        self.again = ComboBox()
        self.again_field = Field(self.tr("重装"), self.again)
        self.approve_button = KeyCapButton(self.tr("批准，写证书"), kind="primary")
        self.compare = StepSheet(self.tr("第 3 步　和站点核对 24 位数字"), self._compare_words())
        self.digits = DigitsBox(self.tr("站点插回优盘、选了证书以后，会打电话来念；应当完全一样："))
        self.same_button = KeyCapButton(self.tr("核对完成"), kind="primary")
        self.differ_button = KeyCapButton(self.tr("不一样，作废这次批准"), kind="danger")
        self.network = Sheet(self.tr("网内的站点"), " ", padded=False)
        self.table = RowTable(_columns(), self.tr("网内的站点"), most=_ROWS, choosable=False)
        self.empty = EmptyState(self.tr("还没有站点入网。"))
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read anew who is in the network."""
        found = members(self.context.station)
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.network.subtitle.setText(self.tr("{count} 个").format(count=len(found)) if found else "")
        nobody = [("", self.tr("不是重装，是新站点"))]
        words = self.tr("{code} {name} 换了电脑")
        self.again.set_options(nobody + [(one.uid, words.format(code=one.code, name=one.name)) for one in found])
        self.again.set_value("")
        self.say(None)
        self.approve.setVisible(self._asked is not None and not self.compare.isVisibleTo(self))
        self.choose_button.setFocus()

    def _choose(self) -> None:
        offered = self.stick.requests if self.stick is not None else ()
        file = self.file(offered, self.tr("选站点的入网申请"), self.tr("入网申请 (*.zlq)"))
        if file is not None:
            self.say(None)
            self.context.tasks.run(
                lambda _progress: enrolling.look_at_request(file),
                lambda one: self._seen(file, one),
                self.say,
                owner=self,
            )

    def _seen(self, file: Path, request: Request) -> None:
        self._asked = _Asked(file, request)
        words = self.tr("「{name}」申请入网，想用代码 {code}。代码已给了别站的，会自动给下一个空的。")
        self.approve.told.setText(words.format(name=request.name, code=request.code))
        self.code.setText(request.code)
        self.compare.hide()
        self.approve.show()
        self.code.setFocus()

    def _approve(self) -> None:
        asked, station = self._asked, self.context.station
        if asked is None:
            return
        again = str(self.again.value() or "")
        typed = self.code.text().strip()
        code = "" if again or typed == asked.request.code else typed
        out = pairing.certificate_file(asked.request, asked.file.parent)
        self._asked = _Asked(asked.file, asked.request, again)
        self.say(None)
        self.approve_button.setEnabled(False)

        def done(one: Approval) -> None:
            self._approved(one, out)

        self.context.tasks.run(
            lambda _progress: enrolling.approve(station, asked.file, out, code=code, reinstall=again),
            done,
            self._refused,
            owner=self,
        )

    def _refused(self, problem: StationError) -> None:
        self.approve_button.setEnabled(True)
        self.say(problem)

    def _approved(self, one: Approval, out: Path) -> None:
        self.approve_button.setEnabled(True)
        self.approve.hide()
        words = self.tr("证书已写到 {file}，给「{name}」，代码 {code}。请站点带回去。")
        self.compare.told.setText(words.format(file=out, name=one.name, code=one.code) + self._compare_words())
        self.digits.show_digits(one.digits)
        self.compare.show()
        self.refresh()
        self.digits.same.setFocus()
        self.joined.emit()

    def _agree(self) -> None:
        self._asked = None
        self.compare.hide()
        self.context.messages.say(self.tr("核对完成，这个站可以交包了"))
        self.refresh()

    def _withdraw(self) -> None:
        asked, station = self._asked, self.context.station
        if asked is None:
            return
        told = self.tr("这次申请的钥匙不再有效，站点要重新申请。")
        if self.context.messages.confirm(self.tr("作废这次批准？"), told, self.tr("作废这次批准")):
            self.context.tasks.run(
                lambda _progress: pairing.withdraw(station, asked.request, asked.again),
                self._withdrawn,
                self.say,
                owner=self,
            )

    def _withdrawn(self, _none: object) -> None:
        self._asked = None
        self.compare.hide()
        self.context.messages.say(self.tr("已作废。请站点重新生成申请"))
        self.refresh()
        self.joined.emit()

    def _lay_out(self) -> None:
        self.choose.add(self.choose_button)
        self.code.setFixedWidth(_CODE)
        self.approve.add(self.code_field, self.again_field, self.approve_button)
        self.compare.column.insertWidget(1, self.digits)
        self.compare.add(self.same_button, self.differ_button)
        self.same_button.setEnabled(False)
        self.compare.hide()
        self.network.column.addWidget(self.table)
        self.network.column.addWidget(self.empty)
        self.finish(self.choose, self.approve, self.compare, self.network)

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self._choose)
        self.approve_button.clicked.connect(self._approve)
        self.digits.compared.connect(self.same_button.setEnabled)
        self.same_button.clicked.connect(self._agree)
        self.differ_button.clicked.connect(self._withdraw)

    def _compare_words(self) -> str:
        return self.tr("没有核对过的，站点不会接受；数字不一样，就是有人换了文件，请作废这次批准。")


def _columns() -> tuple[Column, ...]:
    def code(one: Member) -> str:
        return one.code

    def name(one: Member) -> str:
        return one.name

    tr = QCoreApplication.translate
    return Column(tr("ApprovingView", "代码"), code, 80), Column(tr("ApprovingView", "站点"), name)
