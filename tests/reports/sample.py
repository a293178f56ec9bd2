"""The rows of the drawn sample page, and a head for them."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from station_app.reports.records import RegisterHead, RegisterRow

PRINTED_AT = datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8)))
HEAD = RegisterHead(
    site="临湖街道梧桐里社区代表联络站",
    code="LH07",
    period="2026 年",
    volume="第 1 册",
    printed_at=PRINTED_AT,
    year=2026,
)


def _row(number, day, channel, name, phone, content, topic, deputies, outcome="", unit="", on="", result="", **more):
    return RegisterRow(
        number=number,
        serial=f"LH07-2026-{number:05d}",
        day=day,
        channel=channel,
        name=name,
        phone=phone,
        content=content,
        topic=topic,
        deputies=deputies,
        outcome=outcome,
        unit=unit,
        handed_on=on,
        result=result,
        **more,
    )


ROWS = [
    _row(
        43,
        date(2026, 4, 2),
        "来站接待",
        "刘**",
        "138****5678",
        "北区垃圾投放点挨着儿童乐园，天一热味道大、苍蝇多，带孩子的都绕着走，盼挪个地方。",
        "市容环卫",
        ("陈立新", "何素琴"),
        "交办",
        "城市管理办公室",
        date(2026, 4, 8),
        "投放点移至东墙，每天冲洗两次。",
        told_on=date(2026, 5, 6),
        attitude="满意",
    ),
    _row(
        44,
        date(2026, 4, 3),
        "民意收集箱",
        "匿名",
        "—",
        "5栋下水管多年没换，一下雨就返味，一楼厨房地漏往上冒水。",
        "供水排水",
        ("—",),
        "拆分交办",
        "市政排水所",
        date(2026, 4, 10),
        "主管已疏通；更换列入三季度计划，承诺9月底前完成。",
        told_on=date(2026, 5, 8),
        attitude="基本满意",
        remark="承诺在账",
    ),
    _row(
        45,
        date(2026, 4, 3),
        "来站接待",
        "郑**",
        "137****0021",
        "地下停车库照明灯坏了七八盏，老人看不清台阶。",
        "物业管理",
        ("何素琴",),
        void_reason="重复见00042",
    ),
    _row(
        46,
        date(2026, 4, 7),
        "线上接待",
        "汪**",
        "136****3307",
        "银行门口车位划线占了盲道，停满以后轮椅和婴儿车只能走机动车道。",
        "交通出行",
        ("程远帆",),
        "吹哨",
        "城管办\n交警中队",
        date(2026, 4, 14),
        "4月22日到场会商，车位后移0.8米，盲道恢复。",
        told_on=date(2026, 5, 11),
        attitude="满意",
    ),
    _row(
        47,
        date(2026, 4, 9),
        "来站接待",
        "孟**",
        "135****9146",
        "咨询正在法院审理的停车费纠纷怎么处理。",
        "物业管理",
        ("陈立新",),
        "不予受理",
        "—",
        "—",
        "依法引导：诉讼中事项由法院处理，已告知法律援助电话。",
        told_on=date(2026, 4, 9),
        attitude="满意",
        remark="当场答复",
    ),
    _row(
        48,
        date(2026, 4, 13),
        "代表捎句话",
        "12人联名",
        "139****7720",
        "小学与医院之间的十字路口没有红绿灯，接送时段人车抢行，盼装灯并加派人手。",
        "交通出行",
        ("何素琴", "蔡文澜"),
        "交办",
        "交警中队",
        date(2026, 4, 17),
        "已勘查两次，方案报批中。",
        remark="督办2次",
    ),
    _row(
        49,
        date(2026, 4, 15),
        "走访调研",
        "丁**",
        "133****6058",
        "不该印出来的内容",
        "养老助残",
        ("陆汉平",),
        "站内办理",
        "本站",
        date(2026, 4, 15),
        "已上门看望，帮助申请居家照护。",
        told_on=date(2026, 4, 20),
        attitude="满意",
        sensitive=True,
    ),
]


def many(contents):
    """The sample's rows over and over, with these contents."""
    return [
        replace(ROWS[index % 2], number=index + 1, serial=f"LH07-2026-{index + 1:05d}", content=content)
        for index, content in enumerate(contents)
    ]
