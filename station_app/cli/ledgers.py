"""Commands about old ledgers: take one over, void what was taken over."""

from station_app.cli.call import Answer, Call


def import_ledger(call: Call) -> Answer:
    """Take an old ledger over, or with ``--dry-run`` say what that would come to."""
    from station_app.services.ledger_import import LedgerSource, preview_ledger
    from station_app.services.ledger_import import import_ledger as take_over

    args = call.args
    source = LedgerSource(path=args.file, channel=args.channel, topic=args.topic)
    with call.station() as station:
        result = preview_ledger(station, source) if args.dry_run else take_over(station, source)
    rejected = [{"row": one.row, "reason": one.reason} for one in result.rejected]
    value = {
        "import": result.uid,
        "rows": result.rows,
        "new": result.new,
        "unchanged": result.unchanged,
        "rejected": rejected,
    }
    text = f"共 {result.rows:,} 行：新增 {result.new:,}，已有 {result.unchanged:,}，不能导入 {len(rejected):,}"
    lines = [f"第 {one['row']} 行：{one['reason']}" for one in rejected]
    kept = [f"批号 {result.uid}"] if result.uid else []
    return Answer(value, "\n".join([text, *lines, *kept]))


def void_import(call: Call) -> Answer:
    """Void all that one import brought in."""
    from station_app.services.ledger_import import void_import as take_back

    with call.station() as station:
        voided = take_back(station, call.args.id, call.args.reason)
    return Answer({"voided": voided}, f"已作废 {voided:,} 条。")
