"""Commands about single records: record, record-opening, correct, void, reply, feedback, show, search."""

from station_app.cli.call import Answer, Call, read_text

FIRST_SERIALS = 50


def record(call: Call) -> Answer:
    """Save one reception from a JSON file."""
    from station_app.domain.checks import text_notes
    from station_app.services.reception_file import read_reception
    from station_app.services.recording import save_reception

    text = read_text(call.args.file, "登记文件")
    with call.station() as station:
        form = read_reception(station, text, call.args.file.parent)
        saved, notes = save_reception(station, form), text_notes(form)
    value = {"uid": saved.uid, "serials": list(saved.serials)} | _noted(notes)
    return Answer(value, "\n".join([f"已保存：{'、'.join(saved.serials)}", *notes]))


def record_opening(call: Call) -> Answer:
    """Save the opening of an opinion box with its slips from a JSON file."""
    from station_app.domain.checks import text_notes
    from station_app.services.opening_boxes import save_opening
    from station_app.services.opening_file import read_opening

    text = read_text(call.args.file, "开箱文件")
    with call.station() as station:
        form, newcomers = read_opening(station, text, call.args.file.parent)
        saved, notes = save_opening(station, form, newcomers=newcomers), text_notes(form)
    listed = f"：{'、'.join(saved.serials)}" if saved.serials else "，没有意见建议"
    value = {"number": saved.number, "serials": list(saved.serials)} | _noted(notes)
    return Answer(value, "\n".join([f"已收箱 {saved.number}{listed}", *notes]))


def _noted(notes: tuple[str, ...]) -> dict[str, list[str]]:
    """What was changed in the texts, where there was anything."""
    return {"notes": list(notes)} if notes else {}


def correct(call: Call) -> Answer:
    """Correct one opinion from a JSON file."""
    from station_app.services.correcting import correct as save
    from station_app.services.reception_file import read_correction

    text = read_text(call.args.file, "更正文件")
    with call.station() as station:
        done = save(station, call.args.serial, read_correction(station, text, call.args.file.parent))
    value = {"uid": done.uid, "serial": done.serial, "changed": list(done.changed), "notes": list(done.notes)}
    return Answer(value, "\n".join([f"已更正 {done.serial}：{'、'.join(done.changed)}", *done.notes]))


def void(call: Call) -> Answer:
    """Void one opinion; it keeps its number."""
    from station_app.services.correcting import void as save

    with call.station() as station:
        done = save(station, call.args.serial, call.args.reason)
    return Answer({"uid": done.uid, "serial": done.serial}, f"已作废 {done.serial}，编号保留。")


def reply(call: Call) -> Answer:
    """Answer one opinion as the centre."""
    from station_app.services.replying import reply as save

    args = call.args
    with call.station() as station:
        status = save(station, args.serial, args.text, args.reply_class, args.signer, args.later)
    return _moved(args.serial, status.value, "已答复")


def feedback(call: Call) -> Answer:
    """Record an attempt to tell a resident and what was said; without a result or 联系不上 nobody was reached."""
    from station_app.domain.enums import Satisfaction, ToldHow
    from station_app.services.feedback import FeedbackForm, record_feedback

    args = call.args
    result = Satisfaction(args.result) if args.result else None
    with call.station() as station:
        form = FeedbackForm(
            at=args.at or station.clock.now().strftime("%Y-%m-%dT%H:%M"),
            how=ToldHow(args.how),
            reached=result not in {None, Satisfaction.UNREACHED},
            attitude=Satisfaction(args.attitude) if args.attitude else None,
            result=result,
            remark=args.remark,
        )
        status = record_feedback(station, args.serial, form)
    return _moved(args.serial, status.value, "已记下反馈")


def _moved(serial: str, status: str, done: str) -> Answer:
    return Answer({"serial": serial, "status": status}, f"{done}，{serial} 现在是「{status}」。")


def show(call: Call) -> Answer:
    """Show one opinion in full with what happened to it."""
    from station_app.services.detail import detail

    with call.station() as station:
        found = detail(station, call.args.serial)
    timeline = [{"at": one.at, "what": one.what, "by": one.by} for one in found.timeline]
    value = {
        "serial": found.serial,
        "uid": found.uid,
        "status": found.status.value,
        "facets": found.facets,
        "timeline": timeline,
    }
    head = f"{found.serial}　{found.status.value}　{found.intake.title}"
    steps = [f"{one['at']}　{one['what']}　{one['by']}" for one in timeline]
    return Answer(value, "\n".join([head, found.intake.content, *steps]))


def search(call: Call) -> Answer:
    """Count the opinions that have a text and list the first serials, highest first."""
    from station_app.services.listing import Filters, count, page

    with call.station() as station:
        filters = Filters(text=call.args.text)
        number = count(station, filters)
        serials = [line.serial for line in page(station, filters, limit=FIRST_SERIALS)]
    return Answer({"count": number, "serials": serials}, "\n".join([f"找到 {number:,} 条", *serials]))
