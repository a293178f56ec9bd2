"""What is still wrong with an opening: said under the fields of the strip and of the slip in front, and gone to."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from station_app.domain.forms import Problem
from station_app.domain.opening_checks import slip_problems
from station_app.domain.opening_forms import OpeningForm, SlipState
from station_app.ui.pages.opening_sheets import OpeningSheets
from station_app.ui.widgets.field import Field

Check = Callable[[OpeningForm], list[Problem]]


class OpeningBoard(QObject):
    """A field that holds something is checked when it is left; all are before the slip or the opening is saved."""

    def __init__(self, sheets: OpeningSheets, check: Check, parent: QObject) -> None:
        super().__init__(parent)
        self._sheets, self._check = sheets, check
        for name, field in sheets.strip.fields.items():
            field.left.connect(lambda own=name: self._head_left(own))
        sheets.transcript.fields["contact.phone"].left.connect(self._phone_left)

    def slip_is_right(self) -> bool:
        """Check the slip in front; when something is wrong, say it and go to the first."""
        slip = self._sheets.slips()[self._sheets.front]
        if slip.state is SlipState.UNTOUCHED:
            self._sheets.go_on()
            return False
        found = self._of_front(list(slip_problems(slip, self._sheets.front)))
        self._show(self._sheets.transcript.fields, found)
        return not found or self._go(self._sheets.transcript.fields, found)

    def head_is_right(self) -> bool:
        """Check the strip; when something is wrong, say it and go to the first."""
        found = self._of_head()
        self._show(self._sheets.strip.fields, found)
        return not found or self._go(self._sheets.strip.fields, found)

    def wrong_slip(self) -> int | None:
        """The first slip with something wrong in it."""
        for index, slip in enumerate(self._sheets.slips()):
            if any(slip_problems(slip, index)):
                return index
        return None

    def clear(self) -> None:
        """Another form: nothing is wrong yet."""
        for field in (*self._sheets.strip.fields.values(), *self._sheets.transcript.fields.values()):
            field.clear_error()

    def _of_head(self) -> dict[str, str]:
        found = self._check(self._sheets.read())
        return {one.field: one.sentence for one in found if one.field in self._sheets.strip.fields}

    def _of_front(self, found: list[Problem]) -> dict[str, str]:
        return {one.field.split("].", 1)[1]: one.sentence for one in found}

    def _head_left(self, name: str) -> None:
        form, field = self._sheets.read(), self._sheets.strip.fields[name]
        held = getattr(form, name, None) not in {None, ""}
        field.set_error(self._of_head().get(name, "") if held else "")

    def _phone_left(self) -> None:
        slip = self._sheets.slips()[self._sheets.front]
        found = self._of_front(list(slip_problems(slip, self._sheets.front)))
        self._sheets.transcript.fields["contact.phone"].set_error(found.get("contact.phone", ""))

    def _show(self, fields: dict[str, Field], found: dict[str, str]) -> None:
        for name, field in fields.items():
            if field.error() != found.get(name, ""):
                field.set_error(found.get(name, ""))

    def _go(self, fields: dict[str, Field], found: dict[str, str]) -> bool:
        field = next(field for name, field in fields.items() if name in found)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return False
