"""Long text with the places that a search has met."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from station_app.ui.look import look
from station_app.ui.widgets.labels import Text

Span = tuple[int, int]


class HitText(Text):
    """Wrapped text, ``hits`` ([start, end) places) on the colour of hits; what looks like markup stays as written.

    The text can be marked and copied with the mouse.
    """

    def __init__(self, kind: str = "body", tone: str = "text", *, line: int = 24) -> None:
        super().__init__("", kind, tone, wrap=True)
        self._words, self._hits, self._line = "", tuple[Span, ...](), line
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self._write)

    def set_words(self, words: str, hits: Sequence[Span] = ()) -> None:
        """Show a text."""
        self._words, self._hits = words, tuple(hits)
        self.setAccessibleName(words)
        self._write()

    def words(self) -> str:
        """Return the text as it was given."""
        return self._words

    def hits(self) -> tuple[Span, ...]:
        """Return the marked places."""
        return self._hits

    def _write(self) -> None:
        parts, at = [], 0
        ground = look().color("hit").name()
        for start, end in self._hits:
            parts.append(_markup(self._words[at:start]))
            parts.append(f'<span style="background-color:{ground}">{_markup(self._words[start:end])}</span>')
            at = end
        parts.append(_markup(self._words[at:]))
        style = f"white-space:pre-wrap; line-height:{look().px(self._line)}px"
        self.setText(f'<p style="margin:0; {style}">{"".join(parts)}</p>')


def _markup(words: str) -> str:
    return escape(words).replace("\n", "<br>")
