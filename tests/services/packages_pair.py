"""A station and its centre that know each other, and a stick between them, for tests."""

from dataclasses import dataclass, replace
from pathlib import Path

from station_app.domain.enums import AgeBand
from station_app.services.packages import enrolling, sending, taking
from station_app.services.recording import save_reception
from station_app.services.station import Station
from tests.stations import reception_form


@dataclass
class Pair:
    """Both ends of the exchange; ``stick`` is the folder that is carried between them."""

    station: Station
    centre: Station
    stick: Path

    def record(self, title: str = "地下车库 B 区照明灯不亮") -> str:
        """Take an opinion in at the station; its serial."""
        form = reception_form(self.station)
        opinion = replace(form.opinions[0], title=title)
        form = replace(form, opinions=(opinion,), contact=replace(form.contact, age_band=AgeBand.FROM_60))
        return save_reception(self.station, form).serials[0]

    def up(self) -> list[taking.Report]:
        """The station writes, the centre takes."""
        return self._carry(self.station, self.centre)

    def down(self) -> list[taking.Report]:
        """The centre writes, the station takes."""
        return self._carry(self.centre, self.station)

    def _carry(self, sender: Station, receiver: Station) -> list[taking.Report]:
        (sent,) = sending.export(sender, self.stick)
        return taking.take(receiver, [sent.file])


def pair(station: Station, centre: Station, stick: Path) -> Pair:
    """Let the two join each other over ``stick``."""
    stick.mkdir(exist_ok=True)
    enrolling.request(station, stick / "申请.zlq")
    enrolling.approve(centre, stick / "申请.zlq", stick / "证书.zlc")
    enrolling.accept(station, stick / "证书.zlc")
    return Pair(station, centre, stick)
