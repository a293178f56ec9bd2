"""Commands about a station as a whole: set up, check, rebuild, back up, restore, recover."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.cli.call import Answer, Call

if TYPE_CHECKING:
    from station_app.services.backup import BackupResult
    from station_app.services.checking import CheckResult

_WAYS = (
    "可以这样修：restore 恢复一份完好的备份；salvage 找回能读出的；"
    "salvage --backup 备份文件，先找回再用备份补齐。原来的文件都会留着。"
)


def init(call: Call) -> Answer:
    """Make a new station or centre; a key for which no file was named is part of the answer."""
    from station_app.domain.enums import SiteRole
    from station_app.services.opening import data_paths, hold, refuse_wrong_clock
    from station_app.services.setup import CENTRE_CODE, DEFAULT_HEAD, NewStation, check_new_station, create_station

    args, paths, clock, role = call.args, data_paths(call.args.data), call.clock(), SiteRole(call.args.role)
    refuse_wrong_clock(clock.now())
    head = DEFAULT_HEAD[role] if args.head is None else args.head
    code = CENTRE_CODE if args.site is None else args.site
    new = check_new_station(NewStation(code=code, name=args.name, passphrase=call.passphrase(), head=head, role=role))
    sheet, recovery = _KeyOut(call, _SHEET, args.sheet_out), _KeyOut(call, _RECOVERY, args.recovery_key_out)
    with hold(paths, make=True):
        try:
            create_station(paths, new, clock, sheet.keep, keep_recovery=recovery.keep).close()
        except BaseException:
            sheet.forget()
            recovery.forget()
            raise
    what = "中心" if role is SiteRole.CENTRE else "站"
    said = [f"已建{what}：{new.code} {new.name}。", sheet.sentence, recovery.sentence]
    value = {"site": new.code, "name": new.name, **sheet.value, **recovery.value}
    return Answer(value, "\n".join(line for line in said if line))


@dataclass(frozen=True)
class _Key:
    """A key that leaves the PC: its name in the JSON, what it is called, and what it is for."""

    name: str
    paper: str
    use: str


_SHEET = _Key("sheet", "恢复单", "恢复密钥（忘记口令时用，请抄在纸上收好，不会再显示）")
_RECOVERY = _Key(
    "recovery_key", "中心的离线恢复密钥", "离线恢复密钥（中心的电脑坏了时打开各站上报包用，请另外收好，不会再显示）"
)


class _KeyOut:
    """Where a key goes: into the file asked for, else onto the screen."""

    def __init__(self, call: Call, key: _Key, target: Path | None) -> None:
        from station_app.services.opening import data_paths
        from station_app.services.sheet_file import check_sheet_place

        self._paths, self._key, self._target = data_paths(call.args.data), key, target
        self._written = False
        self.value: dict[str, str] = {}
        self.sentence = ""
        if target is not None:
            check_sheet_place(self._paths, target, key.paper)

    def keep(self, text: str) -> None:
        from station_app.services.sheet_file import save_sheet

        if self._target is None:
            self.value = {self._key.name: text}
            self.sentence = f"{self._key.use}：\n{text}"
            return
        save_sheet(self._paths, self._target, text, self._key.paper)
        self._written = True
        self.value = {f"{self._key.name}_file": str(self._target)}
        self.sentence = f"{self._key.paper}已存到 {self._target}，请打印出来收好。"

    def forget(self) -> None:
        """No station, no key."""
        if self._written and self._target is not None:
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
        answer = _checked(unreadable(str(damage)))
        return replace(answer, text=f"{answer.text}\n{_WAYS}")


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
