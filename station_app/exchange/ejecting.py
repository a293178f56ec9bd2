"""Letting a stick go: what is still in memory is written, then the system is asked to unmount it."""

import os
import shutil
import subprocess
from pathlib import Path

_PATIENCE = 20  # seconds; a slow stick writes the last of its cache first
_WINDOWS = (
    "$drive = (New-Object -ComObject Shell.Application).NameSpace(17).ParseName('{drive}');"
    "$drive.InvokeVerb('Eject'); Start-Sleep -Seconds 2; if (Test-Path '{drive}') {{ exit 1 }}"
)


def eject(path: Path) -> bool:
    """Unmount the stick at ``path``; False when the system did not: then it may be pulled once nothing blinks."""
    if hasattr(os, "sync"):
        os.sync()
    return any(_ran(command) for command in _commands(path))


def _commands(path: Path) -> list[list[str]]:
    if os.name == "nt":
        return [["powershell", "-NoProfile", "-Command", _WINDOWS.format(drive=path.drive)]]
    device = _device(path)
    wanted = [["udisksctl", "unmount", "--no-user-interaction", "-b", device]] if device else []
    return [*wanted, ["umount", str(path)]]


def _device(path: Path) -> str:
    import psutil

    return next((str(part.device) for part in psutil.disk_partitions(all=False) if part.mountpoint == str(path)), "")


def _ran(command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    try:
        ended = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
