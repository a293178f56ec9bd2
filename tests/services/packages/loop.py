"""A stick as the system sees it: an image behind a loop device, with a file system of its own, mounted.

Needs root, loop devices, a program that makes the file system and one that mounts it; what is missing is said.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MAKERS = {
    "FAT32": ("mkfs.vfat", "-F", "32"),
    "exFAT": ("mkfs.exfat",),
    "ext4": ("mkfs.ext4", "-q", "-F"),
}
MOUNTS = {
    "FAT32": (("mount", "-t", "vfat", "-o", "iocharset=utf8"),),
    "exFAT": (("mount", "-t", "exfat"), ("mount.exfat-fuse",)),
    "ext4": (("mount", "-t", "ext4"),),
}
SIZES = {"FAT32": 40, "exFAT": 8, "ext4": 8}  # MiB; FAT32 has no smaller ones


class NotHere(Exception):
    """This machine cannot do it; the message says why."""


def call(*words: object) -> str:
    """Run a program and give what it printed. Raises NotHere with what it complained of."""
    try:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=60)
    except FileNotFoundError as error:
        raise NotHere(f"没有 {words[0]}") from error
    if done.returncode:
        raise NotHere(f"{words[0]}: {(done.stderr or done.stdout).strip().splitlines()[0][:200]}")
    return done.stdout.strip()


@dataclass
class LoopStick:
    """A mounted stick; ``folder`` is where it is mounted."""

    kind: str
    image: Path
    folder: Path
    device: str = ""

    def make(self) -> None:
        """Make the image with its file system. Raises NotHere."""
        if os.name == "nt" or os.geteuid() != 0:
            raise NotHere("只有管理员能挂载")
        if shutil.which(MAKERS[self.kind][0]) is None:
            raise NotHere(f"没有 {MAKERS[self.kind][0]}")
        with self.image.open("wb") as file:
            file.truncate(SIZES[self.kind] << 20)
        call(*MAKERS[self.kind], self.image)

    def plug_in(self, *, read_only: bool = False) -> None:
        """Mount it. Raises NotHere."""
        self.device = call("losetup", "--find", "--show", *(["--read-only"] if read_only else []), self.image)
        self.folder.mkdir(exist_ok=True)
        reasons = []
        for words in MOUNTS[self.kind]:
            try:
                call(*words, *(["-o", "ro"] if read_only else []), self.device, self.folder)
                return
            except NotHere as reason:
                reasons.append(str(reason))
        self.unplug()
        raise NotHere("；".join(reasons))

    def unplug(self) -> None:
        """Unmount it as a careful person does, and let the device go."""
        for words in (("umount", self.folder), ("umount", "-l", self.folder), ("losetup", "-d", self.device)):
            subprocess.run([str(word) for word in words], capture_output=True, check=False)
        self.device = ""

    def pull_out(self) -> Path:
        """Pull it out as it is: from now on every access fails. Gives an image of what had reached it."""
        left = self.image.with_suffix(".pulled")
        shutil.copyfile(self.image, left)
        os.truncate(self.image, 0)
        call("losetup", "--set-capacity", self.device)
        return left

    def fill(self, spare: int) -> None:
        """Leave only ``spare`` bytes free."""
        filler = self.folder / "照片.bin"
        with filler.open("wb") as file:
            left = shutil.disk_usage(self.folder).free - spare
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
