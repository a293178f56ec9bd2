"""The time limits that due days are proposed by: the centre's, for all stations; until it sent any, the usual ones."""

from datetime import date, timedelta

from station_app.db.network_models import Limits as LimitsTable
from station_app.db.rows import first_row, to_record
from station_app.domain.centre_moves import CLERKS
from station_app.domain.network_records import LIMITS_UID, Limits
from station_app.errors import StationError
from station_app.services.saving import saving
from station_app.services.station import Station

MOST_DAYS = 366


def limits(station: Station) -> Limits:
    """The limits in use here."""
    row = first_row(LimitsTable.select().where(LimitsTable.uid == LIMITS_UID), station.db)
    return Limits() if row is None else to_record(Limits, row)


def change_limits(station: Station, after: Limits) -> None:
    """Set the limits for all, each 1 to 366 days; clerks of the centre only. Raises StationError."""
    station.require_centre(*CLERKS)
    for days in (after.hand_over_days, after.answer_days, after.return_days):
        if not 1 <= days <= MOST_DAYS:
            raise StationError(f"期限要在 1 到 {MOST_DAYS} 天之间", f"现在填的是 {days} 天。")
    if after != limits(station):
        with saving(station) as log:
            log.put(LIMITS_UID, "limits", after, station.author)


def answer_due(station: Station) -> date:
    """The day proposed for an answer to what is taken in hand today."""
    return station.clock.today() + timedelta(days=limits(station).answer_days)
