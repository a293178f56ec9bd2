"""The recovery sheet and the centre's offline key as they are printed."""

from datetime import date, datetime, time


def recovery_sheet_pdf(site: str, day: str, key: str) -> bytes:
    """One A4 page: whose it is, the ISO day, the key in groups and as a QR. The same bytes for the same three."""
    from station_app.reports.records import RecoverySheet
    from station_app.reports.recovery_sheet import print_recovery_sheet

    on, made = _day(day)
    return print_recovery_sheet(RecoverySheet(site=site, day=on, key=key), made).data


def offline_key_pdf(site: str, day: str, key: str) -> bytes:
    """The same for the centre's offline key, an age secret key."""
    from station_app.reports.records import RecoverySheet
    from station_app.reports.recovery_sheet import print_offline_key

    on, made = _day(day)
    return print_offline_key(RecoverySheet(site=site, day=on, key=key), made).data


def _day(day: str) -> tuple[date, datetime]:
    on = date.fromisoformat(day)
    return on, datetime.combine(on, time()).astimezone()
