"""The first schema: log, records, search index, and what is local to one PC.

Frozen: these models are a copy and never change again; what comes later has a migration of its own.
"""
from peewee import SQL, AutoField, BlobField, Check, CompositeKey, ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


class Table(Model):
    class Meta:
        strict_tables = True
        legacy_table_names = False


class Stream(Table):
    id = AutoField()
    name = TextField(unique=True)
    own_seq = IntegerField(default=0)


class Change(Table):
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
    child = ForeignKeyField(Change, index=False)
    parent = ForeignKeyField(Change)

    class Meta:
        primary_key = CompositeKey("child", "parent")
        without_rowid = True


class StreamHead(Table):
    stream = ForeignKeyField(Stream, index=False)
    change = ForeignKeyField(Change, index=False)

    class Meta:
        primary_key = CompositeKey("stream", "change")
        without_rowid = True


class PendingRow(Table):
    change = ForeignKeyField(Change, primary_key=True)
    uid = TextField(index=True)


class Synced(Table):
    uid = TextField(unique=True)
    site = TextField()
    created_at = TextField()
    created_by = TextField(null=True)
    updated_at = TextField()
    updated_by = TextField(null=True)


class SiteOwn(Synced):
    code = TextField()
    name = TextField()
    kind = TextField()
    address = TextField()
    phone = TextField()
    hours = TextField()
    head = TextField(null=True)


class Person(Synced):
    name = TextField()
    role = TextField()
    active = IntegerField()


class Deputy(Synced):
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


class LedgerImport(Synced):
    file_name = TextField()
    sha256 = TextField()
    source = TextField()
    rows = IntegerField()
    new = IntegerField()
    unchanged = IntegerField()
    rejected = IntegerField()
    void_reason = TextField(null=True)


class SerialGap(Synced):
    code = TextField()
    year = IntegerField()
    first = IntegerField()
    last = IntegerField()
    reason = TextField()


class Opinion(Synced):
    id = IntegerField(primary_key=True)
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
    opinion = ForeignKeyField(Opinion, index=False, on_delete="CASCADE", on_update="CASCADE")
    deputy = TextField(index=True)

    class Meta:
        primary_key = CompositeKey("opinion", "deputy")
        without_rowid = True


class OpinionTally(Table):
    year = TextField()
    status = TextField()
    topic = TextField()
    channel = TextField()
    number = IntegerField()

    class Meta:
        primary_key = CompositeKey("year", "status", "topic", "channel")
        without_rowid = True


class SentMark(Table):
    opinion = TextField(primary_key=True)
    state = TextField(constraints=[Check("state IN ('written', 'verified', 'acknowledged')")])


class Setting(Table):
    key = TextField(primary_key=True)
    value = TextField()


class Audit(Table):
    at = TextField()
    person = TextField(null=True)
    action = TextField()
    subject = TextField()
    detail = TextField(constraints=[SQL("DEFAULT ''")])
    hash = BlobField()


TABLES = (
    Stream,
    Change,
    ChangeParent,
    StreamHead,
    PendingRow,
    SiteOwn,
    Person,
    Deputy,
    Contact,
    Reception,
    LedgerImport,
    SerialGap,
    Opinion,
    OpinionDeputy,
    OpinionTally,
    SentMark,
    Setting,
    Audit,
)

STATUS = (
    "CASE WHEN {0}void THEN '作废' WHEN {0}archived THEN '归档' WHEN {0}owed THEN '待反馈' WHEN {0}redo THEN '重办' "
    "WHEN {0}answered THEN '办结' WHEN {0}at_centre THEN '办理中' WHEN {0}at_station THEN '站内办理' ELSE '已登记' END"
)
TALLY = ("substr({0}received_on, 1, 4)", STATUS, "{0}topic", "{0}channel")
TALLIED = "received_on, topic, channel, void, archived, owed, redo, answered, at_centre, at_station"
NEW, OLD = (", ".join(part.format(row) for part in TALLY) for row in ("NEW.", "OLD."))
UP = f"INSERT INTO opinion_tally VALUES ({NEW}, 1) ON CONFLICT DO UPDATE SET number = number + 1;"
DOWN = f"UPDATE opinion_tally SET number = number - 1 WHERE (year, status, topic, channel) = ({OLD});"
SQL_ONLY = (
    f"CREATE INDEX opinion_status ON opinion ({STATUS.format('')}, id, received_on, topic, channel, kind)",
    f"CREATE INDEX opinion_listing ON opinion (id, received_on, topic, channel, kind, {STATUS.format('')})",
    "CREATE INDEX opinion_due ON opinion (due_on) WHERE due_on IS NOT NULL",
    "CREATE INDEX opinion_former_serial ON opinion (former_serial) WHERE former_serial IS NOT NULL",
    "CREATE INDEX opinion_external_number ON opinion (external_number) WHERE external_number <> ''",
    "CREATE INDEX opinion_ledger_import ON opinion (ledger_import) WHERE ledger_import IS NOT NULL",
    f"CREATE TRIGGER opinion_tally_insert AFTER INSERT ON opinion BEGIN {UP} END",
    f"CREATE TRIGGER opinion_tally_delete AFTER DELETE ON opinion BEGIN {DOWN} END",
    (
        f"CREATE TRIGGER opinion_tally_update AFTER UPDATE OF {TALLIED} ON opinion "
        f"WHEN ({NEW}) IS NOT ({OLD}) BEGIN {DOWN} {UP} END"
    ),
    (
        "CREATE VIRTUAL TABLE opinion_fts USING fts5(keys, content='', columnsize=0, "
        r"""tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'")"""
    ),
    (
        "INSERT INTO opinion_fts(opinion_fts, rank) VALUES "
        "('secure-delete', 1), ('pgsz', 3900), ('hashsize', 167772160), ('automerge', 8)"
    ),
    "CREATE VIRTUAL TABLE opinion_fts_terms USING fts5vocab(opinion_fts, instance)",
)


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for statement in SQL_ONLY:
        db.execute_sql(statement)
