"""What the lists of the settings share: a table of what is kept, and under it the form of what was entered."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class ListSection(Section):
    """A sheet with a table and verbs in its head; ``ended`` also lists what is no longer in use.

    A section says in ``columns`` what the table shows, in ``refresh`` what is in it, and in ``form`` what is opened.
    """

    def __init__(self, context: PageContext, title: str, told: str, add: str, *, most: int = 9) -> None:
        super().__init__(context)
        self.add_button = KeyCapButton(add, key="Insert", size="row", icon="plus")
        self.ended = CheckBox(self.tr("也列出停用的"))
        self.table = RowTable(self.columns(), title, most=most)
        self.form_sheet = FormSheet()
        self.sheet = Sheet(title, told, padded=False)
        self.arrange()
        self.column.addWidget(self.sheet)
        self.column.addWidget(self.form_sheet)
        self.column.addStretch(1)
        self.add_button.clicked.connect(lambda: self.enter(None))
        self.ended.toggled.connect(self.refresh)
        self.table.opened.connect(self.enter)

    def columns(self) -> Sequence[Column]:
        """Return the columns of the table."""
        raise NotImplementedError

    def form(self, known: Any) -> PaneForm:
        """Return the form of a row, or of something new (None)."""
        raise NotImplementedError

    def may_enter(self) -> bool:
        """Say whether the person at the desk may open a form."""
        return True

    def arrange(self) -> None:
        """Fill the sheet: what stands in its head, the table, and what stands below."""
        for widget in (self.ended, self.add_button):
            self.sheet.add_to_head(widget)
        self.sheet.column.addWidget(self.table)

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def enter(self, known: Any) -> None:
        """Open the form of a row, or of something new."""
        if self.may_enter() and self.form_sheet.may_leave():
            self.show_form(self.form(known))

    def open(self, form: PaneForm) -> None:
        """Open a form, unless something typed in the one before is kept."""
        if self.form_sheet.may_leave():
            self.show_form(form)
        else:
            form.deleteLater()

    def show_form(self, form: PaneForm) -> None:
        """Put a form in the place of the one before, and begin with its first field."""
        self.form_sheet.open(form)
        form.saved.connect(self.saved)
        form.first().setFocus()
        self.bring(form.submit)
        self.bring(form.first())  # a long form begins where the typing does

    def saved(self, sentence: str) -> None:
        """Tell what was saved and go back to the table."""
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.refresh()
        self.table.setFocus()

    def allow(self, *buttons: KeyCapButton, told: str) -> None:
        """Let only the head press these; ``told`` says whom to ask, with a place for ``{head}``."""
        usable = self.tell_if_not_head()
        for button in buttons:
            button.setEnabled(usable)
            button.setToolTip("" if usable else told.format(head=self.head_word()))


class KeptForm(PaneForm):
    """Something new, or what is known of one under ``name``; ``new`` is the title of something new."""

    def __init__(self, context: PageContext, name: str, new: str) -> None:
        title = self.tr("改「{name}」").format(name=name) if name else new
        super().__init__(context, title, self.tr("保存") if name else self.tr("添加"))

    def add_state(self, *, active: bool, told: str, on: str = "") -> Segmented:
        """Let what is known be retired or taken back; ``told`` says what becomes of what is there."""
        state = Segmented([(True, on or self.tr("在用")), (False, self.tr("停用"))], active)
        state.changed.connect(self.touch)
        self.add((Field(self.tr("状态"), state), Text(told, "caption", "text2", wrap=True)))
        return state

    def first(self) -> QWidget:
        """Begin in the first field's control."""
        return self.fields[0].control
