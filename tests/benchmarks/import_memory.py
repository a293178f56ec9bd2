"""Takes one package in and prints the peak of memory in MiB; arguments: a made centre, where to copy it, the file."""

import json
import resource
import shutil
import sys
from pathlib import Path

from station_app.config import DataPaths
from station_app.services.opening import open_station
from station_app.services.packages import taking
from station_app.services.sign_in import sit_signed_in
from tests.stations import PASSPHRASE


def main(made: str, to: str, file: str) -> None:
    """Open a copy of the centre as a person does, and import."""
    from tests.benchmarks.bench_package import CLOCK

    shutil.copytree(made, to)
    centre = open_station(DataPaths(Path(to)), PASSPHRASE, CLOCK)
    sit_signed_in(centre)
    (report,) = taking.take(centre, [Path(file)])
    assert report.problem is None, json.dumps(str(report.problem), ensure_ascii=False)
    centre.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
