"""The catalogue of bad input: one row a case, with what is done, through which door, what must hold, and who holds it.

``PROMISED`` is the list as the promises word it; ``CASES`` must have a row for each, in the same words.
"""

from dataclasses import dataclass

PROMISED = {
    "text refused": (
        "lone surrogate", "NUL", "a text over 100,000 characters", "all texts of one record over 1 MiB",
    ),
    "text changed, and said": (
        "CRLF", "tab runs", "other controls", "zero-width and bidi controls", "NFC", "outer blanks",
        "phone and number fields full-width",
    ),
    "text kept": (
        "emoji", "·", "names of 50 characters", "Ext A", "beyond the BMP", "what no font has", "search key",
        "% _ \\ \" NEAR( AND '; drop table", "<b> and <img src=…> in a printed field", "<b> in a label",
    ),
    "numbers and dates": (
        "2^63", "text in a number", "a reception in the future", "29 February", "a clock set back", "a clock in 1970",
        "NaN in JSON", "true for a number",
    ),
    "spreadsheets": (
        "cells that begin with = + - @ or a tab", "GB18030, UTF-16 and BOM files", "a phone as 1.38E+10",
        "Excel date serials and dates as text mixed in one column", "duplicate headers", "missing headers",
        "a file open in WPS", "a million rows", "macros", "passwords", "an xlsx bomb",
    ),
    "packages": (
        "zero bytes", "truncated", "trailing bytes", "one bit flipped", "wrong station", "wrong recipient",
        "revoked sender", "imported before", "gap", "newer format", "older format", "bomb", "deep JSON",
        "duplicate keys", "another station's uid", "../x", "CON", "symlink", "case-colliding names",
        "a return package at the centre",
    ),
    "attachments": (
        "a 20,000² PNG", "an exe named .jpg", "truncated JPEG", "PDF with script", "SVG", "EXIF position",
    ),
    "machine": (
        "disk full", "stick full", "stick pulled", "stick write-protected", "someone else's stick", "FAT32 4 GiB",
        "antivirus lock", "path over 260", "non-ASCII user name", "read-only data folder",
        "database on a network share", "a second instance", "database newer than the app", "database missing",
        "key slots missing", "stale -wal", "wrong passphrase vs damaged file", "no printer", "no Chinese font",
        "sleep in mid-save", "out of memory",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case: ``name`` in the words of the promises; ``by`` the tests that hold it, as ``file::function``."""

    group: str
    name: str
    made: str
    door: str
    holds: str
    by: tuple[str, ...]


def _rows(group: str, *rows: tuple[str, str, str, str, str]) -> tuple[Case, ...]:
    return tuple(Case(group, name, made, door, holds, tuple(by.split())) for name, made, door, holds, by in rows)


_TEXTS = "tests/bad_input/test_texts.py::"
_MACHINE = "tests/bad_input/test_machine.py::"
_DAMAGE = "tests/exchange/test_damage.py::"
_TAKING = "tests/services/packages/test_taking.py::"
_STICKS = "tests/services/packages/test_real_sticks.py::"
_BOOKS = "tests/services/ledger/"
_DOORS = "form, record, correct, opening of a box, ledger"
_REFUSED = f"{_TEXTS}test_refused_and_nothing_changes {_TEXTS}test_a_row_of_a_ledger_is_refused_and_says_why"
_CHANGED = f"{_TEXTS}test_changed_and_said {_TEXTS}test_changed_in_a_ledger_and_said"
_KEPT = f"{_TEXTS}test_kept_and_found {_TEXTS}test_kept_in_a_ledger {_TEXTS}test_kept_on_paper"
_NAMES = f"{_TEXTS}test_kept_as_a_name_and_found_by_it"
_NOTHING = "refused, nothing changes"
_ASKED = "tests/ui/reception/test_reception_recording.py::test_a_time_to_come_is_asked_about"
_VALUES = "tests/services/test_reception_file.py::test_a_wrong_value_is_refused_by_name"
_JSON = "tests/services/test_reception_file.py::test_what_is_no_proper_json_is_refused"
_OPENING = "tests/services/test_opening.py::"
_FORMULAS = "tests/reports/test_workbook.py::test_nothing_is_a_formula"
_LIST = "tests/services/test_list_export.py::test_nothing_is_a_formula_or_number"
_CUT = f"{_DAMAGE}test_cut_at_every_byte {_DAMAGE}test_cuts_inside_the_encryption"
_FLIPPED = f"{_DAMAGE}test_flipped_at_every_byte {_DAMAGE}test_flips_inside_the_encryption"
_TAR = f"{_DAMAGE}test_tricks_with_the_tar"
_MANIFEST = f"{_DAMAGE}test_a_wrong_manifest_though_its_owner_signed_it"
_LINE = f"{_DAMAGE}test_a_wrong_line_though_its_owner_signed_it"
_PICTURES = "tests/services/test_attachments.py::test_what_is_refused_and_why"
_LABEL = "tests/ui/test_plain_words.py::test_a_label_takes_no_markup"

CASES = (
    *_rows(
        "text refused",
        ("lone surrogate", "half of a pair in the content", _DOORS, _NOTHING, _REFUSED),
        ("NUL", "U+0000 in the content", _DOORS, _NOTHING, _REFUSED),
        ("a text over 100,000 characters", "100,001 characters", _DOORS, _NOTHING, _REFUSED),
        (
            "all texts of one record over 1 MiB", "four opinions of 297 kB", "form, ledger", _NOTHING,
            (f"{_TEXTS}test_more_than_a_mebibyte_in_one_record "
            f"{_BOOKS}test_rows.py::test_all_texts_of_a_row_together_are_bounded"),
        ),
    ),
    *_rows(
        "text changed, and said",
        ("CRLF", "\\r\\n", _DOORS, "one newline, said", _CHANGED),
        ("tab runs", "two tabs", _DOORS, "one blank, said", _CHANGED),
        ("other controls", "U+0007", _DOORS, "dropped, said", _CHANGED),
        ("zero-width and bidi controls", "U+200B, U+FEFF, U+202E, U+2066", _DOORS, "dropped, said", _CHANGED),
        ("NFC", "e and its accent apart", _DOORS, "composed, said", _CHANGED),
        ("outer blanks", "blanks and a newline around", _DOORS, "trimmed, said", _CHANGED),
        (
            "phone and number fields full-width", "１３９ ８７６５", "form, window", "half-width, said",
            (f"{_TEXTS}test_phones_and_numbers_become_half_width_and_that_is_said "
            "tests/ui/reception/test_reception_recording.py::test_a_person_with_every_field "
            f"{_BOOKS}test_rows.py::test_external_numbers"),
        ),
    ),
    *_rows(
        "text kept",
        ("emoji", "😀 in the content", _DOORS, "stored, found, printed", _KEPT),
        ("·", "阿卜杜拉·买买提", f"{_DOORS}, name", "stored, found, printed", f"{_KEPT} {_NAMES}"),
        ("names of 50 characters", "50 times 名", f"{_DOORS}, name", "stored, found, printed", f"{_KEPT} {_NAMES}"),
        ("Ext A", "䶮", f"{_DOORS}, name", "stored, found, printed", f"{_KEPT} {_NAMES}"),
        ("beyond the BMP", "𠮷, 𬭎", f"{_DOORS}, name", "stored, found, printed", f"{_KEPT} {_NAMES}"),
        (
            "what no font has", "😀 in a printed field", "register, sheets, notice", "drawn as 〔U+1F600〕 and listed",
            ("tests/reports/test_register.py::test_what_no_font_has_is_listed_and_drawn_as_its_number "
            "tests/reports/test_sheets.py::test_unprintable_characters_are_listed"),
        ),
        (
            "search key", "any texts and queries", "search", "index and LIKE find the same",
            ("tests/domain/test_text.py::test_search_key_is_nfkc_and_casefold "
            "tests/db/test_search.py::test_finds_exactly_what_like_finds"),
        ),
        (
            "% _ \\ \" NEAR( AND '; drop table", "as content and as query", _DOORS, "literal",
            f"{_KEPT} tests/services/test_listing.py::test_signs_of_the_query_language_are_letters_like_others",
        ),
        (
            "<b> and <img src=…> in a printed field", "as content", _DOORS, "literal; no file is opened",
            f"{_KEPT} tests/reports/test_register.py::test_what_no_font_has_is_listed_and_drawn_as_its_number",
        ),
        ("<b> in a label", "as title and name", "window", "literal", _LABEL),
    ),
    *_rows(
        "numbers and dates",
        ("2^63", "9223372036854775808 in JSON, a last number in a restore", "record, restore", _NOTHING,
         f"{_JSON} tests/services/test_restore.py::test_a_number_that_none_can_have_is_refused"),
        ("text in a number", '"2" for 2', "record", _NOTHING, _VALUES),
        ("a reception in the future", "tomorrow", "window, form", "asked", _ASKED),
        ("29 February", "2026-02-29 and 2024-02-29", "form, record, ledger", "refused and taken",
         ("tests/domain/test_checks.py::test_a_fault_is_told_at_its_field "
         "tests/domain/test_checks.py::test_a_form_that_can_be_saved "
         f"{_VALUES} {_BOOKS}test_dates.py::test_29_february_of_a_leap_year_is_a_day")),
        ("a clock set back", "a day before the last change", "start", "said, the order stays",
         f"{_OPENING}test_a_clock_set_back_is_told_and_the_order_stays"),
        ("a clock in 1970", "the clock at 0", "start", "refused",
         f"{_OPENING}test_a_clock_in_1970_is_refused_before_anything_else"),
        ("NaN in JSON", "NaN", "record, package", _NOTHING, f"{_JSON} {_MANIFEST}"),
        ("true for a number", "true for 1", "record, package", _NOTHING, f"{_VALUES} {_MANIFEST}"),
    ),
    *_rows(
        "spreadsheets",
        ("cells that begin with = + - @ or a tab", "=1+1, +86, -1, @SUM, tab", "register, list, ledger",
         "text", f"{_FORMULAS} {_LIST} {_BOOKS}test_text_tables.py::test_what_looks_like_a_formula_is_text"),
        ("GB18030, UTF-16 and BOM files", "a table in each", "ledger", "read alike",
         f"{_BOOKS}test_text_tables.py::test_every_encoding_and_separator"),
        ("a phone as 1.38E+10", "1.38E+10", "ledger", "row refused with its reason",
         (f"{_BOOKS}test_people.py::test_a_phone_that_lost_digits_is_refused "
         f"{_BOOKS}test_text_tables.py::test_a_phone_that_csv_cut_is_refused_with_its_reason")),
        ("Excel date serials and dates as text mixed in one column", "all kinds", "ledger", "read alike",
         f"{_BOOKS}test_workbooks.py::test_dates_of_all_kinds_in_one_column"),
        ("duplicate headers", "one header twice", "ledger", "marked as doubtful",
         f"{_BOOKS}test_columns.py::test_the_same_header_twice_is_doubtful"),
        ("missing headers", "no column of contents", "ledger", "named; a person says which it is",
         (f"{_BOOKS}test_columns.py::test_missing_columns_are_named "
         f"{_BOOKS}test_read.py::test_a_ledger_without_a_column_it_needs_can_be_mapped")),
        ("a file open in WPS", "its lock file, and one that cannot be read", "ledger", "said",
         (f"{_BOOKS}test_workbooks.py::test_the_lock_file_of_wps_is_noticed "
         f"{_BOOKS}test_hostile_files.py::test_a_file_that_cannot_be_read")),
        ("a million rows", "row 1,000,000, and beyond", "ledger", "read in flat memory, or refused",
         (f"{_BOOKS}test_workbooks.py::test_row_numbers_are_the_sheet_s_own "
         f"{_BOOKS}test_workbooks.py::test_a_sheet_longer_than_any_sheet_is_refused "
         f"{_BOOKS}test_hostile_files.py::test_a_long_sheet_takes_no_more_memory_than_a_short_one")),
        ("macros", "vbaProject.bin", "ledger", "not run, said",
         f"{_BOOKS}test_workbooks.py::test_macros_are_not_run_but_said"),
        ("passwords", "an encrypted workbook, an encrypted zip", "ledger", "refused",
         (f"{_BOOKS}test_hostile_files.py::test_a_password_is_told_from_an_old_format "
         f"{_BOOKS}test_hostile_files.py::test_a_zip_with_a_password")),
        ("an xlsx bomb", "40 MB of blanks, a billion laughs, greedy parts", "ledger", "refused, ≤ 256 MiB",
         (f"{_BOOKS}test_hostile_files.py::test_a_part_that_unfolds_too_far "
         f"{_BOOKS}test_hostile_files.py::test_entities_are_refused "
         f"{_BOOKS}test_hostile_files.py::test_greedy_files_stay_within_the_memory_promised")),
    ),
    *_rows(
        "packages",
        ("zero bytes", "an empty file", "import", _NOTHING, f"{_TAKING}test_other_kinds_of_file"),
        ("truncated", "cut at every byte", "reader", _NOTHING, _CUT),
        ("trailing bytes", "one byte more, the whole twice", "reader", _NOTHING,
         f"{_DAMAGE}test_cut_doubled_and_flipped_are_told_apart {_TAR}"),
        ("one bit flipped", "each byte, outside and inside the encryption", "reader", _NOTHING, _FLIPPED),
        ("wrong station", "a station outside the roster", "import", _NOTHING, f"{_TAKING}test_a_stranger"),
        ("wrong recipient", "written for another", "import", _NOTHING,
         f"{_TAKING}test_a_package_for_another_station {_TAKING}test_a_package_that_names_another_receiver"),
        ("revoked sender", "signed by a revoked key", "import", "kept apart",
         f"{_TAKING}test_what_a_revoked_key_signed_is_kept_apart"),
        ("imported before", "the same file again", "import, command", "said, nothing new",
         (f"{_TAKING}test_a_package_goes_in_once "
         "tests/cli/test_packages.py::test_a_second_import_says_so_and_a_lost_package_heals")),
        ("gap", "a number left out", "import", "told, closes by itself",
         f"{_TAKING}test_a_gap_is_told_and_closes_by_itself"),
        ("newer format", "format, reader, suite or field of tomorrow", "reader", "asks for an update",
         f"{_DAMAGE}test_a_newer_package_asks_for_an_update"),
        ("older format", "format 0", "reader", _NOTHING, _MANIFEST),
        ("bomb", "300 MiB in a few kB", "reader", _NOTHING, f"{_DAMAGE}test_bombs"),
        ("deep JSON", "100,000 brackets in manifest and line", "reader", _NOTHING, f"{_MANIFEST} {_LINE}"),
        ("duplicate keys", "a key twice in manifest and line", "reader", _NOTHING, f"{_MANIFEST} {_LINE}"),
        ("another station's uid", "an opinion under it", "import", _NOTHING,
         f"{_TAKING}test_an_opinion_under_the_uid_of_another_station_is_refused_whole"),
        ("../x", "as a name in the tar", "reader", _NOTHING, _TAR),
        ("CON", "as a name in the tar", "reader", _NOTHING, _TAR),
        ("symlink", "and hard link, folder, pipe", "reader", _NOTHING, _TAR),
        ("case-colliding names", "Changes.jsonl.zst", "reader", _NOTHING, _TAR),
        ("a return package at the centre", "DOWN at 00", "import", _NOTHING,
         f"{_TAKING}test_a_return_package_at_the_centre"),
    ),
    *_rows(
        "attachments",
        ("a 20,000² PNG", "a header of that size", "adding", _NOTHING, _PICTURES),
        ("an exe named .jpg", "MZ", "adding", _NOTHING, _PICTURES),
        ("truncated JPEG", "cut anywhere", "adding", "refused, or whole",
         "tests/services/test_attachments.py::test_a_jpeg_cut_anywhere_is_refused_or_whole"),
        ("PDF with script", "/JavaScript plain, escaped and packed", "adding", _NOTHING, _PICTURES),
        ("SVG", "with and without mark", "adding", _NOTHING, _PICTURES),
        ("EXIF position", "GPS in JPEG and PNG", "adding", "only the pixels are kept",
         "tests/services/test_attachments.py::test_nothing_but_pixels_is_kept"),
    ),
    *_rows(
        "machine",
        ("disk full", "each step fails with ENOSPC", "save, backup, restore, export, import", "said, old data whole",
         ("tests/faults/test_interrupted.py::test_a_failing_step_says_its_cause_and_leaves_the_old_whole "
         "tests/db/test_connection.py::test_a_full_disk_says_so_and_leaves_the_old_data")),
        ("stick full", "a real one, beforehand and while writing", "export", "said in MB, old package whole",
         f"{_STICKS}test_full_beforehand {_STICKS}test_full_while_writing"),
        ("stick pulled", "a real one, while writing and before reading back", "export", "said, old package whole",
         f"{_STICKS}test_pulled_out_while_writing {_STICKS}test_pulled_out_before_it_is_read_back"),
        ("stick write-protected", "a real one", "export", "said, old package whole",
         f"{_STICKS}test_write_protected"),
        ("someone else's stick", "another station's label", "window, command", "asked; refused",
         f"{_STICKS}test_somebody_else_s tests/cli/test_packages.py::test_somebody_else_s_stick_is_not_written_to"),
        ("FAT32 4 GiB", "beyond a limit of the system; a sparse file of 4 GiB", "export", "said",
         f"{_STICKS}test_one_file_is_too_large_for_it {_STICKS}test_over_4_gib_in_one_file"),
        ("antivirus lock", "a file that is held", "any write", "tried again for 2 s",
         f"{_MACHINE}test_a_file_that_an_antivirus_holds_is_tried_again_for_two_seconds"),
        ("path over 260", "a data folder 280 deep; too deep for SQLite", "start", "works; refused before anything",
         (f"{_MACHINE}test_a_user_of_any_name_and_a_path_over_260 "
         f"{_MACHINE}test_a_path_that_no_database_opens_is_said_before_anything_is_made")),
        ("non-ASCII user name", "张三 的电脑", "start", "works",
         f"{_MACHINE}test_a_user_of_any_name_and_a_path_over_260"),
        ("read-only data folder", "a disk mounted so", "start", "said, nothing changes",
         f"{_MACHINE}test_a_data_folder_that_is_read_only"),
        ("database on a network share", "cifs, nfs", "start", "refused, nothing changes",
         f"{_MACHINE}test_a_network_share_is_known {_MACHINE}test_data_on_a_network_share_are_not_opened"),
        ("a second instance", "a second start", "start", "the first window is raised",
         ("tests/test_app.py::test_a_second_start_raises_the_first_and_ends "
         "tests/ui/test_second_start.py::test_each_second_start_raises_the_first_window")),
        ("database newer than the app", "one migration more", "start", "refused, unchanged",
         f"{_OPENING}test_data_of_a_later_program_are_left_alone"),
        ("database missing", "removed, emptied", "start", "never a new one",
         ("tests/db/test_damage.py::test_a_missing_database_is_never_made_anew "
         f"{_OPENING}test_wrong_missing_and_damaged_are_told_apart")),
        ("key slots missing", "removed, cut", "start", "never new ones",
         "tests/db/test_damage.py::test_key_slots_that_are_missing_or_altered_are_told_apart_from_a_wrong_passphrase"),
        ("stale -wal", "of another time, broken, garbage", "start", "found, or taken where it is ours",
         ("tests/db/test_damage.py::test_a_log_of_another_time_is_not_taken "
         "tests/db/test_damage.py::test_garbage_in_place_of_a_log_is_found")),
        ("wrong passphrase vs damaged file", "either", "start", "told apart",
         "tests/db/test_damage.py::test_a_damaged_database_is_told_apart_from_a_wrong_passphrase"),
        ("no printer", "none installed", "window", "a PDF is offered",
         "tests/ui/test_printing.py::test_without_a_printer_a_file_is_offered"),
        ("no Chinese font", "none on the system; the bundled one missing", "window, papers", "the bundled one; said",
         ("tests/ui/test_look.py::test_bundled_font_is_used_on_request "
         "tests/reports/test_fonts.py::test_a_missing_font_is_said")),
        ("sleep in mid-save", "the process is stopped again and again", "save", "all there, whole",
         f"{_MACHINE}test_sleep_in_mid_save"),
        ("out of memory", "in a command, in the worker of the window", "command, window", "said, nothing half",
         (f"{_MACHINE}test_out_of_memory_in_the_window_is_said_and_nothing_is_half "
         "tests/cli/test_commands.py::test_what_happens_from_outside_is_no_bug")),
    ),
)  # fmt: skip
