"""A letter about what was brought before is named while it is copied."""

from tests.services.opinions import record

MATTER = {"title": "3栋花坛蚊虫多", "content": "3栋东头那个花坛荒了，夏天蚊子多。", "topic": "园林绿化"}


def test_an_earlier_opinion_of_the_same_matter_is_named_and_can_be_compared(desk):
    (serial,) = record(desk.station, MATTER)
    desk.begin("2")
    desk.write("3栋东头花坛荒了，夏天蚊子很多。")
    transcript = desk.page.sheets.transcript
    transcript.title_edit.setFocus()
    assert not transcript.near.isVisible()
    desk.write("3栋东头花坛蚊虫")
    desk.enter()
    assert transcript.near.isVisible()
    assert transcript.near.line.whole() == f"相近：{serial} 3栋花坛蚊虫多（已登记）"
    with desk.qtbot.waitSignal(desk.page.navigate) as asked:
        transcript.near.link.click()
    key, (verb, _uid) = asked.args
    assert (key, verb) == ("opinions", "open")


def test_another_matter_and_an_empty_slip_name_nothing(desk):
    record(desk.station, MATTER)
    desk.begin("2")
    desk.slip("电梯常常停。", "电梯停运")
    near = desk.page.sheets.transcript.near
    assert not near.isVisible()
    desk.page.sheets.bring_to_front(0)
    assert not near.isVisible()
