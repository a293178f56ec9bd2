"""Changes made for tests: any graph of any streams, as they come out of a package."""

from station_app.domain.codec import to_payload
from station_app.domain.records import Contact, Feedback, Handling, Intake, Reply, ReplyRound
from station_app.journal.changes import Line, header_of, new_change

SITE, OTHER = "77777777-0000-4000-8000-000000000017", "77777777-0000-4000-8000-000000000018"
STAMPS = {
    "created_at": "2026-06-18T10:00:00+08:00",
    "created_by": None,
    "updated_at": "2026-06-18T10:00:00+08:00",
    "updated_by": None,
}


def line(stream, prev, uid, facet, payload, seq=1, instance="a1" * 16):
    """A change on top of the lines in ``prev``."""
    made = new_change(
        stream=stream,
        prev=[one.name for one in prev],
        seq=seq,
        instance=instance,
        uid=uid,
        facet=facet,
        payload=payload,
        schema=1,
        wall_time="2026-06-18T02:52:00+00:00",
    )
    return Line(made.name, made.header, made.salt, made.payload, header_of(made.header))


def intake(prev, uid, title, number=1, site=SITE, **more):
    record = Intake(
        serial=f"17-2026-{number:05d}",
        received_on="2026-06-18",
        channel="电话",
        topic="住房",
        title=title,
        content=title,
        **more,
    )
    return line(f"S:{site}", prev, uid, "opinion.intake", to_payload(record) | STAMPS)


def reply(prev, uid, text, site=SITE):
    record = Reply(rounds=(ReplyRound(date="2026-06-18", text=text, reply_class="A"),))
    return line(f"C:{site}", prev, uid, "opinion.reply", to_payload(record) | STAMPS)


def handling(prev, uid, unit, site=SITE):
    record = Handling(track="转街道办", unit=unit)
    return line(f"C:{site}", prev, uid, "opinion.handling", to_payload(record) | STAMPS)


def feedback(prev, uid, site=SITE):
    return line(f"S:{site}", prev, uid, "opinion.feedback", to_payload(Feedback()) | STAMPS)


def contact(prev, uid, name, site=SITE):
    return line(f"S:{site}", prev, uid, "contact.person", to_payload(Contact(name=name)) | STAMPS)
