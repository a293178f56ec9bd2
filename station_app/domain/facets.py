"""The table of streams and facets: which group of fields is written by whom (the protocol's "Streams and facets")."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from station_app.domain import network_records, records


class StreamKind(StrEnum):
    """Writers and readers of a stream."""

    STATION = "S:k"
    TO_STATION = "C:k"
    TO_ALL = "C:*"
    CENTRE_ONLY = "C:0"


@dataclass(frozen=True, slots=True)
class FacetSpec:
    """One group of fields: its name, its stream, and the record it is read into (None: only stored and passed on)."""

    name: str
    stream: StreamKind
    record: type[Any] | None = None

    @property
    def subject(self) -> str:
        """The kind of record, e.g. ``opinion`` of ``opinion.intake``."""
        return self.name.partition(".")[0]


_SPECS = (
    FacetSpec("contact.person", StreamKind.STATION, records.Contact),
    FacetSpec("reception", StreamKind.STATION, records.Reception),
    FacetSpec("box", StreamKind.STATION, records.Box),
    FacetSpec("box_opening", StreamKind.STATION, records.BoxOpening),
    FacetSpec("reception_day", StreamKind.STATION, records.ReceptionDay),
    FacetSpec("person", StreamKind.STATION, records.Person),
    FacetSpec("deputy.provisional", StreamKind.STATION, records.Deputy),
    FacetSpec("site.own", StreamKind.STATION, records.SiteOwn),
    FacetSpec("serial_gap", StreamKind.STATION, records.SerialGap),
    FacetSpec("ledger_import", StreamKind.STATION, records.LedgerImport),
    FacetSpec("opinion.intake", StreamKind.STATION, records.Intake),
    FacetSpec("opinion.local", StreamKind.STATION, records.LocalHandling),
    FacetSpec("opinion.feedback", StreamKind.STATION, records.Feedback),
    FacetSpec("opinion.handling", StreamKind.TO_STATION, records.Handling),
    FacetSpec("opinion.reply", StreamKind.TO_STATION, records.Reply),
    FacetSpec("opinion.request", StreamKind.TO_STATION, network_records.Request),
    FacetSpec("site", StreamKind.TO_ALL, network_records.Site),
    FacetSpec("deputy", StreamKind.TO_ALL, records.Deputy),
    FacetSpec("unit", StreamKind.TO_ALL, network_records.Unit),
    FacetSpec("code_list", StreamKind.TO_ALL, network_records.CodeList),
    FacetSpec("calendar", StreamKind.TO_ALL, network_records.Calendar),
    FacetSpec("point_rules", StreamKind.TO_ALL),
    FacetSpec("limits", StreamKind.TO_ALL, network_records.Limits),
    FacetSpec("case", StreamKind.CENTRE_ONLY, network_records.Case),
    FacetSpec("whistle", StreamKind.CENTRE_ONLY),
    FacetSpec("director_day", StreamKind.CENTRE_ONLY),
    FacetSpec("supervision", StreamKind.CENTRE_ONLY),
    FacetSpec("commitment", StreamKind.CENTRE_ONLY),
    FacetSpec("note", StreamKind.CENTRE_ONLY),
    FacetSpec("event", StreamKind.CENTRE_ONLY),
    FacetSpec("study", StreamKind.CENTRE_ONLY),
    FacetSpec("forward", StreamKind.CENTRE_ONLY),
    FacetSpec("article", StreamKind.CENTRE_ONLY),
    FacetSpec("duty", StreamKind.CENTRE_ONLY),
    FacetSpec("reminder_letter", StreamKind.CENTRE_ONLY),
)

# Changes with the op "erase", of the station or of the centre: the data of a contact, versions with certain words.
ERASE_CONTACT, ERASE_VERSIONS = "erase.contact", "erase.versions"
FACETS: dict[str, FacetSpec] = {spec.name: spec for spec in _SPECS}
SCHEMA = 1


def stream_name(facet: str, site: str) -> str:
    """The stream a facet of the site ``site`` (its uid) is written to, e.g. ``S:9f…``."""
    kind = FACETS[facet].stream
    return kind.value.replace("k", site) if kind in {StreamKind.STATION, StreamKind.TO_STATION} else kind.value


def site_of(stream: str) -> str:
    """The uid of the site whose rows a stream makes: ``k`` of ``S:k`` and ``C:k``, "" for what the centre keeps."""
    writer, _, site = stream.partition(":")
    return site if writer == "S" or site not in {"*", "0"} else ""
