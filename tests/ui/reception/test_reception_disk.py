"""Whatever step of a save the disk refuses, the page says why and the form is as it was typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk import compiled

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("cases", "count"),
    [pytest.param("28-False", 1, id="suite"), pytest.param("each_step", 4, id="proof", marks=pytest.mark.proof)],
)
def test_each_step_of_a_save_that_fails_leaves_the_form_filled(tmp_path, cases, count):
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", HERE / "each_step_fails.py"]
    command += ["-m", "not bench", "-k", cases]
    environment = os.environ | {"LD_PRELOAD": str(compiled(tmp_path)), "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        command, cwd=HERE.parents[2], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert f"{count} passed" in ran.stdout, ran.stdout[-3000:]
