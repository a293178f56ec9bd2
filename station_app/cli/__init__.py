"""The same services without a window: ``main(argv)`` runs one command and gives the exit code.

0: done; 1: refused, with a Chinese sentence on stderr; 2: wrong usage. With ``--json`` one JSON value on stdout.
"""

import json
import os
import sys
from collections.abc import Sequence

from station_app.cli.call import Answer, Call
from station_app.cli.parser import parse
from station_app.errors import StationError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in ``argv`` (default: the process's own) and return its exit code."""
    _speak_utf8()
    try:
        call = parse(sys.argv[1:] if argv is None else argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    try:
        answer = call.run()
    except StationError as refusal:
        return _refuse(str(refusal))
    except KeyboardInterrupt:
        return _refuse("已取消。")
    except MemoryError:
        return _refuse("内存不足。请关闭其他程序，然后再试一次；已保存的数据没有改动。")
    except Exception as error:  # noqa: BLE001 - a bug: its place is kept, the person is told
        return _refuse(_crash(call, error))
    return _tell(call, answer)


def _tell(call: Call, answer: Answer) -> int:
    text = json.dumps(answer.value, ensure_ascii=False) if call.json else answer.text
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough; nothing more is to be said, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.code


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _crash(call: Call, error: Exception) -> str:
    from station_app.services.crash import keep_crash

    file = keep_crash(call.folder, error)
    kept = (
        f"出错的位置记在 {file}，里面没有个人信息，请交给技术人员。"
        if file
        else f"出错的位置：{type(error).__name__}。"
    )
    return f"程序出错了，这是程序的问题；已保存的数据不受影响。{kept}"


def _speak_utf8() -> None:
    """Chinese must come through whatever the terminal's code page is; what it cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
