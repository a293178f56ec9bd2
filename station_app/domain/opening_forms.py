"""What is filled in when an opinion box is opened: plain values, so that a half-typed form can be kept as a draft."""

from dataclasses import dataclass, field
from enum import StrEnum

from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import OpinionForm
from station_app.domain.records import Contact

BOX_CHANNEL = "民意收集箱"
MAX_SLIPS = 500


class SlipState(StrEnum):
    """How far the transcription of a slip has come."""

    UNTOUCHED = "未录"
    BEGUN = "没有录完"
    TRANSCRIBED = "已录"
    INVALID = "无效"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipForm:
    """One slip as typed; ``invalid`` says that it is no opinion.

    ``turned`` (degrees, clockwise) and ``percent`` (0: fitted) say how its picture is looked at.
    """

    opinion: OpinionForm = field(default_factory=lambda: OpinionForm(outcome=Outcome.FILED))
    contact: Contact = field(default_factory=lambda: Contact(kind=ContactKind.ANONYMOUS))
    invalid: bool = False
    reason: str = ""
    turned: int = 0
    percent: int = 0

    @property
    def state(self) -> SlipState:
        """Transcribed as soon as it has words, title and topic; a picture alone is no beginning."""
        opinion, contact = self.opinion, self.contact
        if self.invalid:
            return SlipState.INVALID
        needed = (opinion.content.strip(), opinion.title.strip(), opinion.topic)
        if all(needed):
            return SlipState.TRANSCRIBED
        given = (*needed, contact.name.strip(), contact.phone.strip(), contact.address.strip())
        return SlipState.BEGUN if any(given) else SlipState.UNTOUCHED


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningForm:
    """One opening as typed.

    ``opened_at`` is ``YYYY-MM-DDTHH:MM`` local, ``box`` and people are uids; ``seal_intact`` and ``slips_found`` are
    None until they are told. Slips that nobody has touched yet may stand in ``slips`` or be left out.
    """

    box: str = ""
    opened_at: str = ""
    opener: str = ""
    witness: str = ""
    seal_intact: bool | None = None
    seal_before: str = ""
    seal_after: str = ""
    slips_found: int | None = None
    slips: tuple[SlipForm, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SlipCount:
    """How the slips of an opening add up: ``found`` in the box against what was done with them."""

    found: int
    transcribed: int
    invalid: int

    @property
    def missing(self) -> int:
        """Slips still to be typed; below zero: more are typed than were in the box."""
        return self.found - self.transcribed - self.invalid


def count_slips(form: OpeningForm) -> SlipCount:
    """Add up the slips of a form; nothing told yet counts as none found."""
    states = [slip.state for slip in form.slips]
    return SlipCount(form.slips_found or 0, states.count(SlipState.TRANSCRIBED), states.count(SlipState.INVALID))
