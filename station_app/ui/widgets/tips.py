"""Tool tips of what people wrote: Qt takes for markup what looks like it, and would open a picture's file."""

from html import escape


def plain_tip(text: str | None) -> str:
    """The text for a tool tip, so that it is shown as it was written."""
    if not text or "<" not in text:
        return text or ""
    return f'<span style="white-space:pre-wrap">{escape(text)}</span>'
