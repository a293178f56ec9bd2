"""Which fields a correction offers, in the order of the form."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from station_app.domain.enums import AgeBand, ContactKind, Identity, Kind, Mode, Outcome, Scope, Sex, Urgency
from station_app.domain.forms import OpinionForm, ReceptionForm
from station_app.domain.wording import CONTACT_LABELS, INTAKE_LABELS, RECEPTION_LABELS
from station_app.services import codes
from station_app.ui.context import PageContext
from station_app.ui.forms.people_choice import deputy_matcher, deputy_tokens, nobody_on_duty, person_options
from station_app.ui.pages.opinions_files import FilesField, file_words
from station_app.ui.pages.opinions_parts import (
    Options,
    Part,
    area,
    choice,
    line,
    moment,
    named_choice,
    number,
    plain_words,
    tick,
    tokens,
)
from station_app.ui.widgets.choices import ComboBox

Section = tuple[str, Sequence[Part]]


def sections(context: PageContext, form: ReceptionForm, *, at_reception: bool) -> list[Section]:
    """The parts of a correction under their heads; what only a reception knows is left out where there was none."""
    return [
        (_opinion_title(), _opinion(context, form)),
        (_contact_title(), _contact(form)),
        (_reception_title(), _reception(context, form, at_reception=at_reception)),
    ]


def _reception(context: PageContext, form: ReceptionForm, *, at_reception: bool) -> list[Part]:
    station = context.station
    channels = [one.name for one in codes.code_book(station).channels()]
    label = RECEPTION_LABELS["began"] if at_reception else INTAKE_LABELS["received_on"]
    parts = [
        moment("began", label, station.clock.now, with_time=at_reception),
        choice("channel", RECEPTION_LABELS["channel"], _named(channels, form.channel)),
        tokens(
            "deputies",
            RECEPTION_LABELS["deputies"],
            deputy_matcher(station, nobody_on_duty),
            lambda uids: deputy_tokens(station, uids),
        ),
    ]
    if at_reception:
        parts += [
            tick("volunteer_only", RECEPTION_LABELS["volunteer_only"], RECEPTION_LABELS["volunteer_only"]),
            named_choice("recorder", RECEPTION_LABELS["recorder"], person_options(station, form.recorder)),
            choice("mode", RECEPTION_LABELS["mode"], _words(Mode)),
            tick("signed", RECEPTION_LABELS["signed"], RECEPTION_LABELS["signed"]),
        ]
    return parts


def _contact(form: ReceptionForm) -> list[Part]:
    labels = CONTACT_LABELS
    return [
        choice("contact.kind", labels["kind"], _offered_kinds()),
        line("contact.name", labels["name"]),
        choice("contact.sex", labels["sex"], _words(Sex, optional=True)),
        choice("contact.age_band", labels["age_band"], _words(AgeBand, optional=True)),
        line("contact.phone", labels["phone"]),
        line("contact.address", labels["address"]),
        choice("contact.identity", labels["identity"], _words(Identity, optional=True)),
        number("contact.group_size", labels["group_size"]),
        tick("contact.confidential", labels["confidential"], _secret_words()),
        _notice(form),
    ]


def _offered_kinds() -> Options:
    return [(kind, kind.value) for kind in ContactKind if kind is not ContactKind.ERASED]


def _notice(form: ReceptionForm) -> Part:
    """Ticked: told at the time that stands, else when the matter was taken in."""
    told = form.contact.notice_at
    given = told or form.began
    options: Options = [(None, "—"), (given, given.replace("T", " "))]
    return named_choice("contact.notice_at", CONTACT_LABELS["notice_at"], options)


def _opinion(context: PageContext, form: ReceptionForm) -> list[Part]:
    labels, at, opinion = INTAKE_LABELS, "opinions[0].{}".format, form.opinions[0]
    files = FilesField(context)
    return [
        line(at("title"), labels["title"]),
        area(at("content"), labels["content"]),
        choice(at("kind"), labels["kind"], _words(Kind, optional=True)),
        *_topic(context, opinion),
        line(at("place"), labels["place"]),
        choice(at("scope"), labels["scope"], _words(Scope, optional=True)),
        choice(at("urgency"), labels["urgency"], _words(Urgency)),
        tick(at("sensitive"), labels["sensitive"], _sensitive_words()),
        choice(at("outcome"), labels["outcome"], _words(Outcome)),
        area(at("spot_reply"), labels["spot_reply"]),
        area(at("suggested_action"), labels["suggested_action"]),
        line(at("external_source"), labels["external_source"]),
        line(at("external_number"), labels["external_number"]),
        Part(at("attachments"), labels["attachments"], files, files.value, files.set_value, file_words, files.changed),
    ]


def _topic(context: PageContext, opinion: OpinionForm) -> list[Part]:
    """The second level follows the first."""
    book = codes.code_book(context.station)
    topics = [one.name for one in book.topics()]
    topic = choice("opinions[0].topic", INTAKE_LABELS["topic"], _named(topics, opinion.topic))

    def offered() -> Options:
        chosen = book.topic_named(topic.read() or opinion.topic)
        own = opinion.subtopic if chosen is None or chosen.name == opinion.topic else ""
        return [("", "—"), *_named(chosen.subtopics if chosen else (), own)]

    topic.write(opinion.topic)
    box = ComboBox(offered())
    topic.changed.connect(lambda: box.set_options(offered()))
    path, label = "opinions[0].subtopic", INTAKE_LABELS["subtopic"]
    return [topic, Part(path, label, box, box.value, box.set_value, plain_words, box.value_changed)]


def _words(words: type[StrEnum], *, optional: bool = False) -> Options:
    offered: list[tuple[object, str]] = [(one, one.value) for one in words]
    return [(None, "—"), *offered] if optional else offered


def _named(names: Sequence[str], own: str) -> list[tuple[object, str]]:
    """What is in use, and what stands there though it is retired."""
    kept = [own] if own and own not in names else []
    return [(name, name) for name in [*names, *kept]]


def _reception_title() -> str:
    return QCoreApplication.translate("CorrectionView", "接待")


def _contact_title() -> str:
    return QCoreApplication.translate("CorrectionView", "反映人")


def _opinion_title() -> str:
    return QCoreApplication.translate("CorrectionView", "意见建议")


def _secret_words() -> str:
    return QCoreApplication.translate("CorrectionView", "姓名保密")


def _sensitive_words() -> str:
    return QCoreApplication.translate("CorrectionView", "敏感，簿上不印")
