"""The table of streams and facets, as the protocol gives it."""

import pytest

from station_app.domain.facets import FACETS, StreamKind, site_of, stream_name

STREAMS = {
    StreamKind.STATION: (
        "contact.person reception box box_opening reception_day person deputy.provisional site.own serial_gap "
        "ledger_import opinion.intake opinion.local opinion.feedback"
    ),
    StreamKind.TO_STATION: "opinion.handling opinion.reply opinion.request",
    StreamKind.TO_ALL: "site deputy unit code_list calendar point_rules limits",
    StreamKind.CENTRE_ONLY: (
        "case whistle director_day supervision commitment note event study forward article duty reminder_letter"
    ),
}


@pytest.mark.parametrize("stream", StreamKind)
def test_each_facet_belongs_to_the_stream_of_its_owner(stream):
    assert {name for name, spec in FACETS.items() if spec.stream is stream} == set(STREAMS[stream].split())


def test_a_stream_is_named_by_the_site_only_where_it_belongs_to_one():
    assert stream_name("opinion.intake", "9f") == "S:9f"
    assert stream_name("opinion.reply", "9f") == "C:9f"
    assert stream_name("deputy", "9f") == "C:*"
    assert stream_name("case", "9f") == "C:0"


def test_the_facets_of_one_opinion_share_its_subject():
    assert {spec.subject for name, spec in FACETS.items() if name.startswith("opinion.")} == {"opinion"}
    assert FACETS["reception"].subject == "reception"


def test_the_rows_of_a_stream_are_its_sites_and_the_centres_own_have_none():
    assert [site_of(name) for name in ("S:9f", "C:9f", "C:*", "C:0")] == ["9f", "9f", "", ""]
