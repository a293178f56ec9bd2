"""One filled example of each form."""

from datetime import date

from station_app.reports.records import (
    Notice,
    NoticeDay,
    OpeningSheet,
    OpeningSlip,
    OpinionSheet,
    Receipt,
    RecoverySheet,
    SheetHead,
)
from tests.reports.sample import PRINTED_AT

SHEET_HEAD = SheetHead(site="临湖街道梧桐里社区代表联络站", printed_at=PRINTED_AT, phone="0731-80001234")
OPINION = OpinionSheet(
    serial="LH07-2026-00118",
    name="刘长顺",
    sex_and_age="男　60–69岁",
    phone="13800005678",
    address="梧桐苑9栋2单元",
    identity="居民　1人",
    time="2026年6月3日 9:40 至 10:05",
    channel="来站接待（线下）",
    deputies="陈立新（区）　何素琴（区）",
    recorder="徐桂兰",
    kind="建议",
    topic="消防安全（消防通道）",
    urgency="急　小区范围",
    title="消防通道长期停车，消防车进不来",
    content="北门进来左手那条消防通道，白天晚上都有人停车。上个月9栋厨房冒烟，消防车倒了三回才进来，"
    "我们都捏把汗。希望划上禁停线，物业晚上也巡一巡，外来车别放进来停过夜。",
    outcome="登记办理",
    deputy_opinion="事关消防安全，建议尽快到现场查看，划线并落实夜间巡查。",
    handover="城市管理办公室　JB-2026-041号　限2026年7月8日前办结",
)
OPENING = OpeningSheet(
    number="KX-LH07-2026-006",
    box="东门民意收集箱",
    place="梧桐苑东门岗亭旁",
    time="2026年6月15日 9:30",
    openers=("陈立新", "徐桂兰"),
    seal="完好",
    old_seal="0231",
    new_seal="0232",
    found=3,
    taken=2,
    invalid=1,
    remark="当场清点，无争议。",
    slips=(
        OpeningSlip(serial="LH07-2026-00119", text="楼道灯坏了三个月没人修。"),
        OpeningSlip(serial="LH07-2026-00120", text="希望小区里多装几个充电桩，最好在东门和北门都有。"),
        OpeningSlip(serial="", text="（空白纸条）", remark="空白"),
    ),
)
RECEIPT = Receipt(
    serial="LH07-2026-00118",
    day=date(2026, 6, 3),
    channel="来站接待",
    hours="周一至周五 9:00–17:30",
    address="梧桐里社区服务中心一楼",
)
NOTICE = Notice(
    title="人大代表接待群众公告",
    words="为方便群众反映意见建议，现将近期代表接待安排公告如下，欢迎前来。",
    days=(
        NoticeDay(
            when="6月24日（周三）\n9:00–11:30", place="联络站接待室", deputies="陈立新、何素琴", theme="消防通道"
        ),
        NoticeDay(when="7月8日（周三）\n14:30–17:00", place="桂花里小区广场", deputies="程远帆"),
    ),
    address="梧桐里社区服务中心一楼",
    hours="周一至周五 9:00–17:30",
)
RECOVERY = RecoverySheet(
    site="临湖街道梧桐里社区代表联络站", day=date(2026, 6, 18), key="AB3D5-7K9MN-PQRST-VWXYZ-01234-56789-ABCDE"
)
