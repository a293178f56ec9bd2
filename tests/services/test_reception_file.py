"""Receptions and corrections as JSON: what may be left out, and every wrong value refused by name."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from station_app.domain.enums import ContactKind, Mode, Outcome, Satisfaction, Sex
from station_app.domain.forms import Destination
from station_app.domain.records import Contact, Deputy
from station_app.errors import StationError
from station_app.services.correcting import correct
from station_app.services.people import add_deputy, deputies, persons
from station_app.services.reception_file import read_correction, read_reception
from station_app.services.recording import save_reception
from tests.services.reception_days import put_down

OPINION = {"title": "路灯不亮", "content": "六栋门口的路灯不亮", "topic": "物业管理"}


def read(station, folder=None, **fields):
    return read_reception(station, json.dumps({"opinions": [OPINION], **fields}), folder)


def opinion(station, **fields):
    return read(station, opinions=[OPINION | fields]).opinions[0]


def uid_of(station, name):
    return next(one.uid for one in deputies(station) if one.deputy.name == name)


def test_the_least_that_can_be_saved(station):
    form = read(station)
    assert (form.began, form.channel, form.recorder) == ("2026-06-18T10:52", "来站接待", station.author)
    assert form.contact == Contact(kind=ContactKind.ANONYMOUS)
    assert form.volunteer_only
    assert form.opinions[0].outcome is Outcome.FILED
    assert save_reception(station, form).serials == ("17-2026-00001",)


def test_all_that_can_be_said(station):
    form = read(
        station,
        began="2026-05-20 09:05:30",
        ended="2026-05-20T09:40",
        channel="电话",
        mode="线上",
        recorder="徐桂兰",
        deputies=["陈立新", uid_of(station, "程远帆")],
        signed=True,
        contact={
            "name": "吴桂珍",
            "sex": "女",
            "age_band": "60–69 岁",
            "phone": "138 0000 5678",
            "estate": "梧桐苑",
            "identity": "居民",
            "confidential": True,
            "notice": True,
        },
        opinions=[
            OPINION
            | {
                "kind": "咨询",
                "subtopic": "公共照明",
                "scope": "小区",
                "urgency": "急",
                "outcome": "当场答复",
                "spot_reply": "已报修",
                "on_the_spot": {"told": True, "attitude": "满意", "result": "满意"},
            },
            OPINION | {"destination": "站内办理", "local": {"unit": "物业", "due_on": "2026-07-01"}},
        ],
    )
    assert (form.began, form.ended, form.mode) == ("2026-05-20T09:05", "2026-05-20T09:40", Mode.ONLINE)
    assert form.deputies == (uid_of(station, "陈立新"), uid_of(station, "程远帆"))
    assert not form.volunteer_only
    assert form.recorder == next(one.uid for one in persons(station) if one.person.name == "徐桂兰")
    assert (form.contact.sex, form.contact.address, form.contact.kind) == (Sex.FEMALE, "梧桐苑", ContactKind.PERSON)
    assert form.contact.notice_at == "2026-06-18T10:52"
    assert form.opinions[0].on_the_spot.result is Satisfaction.SATISFIED
    assert (form.opinions[1].destination, form.opinions[1].local.due_on) == (Destination.STATION, "2026-07-01")
    assert len(save_reception(station, form).serials) == 2


def test_what_belongs_to_the_reception_may_stand_in_its_opinions(station):
    one = OPINION | {"channel": "微信群", "received_on": "2026-01-05"}
    form = read(station, opinions=[one, one])
    assert (form.channel, form.began) == ("微信群", "2026-01-05T00:00")
    with pytest.raises(StationError, match="「channel」前后写得不一样"):
        read(station, channel="电话", opinions=[one])
    with pytest.raises(StationError, match="不在收到日期"):
        read(station, began="2026-01-06T09:00", received_on="2026-01-05")


def test_a_moment_with_a_zone_is_local_here(station):
    assert read(station, began="2026-06-18T01:00:00+00:00").began == "2026-06-18T09:00"
    assert read(station, received_on="2026-06-18").began == "2026-06-18T10:52"


def test_a_returning_visitor_keeps_what_the_file_does_not_say(station, form):
    save_reception(station, form())
    [(uid,)] = station.db.execute_sql("SELECT uid FROM contact").fetchall()
    contact = read(station, contact_uid=uid, contact={"phone": "13900000000"}).contact
    assert (contact.name, contact.phone, contact.notice_at) == ("吴桂珍", "13900000000", "2026-06-18T10:21")
    with pytest.raises(StationError, match="找不到"):
        read(station, contact_uid="no-such")


def test_pictures_are_taken_in_from_beside_the_file(station, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "车库.jpg")
    form = read(station, tmp_path, opinions=[OPINION | {"attachments": ["车库.jpg"]}])
    [kept] = form.opinions[0].attachments
    assert kept.name == "车库.jpg"
    assert station.store.blobs.exists(kept.sha256)
    with pytest.raises(StationError, match="找不到文件"):
        read(station, tmp_path, opinions=[OPINION | {"attachments": ["没有.jpg"]}])


@pytest.mark.parametrize(
    ("fields", "names", "step"),
    [
        ({"deputies": ["张三"]}, "「张三」", "陈立新"),
        ({"recorder": "张三"}, "「张三」", "徐桂兰"),
        ({"channel": "来访"}, "「来访」", "来站接待"),
        ({"oppinions": []}, "oppinions", "opinions"),
        ({"Began": "2026-06-18"}, "Began", "began"),
        ({"contact": {"nmae": "吴"}}, "contact.nmae", "name"),
        ({"contact": {"name": "吴", "group_size": True}}, "contact.group_size", "数字"),
        ({"contact": {"name": "吴", "group_size": "2"}}, "contact.group_size", "数字"),
        ({"contact": {"name": "吴", "group_size": 2.5}}, "contact.group_size", "数字"),
        ({"contact": {"name": 5}}, "contact.name", "引号"),
        ({"contact": {"notice": "是"}}, "contact.notice", "改正"),
        ({"contact": {"sex": "女士"}}, "contact.sex", "男、女"),
        ({"contact": {"estate": "甲", "address": "乙"}}, "写了两次", "estate"),
        ({"contact": []}, "contact", "写法"),
        ({"signed": 1}, "signed", "改正"),
        ({"began": "2026-02-29"}, "began", "2026-06-18"),
        ({"began": 20260618}, "began", "引号"),
        ({"received_on": "昨天"}, "received_on", "2026-06-18"),
        ({"deputies": "陈立新"}, "deputies", "["),
        ({"deputies": [7]}, "deputies[0]", "引号"),
        ({"opinions": []}, "opinions", "至少"),
        ({"opinions": {}}, "opinions", "至少"),
        ({"opinions": ["一条"]}, "opinions[0]", "写法"),
    ],
)
def test_a_wrong_value_is_refused_by_name(station, fields, names, step):
    with pytest.raises(StationError) as refused:
        read(station, **fields)
    assert names in refused.value.title
    assert step in refused.value.next_step


@pytest.mark.parametrize(
    ("fields", "names", "step"),
    [
        ({"topic": "物业"}, "「物业」", "物业管理"),
        ({"subtopic": "照明"}, "「照明」", "公共照明"),
        ({"topic": 3}, "opinions[0].topic", "引号"),
        ({"titel": "甲"}, "opinions[0].titel", "title"),
        ({"outcome": "办理"}, "opinions[0].outcome", "登记办理"),
        ({"sensitive": 0}, "opinions[0].sensitive", "改正"),
        ({"local": {"unit": "物业", "due": "2026-07-01"}}, "opinions[0].local.due", "due_on"),
        ({"local": {"due_on": "七月"}}, "opinions[0].local.due_on", "2026"),
        ({"local": "物业"}, "opinions[0].local", "写法"),
        ({"on_the_spot": {"result": "好"}}, "opinions[0].on_the_spot.result", "基本满意"),
        ({"attachments": "a.jpg"}, "opinions[0].attachments", "["),
        ({"attachments": [{}]}, "opinions[0].attachments[0]", "引号"),
    ],
)
def test_a_wrong_value_of_an_opinion_is_refused_by_name(station, fields, names, step):
    with pytest.raises(StationError) as refused:
        opinion(station, **fields)
    assert names in refused.value.title
    assert step in refused.value.next_step


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "不是正确的 JSON"),
        ("[]", "应是一组字段"),
        ('{"opinions": NaN}', "NaN"),
        ('{"contact": {"group_size": 9223372036854775808}}', "太大"),
        ('{"began": "2026-06-18", "began": "2026-06-17"}', "写了两次"),
        ("[" * 100_000, "层数太多"),
        ("null", "应是一组字段"),
        ('{"opinion": [{}]}', "不认识的字段「opinion」"),
    ],
)
def test_what_is_no_proper_json_is_refused(station, text, why):
    for reader in (read_reception, read_correction):
        if "opinion" not in text or reader is read_reception or "NaN" in text:
            with pytest.raises(StationError, match=why):
                reader(station, text)


def test_two_of_one_name_are_told_apart_by_uid(station):
    second = add_deputy(station, Deputy(name="陈立新", ward="第9选区"))
    with pytest.raises(StationError, match="有 2 位「陈立新」") as refused:
        read(station, deputies=["陈立新"])
    assert second in refused.value.next_step
    assert read(station, deputies=[second]).deputies == (second,)


def test_a_named_contact_needs_the_notice(station):
    with pytest.raises(StationError, match="信息用途"):
        save_reception(station, read(station, contact={"name": "吴桂珍"}))
    save_reception(station, read(station, contact={"name": "吴桂珍", "notice_given": True}))


def test_a_correction_names_only_what_changes(station, form):
    [serial] = save_reception(station, form()).serials
    given = read_correction(
        station,
        json.dumps(
            {
                "title": "地下车库 C 区照明灯不亮",
                "topic": "消防安全",
                "subtopic": "消防设施",
                "deputies": ["何素琴"],
                "received_on": "2026-06-17",
                "contact": {"estate": "海棠里", "notice": True},
            }
        ),
    )
    correct(station, serial, given)
    row = station.db.execute_sql("SELECT title, topic, subtopic, content, received_on, names FROM opinion").fetchone()
    assert row[:3] == ("地下车库 C 区照明灯不亮", "消防安全", "消防设施")
    assert row[3].startswith("地下车库 B 区")
    assert row[4:] == ("2026-06-17", "吴桂珍 何素琴")
    assert station.db.execute_sql("SELECT name, address FROM contact").fetchone() == ("吴桂珍", "海棠里")


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"tilte": "甲"}, "tilte"),
        ({"topic": "物业"}, "「物业」"),
        ({"deputies": ["张三"]}, "「张三」"),
        ({"contact": {"fone": "1"}}, "contact.fone"),
        ({"contact": "吴"}, "contact"),
        ({"received_on": 5}, "received_on"),
    ],
)
def test_a_wrong_correction_is_refused_by_name(station, form, fields, names):
    [serial] = save_reception(station, form()).serials
    with pytest.raises(StationError) as refused:
        correct(station, serial, read_correction(station, json.dumps(fields)))
    assert names in refused.value.title


KEYS = (
    "contact opinions deputies recorder began received_on channel topic subtopic local on_the_spot attachments "
    "notice name title content group_size contact_uid volunteer_only"
).split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_any_json_gives_a_form_or_a_sentence(station, value):
    text = json.dumps(value)
    for reader in (read_reception, read_correction):
        try:
            reader(station, text)
        except StationError as refused:
            said = refused
        else:
            continue
        assert said.title
        assert said.next_step


def test_a_reception_day_is_named_by_uid_or_date(station):
    uid = put_down(station)
    assert [read(station, event=value).event for value in (uid, "2026-06-20", None)] == [uid, uid, None]
    put_down(station, began="14:00", ended="")
    for value, words in (("2026-06-20", "有 2 次接待日"), ("2026-06-21", "没有接待日"), ("活动", "不是日期")):
        with pytest.raises(StationError, match=words):
            read(station, event=value)
