"""The command line itself: which commands there are and what each takes."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from station_app.cli import ledgers, packages, papers, people, records, repairs, stations
from station_app.cli.call import Answer, Call

_NUMBER_DIGITS = 2
DEFAULT_CHANNEL, DEFAULT_TOPIC = "其他", "文体及其他"


class _Parser(argparse.ArgumentParser):
    """argparse whose complaint begins in Chinese."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{message}\n")


def parse(argv: Sequence[str]) -> Call:
    """Read the arguments; raises SystemExit with 2 for wrong ones and 0 after help."""
    parser = _build()
    args = parser.parse_args(argv)
    if args.passphrase_file is None:
        parser.error("缺少 --passphrase-file 口令文件")
    if not (len(args.user) == _NUMBER_DIGITS and args.user.isascii() and args.user.isdigit()):
        parser.error("--user 是两位数字的登录编号，例如 01")
    if args.work is stations.init and args.role == "station":
        if args.site is None:
            parser.error("缺少 --site 站点代码")
        if args.recovery_key_out is not None:
            parser.error("--recovery-key-out 只用于中心")
    return Call(args.work, args)


def _build() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py", description="代表联络站工作台", parents=[_shared()], allow_abbrev=False)
    parser.set_defaults(data=None, passphrase_file=None, user="01", json=False)
    commands = parser.add_subparsers(metavar="命令", required=True, parser_class=_Parser)
    for name, (words, work, fill) in _COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words, parents=[_shared()], allow_abbrev=False)
        command.set_defaults(work=work)
        fill(command)
    return parser


