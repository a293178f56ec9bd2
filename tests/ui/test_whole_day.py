"""One whole day at a new station, from the empty folder to the next morning, by the keyboard alone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from station_app.domain.enums import ContactKind, Outcome, Satisfaction, Status
from station_app.services import home, people
from station_app.services.backup import last_backup
from station_app.services.checking import CheckResult, check
from station_app.services.detail import OpinionDetail, detail
from station_app.services.held import hold
from station_app.services.listing import Filters, count, page
from station_app.ui.dialogs.backup import BackupDialog
from station_app.ui.pages.opinions import OpinionsPage
from tests.ui.gate.conftest import Driver, Open
from tests.ui.gate.conftest import open_program as open_program

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL, ALT = Held.ControlModifier, Held.AltModifier
WORDS = "梧桐里的钥匙 2026"
PASTED = "姓名\t级别\t选区\t电话\n陈立新\t区\t第3选区\t13800005678\n程远帆\t市\t第1选区\t\n"
MOST_TABS = 60


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a widget: its label, or its words."""
    return widget.accessibleName() or QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@dataclass
class Hands:
    """Two hands at the keyboard: keys go to whatever has the focus, and the focus is moved by Tab alone."""

    driver: Driver

    @property
    def session(self):
        return self.driver.program.session

    @property
    def station(self):
        return self.session.station

    @property
    def opinions(self) -> OpinionsPage:
        found = self.session.window.page("opinions")
        assert isinstance(found, OpinionsPage)
        return found

    def press(self, *keys: Key, held: Held = Held.NoModifier) -> None:
        for key in keys:
            self.driver.qtbot.keyClick(self.driver.focus, key, held)

    def enter(self) -> None:
        self.press(Key.Key_Return)

    def write(self, text: str) -> None:
        self.driver.type(text)

    def tab_to(self, label: str, tab: Key = Key.Key_Tab) -> None:
        """Press Tab until the focus is on what is called so, as somebody would who looks for the frame."""
        for _step in range(MOST_TABS):
            if spoken(self.driver.focus) == label:
                return
            self.press(tab)
        pytest.fail(f"Tab does not come to {label}")

    def choose(self, label: str, digit: str) -> None:
        """Go to a choice and choose by its digit."""
        self.tab_to(label)
        self.write(digit)

    def tick(self, label: str) -> None:
        self.tab_to(label)
        self.press(Key.Key_Space)

    def fill(self, label: str, text: str) -> None:
        self.tab_to(label)
        self.write(text)

    def settle(self) -> None:
        """Wait until nothing is asked, read or written any more."""
        page = self.session.window.page("opinions")
        still = [] if page is None else [page.finder.timer.isActive, lambda: page.lookups.busy]
        self.driver.until(lambda: not (self.driver.program.tasks.busy or any(busy() for busy in still)))
        QApplication.processEvents()
        assert self.driver.messages.errors == []

    def through(self, dialog: type, key: Key, held: Held, work: Callable[[], None]) -> None:
        """Press what opens a dialog and do ``work`` in it; the key comes back when the dialog is closed."""
        shell = self.driver.program.shell
        waiting = QTimer(shell)

        def look() -> None:
            front = QApplication.activeModalWidget()
            if isinstance(front, dialog) and front.isAncestorOf(QApplication.focusWidget() or front.window()):
                waiting.stop()
                work()

        waiting.timeout.connect(look)
        waiting.start(10)
        self.press(key, held=held)
        shell.activateWindow()  # without a desktop nobody else does
        self.driver.until(shell.isActiveWindow)

    def opinion(self, title: str) -> OpinionDetail:
        found = next(line for line in page(self.station, Filters()) if line.title == title)
        return detail(self.station, found.uid)

    def counts(self) -> tuple[object, ...]:
        """What must be the same the next morning."""
        checked: list[CheckResult] = []
        self.driver.program.tasks.run(lambda pace: check(self.station, pace), checked.append)
        self.settle()
        (found,) = checked
        assert (found.ok, found.problems) == (True, ())
        lines = tuple((line.serial, line.label, line.title) for line in page(self.station, Filters()))
        return home.today(self.station), found.receptions, found.opinions, found.changes, lines


@pytest.fixture
def own_dialogs(qapp: QApplication):
    """Let Qt draw the dialogs for files itself, whatever desktop the tests run on."""
    native = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    before = QApplication.testAttribute(native)
    QApplication.setAttribute(native)
    yield
    QApplication.setAttribute(native, before)


