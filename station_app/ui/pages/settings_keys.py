"""口令与恢复单: another passphrase, and another recovery sheet once it is printed or saved."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from station_app.services.about import inside_data
from station_app.services.recover import adopt_sheet
from station_app.services.sign_in import change_passphrase, sign_ins
from station_app.ui.context import PageContext
from station_app.ui.gate.key_steps import SheetStep
from station_app.ui.gate.passphrase import NewPassphrase
from station_app.ui.gate.sheet_paper import SheetFacts
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet

_LABEL = 96


class KeysSection(Section):
    """Two sheets, each with its verb; under them the form that was asked for."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.change_button = KeyCapButton(self.tr("换口令…"))
        self.sheet_button = KeyCapButton(self.tr("做一张新的恢复单…"))
        self.form_sheet = FormSheet()
        told = self.tr("打开程序用的口令，换的是自己的那一个。换了以后，旧口令马上失效；以前的备份仍用当时的口令打开。")
        self.column.addWidget(_sheet(self.tr("口令"), told, self.change_button))
        told = self.tr("忘了口令时靠它。恢复单丢了、被人看过，就做一张新的：新的生效后，旧的那张马上作废。")
        self.column.addWidget(_sheet(self.tr("恢复单"), told, self.sheet_button))
        self.column.addWidget(self.form_sheet)
        self.column.addStretch(1)
        self.change_button.clicked.connect(lambda: self._open(PassphraseForm(self.context)))
        self.sheet_button.clicked.connect(lambda: self._open(NewSheetForm(self.context)))

    def refresh(self) -> None:
        """Only the head may make a new sheet, and only who has a passphrase may change it."""
        own = any(one.number for one in sign_ins(self.context.station) if one.known.uid == self.context.station.author)
        self.change_button.setEnabled(own)
        self.change_button.setToolTip(
            "" if own else self.tr("您还没有自己的口令，请{head}在「人员」里设一个").format(head=self.head_word())
        )
        usable = self.is_head()
        self.sheet_button.setEnabled(usable)
        self.sheet_button.setToolTip("" if usable else self.tr("由{head}来做").format(head=self.head_word()))
        told = self.tr("恢复单由{head}来换。请{head}坐到电脑前，在右下角换人后再做。")
        self.note.set_text(told.format(head=self.head_word()), "plain")
        self.note.setVisible(not usable)

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def _open(self, form: PaneForm) -> None:
        if not self.form_sheet.may_leave():
            form.deleteLater()
            return
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.first().setFocus()
        self.bring(form.submit)

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.change_button.setFocus()


class PassphraseForm(PaneForm):
    """The old passphrase, and the new one twice."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, self.tr("换口令"), self.tr("换成新口令"))
        self.old = LineEdit()
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self._old_field = Field(self.tr("现在的口令"), self.old, required=True, label_width=_LABEL)
        self.new = NewPassphrase()
        self.add((self._old_field, self.new))

    def check(self) -> Field | None:
        """All three are needed."""
        wrong = self.new.wrong()
        return first_of(need(self._old_field, self.tr("请输入现在的口令"), when=not self.old.text()), *wrong[:1])

    def work(self) -> tuple[Work, str]:
        """Change it."""
        return partial(change_passphrase, old=self.old.text(), new=self.new.text()), self.tr(
            "口令已换，下次打开用新口令"
        )


class NewSheetForm(PaneForm):
    """The new sheet, valid only after it is on paper or on a stick."""

    def __init__(self, context: PageContext) -> None:
        verb = self.tr("启用新恢复单，旧的作废")
        super().__init__(context, self.tr("做一张新的恢复单"), verb, key="Ctrl+Enter")
        self.step = SheetStep(self._facts, lambda file: inside_data(context.station, file))
        self.add((self.step,))

    def check(self) -> QWidget | None:
        """It must be kept first."""
        if not self.step.wrong():
            return None
        return self.step.kept if self.step.kept.isEnabled() else self.step.print_button

    def work(self) -> tuple[Work, str]:
        """Make it the only valid one."""
        return partial(adopt_sheet, sheet=self.step.key), self.tr("新恢复单已启用，旧的那张请销毁")

    def first(self) -> QWidget:
        """Begin with printing."""
        return self.step.print_button

    def _facts(self, key: str) -> SheetFacts:
        station = self.context.station
        return SheetFacts(station.identity.name, station.clock.today().isoformat(), key)


def _sheet(title: str, told: str, button: KeyCapButton) -> Sheet:
    sheet = Sheet(title)
    sheet.column.addWidget(Text(told, "body", "text2", wrap=True))
    sheet.column.addWidget(button)
    return sheet
