"""Messages name the cause, the next step and the verb."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from station_app.errors import StationError
from station_app.ui.messages import MessageDialog, Messages
from tests.ui.helpers import cut_texts


def press(index):
    """Press a button of the dialog that is about to open."""

    def later():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        dialog.buttons[index].click()

    QTimer.singleShot(0, later)


def test_error_returns_the_verb(look, qapp):
    press(1)
    problem = StationError("优盘满了，还差 3.1 MB", "请删去旧文件或换一只；原来的包没有动。")
    assert Messages().error(problem, ["再试一次", "换优盘"]) == "换优盘"
    press(0)
    assert Messages().error(problem) == ""


def test_confirm_is_true_for_the_verb_only(look, qapp):
    press(0)
    assert Messages().confirm("作废 2026-00071？", "编号保留，内容划去。", "作废") is True
    press(1)
    assert Messages().confirm("作废 2026-00071？", "编号保留，内容划去。", "作废") is False


def test_esc_does_nothing_dangerous_and_focus_is_on_the_safe_verb(look, qtbot):
    dialog = MessageDialog("作废？", "内容划去。", ["作废", "先不"], kind="danger", safe=1)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.buttons[1].hasFocus)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (dialog.isVisible(), dialog.pressed) == (False, "")


def test_long_words_are_not_cut(look, qtbot):
    look.set_scale(200)
    dialog = MessageDialog("标题很长" * 10, "内容也很长，要写好几行才写得完。" * 8, ["再试一次", "换优盘"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert cut_texts(dialog) == []


def test_success_is_a_signal_and_no_box(look, qtbot):
    messages = Messages()
    with qtbot.waitSignal(messages.success, check_params_cb=lambda text: text == "已保存"):
        messages.say("已保存")


def test_recorded_messages_answer(messages):
    messages.answers = [False, "换优盘"]
    assert messages.confirm("删去？", "草稿", "删去") is False
    assert messages.error(StationError("满了"), ["换优盘"]) == "换优盘"
    assert (messages.questions[0][2], messages.errors[0].title) == ("删去", "满了")