def set_up(hands: Hands, sheet: Path) -> None:
    """The first run: site, people, deputies pasted, passphrase twice, the recovery sheet in a file."""
    hands.enter()
    hands.fill("站点代码", "17")
    hands.fill("站点名称", "梧桐里社区联络站")
    hands.press(Key.Key_Return, held=CTRL)
    hands.fill("站长", "沈立群")
    hands.fill("志愿者", "徐桂兰")
    hands.press(Key.Key_Return, held=CTRL)
    QApplication.clipboard().setText(PASTED)
    hands.press(Key.Key_V, held=CTRL)
    hands.press(Key.Key_Return, held=CTRL)
    hands.fill("口令", WORDS)
    hands.fill("再输一遍", WORDS)
    hands.press(Key.Key_Return, held=CTRL)
    hands.through(QFileDialog, Key.Key_S, CTRL, lambda: name_file(hands, sheet))
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Return, held=CTRL)
    hands.driver.until(lambda: hands.session is not None)


def name_file(hands: Hands, file: Path) -> None:
    hands.press(Key.Key_A, held=CTRL)
    hands.write(str(file))
    hands.enter()


def begin(hands: Hands) -> None:
    """F2 from the first page; who receives is chosen once, by initials, and kept from then on."""
    hands.press(Key.Key_1, held=ALT)
    hands.press(Key.Key_F2)
    if spoken(hands.driver.focus) == "接待代表":
        hands.write("clx")
        hands.enter()


def who(hands: Hands, kind: str, name: str, phone: str = "", size: str = "") -> None:
    if kind != "1":
        hands.tab_to("反映人类型", Key.Key_Backtab)
        hands.write(kind)
    hands.fill("姓名", name)
    if phone:
        hands.fill("电话", phone)
    if size:
        hands.tab_to("人数")
        hands.press(Key.Key_A, held=CTRL)
        hands.write(size)
    hands.tick("已当面告知信息用途")


def matter(hands: Hands, title: str, content: str) -> None:
    """Title, content, 建议, the first topic; up to the outcome."""
    hands.fill("标题", title)
    hands.fill("内容", content)
    hands.choose("咨询", "5")
    hands.enter()
    hands.write("1")
    hands.tab_to("当场答复")


def answer(hands: Hands, words: str, attitude: str, result: str) -> None:
    """当场答复, told face to face, and how it was taken."""
    hands.write("1")
    hands.fill("答复内容", words)
    hands.tick("已当面告知")
    hands.choose("满意", attitude)
    hands.press(Key.Key_Tab)
    hands.choose("满意", result)


def save(hands: Hands) -> None:
    hands.press(Key.Key_Return, held=CTRL)
    hands.settle()
    assert hands.session.window.page("reception").board.problems == []


def receive_five(hands: Hands) -> None:
    """Nobody's name, a person, a couple with two matters, a group, and the person once more."""
    begin(hands)
    hands.tick("匿名")
    matter(hands, "健身器材松动", "广场东边的健身器材松动，怕伤到人。")
    answer(hands, "已当场联系物业，明天上午来紧固。", "1", "2")
    save(hands)
    begin(hands)
    who(hands, "1", "吴桂珍", "138 0000 5678")
    matter(hands, "地下车库照明灯不亮", "B 区靠 6 栋这边有七八盏灯不亮。")
    hands.write("2")
    save(hands)
    begin(hands)
    who(hands, "2", "赵平、钱芳")
    matter(hands, "加装电梯", "三单元老人多，盼加装电梯。")
    hands.write("2")
    hands.press(Key.Key_Insert)
    matter(hands, "快递柜占道", "快递柜占了盲道。")
    answer(hands, "已请快递公司本周挪走。", "1", "1")
    save(hands)
    begin(hands)
    who(hands, "3", "孙一鸣", size="12")
    matter(hands, "菜场早市噪音", "五点就开始叫卖。")
    hands.write("2")
    save(hands)
    begin(hands)
    hands.fill("姓名", "吴桂珍")
    hands.fill("电话", "13800005678")
    hands.press(Key.Key_U, held=ALT)
    assert spoken(hands.driver.focus) == "标题"
    matter(hands, "路口红绿灯太短", "老人走不完马路。")
    hands.write("2")
    save(hands)


def as_recorded(hands: Hands) -> None:
    """What the services know of the five."""
    station, lines = hands.station, page(hands.station, Filters())
    serials = [f"17-2026-{number:05}" for number in range(6, 0, -1)]
    assert [line.serial for line in lines] == serials
    assert [hold(station, serial).status for serial in reversed(serials)] == [
        Status.CLOSED,
        Status.RECORDED,
        Status.RECORDED,
        Status.CLOSED,
        Status.RECORDED,
        Status.RECORDED,
    ]
    assert home.today(station) == home.Today(receptions=5, people=17, opinions=6)
    nobody, person, couple, other, group, again = (hold(station, serial) for serial in reversed(serials))
    told = nobody.facets.feedback.rounds[0]
    assert (nobody.contact, nobody.intake.outcome) == (None, Outcome.ANSWERED)
    assert (told.attitude, told.result) == (Satisfaction.SATISFIED, Satisfaction.MOSTLY)
    assert (person.contact.name, person.contact.phone, person.intake.topic) == ("吴桂珍", "13800005678", "物业管理")
    assert (couple.contact.kind, couple.intake.reception) == (ContactKind.COUPLE, other.intake.reception)
    assert (group.contact.kind, group.contact.group_size) == (ContactKind.GROUP, 12)
    assert again.intake.contact == person.intake.contact
    (chosen,) = {held.intake.deputies for held in (nobody, person, couple, other, group, again)}
    assert [one.deputy.name for one in people.deputies(station) if one.uid in chosen] == ["陈立新"]


