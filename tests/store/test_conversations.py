"""Conversations are kept for as long as somebody may go on with them, and tell nothing without the keys."""

import multiprocessing
from datetime import timedelta

import pytest

from bot.store.engine import StoreError, transaction
from bot.store.keys import UnreadableError
from bot.store.stores import Stores
from bot.store.tables import CONVERSATIONS, SHEETS

SESSION, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
WORDS = "a clot in my leg in March"
CONTENT = {"slots": {"prescreen": {"words": {"blood_clot": WORDS}}}, "latest": None}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def conversations(stores):
    return stores.conversations


def rows(stores):
    with transaction(stores.engine) as session:
        return session.execute(CONVERSATIONS.select()).all()


def change(stores, **values):
    with transaction(stores.engine) as session:
        session.execute(CONVERSATIONS.update().values(**values))


def test_a_conversation_is_read_as_it_was_kept_last(conversations, stores):
    conversations.keep(SESSION, {"turn": 1})
    conversations.keep(SESSION, CONTENT)
    conversations.keep(OTHER, {"turn": 1})
    assert conversations.read(SESSION) == CONTENT
    assert conversations.read(OTHER) == {"turn": 1}
    assert len(rows(stores)) == 2


def test_of_somebody_unknown_there_is_none(conversations):
    assert conversations.read(SESSION) is None
    assert (conversations.count(SESSION), conversations.erase(SESSION), conversations.purge()) == (0, 0, 0)


def test_a_row_tells_neither_session_nor_words(conversations, stores):
    conversations.keep(SESSION, CONTENT)
    (row,) = rows(stores)
    told = " ".join(str(value) for value in row)
    assert [secret for secret in (SESSION, WORDS, "prescreen", "blood") if secret in told] == []


def _read(url, keys):
    times = (timedelta(hours=24), timedelta(minutes=30), timedelta(days=14))
    return Stores.at(url, keys, *times).conversations.read(SESSION)


def test_another_process_sees_at_once_what_one_has_kept(conversations, url, tmp_path):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for turn in range(3):
            conversations.keep(SESSION, {"turn": turn})
            assert pool.apply(_read, (url, tmp_path / "secret" / "keys")) == {"turn": turn}


def test_an_idle_conversation_is_gone_even_before_it_is_purged(conversations, stores, age):
    conversations.keep(SESSION, CONTENT)
    age(CONVERSATIONS, 29 * MINUTE)
    assert conversations.read(SESSION) == CONTENT
    age(CONVERSATIONS, 31 * MINUTE)
    assert conversations.read(SESSION) is None
    assert len(rows(stores)) == 1
    assert conversations.purge() == 1
    assert rows(stores) == []


def test_a_message_makes_a_conversation_young_again(conversations, age):
    conversations.keep(SESSION, CONTENT)
    age(CONVERSATIONS, 29 * MINUTE)
    conversations.keep(SESSION, CONTENT)
    assert conversations.purge() == 0


def test_who_has_a_code_can_go_on_for_as_long_as_the_code_opens_something(conversations, stores, age):
    conversations.keep(SESSION, CONTENT), conversations.keep(OTHER, CONTENT)
    stores.sheets.keep("ABCD2345", SESSION, {})
    age(CONVERSATIONS, timedelta(days=13)), age(SHEETS, timedelta(days=13))
    assert conversations.purge() == 1
    assert (conversations.read(SESSION), conversations.read(OTHER)) == (CONTENT, None)
    age(SHEETS, timedelta(days=15))
    assert conversations.read(SESSION) is None
    assert conversations.purge() == 1


def test_when_the_code_is_withdrawn_an_idle_conversation_goes(conversations, stores, age):
    conversations.keep(SESSION, CONTENT)
    stores.sheets.keep("ABCD2345", SESSION, {})
    age(CONVERSATIONS, timedelta(days=1))
    stores.sheets.withdraw(SESSION)
    assert conversations.purge() == 1


def test_a_changed_row_is_unreadable_and_can_be_written_over(conversations, stores):
    conversations.keep(SESSION, CONTENT)
    change(stores, content="changed")
    with pytest.raises(UnreadableError):
        conversations.read(SESSION)
    conversations.keep(SESSION, CONTENT)
    assert conversations.read(SESSION) == CONTENT


def test_a_row_put_in_another_s_place_is_unreadable(conversations, stores):
    conversations.keep(OTHER, CONTENT)
    change(stores, session_fingerprint=stores.keyring.fingerprint(SESSION))
    with pytest.raises(UnreadableError):
        conversations.read(SESSION)


def test_rotating_the_keys_keeps_every_conversation_and_encrypts_it_anew(conversations, stores):
    for session in (SESSION, OTHER):
        conversations.keep(session, CONTENT)
    stores.sheets.keep("ABCD2345", SESSION, {"asked": []})
    before = {row.content for row in rows(stores)}
    assert stores.rotate() == 3
    assert before.isdisjoint(row.content for row in rows(stores))
    assert conversations.read(SESSION) == conversations.read(OTHER) == CONTENT
    assert stores.sheets.read("ABCD2345") == {"asked": []}
    conversations.keep(SESSION, {"turn": 2})
    assert len(rows(stores)) == 2


def test_rotating_leaves_what_cannot_be_read(conversations, stores):
    conversations.keep(SESSION, CONTENT)
    change(stores, content="changed")
    assert stores.rotate() == 0


def test_a_failure_says_nothing_of_what_was_to_be_kept(conversations, stores):
    conversations.keep(SESSION, CONTENT)
    CONVERSATIONS.drop(stores.engine)
    with pytest.raises(StoreError) as error:
        conversations.keep(SESSION, CONTENT)
    told = f"{error.value} {error.value.__cause__}"
    assert [secret for secret in (SESSION, WORDS, "gAAAA") if secret in told] == []
