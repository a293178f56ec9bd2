"""Deleting the data of a person: nothing of them is left in any file, and the opinions stay."""

from dataclasses import replace

import pytest

from station_app.db.statements import rows, scalar
from station_app.domain.enums import Outcome, PersonRole
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.services import attachments, audit
from station_app.services.backup import keep_backup
from station_app.services.checking import check
from station_app.services.correcting import correct
from station_app.services.detail import detail
from station_app.services.drafts import new_draft_id, save_draft
from station_app.services.erasing import erase, find, holdings
from station_app.services.filtering import Filters
from station_app.services.rebuilding import rebuild
from station_app.services.recording import save_reception
from station_app.services.saved_filters import save_filters
from tests.services.traces import found_in

NAME, PHONE = "吴桂珍", "13800005678"
OTHER = {"name": "孟宪国", "phone": "13900001234", "address": "香樟里 9 栋"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)


@pytest.fixture
def recorded(station, form):
    """Two opinions of 吴桂珍, one with a picture and her name in its text, and one of somebody else."""
    picture = attachments.add_bytes(station, "吴桂珍的信.png", PNG)
    text = "反映人吴桂珍，电话13800005678，地下车库灯不亮。"
    save_reception(station, form({"content": text, "attachments": (picture,)}))
    save_reception(station, form({"title": "楼道堆物"}))
    save_reception(station, form({"title": "门禁坏了"}, OTHER))
    return picture


def erase_her(station, **changes):
    (who,) = find(station, PHONE)
    return erase(station, who.uids, "本人来电要求", **changes)


@pytest.mark.parametrize("wanted", [NAME, PHONE, "138 0000 5678", "17-2026-00002"])
def test_a_person_is_found_with_all_their_entries_and_opinions(station, recorded, wanted):
    (who,) = find(station, wanted)
    assert len(who.uids) == 2
    assert [one.serial for one in who.matters] == ["17-2026-00002", "17-2026-00001"]
    assert (who.contact.name, who.contact.phone) == ("吴**", "138****5678")


def test_nobody_is_found_twice_and_a_stranger_not_at_all(station, recorded):
    erase_her(station)
    assert find(station, NAME) == find(station, PHONE) == find(station, "17-2026-00001") == ()
    assert len(find(station, OTHER["name"])) == 1


def test_what_is_held_is_told_before_it_goes(station, recorded, form):
    save_draft(station, new_draft_id(), form())
    save_filters(station, "她的", Filters(text=NAME))
    (who,) = find(station, NAME)
    held = holdings(station, who)
    assert (held.versions, held.receptions, held.attachments) == (2, 2, 1)
    assert held.words == (PHONE, NAME)
    assert (len(held.drafts), held.filters) == (1, ("她的",))
    assert [(one.label, one.ours, one.standing) for one in held.mentions] == [("登记 17-2026-00001", True, True)]
    assert any("优盘" in sentence for sentence in held.unreached)


def test_the_opinions_stay_and_say_that_the_person_is_gone(station, recorded):
    erase_her(station)
    shown = detail(station, "17-2026-00001")
    assert shown.contact.label == shown.contact.name == "已按本人要求删除"
    assert (shown.contact.phone, shown.contact.address) == ("", "")
    assert scalar(station.db, "SELECT count(*) FROM opinion") == 3
    assert rows(station.db, "SELECT identity, group_size FROM contact WHERE kind = '已按本人要求删除' LIMIT 1") == [
        {"identity": "居民", "group_size": 1}
    ]
    assert detail(station, "17-2026-00003").contact.name == "孟**"


def test_after_it_check_and_rebuild_find_nothing_wrong(station, recorded):
    before = rows(station.db, "SELECT * FROM opinion ORDER BY id")
    erase_her(station, words=(NAME, PHONE))
    assert check(station).problems == ()
    erased = rows(station.db, "SELECT * FROM opinion ORDER BY id")
    assert rebuild(station).problems == ()
    again = rows(station.db, "SELECT * FROM opinion ORDER BY id")
    assert again == erased != before


