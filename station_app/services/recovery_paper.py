"""The recovery sheet as it is printed."""

from datetime import date, datetime, time


def recovery_sheet_pdf(site: str, day: str, key: str) -> bytes:
    """One A4 page: whose it is, the ISO day, the key in groups and as a QR. The same bytes for the same three."""
    from station_app.reports.records import RecoverySheet
    from station_app.reports.recovery_sheet import print_recovery_sheet

    on = date.fromisoformat(day)
    made = datetime.combine(on, time()).astimezone()
    return print_recovery_sheet(RecoverySheet(site=site, day=on, key=key), made).data
