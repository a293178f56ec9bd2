"""What the reception came to, as three radio buttons of which none is chosen at first."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.enums import Outcome
from station_app.ui.widgets.choices import RadioButton


class OutcomeChoice(QWidget):
    """One Tab stop; ``changed`` follows the person's choice, digits choose by place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {outcome: RadioButton(_words(outcome)) for outcome in Outcome}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for button in self.buttons.values():
            column.addWidget(button)
            button.clicked.connect(self._clicked)
        self._told: Outcome | None = None
        self.set_value(None)

    def value(self) -> Outcome | None:
        """Return the chosen outcome; None when none is chosen."""
        return next((outcome for outcome, button in self.buttons.items() if button.isChecked()), None)

    def set_value(self, value: Outcome | None) -> None:
        """Choose without a signal; None chooses none."""
        for button in self.buttons.values():
            button.setAutoExclusive(False)
            button.setChecked(False)
        for outcome, button in self.buttons.items():
            button.setChecked(outcome is value)
        for button in self.buttons.values():
            button.setAutoExclusive(True)
        self._told = value
        self._set_tab_stop()

    def choose_place(self, place: int) -> None:
        """Choose by place from 1, as the person would; a place outside is ignored."""
        buttons = list(self.buttons.values())
        if 1 <= place <= len(buttons):
            buttons[place - 1].setFocus(Qt.FocusReason.OtherFocusReason)
            buttons[place - 1].click()

    def set_invalid(self, invalid: bool) -> None:
        """Nothing to draw: the error line says it."""

    def _clicked(self) -> None:
        self._set_tab_stop()
        if self.value() is not self._told:
            self._told = self.value()
            self.changed.emit()

    def _set_tab_stop(self) -> None:
        buttons = list(self.buttons.values())
        stop = next((button for button in buttons if button.isChecked()), buttons[0])
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)


def _words(outcome: Outcome) -> str:
    if outcome is Outcome.REFUSED:
        return QCoreApplication.translate("OutcomeChoice", "不予受理，作引导")
    return outcome.value
