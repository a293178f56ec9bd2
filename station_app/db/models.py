"""The tables of ``station.db``. Models are unbound: each query names its database.

``Synced`` tables are the materialised view of the change log and can be made again from it; the others are local to
this PC. Columns hold what payloads hold: ISO dates and uids as text, booleans as 0/1, nested values as JSON text.
"""

from peewee import SQL, AutoField, BlobField, Check, CompositeKey, ForeignKeyField, IntegerField, Model, TextField


class Table(Model):
    """Base of all tables: STRICT, named as the class in snake case."""

    class Meta:
        strict_tables = True
        legacy_table_names = False


class Stream(Table):
    """A stream of the log; ``own_seq`` counts the changes of this instance in it."""

    id = AutoField()
    name = TextField(unique=True)
    own_seq = IntegerField(default=0)


class Change(Table):
    """One change: the exact header bytes it is named by, and beside them salt and payload (NULL once erased)."""

    id = AutoField()
    name = BlobField(unique=True)
    stream = ForeignKeyField(Stream, index=False)
    depth = IntegerField()
    instance = TextField()
    seq = IntegerField()
    uid = TextField()
    facet = TextField()
    header = TextField()
    salt = BlobField(null=True)
    payload = TextField(null=True)

    class Meta:
        indexes = ((("uid", "facet"), False),)


class ChangeParent(Table):
    """An arrow of the log from a change to one it was written on top of."""

    child = ForeignKeyField(Change, index=False)
    parent = ForeignKeyField(Change)

    class Meta:
        primary_key = CompositeKey("child", "parent")
        without_rowid = True


class StreamHead(Table):
    """The changes of a stream that nothing stands on yet: normally one."""

    stream = ForeignKeyField(Stream, index=False)
    change = ForeignKeyField(Change, index=False)

    class Meta:
        primary_key = CompositeKey("stream", "change")
        without_rowid = True


class PendingRow(Table):
    """A change held in the log whose subject record is not: its row waits here."""

    change = ForeignKeyField(Change, primary_key=True)
    uid = TextField(index=True)


class Synced(Table):
    """Base of materialised tables: the record's uid, the writing site's uid, and who wrote first and last."""

    uid = TextField(unique=True)
    site = TextField()
    created_at = TextField()
    created_by = TextField(null=True)
    updated_at = TextField()
    updated_by = TextField(null=True)


class SiteOwn(Synced):
    """What a site says of itself."""

    code = TextField()
    name = TextField()
    kind = TextField()
    address = TextField()
    phone = TextField()
    hours = TextField()
    head = TextField(null=True)


class Person(Synced):
    """Who works at a site."""

    name = TextField()
    role = TextField()
    active = IntegerField()


class Deputy(Synced):
    """Deputies, provisional ones of stations included."""

    provisional = IntegerField()
    name = TextField()
    level = TextField()
    sex = TextField(null=True)
    ethnicity = TextField()
    party = TextField()
    term = TextField()
    ward = TextField()
    employer = TextField()
    certificate = TextField()
    phone = TextField()
    specialties = TextField()
    started_on = TextField(null=True)
    ended_on = TextField(null=True)
    end_reason = TextField(null=True)
    by_election = IntegerField()
    same_as = TextField(null=True)


class Contact(Synced):
    """Who brought an opinion; ``phone_key``, ``estate`` are what repeat visitors are found by."""

    kind = TextField()
    name = TextField(index=True)
    sex = TextField(null=True)
    age_band = TextField(null=True)
    phone = TextField()
    phone_key = TextField(index=True)
    address = TextField()
    estate = TextField(index=True)
    identity = TextField(null=True)
    group_size = IntegerField()
    confidential = IntegerField()
    notice_at = TextField(null=True)
    retain_until = TextField(null=True)


class Reception(Synced):
    """One reception."""

    began = TextField(index=True)
    ended = TextField(null=True)
    event = TextField(null=True)
    recorder = TextField()
    channel = TextField()
    deputies = TextField()
    contact = ForeignKeyField(
        Contact,
        field="uid",
        column_name="contact",
        object_id_name="contact_uid",
        null=True,
        deferrable="INITIALLY DEFERRED",
    )
    volunteer_only = IntegerField()
    mode = TextField()
    signed = IntegerField()


class ReceptionDay(Synced):
    """A day on which deputies receive; receptions and opinions name it in ``event``."""

    day = TextField(index=True)
    began = TextField()
    ended = TextField(null=True)
    place = TextField()
    mode = TextField()
    theme = TextField()
    deputies = TextField()
    remark = TextField()
    cancel_reason = TextField(null=True)


class LedgerImport(Synced):
    """An old ledger that was taken over."""

    file_name = TextField()
    sha256 = TextField()
    source = TextField()
    rows = IntegerField()
    new = IntegerField()
    unchanged = IntegerField()
    rejected = IntegerField()
    void_reason = TextField(null=True)


class SerialGap(Synced):
    """Numbers passed over after a restore."""

    code = TextField()
    year = IntegerField()
    first = IntegerField()
    last = IntegerField()
    reason = TextField()
    series = TextField(constraints=[SQL("DEFAULT ''")])


