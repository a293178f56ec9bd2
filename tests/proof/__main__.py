"""Runs all proofs in turn: ``MINUTES`` together, from ``SEED`` on. Ends with the table; with 1 if anything failed."""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.proof import interruptions, report
from tests.proof.book import FILE, record

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
INTERRUPTIONS_SHARE = 0.6
# A proof that knows of no minutes may take longer than its share; it is given up when the time is long over.
PATIENCE = 3


def main() -> int:
    """Share the time out between the interruptions and the tests under the mark ``proof``."""
    os.environ["PROOF"] = "1"
    seconds, seed = 60 * float(os.environ.get("MINUTES", "10")), int(os.environ.get("SEED", "1"))
    files = [path for path in sorted(TESTS.rglob("test_*.py")) if "mark.proof" in path.read_text(encoding="utf-8")]
    interruptions.run(seconds * INTERRUPTIONS_SHARE, seed)
    end = time.monotonic() + seconds * (1 - INTERRUPTIONS_SHARE)
    for number, file in enumerate(files):
        left = max(1.0, end - time.monotonic())
        _tests(file.relative_to(ROOT), left / (len(files) - number))
    return 0 if report.write() else 1


def _tests(file: Path, seconds: float) -> None:
    """The proofs of one file; what they count they record themselves."""
    print(file, flush=True)
    told = FILE.with_name("proof.xml")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        "proof",
        "-q",
        "-n",
        "0",
        "-p",
        "no:randomly",
        f"--junit-xml={told}",
        file,
    ]
    told.unlink(missing_ok=True)
    try:
        subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"MINUTES": str(seconds / 60)},
            timeout=PATIENCE * seconds + 60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(f"{file}: given up, the time is over", flush=True)
        return
    for case in ET.parse(told).iter("testcase") if told.exists() else ():
        if (failure := case.find("failure")) is not None or (failure := case.find("error")) is not None:
            record(f"{file}", 1, 1, f"{case.get('name')}: {failure.get('message', '')[:300]}")


if __name__ == "__main__":
    sys.exit(main())
