"""The tables of the exchange by file, local to this PC like those at the end of `models`."""

from peewee import AutoField, BlobField, CompositeKey, ForeignKeyField, IntegerField, TextField

from station_app.db.models import Change, Table


class Peer(Table):
    """An installation of another site (or of our own) that a package came from; ``retired`` when a person ended it."""

    site = TextField()
    instance = TextField()
    export_no = IntegerField()
    seen_at = TextField()
    retired = IntegerField()

    class Meta:
        primary_key = CompositeKey("site", "instance")
        without_rowid = True


class Claim(Table):
    """A head of a stream that an installation said it holds, by its latest package."""

    site = TextField()
    instance = TextField()
    stream = TextField()
    head = BlobField()

    class Meta:
        primary_key = CompositeKey("site", "instance", "stream", "head")
        without_rowid = True


class Voucher(Table):
    """A signed statement of heads, kept while it vouches for one that no later statement covers."""

    id = AutoField()
    site = TextField()
    text = TextField(unique=True)
    signature = TextField()


class VoucherHead(Table):
    """What a voucher vouches for."""

    voucher = ForeignKeyField(Voucher, on_delete="CASCADE", index=False)
    stream = TextField(index=True)
    head = BlobField()

    class Meta:
        primary_key = CompositeKey("voucher", "stream", "head")
        without_rowid = True


class Parked(Table):
    """A change that waits for a parent; ``export_no`` is the package it came in."""

    name = BlobField(unique=True)
    header = TextField()
    salt = BlobField(null=True)
    payload = TextField(null=True)
    site = TextField()
    export_no = IntegerField()


class ParkedParent(Table):
    """Which parents a parked change names."""

    child = BlobField()
    parent = BlobField(index=True)

    class Meta:
        primary_key = CompositeKey("child", "parent")
        without_rowid = True


class Quarantine(Table):
    """A change signed by a revoked key after the last one that was accepted: shown, never applied."""

    name = BlobField(unique=True)
    header = TextField()
    salt = BlobField(null=True)
    payload = TextField(null=True)
    site = TextField()
    export_no = IntegerField()


class Conflict(Table):
    """The changes of a facet that stand side by side after a fork; empty once a person has written over them."""

    uid = TextField()
    facet = TextField()
    change = ForeignKeyField(Change, index=False)

    class Meta:
        primary_key = CompositeKey("uid", "facet", "change")
        without_rowid = True


class ExportLog(Table):
    """A package that was written; ``heads`` is JSON {stream: [hex]}, ``counts`` JSON {facet: number}."""

    id = AutoField()
    package_id = TextField(unique=True)
    site = TextField()
    export_no = IntegerField()
    file_name = TextField()
    written_at = TextField()
    written_by = TextField(null=True)
    verified_at = TextField(null=True)
    acknowledged_at = TextField(null=True)
    size = IntegerField()
    counts = TextField()
    heads = TextField()


class ImportLog(Table):
    """A package that was taken in, and its counts by outcome as JSON; ``run`` names the one go it was part of."""

    id = AutoField()
    run = TextField()
    package_id = TextField(unique=True)
    site = TextField()
    instance = TextField()
    export_no = IntegerField()
    file_name = TextField()
    sha256 = TextField()
    imported_at = TextField()
    imported_by = TextField(null=True)
    counts = TextField()
    undone_at = TextField(null=True)


class ImportItem(Table):
    """What became of one change of a package; unchanged ones are only counted."""

    log = ForeignKeyField(ImportLog, column_name="log", object_id_name="log_id", on_delete="CASCADE")
    outcome = TextField()
    uid = TextField()
    facet = TextField()
    reason = TextField()


class Erased(Table):
    """What was erased for good: ``what`` is the uid of a contact of ``site``, or the hex name of one of its changes.

    ``kept`` is the JSON of what statistics keep of a contact. ``words`` (a JSON list) are looked for in drafts as long
    as the traces beside the log are not cleared away, NULL afterwards.
    """

    site = TextField()
    what = TextField()
    kept = TextField()
    words = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("site", "what")
        without_rowid = True


EXCHANGE: tuple[type[Table], ...] = (
    Peer,
    Claim,
    Voucher,
    VoucherHead,
    Parked,
    ParkedParent,
    Quarantine,
    Conflict,
    ExportLog,
    ImportLog,
    ImportItem,
    Erased,
)
