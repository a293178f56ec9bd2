"""The places of a data folder as this package needs them: ``config.DataPaths`` has this shape."""

from pathlib import Path
from typing import Protocol


class DataPlaces(Protocol):
    """See ``config.DataPaths`` for what lies where."""

    @property
    def folder(self) -> Path:
        """The data folder itself."""

    @property
    def station_db(self) -> Path:
        """The encrypted database."""

    @property
    def drafts_db(self) -> Path:
        """The encrypted drafts."""

    @property
    def slots(self) -> Path:
        """The key slots."""

    @property
    def attempts(self) -> Path:
        """The count of failed sign-ins."""

    @property
    def instance(self) -> Path:
        """The instance marker."""

    @property
    def setup(self) -> Path:
        """The mark of an unfinished first run."""

    @property
    def blobs(self) -> Path:
        """The attachments."""

    @property
    def backups(self) -> Path:
        """The backups."""
