"""The one style sheet, built from the colour roles and the scale."""

from collections.abc import Callable

from station_app.ui.theme import Roles

Scaled = Callable[[float], int]

_TEXT = """
QWidget {{ color: {text}; }}
QMainWindow, QDialog, QWidget#ground {{ background: {window}; }}
QLabel {{ background: transparent; }}
QLabel[tone="text2"] {{ color: {text2}; }}
QLabel[tone="text3"] {{ color: {text3}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="danger"] {{ color: {danger}; }}
QLabel[kind="caption"] {{ font-size: {s13}px; }}
QLabel[kind="strong"] {{ font-weight: bold; }}
QLabel[kind="lead"] {{ font-size: {s17}px; font-weight: bold; }}
QLabel[kind="title"] {{ font-size: {s20}px; font-weight: bold; }}
QLabel[kind="figure"] {{ font-size: {s22}px; font-weight: bold; }}
QLabel[kind="large"] {{ font-size: {s40}px; font-weight: bold; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {control}; padding: 4px; font-size: {s13}px; }}
"""

_PANELS = """
Sheet {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; }}
QFrame#rule {{ background: {border}; border: none; }}
PageHead, ActionBar {{ background: {surface}; border: none; }}
PageHead {{ border-bottom: 1px solid {border}; }}
ActionBar {{ border-top: 1px solid {border}; }}
Sidebar, StepList {{ background: {sidebar}; border: none; border-right: 1px solid {border}; }}
StatusBar {{ background: {sidebar}; border: none; border-top: 1px solid {border}; }}
QScrollArea, QScrollArea > QWidget > QWidget#ground {{ background: transparent; border: none; }}
TurnedView, TurnedView > QWidget {{ background: {mute_soft}; }}
GroupRow {{ background: {sunken}; border: none; }}
"""

_GATE = """
GateCard {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; }}
QLabel#seal {{ background: {seal}; color: {on_seal}; border-radius: 4px; font-size: {s22}px; font-weight: bold;
  qproperty-alignment: AlignCenter; }}
GateButton {{ background: {surface}; color: {text}; border: 1px solid {control}; border-radius: 4px;
  padding: 0 {s16}px; min-height: {control_inner}px; max-height: {control_inner}px; }}
GateButton:hover {{ background: {accent_soft}; }}
GateButton:focus {{ border: 2px solid {accent}; min-height: {control_inner_focus}px;
  max-height: {control_inner_focus}px; }}
GateButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border: 2px solid {accent};
  font-weight: bold; min-height: {control_inner_focus}px; max-height: {control_inner_focus}px; }}
GateButton[kind="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
GateButton[kind="primary"]:focus {{ background-clip: content; padding: 2px;
  min-height: {control_inner_ring}px; max-height: {control_inner_ring}px; }}
GateButton[kind="link"] {{ background: transparent; color: {accent}; border: 2px solid transparent; padding: 0 4px;
  min-height: {line}px; max-height: {line}px; }}
GateButton[kind="link"]:hover {{ text-decoration: underline; }}
GateButton[kind="link"]:focus {{ border: 2px solid {accent}; }}
GateButton:disabled {{ background: {mute_soft}; color: {text3}; border-color: {border}; }}
"""

_INPUTS = """
QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QPlainTextEdit, InputFrame {{
  background: {surface}; border: 1px solid {control}; border-radius: 4px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ padding: 0 9px;
  min-height: {control_inner}px; max-height: {control_inner}px; }}
QTextEdit, QPlainTextEdit {{ padding: 7px 10px; }}
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus, InputFrame[focused="true"] {{
  border: 2px solid {accent}; }}
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {{ padding: 0 8px;
  min-height: {control_inner_focus}px; max-height: {control_inner_focus}px; }}
QTextEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 6px 9px; }}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"] {{
  border: 2px solid {danger}; padding: 0 8px;
  min-height: {control_inner_focus}px; max-height: {control_inner_focus}px; }}
InputFrame[invalid="true"] {{ border: 2px solid {danger}; }}
QTextEdit[invalid="true"], QPlainTextEdit[invalid="true"] {{ border: 2px solid {danger}; padding: 6px 9px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QTextEdit:disabled, InputFrame:disabled {{
  background: {mute_soft}; color: {text3}; border-color: {border}; }}
QLineEdit:read-only, QTextEdit[readOnly="true"] {{ background: {sunken}; border-color: {border}; }}
HelpPane QTextEdit, HelpPane QTextEdit:focus {{ background: {surface}; border: none; }}
InputFrame QLineEdit, InputFrame QLineEdit:focus {{ background: transparent; border: none; padding: 0;
  min-height: {line}px; max-height: {line}px; }}
QComboBox::drop-down {{ border: none; width: {s30}px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {control}; border-radius: 4px; padding: 4px;
  outline: none; selection-background-color: {selected}; selection-color: {text}; }}
QComboBox QAbstractItemView::item {{ min-height: {s34}px; padding: 0 8px; }}
"""

_LISTS = """
QAbstractItemView {{ background: {surface}; border: none; outline: none; gridline-color: {border};
  selection-background-color: {selected}; selection-color: {text}; }}
QHeaderView, QHeaderView::section {{ background: {sunken}; color: {text2}; border: none; font-size: {s13}px; }}
QHeaderView::section {{ border-bottom: 1px solid {border}; padding: 0 8px; min-height: {s33}px; }}
QTableCornerButton::section {{ background: {sunken}; border: none; }}
QMenu {{ background: {surface}; border: 1px solid {control}; padding: 4px; }}
QMenu::item {{ min-height: {s34}px; padding: 0 {s16}px 0 {s34}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: 13px; }}
QScrollBar:horizontal {{ height: 13px; }}
QScrollBar::groove {{ background: {mute_soft}; }}
QScrollBar::handle {{ background: {control}; border-radius: 5px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 40px; }}
QScrollBar::handle:horizontal {{ min-width: 40px; }}
QScrollBar::handle:hover {{ background: {text3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: {mute_soft}; border-radius: 5px; margin: 1px; }}
QCalendarWidget QWidget {{ alternate-background-color: {sunken}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {sunken}; }}
QCalendarWidget QToolButton {{ background: transparent; border: none; padding: 4px 8px; border-radius: 4px; }}
QCalendarWidget QToolButton:hover {{ background: {accent_soft}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {accent}; selection-color: {on_accent}; }}
"""

_NUMBERS = (13, 16, 17, 20, 22, 30, 33, 34, 40)


def style_sheet(roles: Roles, px: Scaled) -> str:
    """Return the style sheet; ``px`` scales a design size, gaps stand as they are."""
    values: dict[str, object] = roles._asdict()
    values |= {f"s{number}": px(number) for number in _NUMBERS}
    values["control_inner"] = px(34) - 2
    values["control_inner_focus"] = px(34) - 4
    values["control_inner_ring"] = px(34) - 8
    values["line"] = px(24)
    return "".join(part.format_map(values) for part in (_TEXT, _PANELS, _GATE, _INPUTS, _LISTS))
