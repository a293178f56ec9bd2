"""Run by a test in a process of its own: sends 200 MiB of attachments, prints by how many MiB memory grew."""

import hashlib
import io
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.dont_write_bytecode = True

from station_app.exchange.writing import Blob, write_package  # noqa: E402
from tests.exchange.packages import Sending, chain  # noqa: E402


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def photo(number: int) -> Blob:
    data = bytes([number]) * (20 * 1024 * 1024)
    return Blob(hashlib.sha256(data).hexdigest(), len(data), lambda: io.BytesIO(bytes([number]) * len(data)))


def size_and_name(number: int) -> Blob:
    digest = photo(number)
    return Blob(digest.sha256, digest.size, lambda: io.BytesIO(bytes([number]) * digest.size))


def main(folder: Path) -> None:
    sending, changes = Sending(), chain(["路灯"] * 100)
    blobs = [size_and_name(number) for number in range(10)]
    sending.open(sending.package(["甲"]), folder).close()
    before, path = peak(), folder / "big.zlt"
    with path.open("wb") as file:
        write_package(file, sending.manifest(changes), lambda: changes, blobs, sending.station)
    from station_app.exchange.reading import open_package

    with open_package(path, [sending.centre.identity], lambda _: [sending.station.public.sign], folder) as staged:
        for one in blobs:
            reader = staged.open_blob(one.sha256)
            while reader.read(65536):
                pass
    print(peak() - before)


main(Path(sys.argv[1]))