def _shared() -> _Parser:
    """The options of all commands, before or after the command's name; made anew for each, or they share defaults."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹，默认在本人的应用数据里")
    shared.add_argument("--passphrase-file", type=Path, metavar="F", help="第一行是口令的文件")
    shared.add_argument("--user", metavar="编号", help="登录编号，两位数字，默认 01（站长或中心负责人）")
    shared.add_argument("--json", action="store_true", help="在标准输出上给出一个 JSON 值")
    return shared


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument("--role", choices=["station", "centre"], default="station", help="联络站或中心")
    command.add_argument("--site", "--code", dest="site", metavar="代码", help="站点代码，例如 17；中心默认 00")
    command.add_argument("--name", required=True, metavar="名称", help="例如 梧桐里社区联络站")
    command.add_argument("--head", metavar="姓名", help="站长或中心负责人")
    command.add_argument("--sheet-out", type=Path, metavar="F", help="恢复单存到哪个文件（不能在数据文件夹里）")
    command.add_argument(
        "--recovery-key-out", type=Path, metavar="F", help="中心的离线恢复密钥存到哪个文件（不能在数据文件夹里）"
    )


def _import_ledger(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE.xlsx|.csv")
    command.add_argument("--channel", default=DEFAULT_CHANNEL, metavar="渠道", help="台账没有写渠道时用")
    command.add_argument("--topic", default=DEFAULT_TOPIC, metavar="类别", help="台账没有写类别时用")
    command.add_argument("--dry-run", action="store_true", help="只看结果，不写入")


def _void_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", help="导入时给出的 import")
    command.add_argument("--reason", required=True, metavar="原因")


def _record(command: argparse.ArgumentParser) -> None:
    command.add_argument("--file", type=Path, required=True, metavar="F.json")


def _correct(command: argparse.ArgumentParser) -> None:
    command.add_argument("--serial", required=True, metavar="编号")
    command.add_argument("--file", type=Path, required=True, metavar="F.json")


def _void(command: argparse.ArgumentParser) -> None:
    command.add_argument("--serial", required=True, metavar="编号")
    command.add_argument("--reason", required=True, metavar="原因")


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("--serial", required=True, metavar="编号")


def _search(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", metavar="TEXT")


def _reply(command: argparse.ArgumentParser) -> None:
    command.add_argument("--serial", required=True, metavar="编号")
    command.add_argument("--text", required=True, metavar="答复内容")
    command.add_argument("--class", dest="reply_class", required=True, choices=["A", "B", "C", "D"], help="答复类别")
    command.add_argument("--signer", default="", metavar="签发人")
    command.add_argument("--later", default="", metavar="后期举措")


def _feedback(command: argparse.ArgumentParser) -> None:
    command.add_argument("--serial", required=True, metavar="编号")
    results = ["满意", "基本满意", "不满意", "联系不上"]
    command.add_argument("--result", choices=results, help="对结果；不写就只记一次没有联系上")
    command.add_argument("--attitude", choices=results[:3], help="对态度")
    command.add_argument("--how", choices=["当面", "电话", "微信", "书面", "其他"], default="电话", help="怎样告知的")
    command.add_argument("--at", metavar="时间", help="例如 2026-06-18T10:50，默认现在")
    command.add_argument("--remark", default="", metavar="备注")


def _register(command: argparse.ArgumentParser) -> None:
    period = command.add_mutually_exclusive_group(required=True)
    period.add_argument("--year", type=int, metavar="年份")
    period.add_argument("--from", dest="first", metavar="日期", help="例如 2026-06-01，和 --to 一起用")
    command.add_argument("--to", metavar="日期", help="到这一天为止，含当天")
    command.add_argument("--channel", action="append", default=[], metavar="来源渠道", help="只要这个渠道的，可写几次")
    command.add_argument("--unmasked", action="store_true", help="印出全名和电话，要写原因")
    command.add_argument("--reason", default="", metavar="原因")
    command.add_argument("--preview", action="store_true", help="只预览，不计入重印次数")
    command.add_argument("--out", type=Path, required=True, metavar="F.pdf|F.xlsx")


def _sheet(command: argparse.ArgumentParser) -> None:
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--serial", metavar="编号")
    which.add_argument("--blank", action="store_true", help="空白的登记表，供手写")
    command.add_argument("--out", type=Path, required=True, metavar="F.pdf")


def _opening(command: argparse.ArgumentParser) -> None:
    command.add_argument("--number", required=True, metavar="编号", help="例如 17-2026-K0001")
    command.add_argument("--out", type=Path, required=True, metavar="F.pdf")


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument("--to", type=Path, required=True, metavar="FOLDER")


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--last-number", type=int, metavar="N", help="纸质登记簿上今年的最后一个编号")


def _recover(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sheet-file", type=Path, required=True, metavar="F")


def _nothing(_command: argparse.ArgumentParser) -> None:
    pass


_COMMANDS: dict[str, tuple[str, Callable[[Call], Answer], Callable[[argparse.ArgumentParser], None]]] = {
    "init": ("新建站点", stations.init, _init),
    "import-ledger": ("导入旧台账", ledgers.import_ledger, _import_ledger),
    "void-import": ("整批作废一次导入", ledgers.void_import, _void_import),
    "record": ("登记一次接待", records.record, _record),
    "record-opening": ("登记一次开箱", records.record_opening, _record),
    "correct": ("更正一条意见建议", records.correct, _correct),
    "void": ("作废一条意见建议", records.void, _void),
    "show": ("显示一条意见建议", records.show, _show),
    "search": ("查找意见建议", records.search, _search),
    "reply": ("中心答复一条意见建议", records.reply, _reply),
    "feedback": ("记下反映人的反馈", records.feedback, _feedback),
    "register": ("社情簿存为 PDF 或 Excel", papers.register, _register),
    "sheet": ("意见建议登记表存为 PDF", papers.sheet, _sheet),
    "opening": ("开箱记录存为 PDF", papers.opening, _opening),
    "export": ("写上报包或回传包", packages.export, packages.fill_export),
    "import": ("导入包", packages.take, packages.fill_import),
    "enrol": ("和中心配对", packages.enrol, packages.fill_enrol),
    "stations": ("各站一览（中心用）", packages.stations, _nothing),
    "person-data": ("导出一个人的全部资料", people.person_data, people.fill_person_data),
    "erase": ("按要求删除一个人的资料", people.erase, people.fill_erase),
    "check": ("核对数据是否完好", stations.check, _nothing),
    "rebuild": ("从变更记录重建各表", stations.rebuild, _nothing),
    "backup": ("备份到一个文件夹", stations.backup, _backup),
    "restore": ("恢复一份备份", stations.restore, _restore),
    "salvage": ("找回损坏的数据里能读出的部分", repairs.salvage, repairs.fill_salvage),
    "recover": ("用恢复单重设口令", stations.recover, _recover),
}
