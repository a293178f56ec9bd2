"""Half-typed forms: kept within seconds, offered again to their author, and never saved twice.

A draft's id becomes the uid of the reception it is saved as. So a draft left behind by a crash between the two is known
for what it is: already saved.
"""

from dataclasses import dataclass

from station_app.domain.forms import ReceptionForm
from station_app.services.recording import Saved
from station_app.services.station import Station

RECEPTION = "reception"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft as the home page lists it: ``label`` such as 「吴桂珍　地下车库照明灯不亮」, times ISO, ``author`` a uid."""

    id: str
    label: str
    author: str | None
    started_at: str
    updated_at: str


def new_draft_id() -> str:
    """An id for a form that has just been opened; nothing is written yet."""
    raise NotImplementedError


def save_draft(station: Station, draft_id: str, form: ReceptionForm) -> str:
    """Keep the form as it stands, durably, whatever is typed in it; gives the ISO time it was kept at. From any thread."""
    raise NotImplementedError


def drafts(station: Station) -> tuple[DraftLine, ...]:
    """The drafts of the person at the desk and those without an author, the latest first; saved ones are not among them."""
    raise NotImplementedError


def load_draft(station: Station, draft_id: str) -> ReceptionForm:
    """The form as it was kept; raises StationError when there is none."""
    raise NotImplementedError


def discard_draft(station: Station, draft_id: str) -> None:
    """Remove a draft; no error when there is none."""
    raise NotImplementedError


def save_from_draft(station: Station, draft_id: str, form: ReceptionForm, future_agreed: bool = False) -> Saved:
    """Save the form as a reception and then remove its draft (worker thread). Raises StationError, and the draft stays."""
    raise NotImplementedError