class Box(Synced):
    """An opinion box."""

    name = TextField()
    since = TextField()
    place = TextField()
    interval_days = IntegerField()
    active = IntegerField()


class BoxOpening(Synced):
    """One opening of a box; its opinions name it in ``opening``."""

    number = TextField(index=True)
    box = ForeignKeyField(
        Box, field="uid", column_name="box", object_id_name="box_uid", index=False, deferrable="INITIALLY DEFERRED"
    )
    opened_at = TextField(index=True)
    opener = TextField()
    witness = TextField()
    seal_intact = IntegerField()
    slips_found = IntegerField()
    seal_before = TextField()
    seal_after = TextField()
    invalid = TextField()
    remark = TextField()

    class Meta:
        indexes = ((("box", "opened_at"), False),)


class Opinion(Synced):
    """One opinion. ``id`` is the packed serial (domain.serials), so the primary key is the order of every list.

    The columns from ``void`` on are the facts of domain.status; ``names`` and ``initials`` are what search knows of
    its people.
    """

    id = IntegerField(primary_key=True)
    site = TextField(index=True)
    serial = TextField(index=True)
    former_serial = TextField(null=True)
    received_on = TextField(index=True)
    channel = TextField()
    kind = TextField(null=True)
    topic = TextField()
    subtopic = TextField()
    title = TextField()
    content = TextField()
    place = TextField()
    scope = TextField(null=True)
    urgency = TextField()
    sensitive = IntegerField()
    outcome = TextField()
    tellable = IntegerField()
    contact = ForeignKeyField(
        Contact,
        field="uid",
        column_name="contact",
        object_id_name="contact_uid",
        null=True,
        deferrable="INITIALLY DEFERRED",
    )
    deputies = TextField()
    reception = ForeignKeyField(
        Reception,
        field="uid",
        column_name="reception",
        object_id_name="reception_uid",
        null=True,
        deferrable="INITIALLY DEFERRED",
    )
    opening = TextField(null=True)
    event = TextField(null=True)
    spot_reply = TextField()
    suggested_action = TextField()
    remark = TextField()
    external_source = TextField()
    external_number = TextField()
    ledger_import = ForeignKeyField(
        LedgerImport,
        field="uid",
        column_name="ledger_import",
        object_id_name="ledger_import_uid",
        null=True,
        index=False,
        deferrable="INITIALLY DEFERRED",
    )
    earlier_answer = TextField(null=True)
    attachments = TextField()
    void_reason = TextField(null=True)
    local = TextField(null=True)
    feedback = TextField(null=True)
    handling = TextField(null=True)
    reply = TextField(null=True)
    request = TextField(null=True)
    void = IntegerField()
    archived = IntegerField()
    owed = IntegerField()
    redo = IntegerField()
    answered = IntegerField()
    at_centre = IntegerField()
    at_station = IntegerField()
    for_centre = IntegerField()
    due_on = TextField(null=True)
    names = TextField()
    initials = TextField()


class OpinionDeputy(Table):
    """Which deputies received an opinion, for filters; ``deputy`` is a uid of any stream."""

    opinion = ForeignKeyField(Opinion, index=False, on_delete="CASCADE", on_update="CASCADE")
    deputy = TextField(index=True)

    class Meta:
        primary_key = CompositeKey("opinion", "deputy")
        without_rowid = True


class OpinionTally(Table):
    """How many opinions each year, status, topic and channel has, kept by triggers on ``opinion``.

    So the length of a list of a million rows is a short sum. ``status`` is as if nothing had been sent (db.derived).
    """

    year = TextField()
    status = TextField()
    topic = TextField()
    channel = TextField()
    number = IntegerField()

    class Meta:
        primary_key = CompositeKey("year", "status", "topic", "channel")
        without_rowid = True


class SentMark(Table):
    """Local: how far an opinion has got on its way to the centre."""

    opinion = TextField(primary_key=True)
    state = TextField(constraints=[Check("state IN ('written', 'verified', 'acknowledged')")])


class Setting(Table):
    """Local: a setting of this installation, as JSON text."""

    key = TextField(primary_key=True)
    value = TextField()


class Audit(Table):
    """Local: what was looked at, printed, exported or unmasked, hash-chained by ``hash`` over the row before."""

    at = TextField()
    person = TextField(null=True)
    action = TextField()
    subject = TextField()
    detail = TextField(constraints=[SQL("DEFAULT ''")])
    hash = BlobField()


SYNCED: tuple[type[Synced], ...] = (
    SiteOwn,
    Person,
    Deputy,
    Contact,
    Reception,
    LedgerImport,
    SerialGap,
    Box,
    BoxOpening,
    ReceptionDay,
    Opinion,
)
LOG: tuple[type[Table], ...] = (Stream, Change, ChangeParent, StreamHead)
LOCAL: tuple[type[Table], ...] = (PendingRow, SentMark, Setting, Audit)
ALL: tuple[type[Table], ...] = (*LOG, *SYNCED, OpinionDeputy, OpinionTally, *LOCAL)
