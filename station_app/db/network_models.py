"""The tables of what the centre writes for all its stations, and of its cases; and all synced tables together."""

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from station_app.db import models
from station_app.db.models import Synced, Table


class Site(Synced):
    """A site of the network as the centre keeps it; the column ``site`` of all these tables is empty."""

    code = TextField(index=True)
    name = TextField()
    kind = TextField()
    zone = TextField(null=True)
    parent = TextField(null=True)
    head = TextField()
    liaison = TextField()
    address = TextField()
    phone = TextField()
    hours = TextField()
    opened_on = TextField(null=True)
    status = TextField()


class Unit(Synced):
    """An office or company that matters are handed to."""

    name = TextField()
    kind = TextField()
    contact = TextField()
    phone = TextField()
    active = IntegerField()


class CodeList(Synced):
    """A list of codes."""

    name = TextField()
    entries = TextField()


class Limits(Synced):
    """Time limits; one row."""

    hand_over_days = IntegerField()
    answer_days = IntegerField()
    return_days = IntegerField()


class Calendar(Synced):
    """Days off and worked of one year."""

    year = IntegerField()
    days_off = TextField()
    work_days = TextField()


class Cases(Synced):
    """Work handed to somebody; only at the centre."""

    number = TextField(index=True)
    opinions = TextField()
    track = TextField()
    lead = TextField()
    handed_on = TextField()
    due_on = TextField(index=True)
    matter = TextField()
    co_units = TextField()
    returned_on = TextField(null=True)
    return_reason = TextField()
    extensions = TextField()
    handler = TextField()
    phone = TextField()


class CaseOpinion(Table):
    """Which opinions a case is about; ``opinion`` is a uid of any station's stream."""

    case_uid = ForeignKeyField(
        Cases, field="uid", column_name="case_uid", object_id_name="case_ref", index=False, on_delete="CASCADE"
    )
    opinion = TextField(index=True)
    relation = TextField()

    class Meta:
        primary_key = CompositeKey("case_uid", "opinion")
        without_rowid = True


SYNCED: tuple[type[Synced], ...] = (*models.SYNCED, Site, Unit, CodeList, Limits, Calendar, Cases)
