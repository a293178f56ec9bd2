"""Runs the numbered migrations: each in one transaction with its checks, so that it happens whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import peewee
from playhouse.migrations import Migration, Runner

from station_app.db.connection import StationDatabase, storage_faults
from station_app.db.faults import Damaged
from station_app.db.integrity import dangling_problems, loose_tables, quick_problems
from station_app.errors import StationError

HERE = Path(__file__).parent
STATION_SCRIPTS = HERE / "migrations"
DRAFT_SCRIPTS = HERE / "draft_migrations"
_HISTORY = "schema_migration"


class NewerDatabase(StationError):
    """The database was written by a later version of the program."""


def pending(db: StationDatabase, scripts: Path) -> list[str]:
    """The names of migrations still to run, in order; raises NewerDatabase when the database knows one that we lack."""
    with storage_faults():
        states = _Runner(db, scripts).status()
    unknown = [state.name for state in states if state.path is None]
    if unknown:
        raise NewerDatabase("数据是更新版本的程序写的", "请安装最新版本的程序再打开；数据没有改动。")
    return [state.name for state in states if state.applied is None]


def migrate(db: StationDatabase, scripts: Path, before: Callable[[], None] | None = None) -> list[str]:
    """Bring the database up to date and give the names that ran; ``before`` (a verified backup) runs first if any will.

    A failure leaves the last whole state and is raised: StorageProblem for the disk, Damaged for a broken database,
    anything else is a fault of the script.
    """
    waiting = pending(db, scripts)
    if waiting and before is not None:
        before()
    if waiting:
        with storage_faults():
            _Runner(db, scripts).up()
    return waiting


class _Runner(Runner):  # type: ignore[misc]  # peewee has no types
    """playhouse's runner with a STRICT history table, checks before each commit, and folders with any name."""

    def __init__(self, db: StationDatabase, scripts: Path) -> None:
        super().__init__(db, str(scripts), _HISTORY)

    def migrations(self) -> list[Migration]:
        """The scripts in the folder; none at all is a broken installation, not an up-to-date database."""
        found = sorted(path for path in Path(self.directory).glob("[0-9][0-9][0-9][0-9]_*.py"))
        if not found:
            raise StationError("程序文件不完整，缺少数据升级脚本", "请重新安装本程序；数据不受影响。")
        return [Migration(int(path.name[:4]), path.stem, str(path), None) for path in found]

    def up(self, target: str | None = None, fake: bool = False) -> list[str]:
        """Run what is pending, the history table made first."""
        self.database.execute_sql(
            f'CREATE TABLE IF NOT EXISTS "{_HISTORY}" '
            '("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL UNIQUE, "applied" TEXT NOT NULL) STRICT'
        )
        return list(super().up(target, fake))

    def _run(self, name: str, module: ModuleType, direction: str, fake: bool = False) -> None:  # noqa: ARG002
        with self.migrator.migration_context(atomic=True):
            getattr(module, direction)(self.migrator, self.database)
            _require_sound(self.database, name)
            self.History.create(name=name)


def _require_sound(db: StationDatabase, name: str) -> None:
    loose = loose_tables(db)
    if loose:
        raise peewee.IntegrityError(f"migration {name} left tables that are not STRICT: {', '.join(loose)}")
    problems = quick_problems(db) or dangling_problems(db)
    if problems:
        raise Damaged(
            f"数据升级没有通过检查（{problems[0]}）", "数据保持升级前的样子。请用最近的备份恢复，或联系技术人员。"
        )
