"""What is still wrong with a form: said under the fields, counted at the foot, gone to one by one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from station_app.domain.forms import Problem, ReceptionForm
from station_app.ui.forms.fields import is_text
from station_app.ui.widgets.field import Field

Check = Callable[[ReceptionForm], list[Problem]]
Unread = Callable[[], list[Problem]]


class ProblemBoard(QObject):
    """Checks a field when it is left, all of them after a try to save.

    ``counted`` gives the names of what is wrong. ``fields`` are keyed by the path of ``Problem``; those of an opinion
    start with ``opinion.`` and stand for the one in front. ``unread`` tells what is typed in a field and has no place
    in the form; it stands before what the form lacks there.
    """

    counted = Signal(list)

    def __init__(self, read: Callable[[], ReceptionForm], check: Check, parent: QObject, unread: Unread = list) -> None:
        super().__init__(parent)
        self._read, self._check, self._unread = read, check, unread
        self._fields: dict[str, Field] = {}
        self._index = 0
        self._left: set[str] = set()
        self._all = self._quiet = False
        self._shown: set[str] = set()
        self.problems: list[Problem] = []

    def set_quiet(self, quiet: bool) -> None:
        """While another form or opinion is put in, the focus that jumps about means nothing."""
        self._quiet = quiet

    def watch(self, fields: dict[str, Field], prefix: str = "") -> None:
        """Take fields in; a field is checked when the focus leaves it."""
        for name, field in fields.items():
            path = prefix + name
            self._fields[path] = field
            field.left.connect(lambda own=path: self._field_left(own))

    def begin(self) -> None:
        """Another form: nothing has been left yet."""
        self._left.clear()
        self._all = False
        self.refresh()

    def set_front(self, index: int) -> None:
        """Name the opinion in front."""
        self._index = index
        self.refresh()

    def check_all(self) -> list[Problem]:
        """Show everything that is wrong and give it."""
        self._all = True
        self.refresh()
        return self.problems

    def refresh(self) -> None:
        """Check again what is to be checked; a gap shows only after a try to save."""
        form = self._read()
        self.problems = [one for one in self._found(form) if self._all or one.field in self._left]
        here = {self._own(one.field): one.sentence for one in self.problems}
        for path in self._shown - set(here):
            self._fields[path].clear_error()
        for path, sentence in here.items():
            if path in self._fields and self._fields[path].error() != sentence:
                self._fields[path].set_error(sentence)
        self._shown = set(here) & set(self._fields)
        self.counted.emit(self._names(form))

    def changed(self) -> None:
        """Something was chosen or typed: what was wrong with a choice may be mended; texts wait until they are left."""
        if self.problems and not is_text(QApplication.focusWidget()):
            self.refresh()

    def first(self) -> tuple[int | None, Field] | None:
        """The first problem's opinion (None: not one of an opinion) and field."""
        for one in self.problems:
            field = self._fields.get(_path_in_front(one.field))
            if field is not None:
                return opinion_index(one.field), field
        return None

    def go(self, field: Field) -> None:
        """Put the focus on a field."""
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found(self, form: ReceptionForm) -> list[Problem]:
        """All that is wrong in the order of the fields, one sentence for what cannot be read."""
        unread = self._unread()
        mended = {one.field for one in unread}
        found = [*unread, *(one for one in self._check(form) if one.field not in mended)]
        order = {path: place for place, path in enumerate(self._fields)}
        return sorted(found, key=lambda one: order.get(one.field, len(order)))

    def _own(self, path: str) -> str:
        index = opinion_index(path)
        return _path_in_front(path) if index in {None, self._index} else path

    def _field_left(self, path: str) -> None:
        if self._quiet:
            return
        form = self._read()
        full = path.replace("opinion.", f"opinions[{self._index}].", 1) if path.startswith("opinion.") else path
        if _has_something(form, full) or any(one.field == full for one in self._unread()):
            self._left.add(full)
        self.refresh()

    def _names(self, form: ReceptionForm) -> list[str]:
        several = len(form.opinions) > 1
        return [self._name(one, several) for one in self.problems]

    def _name(self, problem: Problem, several: bool) -> str:
        index = opinion_index(problem.field)
        if index is not None and several:
            return self.tr("意见 {number} {label}").format(number=index + 1, label=problem.label)
        field = self._fields.get(problem.field)
        return field.label if field is not None else problem.label


def opinion_index(path: str) -> int | None:
    """The number of the opinion in a path such as ``opinions[1].title``, None in others."""
    inside = path.startswith("opinions[")
    return int(path.removeprefix("opinions[").split("]", 1)[0]) if inside else None


def _path_in_front(path: str) -> str:
    return f"opinion.{path.split('].', 1)[1]}" if opinion_index(path) is not None else path


def _has_something(form: ReceptionForm, path: str) -> bool:
    """Whether a field holds anything, so that leaving it may be judged."""
    value: object = form
    index = opinion_index(path)
    if index is not None:
        value, path = form.opinions[index], path.split("].", 1)[1]
    for name in path.split("."):
        value = getattr(value, name, None)
    return bool(value)
