"""A session has one sheet at a time, and a new code makes the older one open nothing."""

import pytest

from bot.store.sheets import SheetStore

SESSION, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
FIRST, SECOND = "CDFG3479", "HJKM3479"


@pytest.fixture
def sheets(engine, keyring):
    return SheetStore(engine, keyring)


def test_a_new_sheet_takes_the_place_of_the_session_s_earlier_one(sheets):
    sheets.keep(FIRST, SESSION, {"of": "then"})
    assert sheets.keep(SECOND, SESSION, {"of": "now"})
    assert sheets.read(FIRST) is None
    assert sheets.read(SECOND) == {"of": "now"}


def test_a_sheet_of_another_session_is_left_alone(sheets):
    sheets.keep(FIRST, OTHER, {"of": "another"})
    sheets.keep(SECOND, SESSION, {"of": "mine"})
    assert sheets.read(FIRST) == {"of": "another"}


def test_where_a_code_is_taken_the_earlier_sheet_stays(sheets):
    sheets.keep(FIRST, OTHER, {"of": "another"})
    sheets.keep(SECOND, SESSION, {"of": "mine"})
    assert not sheets.keep(FIRST, SESSION, {"of": "mine"})
    assert sheets.read(SECOND) == {"of": "mine"}
    assert sheets.read(FIRST) == {"of": "another"}
