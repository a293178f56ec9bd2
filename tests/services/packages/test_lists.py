"""What the centre keeps for all reaches the stations: lists and limits, while old records keep what they had."""

from dataclasses import replace
from datetime import date

from station_app.services import codes, people
from station_app.services.code_lists import add_entry, change_entry
from station_app.services.detail import detail
from station_app.services.limits import answer_due, change_limits, limits
from station_app.services.listing import Filters, page
from station_app.services.network import change_site, network
from station_app.services.recording import save_reception
from tests.stations import reception_form


def by_serial(station, serial):
    return next(line.uid for line in page(station, Filters(), 0, 9) if line.serial == serial)


def taken_in(station, **opinion):
    form = reception_form(station)
    return save_reception(station, replace(form, opinions=(replace(form.opinions[0], **opinion),))).serials[0]


def test_a_new_channel_and_a_retired_topic_reach_a_station(net):
    serial = taken_in(net.station, topic="物业管理", subtopic="公共照明")
    before = [one.name for one in codes.nine_most_used(net.station)]
    add_entry(net.centre, codes.CHANNELS, "12345 热线")
    change_entry(net.centre, codes.TOPICS, "物业管理", retired=True)
    assert net.carry(net.centre, net.station, "17").problem is None
    book = codes.code_book(net.station)
    assert "12345 热线" in [one.name for one in book.channels()]
    assert "物业管理" not in [one.name for one in book.topics()]
    after = [one.name for one in codes.nine_most_used(net.station)]
    assert "物业管理" not in after
    assert [name for name in after if name in before] == [name for name in before if name in after]
    intake = detail(net.station, by_serial(net.station, serial)).intake
    assert (intake.topic, intake.subtopic) == ("物业管理", "公共照明")
    assert book.topic_named("物业管理").retired


def test_the_limits_reach_a_station_and_propose_its_due_days(net):
    change_limits(net.centre, replace(limits(net.centre), answer_days=15))
    net.carry(net.centre, net.station, "17")
    assert answer_due(net.station) == date(2026, 7, 3)


def test_a_station_shows_what_the_centre_wrote_of_it_and_its_own_of_the_rest(net):
    station = net.station
    own = people.site_details(station)
    people.change_site(station, name=own.name, address="梧桐路 8 号", phone="62345678", hours="周一至周五")
    known = next(one for one in network(net.centre) if one.site.code == "17")
    change_site(net.centre, known.uid, replace(known.site, name="梧桐里联络站", phone="010-55550117"))
    net.carry(net.centre, station, "17")
    shown = people.site_details(station)
    assert (shown.name, shown.phone) == ("梧桐里联络站", "010-55550117")
    assert (shown.address, shown.hours, shown.head) == ("梧桐路 8 号", "周一至周五", own.head)
    assert station.identity.name == "梧桐里联络站"
    assert people.fields_of_centre(station) == {"name", "phone"}
    people.change_site(station, name="别的名称", address="梧桐路 9 号", phone="1", hours="")
    shown = people.site_details(station)
    assert (shown.name, shown.address, shown.phone) == ("梧桐里联络站", "梧桐路 9 号", "010-55550117")
