"""The steps of 站内办理 as new versions of its record; which step is allowed when says domain.moves."""

from dataclasses import replace

from station_app.domain.forms import LocalWork
from station_app.domain.records import Answer, LocalHandling, Reopening
from station_app.domain.status import Facets, answers_given


def opened(local: LocalHandling | None, work: LocalWork, number: str, on: str) -> LocalHandling:
    """Taken in hand on the ISO day ``on``; a matter taken in hand before keeps its number and answers."""
    before = local or LocalHandling()
    return changed(replace(before, number=before.number or number, opened_on=on, passed_on=None), work)


def changed(local: LocalHandling, work: LocalWork) -> LocalHandling:
    """The same with another unit, due day, meeting, whistle or plan."""
    return replace(
        local, unit=work.unit, due_on=work.due_on, meeting_at=work.meeting_at, whistle=work.whistle, plan=work.plan
    )


def work_in(local: LocalHandling | None) -> LocalWork:
    """What can be changed of the work in hand."""
    if local is None:
        return LocalWork()
    return LocalWork(
        unit=local.unit, due_on=local.due_on, meeting_at=local.meeting_at, whistle=local.whistle, plan=local.plan
    )


def answered(local: LocalHandling, answer: Answer) -> LocalHandling:
    """One answer more."""
    return replace(local, answers=(*local.answers, answer))


def passed_on(local: LocalHandling, on: str) -> LocalHandling:
    """Handed on to the centre."""
    return replace(local, passed_on=on)


def archived(local: LocalHandling | None, on: str) -> LocalHandling:
    """Filed away."""
    return replace(local or LocalHandling(), archived_on=on)


def reopened(facets: Facets, on: str, by: str, reason: str) -> LocalHandling:
    """Taken up again, and out of the archive."""
    local = facets.local or LocalHandling()
    again = Reopening(on=on, by=by, reason=reason, answers=answers_given(facets))
    return replace(local, archived_on=None, reopenings=(*local.reopenings, again))
