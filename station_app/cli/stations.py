"""Commands about a station as a whole: set up, check, rebuild, back up, restore, recover."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from station_app.cli.call import Answer, Call

if TYPE_CHECKING:
    from station_app.services.backup import BackupResult
    from station_app.services.checking import CheckResult


def init(call: Call) -> Answer:
    """Make a new station; without ``--sheet-out`` the recovery sheet's key is part of the answer."""
    from station_app.services.opening import data_paths, hold, refuse_wrong_clock
    from station_app.services.setup import DEFAULT_HEAD, NewStation, check_new_station, create_station

    args, paths, clock = call.args, data_paths(call.args.data), call.clock()
    refuse_wrong_clock(clock.now())
    head = DEFAULT_HEAD if args.head is None else args.head
    new = check_new_station(NewStation(code=args.site, name=args.name, passphrase=call.passphrase(), head=head))
    sheet = _Sheet(call)
    with hold(paths, make=True):
        try:
            create_station(paths, new, clock, sheet.keep).close()
        except BaseException:
            sheet.forget()
            raise
    return Answer(
        {"site": new.code, "name": new.name, **sheet.value}, f"已建站：{new.code} {new.name}。\n{sheet.sentence}"
    )


class _Sheet:
    """Where the recovery sheet's key goes: into the file asked for, else onto the screen."""

    def __init__(self, call: Call) -> None:
        from station_app.services.opening import data_paths
        from station_app.services.sheet_file import check_sheet_place

        self._paths, self._target = data_paths(call.args.data), call.args.sheet_out
        self._written = False
        self.value: dict[str, str] = {}
        self.sentence = ""
        if self._target is not None:
            check_sheet_place(self._paths, self._target)

    def keep(self, sheet: str) -> None:
        from station_app.services.sheet_file import save_sheet

        if self._target is None:
            self.value = {"sheet": sheet}
            self.sentence = f"恢复密钥（忘记口令时用，请抄在纸上收好，不会再显示）：\n{sheet}"
            return
        save_sheet(self._paths, self._target, sheet)
        self._written = True
        self.value = {"sheet_file": str(self._target)}
        self.sentence = f"恢复单已存到 {self._target}，请打印出来收好。"

    def forget(self) -> None:
        """No station, no sheet."""
        if self._written:
            self._target.unlink(missing_ok=True)


def check(call: Call) -> Answer:
    """Check everything; not whole is exit code 1, a damaged file included."""
    from station_app.services.checking import check as look
    from station_app.services.checking import unreadable
    from station_app.services.opening import Damaged

    try:
        with call.station() as station:
            return _checked(look(station))
    except Damaged as damage:
        return _checked(unreadable(str(damage)))


def rebuild(call: Call) -> Answer:
    """Make the tables again from the log; answers as `check`."""
    from station_app.services.rebuilding import rebuild as make_again

    with call.station() as station:
        return _checked(make_again(station))


def backup(call: Call) -> Answer:
    """Back up into a folder."""
    from station_app.services.backup import backup_to

    with call.station() as station:
        made = backup_to(station, call.args.to)
    return Answer(_made(made), f"已备份：{made.file}，读回核对 {made.opinions:,} 条无误。")


def restore(call: Call) -> Answer:
    """Restore a backup; the passphrase file holds the passphrase or sheet of its day."""
    from station_app.services.opening import data_paths
    from station_app.services.restore import restore as put_back

    made = put_back(call.args.file, data_paths(call.args.data), call.passphrase(), call.clock(), call.args.last_number)
    return Answer(_made(made), f"已恢复：{made.file}，共 {made.opinions:,} 条意见建议。")


def recover(call: Call) -> Answer:
    """Set the passphrase of the passphrase file with the recovery sheet."""
    from station_app.services.opening import data_paths
    from station_app.services.recover import recover as set_anew
    from station_app.services.sheet_file import read_sheet

    set_anew(data_paths(call.args.data), read_sheet(call.args.sheet_file), call.passphrase())
    return Answer({"recovered": True}, "口令已重设，恢复单继续有效。")


def _made(made: "BackupResult") -> dict[str, Any]:
    return {"file": str(made.file), "opinions": made.opinions, "changes": made.changes}


def _checked(result: "CheckResult") -> Answer:
    taken = f"接待 {result.receptions:,} 次，开箱 {result.box_openings:,} 次"
    what = f"意见建议 {result.opinions:,} 条，{taken}，变更 {result.changes:,} 条"
    text = f"数据完好：{what}。" if result.ok else "\n".join([f"数据有问题：{what}。", *result.problems])
    value = asdict(result)
    value.pop("rebuild_helps")  # the window's concern
    return Answer(value, text, code=0 if result.ok else 1)
