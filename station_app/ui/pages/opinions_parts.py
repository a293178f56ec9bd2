"""The parts of a correction: one control for each field of the form, and what stood there in words."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from station_app.domain.forms import ReceptionForm
from station_app.ui.forms.fields import ControlRow
from station_app.ui.widgets.choices import CheckBox, ComboBox
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.token_field import TokenField
from station_app.ui.widgets.token_popup import Candidate

NOTHING = "（空）"
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")

Options = Sequence[tuple[object, str]]


@dataclass(frozen=True)
class Part:
    """One field: ``path`` as in ``Problem.field``, ``words`` tells a value, ``changed`` follows the person."""

    path: str
    label: str
    control: QWidget
    read: Callable[[], Any]
    write: Callable[[Any], object]
    words: Callable[[Any], str]
    changed: SignalInstance


def line(path: str, label: str) -> Part:
    """One line of text."""
    edit = LineEdit()
    return Part(path, label, edit, edit.text, edit.setText, plain_words, edit.textChanged)


def number(path: str, label: str) -> Part:
    """A whole number; what is no number counts as 0, which the check refuses."""
    edit = LineEdit()
    return Part(
        path,
        label,
        edit,
        lambda: int(edit.text()) if edit.text().strip().isdecimal() else 0,
        lambda value: edit.setText(str(value)),
        plain_words,
        edit.textChanged,
    )


def area(path: str, label: str) -> Part:
    """Long text."""
    edit = TextArea()
    return Part(path, label, edit, edit.text, edit.set_text, plain_words, edit.changed)


def choice(path: str, label: str, options: Options) -> Part:
    """One of several values."""
    box = ComboBox(options)
    return Part(path, label, box, lambda: _chosen(box, options), box.set_value, plain_words, box.value_changed)


def named_choice(path: str, label: str, options: Options) -> Part:
    """One of several values that are told by their labels."""
    box, labels = ComboBox(options), dict(options)
    return Part(path, label, box, box.value, box.set_value, lambda value: labels.get(value, NOTHING), box.value_changed)


def tick(path: str, label: str, words: str) -> Part:
    """Yes or no."""
    box = CheckBox(words)
    row = ControlRow(box)
    row.row.addStretch(1)
    told = {True: words, False: "—"}
    return Part(path, label, row, box.isChecked, box.setChecked, told.__getitem__, box.toggled)


def moment(path: str, label: str, now: Callable[[], datetime], *, with_time: bool) -> Part:
    """A day, or day and time, as ISO text; what cannot be read stays as typed, which the check refuses."""
    field = DateTimeField(now, with_time=with_time)

    def read() -> str:
        value = field.value()
        if isinstance(value, datetime):
            return value.isoformat(timespec="minutes")
        return value.isoformat() if value is not None else field.text()

    def write(value: str) -> None:
        field.set_value(datetime.fromisoformat(value) if with_time else date.fromisoformat(value[:10]))

    return Part(path, label, field, read, write, lambda value: str(value).replace("T", " "), field.changed)


def tokens(
    path: str,
    label: str,
    matcher: Callable[[str], Sequence[Candidate]],
    known: Callable[[Sequence[str]], list[Candidate]],
) -> Part:
    """Several people by uid; ``known`` gives their chips."""
    field = TokenField(matcher)

    def words(uids: Sequence[str]) -> str:
        return "、".join(one.label for one in known(uids)) or NOTHING

    return Part(
        path,
        label,
        field,
        lambda: tuple(str(value) for value in field.values()),
        lambda uids: field.set_tokens(known(uids)),
        words,
        field.changed,
    )


def plain_words(value: object) -> str:
    """Tell a value; nothing is told as （空）."""
    return str(value) if value not in (None, "", ()) else NOTHING


def _chosen(box: ComboBox, options: Options) -> object:
    """The value as it was given: Qt hands back a plain text for a word of a list."""
    return next((value for value, _label in options if value == box.value()), None)


def value_at(form: ReceptionForm, path: str) -> Any:
    """Return the value of a field such as ``opinions[0].title``."""
    value: Any = form
    for name, place in _steps(path):
        value = getattr(value, name)
        value = value[int(place)] if place else value
    return value


def form_with(form: ReceptionForm, values: Iterable[tuple[str, Any]]) -> ReceptionForm:
    """Return the form with values laid over it by their paths."""
    for path, value in values:
        form = _put(form, _steps(path), value)
    return form


def _put(record: Any, steps: list[tuple[str, str]], value: Any) -> Any:
    (name, place), *rest = steps
    if not rest:
        return replace(record, **{name: value})
    inner = getattr(record, name)
    if not place:
        return replace(record, **{name: _put(inner, rest, value)})
    items = list(inner)
    items[int(place)] = _put(items[int(place)], rest, value)
    return replace(record, **{name: tuple(items)})


def _steps(path: str) -> list[tuple[str, str]]:
    return _STEP.findall(path)