def test_nothing_of_the_person_is_left_in_any_file(station, recorded, form):
    words = (NAME, PHONE, "吴桂珍的信", "梧桐苑")  # long enough not to come about by chance in what is encrypted
    save_draft(station, new_draft_id(), form())
    save_filters(station, "她的", Filters(text=NAME))
    keep_backup(station)
    folder = station.store.paths.folder
    assert found_in(folder, station.store.key, words)
    done = erase_her(station, words=(NAME, PHONE))
    assert (done.contacts, done.redacted, done.uncleared) == (2, 1, None)
    assert found_in(folder, station.store.key, ("门禁坏了",)) == {"门禁坏了"}
    assert found_in(folder, station.store.key, words) == set()
    assert not station.store.blobs.exists(recorded.sha256)
    assert len(list(station.store.paths.backups.glob("*.zlb"))) == 1
    assert scalar(station.db, "SELECT group_concat(initials) FROM opinion").count("wgz") == 0


def test_words_in_the_text_are_taken_out_of_all_versions(station, recorded):
    erase_her(station, words=(NAME, PHONE))
    shown = detail(station, "17-2026-00001")
    assert shown.intake.content == "反映人〔已删去〕，电话〔已删去〕，地下车库灯不亮。"
    assert len(shown.versions) == 1
    assert "吴桂珍" not in scalar(station.db, "SELECT group_concat(payload) FROM change")


def test_the_text_stays_when_nobody_asked_for_the_words_to_go(station, recorded):
    assert erase_her(station).redacted == 0
    assert NAME in detail(station, "17-2026-00001").intake.content


def test_a_later_version_with_the_words_is_taken_out_too(station, form):
    save_reception(station, form())
    correct(station, "17-2026-00001", {"suggested_action": f"回电{PHONE}"})
    erase_her(station, words=(PHONE,))
    assert detail(station, "17-2026-00001").intake.suggested_action == "回电〔已删去〕"


def test_it_is_audited_without_a_name(station, recorded):
    (who,) = find(station, PHONE)
    erase(station, who.uids, "本人来电要求")
    noted = rows(station.db, "SELECT subject, detail FROM audit WHERE action = ? ORDER BY id", (audit.Action.ERASED,))
    assert [(one["subject"], one["detail"]) for one in noted] == [(uid, "本人来电要求") for uid in sorted(who.uids)]


@pytest.mark.parametrize("reason", ["", "  ", "吴桂珍来电", "13800005678 来电"])
def test_a_reason_is_needed_that_does_not_name_the_person(station, recorded, reason):
    (who,) = find(station, PHONE)
    with pytest.raises(StationError, match="原因"):
        erase(station, who.uids, reason)
    assert find(station, PHONE) == (who,)


def test_only_a_head_may(station, recorded):
    (who,) = find(station, PHONE)
    station.desk = replace(station.desk, person=Person(name="徐桂兰", role=PersonRole.VOLUNTEER))
    works = (lambda: find(station, PHONE), lambda: holdings(station, who), lambda: erase(station, who.uids, "要求"))
    for work in works:
        with pytest.raises(StationError, match="站长"):
            work()


def test_the_same_person_may_come_again(station, recorded, form):
    taken_over = replace(form(), contact_uid=find(station, PHONE)[0].uids[0])
    erase_her(station)
    save_reception(station, taken_over)
    assert detail(station, "17-2026-00004").contact.name == "吴**"
    assert detail(station, "17-2026-00001").contact.name == "已按本人要求删除"
    assert check(station).problems == ()


def test_an_opinion_of_an_erased_person_can_still_be_corrected(station, recorded):
    erase_her(station)
    correct(station, "17-2026-00001", {"title": "车库照明"})
    assert detail(station, "17-2026-00001").contact.name == "已按本人要求删除"
    correct(station, "17-2026-00001", {"contact": {"kind": "个人", "name": "林晚", "notice_at": "2026-06-18T10:21"}})
    assert detail(station, "17-2026-00001").contact.name == "林**"
    assert check(station).problems == ()


def test_a_matter_nobody_can_be_told_of_any_more_needs_no_telling(station, form):
    save_reception(station, form({"outcome": Outcome.ANSWERED, "spot_reply": "已修"}))
    assert detail(station, "17-2026-00001").status.value == "待反馈"
    erase_her(station)
    assert detail(station, "17-2026-00001").status.value == "办结"
    assert check(station).problems == ()