def search(hands: Hands, text: str) -> list[str]:
    """Ctrl+F, the words, and the titles that are then shown."""
    hands.press(Key.Key_F, held=CTRL)
    hands.press(Key.Key_A, held=CTRL)
    hands.write(text)
    hands.settle()
    shown = [line.title for line in hands.opinions.finder.model.lines()]
    assert len(shown) == count(hands.station, Filters(text=text))
    return shown


def find_all(hands: Hands) -> None:
    """Each of the five is found by something else."""
    hands.press(Key.Key_4, held=ALT)
    hands.settle()
    assert search(hands, "健身器材") == ["健身器材松动"]
    assert search(hands, "wgz") == ["路口红绿灯太短", "地下车库照明灯不亮"]
    assert search(hands, "赵平") == ["快递柜占道", "加装电梯"]
    assert search(hands, "叫卖") == ["菜场早市噪音"]
    assert search(hands, "17-2026-00003") == ["加装电梯"]


def correct(hands: Hands) -> None:
    """From the number searched for to the opinion, its title corrected, old beside new."""
    hands.enter()
    hands.settle()
    assert hands.opinions.pane.wide
    hands.tick("更正")
    hands.settle()
    hands.tab_to("标题")
    hands.press(Key.Key_A, held=CTRL)
    hands.write("三单元加装电梯")
    hands.press(Key.Key_S, held=CTRL)
    hands.settle()
    found = hands.opinion("三单元加装电梯")
    assert (found.serial, found.intake.content) == ("17-2026-00003", "三单元老人多，盼加装电梯。")
    assert [version.intake.title for version in found.versions] == ["加装电梯", "三单元加装电梯"]
    seen = [words.text() for words in hands.opinions.pane.versions.findChildren(QLabel) if words.isVisible()]
    assert {"加装电梯", "三单元加装电梯"} <= set(seen)


def back_up(hands: Hands, stick: Path) -> None:
    """F9, the folder, and the plain word that it is done."""
    said: list[str] = []

    def choose_and_read() -> None:
        dialog = QApplication.activeModalWidget()
        hands.fill("备份到", str(stick))
        hands.press(Key.Key_Return, held=CTRL)
        hands.driver.until(dialog.answer.isVisible)
        said.append(dialog.answer.words.text())
        hands.press(Key.Key_Escape)

    hands.through(BackupDialog, Key.Key_F9, Held.NoModifier, choose_and_read)
    last = last_backup(hands.station)
    (file,) = stick.iterdir()
    assert said[0].startswith("已备份 6 条")
    assert (last.opinions, last.file) == (6, file.name)


def lock(hands: Hands) -> None:
    """Ctrl+L hides everything until the passphrase is typed; then the page stands as it stood."""
    before = hands.session.window.current_key
    hands.press(Key.Key_L, held=CTRL)
    assert not hands.session.window.isVisible()
    hands.write(WORDS)
    hands.enter()
    hands.driver.until(lambda: hands.session.locked is None)
    assert hands.session.window.isVisible()
    assert hands.session.window.current_key == before


def test_a_whole_day(open_program: Open, own_dialogs, data_dir, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    hands = Hands(open_program(data_dir))
    set_up(hands, tmp_path / "恢复单.pdf")
    assert (hands.session.window.current_key, hands.station.desk.person.name) == ("home", "沈立群")
    assert (tmp_path / "恢复单.pdf").read_bytes().startswith(b"%PDF")
    receive_five(hands)
    as_recorded(hands)
    find_all(hands)
    correct(hands)
    back_up(hands, stick)
    lock(hands)
    evening = hands.counts()
    assert hands.driver.program.shell.close()
    hands.driver.end()
    hands = Hands(open_program(data_dir))
    hands.driver.unlock(WORDS)
    hands.write("xgl")
    hands.enter()
    hands.driver.until(lambda: hands.session.desk is None)
    assert hands.station.desk.person.name == "徐桂兰"
    assert hands.counts() == evening
    assert evening[1:3] == (5, 6)
