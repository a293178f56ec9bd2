"""密钥与配对 at a station: ask, carry the request to the centre, read the certificate, compare, accept."""

from pathlib import Path

from station_app.services.packages import enrolling
from station_app.services.packages.enrolling import Approval
from station_app.services.packages.pairing import grouped, joining, request_file
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange_pairing import DigitsBox, PairingView, StepSheet
from station_app.ui.pages.exchange_rights import may_pair
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet


class JoiningView(PairingView):
    """Three steps; the third opens when a certificate was chosen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._file: Path | None = None
        self.state = Sheet(self.tr("密钥与配对"))
        self.state_words = Text("", wrap=True)
        self.state_digits = Text("", "caption", "text2", wrap=True)
        self.ask = StepSheet(self.tr("第 1 步　生成入网申请"), self._ask_words())
        self.ask_button = KeyCapButton(self.tr("生成入网申请"), kind="primary")
        self.ask_done = Text("", "body", "ok", wrap=True)
        self.choose = StepSheet(self.tr("第 2 步　选中心给的证书"), self._choose_words())
        self.choose_button = KeyCapButton(self.tr("选证书…"))
        self.compare = StepSheet(self.tr("第 3 步　和中心核对 24 位数字"), "")
        self.digits = DigitsBox(self.tr("打电话给街道中心，两边一组一组地念，中心那边显示的应当完全一样："))
        self.accept_button = KeyCapButton(self.tr("接受证书，入网"), kind="primary")
        self.differ_button = KeyCapButton(self.tr("不一样，不接受"))
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Say how far it is."""
        state = joining(self.context.station)
        code = self.context.station.identity.code
        if state.joined:
            words = self.tr("已和「{centre}」配对，本站代码 {code}。").format(centre=state.centre, code=code)
        elif state.asked:
            words = self.tr("申请已生成，等中心的证书。拿到证书从第 2 步接着做。")
        else:
            words = self.tr("还没有配对。配对以后，登记才能交给中心，别人拿到优盘也看不了、改不了。")
        self.state_words.setText(words)
        self.ask_button.set_kind("secondary" if state.asked else "primary")
        told = self.tr("上次核对的数字：{digits}").format(digits=grouped(state.digits))
        self.state_digits.setText(told if state.digits else "")
        self.state_digits.setVisible(bool(state.digits))
        self.say(None)
        allowed = may_pair(self.context)
        for button in (self.ask_button, self.choose_button):
            button.setEnabled(allowed)
            button.setToolTip("" if allowed else self.tr("入网由站长来办"))
        self.compare.setVisible(self._file is not None)
        (self.choose_button if state.asked else self.ask_button).setFocus()

    def _ask(self) -> None:
        folder = self.folder()
        if folder is None:
            return
        station, out = self.context.station, request_file(self.context.station, folder)
        self.say(None)
        self.context.tasks.run(
            lambda _progress: enrolling.request(station, out), lambda _one: self._asked(out), self.say, owner=self
        )

    def _asked(self, out: Path) -> None:
        words = self.tr("申请已写到 {file}。请带到街道中心，让中心批准后把证书写回优盘。")
        self.ask_done.setText(words.format(file=out))
        self.ask_done.show()
        self.refresh()

    def _choose(self) -> None:
        offered = self.stick.certificates if self.stick is not None else ()
        file = self.file(offered, self.tr("选中心给的证书"), self.tr("入网证书 (*.zlc)"))
        if file is None:
            return
        station = self.context.station
        self.say(None)
        self.context.tasks.run(
            lambda _progress: enrolling.look_at_certificate(station, file),
            lambda one: self._seen(file, one),
            self.say,
            owner=self,
        )

    def _seen(self, file: Path, one: Approval) -> None:
        self._file = file
        words = self.tr("证书是给「{name}」的，代码 {code}。")
        again = self.tr("本机将作为原站点重装，原来的登记以后随回传包送回来。")
        told = words.format(name=one.name, code=one.code)
        self.compare.told.setText(told + again if one.reinstalled else told)
        self.digits.show_digits(one.digits)
        self.compare.show()
        self.digits.same.setFocus()
        self.ensureWidgetVisible(self.accept_button)

    def _accept(self) -> None:
        file, station = self._file, self.context.station
        if file is None or not self.digits.same.isChecked():
            return
        self.accept_button.setEnabled(False)
        self.context.tasks.run(lambda _progress: enrolling.accept(station, file), self._accepted, self.say, owner=self)

    def _accepted(self, one: Approval) -> None:
        self._drop()
        self.refresh()
        self.context.wishes.site_changed.emit()
        self.context.messages.say(self.tr("已入网，本站代码 {code}。可以交中心了").format(code=one.code))
        self.joined.emit()

    def _drop(self) -> None:
        self._file = None
        self.compare.hide()
        self.choose_button.setFocus()

    def _lay_out(self) -> None:
        self.state.column.addWidget(self.state_words)
        self.state.column.addWidget(self.state_digits)
        self.ask.add(self.ask_button)
        self.ask_done.hide()
        self.ask.column.addWidget(self.ask_done)
        self.choose.add(self.choose_button)
        self.compare.column.insertWidget(1, self.digits)
        self.compare.add(self.accept_button, self.differ_button)
        self.accept_button.setEnabled(False)
        self.finish(self.state, self.ask, self.choose, self.compare)

    def _connect(self) -> None:
        self.ask_button.clicked.connect(self._ask)
        self.choose_button.clicked.connect(self._choose)
        self.digits.compared.connect(self.accept_button.setEnabled)
        self.accept_button.clicked.connect(self._accept)
        self.differ_button.clicked.connect(self._refuse)

    def _refuse(self) -> None:
        self._drop()
        self.context.messages.say(self.tr("没有接受，什么也没有改。请告诉中心，重新做一次"))

    def _ask_words(self) -> str:
        return self.tr("写到优盘上，带到街道中心。申请里只有公开的内容，钥匙不离开这台电脑。")

    def _choose_words(self) -> str:
        return self.tr("中心批准后，优盘上会多一个证书文件。插回优盘，选它；这一步什么也不改。")
