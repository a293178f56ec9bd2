"""What another choice hides is not recorded."""

from dataclasses import replace

from station_app.domain.enums import ContactKind, Outcome, Satisfaction
from station_app.domain.forms import Destination, LocalWork, OnTheSpot, OpinionForm, ReceptionForm
from station_app.domain.hidden import without_hidden
from station_app.domain.records import Contact

FULL = OpinionForm(
    title="灯",
    spot_reply="已解释",
    on_the_spot=OnTheSpot(told=True, attitude=Satisfaction.SATISFIED, result=Satisfaction.SATISFIED),
    destination=Destination.STATION,
    local=LocalWork(unit="居委会"),
)


def seen(outcome, **changes):
    form = ReceptionForm(opinions=(replace(FULL, outcome=outcome, **changes),), signed=True)
    return without_hidden(form)


def test_a_filed_matter_has_no_answer():
    form = seen(Outcome.FILED)
    (one,) = form.opinions
    assert (one.spot_reply, one.on_the_spot, one.local.unit) == ("", OnTheSpot(), "居委会")
    assert form.signed


def test_what_goes_to_the_centre_has_no_local_work():
    (one,) = seen(Outcome.FILED, destination=Destination.CENTRE).opinions
    assert one.local == LocalWork()


def test_an_answered_matter_goes_nowhere_and_nothing_is_signed():
    form = seen(Outcome.ANSWERED)
    (one,) = form.opinions
    assert (one.destination, one.local, one.spot_reply) == (Destination.CENTRE, LocalWork(), "已解释")
    assert not form.signed


def test_nothing_is_hidden_before_a_choice():
    form = ReceptionForm(opinions=(FULL,))
    assert without_hidden(form) == form


def test_an_anonymous_one_has_no_name_and_a_notice_only_with_a_phone():
    contact = Contact(kind=ContactKind.ANONYMOUS, name="吴桂珍", notice_at="2026-06-18T10:21")
    form = ReceptionForm(contact=contact)
    assert without_hidden(form).contact == Contact(kind=ContactKind.ANONYMOUS)
    reachable = replace(form, contact=replace(contact, phone="13800005678"))
    assert without_hidden(reachable).contact.notice_at == "2026-06-18T10:21"
