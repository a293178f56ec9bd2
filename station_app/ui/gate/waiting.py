"""Work that has to end before anything else can be shown."""

from station_app.ui.gate.parts import GatePage, words
from station_app.ui.widgets.notes import ProgressBar


class WaitingPage(GatePage):
    """One sentence and a bar."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.words = words(sentence, "lead", wrap=True)
        self.bar = ProgressBar()
        self.card.column.addWidget(self.words)
        self.card.column.addWidget(self.bar)
        self.bar.hide()

    def show_progress(self, done: int, total: int, _text: str = "") -> None:
        """Fill the bar."""
        self.bar.show()
        self.bar.set_share(done / total if total else 0.0)
