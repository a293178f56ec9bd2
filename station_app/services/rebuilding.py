"""Making the tables again from the log: the same rows in all columns but the integer id."""

from station_app.db import search
from station_app.db.connection import write_transaction
from station_app.db.faults import Damaged
from station_app.domain.moves import HEADS
from station_app.journal.log import count_changes
from station_app.journal.rebuild import rebuild_tables
from station_app.journal.replay import Unreadable
from station_app.services.checking import CheckResult, check
from station_app.services.pace import Pace, Unseen, step
from station_app.services.station import Station


def rebuild(station: Station, pace: Pace | None = None) -> CheckResult:
    """Make all synced tables and the search index again from the log, in one transaction, and check the whole.

    Heads only. Raises Damaged when the log itself cannot be read, Cancelled or StorageProblem, and changes nothing.
    """
    station.require(*HEADS)
    pace = pace or Unseen()
    total = count_changes(station.db)
    try:
        with write_transaction(station.db):
            rebuild_tables(station.db, lambda done: step(pace, min(done, total), total, "正在重建各表"))
            step(pace, total, total, "正在重建检索")
            search.rebuild(station.db)
    except Unreadable as error:
        raise Damaged(f"变更记录里 {error} 的内容读不出来，没有重建", "请用最近的备份恢复；数据没有改动。") from error
    station.refresh_identity()
    return check(station, pace)
