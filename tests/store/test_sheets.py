"""A sheet is opened by its code alone, until it is too old or withdrawn."""

from datetime import timedelta

import pytest

from bot.store.engine import transaction
from bot.store.tables import SHEETS

CODE, SESSION, OTHER = "ABCD2345", "0123456789abcdef" * 2, "fedcba9876543210" * 2
WORDS = "a clot in my leg in March"
SHEET = {"asked": ["visits"], "ledger": [{"words": WORDS}]}


@pytest.fixture
def sheets(stores):
    return stores.sheets


def rows(stores):
    with transaction(stores.engine) as session:
        return session.execute(SHEETS.select()).all()


def test_a_sheet_is_read_under_its_code_and_no_other(sheets):
    assert sheets.keep(CODE, SESSION, SHEET)
    assert sheets.read(CODE) == SHEET
    assert sheets.read("ABCD2346") is None
    assert sheets.read("") is None


def test_a_code_that_another_person_has_is_not_given_twice(sheets):
    assert sheets.keep(CODE, SESSION, SHEET)
    assert not sheets.keep(CODE, OTHER, {"asked": []})
    assert sheets.read(CODE) == SHEET
    assert not sheets.has_code(OTHER)


def test_the_same_person_can_freeze_it_anew(sheets, stores):
    sheets.keep(CODE, SESSION, SHEET)
    assert sheets.keep(CODE, SESSION, {"asked": []})
    assert sheets.read(CODE) == {"asked": []}
    assert len(rows(stores)) == 1


def test_a_new_sheet_takes_the_place_of_the_earlier_one_and_of_nobody_else_s(sheets):
    sheets.keep(CODE, SESSION, SHEET), sheets.keep("WXYZ6789", OTHER, SHEET)
    assert sheets.keep("ABCD2346", SESSION, {"asked": []})
    assert sheets.read(CODE) is None
    assert sheets.read("ABCD2346") == {"asked": []}
    assert sheets.read("WXYZ6789") == SHEET


def test_where_a_code_is_taken_the_earlier_sheet_stays(sheets):
    sheets.keep(CODE, OTHER, SHEET), sheets.keep("ABCD2346", SESSION, SHEET)
    assert not sheets.keep(CODE, SESSION, {"asked": []})
    assert sheets.read("ABCD2346") == SHEET


def test_of_an_earlier_sheet_nothing_is_left_in_the_file(sheets, stores, files):
    sheets.keep(CODE, SESSION, SHEET)
    (row,) = rows(stores)
    sheets.keep("ABCD2346", SESSION, {"asked": []})
    assert row.content.encode() not in files()
    assert row.code_fingerprint.encode() not in files()


def test_a_withdrawn_code_opens_nothing_and_another_s_still_does(sheets):
    sheets.keep(CODE, SESSION, SHEET), sheets.keep("WXYZ6789", OTHER, SHEET)
    assert sheets.withdraw(SESSION) == 1
    assert (sheets.read(CODE), sheets.has_code(SESSION)) == (None, False)
    assert (sheets.read("WXYZ6789"), sheets.has_code(OTHER)) == (SHEET, True)
    assert sheets.withdraw(SESSION) == 0


def test_what_is_too_old_opens_nothing_even_before_it_is_purged(sheets, stores, age):
    sheets.keep(CODE, SESSION, SHEET)
    age(SHEETS, timedelta(days=13, hours=23))
    assert (sheets.read(CODE), sheets.has_code(SESSION), sheets.purge()) == (SHEET, True, 0)
    age(SHEETS, timedelta(days=14, minutes=1))
    assert (sheets.read(CODE), sheets.has_code(SESSION)) == (None, False)
    assert len(rows(stores)) == 1
    assert sheets.purge() == 1
    assert rows(stores) == []


def test_a_row_tells_neither_code_nor_session_nor_words(sheets, stores):
    sheets.keep(CODE, SESSION, SHEET)
    (row,) = rows(stores)
    told = " ".join(str(value) for value in row)
    assert [secret for secret in (CODE, SESSION, WORDS, "visits") if secret in told] == []


def test_a_sheet_that_was_put_under_another_code_cannot_be_read(sheets, stores):
    sheets.keep(CODE, SESSION, SHEET)
    with transaction(stores.engine) as session:
        other = stores.keyring.fingerprint("WXYZ6789")
        session.execute(SHEETS.update().values(code_fingerprint=other))
    assert sheets.read("WXYZ6789") is None


def test_a_changed_sheet_is_none(sheets, stores):
    sheets.keep(CODE, SESSION, SHEET)
    with transaction(stores.engine) as session:
        session.execute(SHEETS.update().values(content="changed"))
    assert sheets.read(CODE) is None
