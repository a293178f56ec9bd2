"""The closed lists of the field, each with its Chinese word as value, in payloads, tables and on screens."""

from enum import StrEnum


class SiteRole(StrEnum):
    """What this installation is."""

    STATION = "station"
    CENTRE = "centre"


class SiteKind(StrEnum):
    """Levels of the 1+2+24+N network."""

    HUB = "室"
    ZONE_CENTRE = "片区中心联络站"
    COMMUNITY = "社区联络站"
    POINT = "联络点"


class Zone(StrEnum):
    """The halves of the street that the community stations belong to."""

    SOUTH = "南片"
    NORTH = "北片"


class SiteStatus(StrEnum):
    """Whether a site of the network works."""

    ACTIVE = "启用"
    WAITING = "未启用"
    CLOSED = "停用"


class Track(StrEnum):
    """Which way the centre takes with an opinion."""

    LOCAL = "站内办理"
    OFFICE = "转街道办"
    WHISTLE = "吹哨"
    DIRECTOR_DAY = "主任接待日"
    CONGRESS = "上报区人大"
    SUGGESTION = "转代表建议"
    DIRECT = "直接答复"


class CaseRelation(StrEnum):
    """How a case stands to an opinion."""

    SINGLE = "单交"
    SPLIT = "拆分"
    MERGED = "合并"


class ReplyClass(StrEnum):
    """What an answer comes to."""

    SOLVED = "A"
    PLANNED = "B"
    LATER = "C"
    NOTED = "D"


class PersonRole(StrEnum):
    """What a person may do at a site; the services refuse the rest."""

    VOLUNTEER = "志愿者"
    HEAD = "站长"
    CLERK = "中心工作人员"
    CENTRE_HEAD = "中心负责人"


class Sex(StrEnum):
    """Sex of a contact or deputy."""

    MALE = "男"
    FEMALE = "女"


class AgeBand(StrEnum):
    """Age of a contact, in bands only."""

    UNDER_18 = "18 岁以下"
    FROM_18 = "18–29 岁"
    FROM_30 = "30–39 岁"
    FROM_40 = "40–49 岁"
    FROM_50 = "50–59 岁"
    FROM_60 = "60–69 岁"
    FROM_70 = "70–79 岁"
    FROM_80 = "80 岁以上"


class ContactKind(StrEnum):
    """Who brings an opinion; ERASED stands where the data of a contact were deleted, no form offers it."""

    ANONYMOUS = "匿名"
    PERSON = "个人"
    COUPLE = "夫妻"
    GROUP = "联名"
    ENTERPRISE = "企业"
    ERASED = "已按本人要求删除"


class Identity(StrEnum):
    """In what capacity a contact speaks."""

    RESIDENT = "居民"
    ENTERPRISE = "企业"
    MERCHANT = "商户"
    OTHER = "其他"


class Mode(StrEnum):
    """How a reception was held."""

    IN_PERSON = "线下"
    ONLINE = "线上"


class DayMode(StrEnum):
    """How the deputies receive on a reception day."""

    TOGETHER = "集中"
    APART = "分散"
    ONLINE = "线上"
    MIXED = "混合"


class Kind(StrEnum):
    """What the speaker wants."""

    INQUIRY = "咨询"
    HELP = "求助"
    COMPLAINT = "投诉"
    REPORT = "举报"
    SUGGESTION = "建议"


class Scope(StrEnum):
    """How many people the matter concerns."""

    PERSON = "个人"
    BUILDING = "楼栋"
    ESTATE = "小区"
    STREET = "街道"


class Urgency(StrEnum):
    """How fast it must go."""

    NORMAL = "普通"
    URGENT = "急"
    TOP = "特急"


class Outcome(StrEnum):
    """What the reception came to."""

    ANSWERED = "当场答复"
    FILED = "登记办理"
    REFUSED = "不予受理引导"


class Satisfaction(StrEnum):
    """What the resident says of an answer; the last one means that nobody was reached."""

    SATISFIED = "满意"
    MOSTLY = "基本满意"
    DISSATISFIED = "不满意"
    UNREACHED = "联系不上"


class Status(StrEnum):
    """The one state of an opinion, the same word at both ends."""

    DRAFT = "草稿"
    RECORDED = "已登记"
    LOCAL = "站内办理"
    TRIAGE = "待研判"
    IN_PROGRESS = "办理中"
    REDO = "重办"
    AWAITING_FEEDBACK = "待反馈"
    CLOSED = "办结"
    ARCHIVED = "归档"
    VOID = "作废"


class DeputyLevel(StrEnum):
    """Level of the congress a deputy sits in."""

    NATION = "国"
    PROVINCE = "省"
    CITY = "市"
    DISTRICT = "区"


class DeputyEnd(StrEnum):
    """Why a deputy's mandate ended."""

    MOVED = "迁出"
    RESIGNED = "辞职"
    ABSENT = "两次未经批准不出席"
    RECALLED = "罢免"
    NATIONALITY = "丧失国籍"
    RIGHTS = "剥夺政治权利"
    CAPACITY = "丧失行为能力"
    DIED = "去世"


class ToldHow(StrEnum):
    """How the resident was told."""

    IN_PERSON = "当面"
    PHONE = "电话"
    WECHAT = "微信"
    LETTER = "书面"
    OTHER = "其他"
