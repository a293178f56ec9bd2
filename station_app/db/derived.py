"""What the database derives from the rules of the domain: the status of a row, and the index over it."""

from station_app.domain.enums import Status
from station_app.domain.status import STATUS_RULES


def status_sql(table: str = "opinion") -> str:
    """An SQL expression with the state of a row, as if nothing had been sent: 待研判 shows as 已登记."""
    cases = " ".join(f'WHEN "{table}"."{name}" THEN \'{state.value}\'' for name, state in STATUS_RULES)
    return f"CASE {cases} ELSE '{Status.RECORDED.value}' END"
