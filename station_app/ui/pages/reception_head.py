"""The head of the reception page: the forecast serial, and at the right what has been kept or saved."""

from datetime import datetime

from station_app.errors import StationError
from station_app.ui.look import look
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconText, SuccessLine
from station_app.ui.widgets.sheet import PageHead


class ReceptionHead(PageHead):
    """Says a success for 6 s in ``said``, else since when the draft is kept."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.said = SuccessLine()
        self.draft = IconText("", "check", "ok", elide=True)
        self.lasting = Text(self.tr("断电也在"), "body", "text2")
        self.waiting = Text(self.tr("正在保存，前面还有别的事没做完…"), "body", "text2")
        for widget in (self.said, self.waiting, self.draft, self.lasting):
            self.add(widget)
        self.waiting.hide()
        self._kept = False
        look().changed.connect(self._show_lasting)
        self.show_nothing()

    def show_forecast(self, year: int, first: int, count: int) -> None:
        """Tell the number that would be given now, or from which to which."""
        if count == 1:
            text = self.tr("编号在保存时给出，预计 {year}-{first:05d}")
        else:
            text = self.tr("编号在保存时给出，预计 {year}-{first:05d} 至 {last:05d}")
        self.set_subtitle(text.format(year=year, first=first, last=first + count - 1))

    def show_kept(self, moment: str) -> None:
        """Tell when the draft was kept (ISO)."""
        time = datetime.fromisoformat(moment).strftime("%H:%M:%S")
        self._tell(self.tr("草稿已存 {time}").format(time=time), "check", "ok")
        self._kept = True
        self._show_lasting()

    def show_not_kept(self, problem: StationError) -> None:
        """Tell that the draft could not be kept, and why."""
        text = self.tr("草稿没有存上：{why}").format(why=problem.title)
        self._tell(text, "alert-circle", "danger")
        self.draft.setToolTip(problem.next_step)

    def show_saving(self, *, over: bool = False) -> None:
        """Tell that a save waits for other work, or that it is over."""
        if over:
            self.waiting.hide()
        else:
            self.waiting.show()

    def show_nothing(self) -> None:
        """A form of which nothing is kept yet."""
        self._kept = False
        self.draft.hide()
        self._show_lasting()

    def _tell(self, text: str, icon: str, tone: str) -> None:
        self._kept = False
        self._show_lasting()
        self.draft.set_text(text)
        self.draft.set_tone(icon, tone)
        self.draft.setToolTip("")
        self.draft.show()

    def _show_lasting(self) -> None:
        self.lasting.setVisible(self._kept and not look().compact)
