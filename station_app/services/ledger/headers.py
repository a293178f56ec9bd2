"""The words by which stations head the columns of their ledgers."""

import re
import unicodedata
from enum import StrEnum


class Field(StrEnum):
    """What a column of an old ledger can hold; the value is the name shown to people."""

    NUMBER = "编号"
    RECEIVED = "日期"
    TIME = "时间"
    TITLE = "标题"
    CONTENT = "反映内容"
    NAME = "反映人"
    PHONE = "联系电话"
    ADDRESS = "住址或小区"
    SEX = "性别"
    AGE = "年龄"
    CHANNEL = "来源渠道"
    TOPIC = "类别"
    DEPUTIES = "接待代表"
    PLACE = "反映地点"
    HANDLING = "处理方式"
    UNIT = "承办单位"
    HANDED = "交办日期"
    ANSWER = "办理结果"
    ANSWERED = "答复日期"
    FEEDBACK = "反馈日期"
    SATISFACTION = "满意度"
    RECORDER = "记录人"
    REMARK = "备注"


# Words that mean one thing only.
_CERTAIN: dict[Field, str] = {
    Field.NUMBER: "编号 留言编号 登记编号 登记号 台账编号 受理编号 信件编号 工单编号 工单号 事项编号 "
    "意见编号 建议编号 流水号",
    Field.RECEIVED: "日期 接待日期 接待时间 留言时间 留言日期 反映时间 反映日期 登记日期 登记时间 "
    "来访日期 来访时间 收到日期 收到时间 受理日期 受理时间 提出日期 提出时间 收集日期 "
    "收集时间 来电时间 来电日期 年月日",
    Field.TITLE: "标题 留言主题 留言标题 意见标题 事项名称 问题标题 建议标题 信件标题",
    Field.CONTENT: "内容 反映内容 诉求 诉求内容 留言详情 留言内容 意见内容 意见建议 意见建议内容 "
    "意见和建议 反映问题 反映的问题 反映事项 问题描述 问题内容 建议内容 主要内容 具体内容 "
    "反映情况 接待内容 群众诉求 选民意见",
    Field.NAME: "反映人 姓名 留言用户 反映人姓名 来访人 来访人姓名 选民姓名 选民 居民姓名 群众姓名 "
    "联系人 留言人 诉求人 提出人 接待对象",
    Field.PHONE: "电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 反映人电话 联系人电话 联系号码",
    Field.ADDRESS: "住址 小区 地址 家庭住址 居住地址 所在小区 联系地址 详细地址 居住小区 反映人住址 住址小区 家庭地址",
    Field.SEX: "性别",
    Field.AGE: "年龄 年龄段 出生年份",
    Field.CHANNEL: "来源渠道 渠道 来源 反映渠道 收集渠道 信息来源 意见来源 反映方式 来源方式",
    Field.TOPIC: "类别 分类 主题类别 问题类别 问题类型 意见类别 诉求类别 诉求类型 事项类别 一级分类 一级标签 领域",
    Field.DEPUTIES: "接待代表 代表 代表姓名 人大代表 接待人大代表 接待代表姓名 值班代表",
    Field.PLACE: "地点 反映地点 事发地点 问题地点 发生地点 涉及地点",
    Field.HANDLING: "处理方式 办理方式 处置方式 答复方式",
    Field.UNIT: "承办单位 办理单位 责任单位 交办单位 承办部门 责任部门",
    Field.HANDED: "交办日期 交办时间 转办日期 转办时间",
    Field.ANSWER: "办理结果 答复意见 答复内容 处理结果 办理情况 处理情况 回复内容 答复 回复 办理答复 "
    "答复情况 办结情况 回复意见 处理意见",
    Field.ANSWERED: "答复时间 答复日期 回复时间 回复日期 办结时间 办结日期 办理时间 办理日期",
    Field.FEEDBACK: "反馈日期 反馈时间",
    Field.SATISFACTION: "满意度 满意情况 评价 满意度评价",
    Field.RECORDER: "记录人 登记人 记录员 经办人 填表人 接待人",
    Field.REMARK: "备注 说明 附注",
}

# Words taken when no surer one is there.
_POSSIBLE: dict[Field, str] = {
    Field.NUMBER: "序号 号码 号 no",
    Field.RECEIVED: "时间",
    Field.TIME: "时间 时刻 具体时间",
    Field.TITLE: "主题 事项 事由 题目",
    Field.CONTENT: "问题 意见 建议 详情 情况 描述 详细内容 反映",
    Field.NAME: "用户 名字 群众 居民 称呼",
    Field.TOPIC: "类型 性质 种类",
    Field.ANSWER: "结果 反馈 反馈情况 反馈结果",
    Field.REMARK: "其他",
}

# Parts of longer headers, looked at in this order; what they give is a guess and said to be one.
_GUESSES = (
    ("满意", Field.SATISFACTION),
    ("答复时间", Field.ANSWERED),
    ("答复日期", Field.ANSWERED),
    ("回复时间", Field.ANSWERED),
    ("办结", Field.ANSWERED),
    ("交办", Field.HANDED),
    ("反馈时间", Field.FEEDBACK),
    ("反馈日期", Field.FEEDBACK),
    ("电话", Field.PHONE),
    ("手机", Field.PHONE),
    ("小区", Field.ADDRESS),
    ("住址", Field.ADDRESS),
    ("渠道", Field.CHANNEL),
    ("代表", Field.DEPUTIES),
    ("答复", Field.ANSWER),
    ("结果", Field.ANSWER),
    ("内容", Field.CONTENT),
    ("诉求", Field.CONTENT),
    ("日期", Field.RECEIVED),
    ("姓名", Field.NAME),
    ("编号", Field.NUMBER),
    ("类别", Field.TOPIC),
    ("标题", Field.TITLE),
)
_NEVER = ("身份证", "证件号", "证件编号", "公民身份")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOT_WORD = re.compile(r"[\W_]+")

CERTAIN, POSSIBLE, GUESS = range(3)


def plain(header: str) -> str:
    """Return a header as it is compared: NFKC, lower case, without blanks, punctuation and what stands in brackets."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return _NOT_WORD.sub("", _BRACKETS.sub("", text)) or _NOT_WORD.sub("", text)


def is_forbidden(header: str) -> bool:
    """Tell whether a column holds what no form of ours asks for: numbers of identity cards."""
    return any(word in plain(header) for word in _NEVER)


def readings(header: str) -> dict[Field, int]:
    """Return what a header can mean, with how sure that is: CERTAIN, POSSIBLE or GUESS; empty: nothing."""
    word = plain(header)
    if not word or is_forbidden(header):
        return {}
    if word in _BY_WORD:
        return _BY_WORD[word]
    guess = next((field for part, field in _GUESSES if part in word and len(word) <= _LONGEST_GUESS), None)
    return {guess: GUESS} if guess else {}


def is_known(header: str) -> bool:
    """Tell whether a header is one of the words above, and not a guess."""
    return plain(header) in _BY_WORD


def _index() -> dict[str, dict[Field, int]]:
    words: dict[str, dict[Field, int]] = {}
    for sureness, table in ((POSSIBLE, _POSSIBLE), (CERTAIN, _CERTAIN)):
        for field, names in table.items():
            for name in names.split():
                words.setdefault(name, {})[field] = sureness
    return words


_BY_WORD = _index()
_LONGEST_GUESS = 12
