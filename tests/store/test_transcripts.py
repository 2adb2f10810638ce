"""What was said is shown again to who said it while they may go on, and tells nobody else anything."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import inspect

from bot.store.engine import StoreError, now, transaction
from bot.store.keys import UnreadableError, cipher_from
from bot.store.stores import Stores
from bot.store.tables import CONVERSATIONS, EXCHANGES, SHEETS
from bot.store.transcripts import KEY_USE, TRIES, Exchange

SESSION, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
WORDS, REPLY = "a clot in my leg in March", "You cannot join with a clot."
MESSAGES = [{"kind": "answer", "text": REPLY, "buttons": [{"title": "Yes", "text": "yes"}]}]
MINUTE = timedelta(minutes=1)
TIMES = (timedelta(hours=24), 30 * MINUTE, timedelta(days=14))


@pytest.fixture
def transcripts(stores):
    return stores.transcripts


def rows(stores):
    with transaction(stores.engine) as session:
        return session.execute(EXCHANGES.select().order_by(EXCHANGES.c.id)).all()


def change(stores, at=1, **values):
    with transaction(stores.engine) as session:
        session.execute(EXCHANGES.update().where(EXCHANGES.c.number == at).values(**values))


def say(transcripts, *texts, session=SESSION):
    """Adds an exchange for each text, whose key it also is."""
    return [transcripts.add(session, text, text, MESSAGES) for text in texts]


def texts(exchanges):
    return [exchange.text for exchange in exchanges]


def test_what_was_said_comes_back_in_order_and_counted(transcripts):
    assert say(transcripts, "one", "two", "three") == [
        Exchange(1, "one", MESSAGES),
        Exchange(2, "two", MESSAGES),
        Exchange(3, "three", MESSAGES),
    ]
    assert transcripts.since(SESSION) == say(transcripts, "one", "two", "three")


def test_what_a_page_does_not_have_yet_is_what_came_after_a_number(transcripts):
    say(transcripts, "one", "two", "three")
    assert texts(transcripts.since(SESSION, 1)) == ["two", "three"]
    assert transcripts.since(SESSION, 3) == []


def test_of_too_many_the_last_ones_are_given_in_order(transcripts):
    say(transcripts, "one", "two", "three", "four")
    assert texts(transcripts.since(SESSION, most=2)) == ["three", "four"]
    assert texts(transcripts.since(SESSION, 1, most=3)) == ["two", "three", "four"]


def test_each_session_has_its_own_transcript(transcripts):
    say(transcripts, "one", "two")
    assert say(transcripts, "one", session=OTHER) == [Exchange(1, "one", MESSAGES)]
    assert texts(transcripts.since(SESSION)) == ["one", "two"]
    assert transcripts.find(OTHER, "two") is None


def test_of_somebody_unknown_there_is_nothing(transcripts):
    assert (transcripts.since(SESSION), transcripts.find(SESSION, "a key")) == ([], None)
    assert (transcripts.count(SESSION), transcripts.erase(SESSION), transcripts.purge()) == (0, 0, 0)


@pytest.mark.parametrize("text", ["", "ключ 🩸", "half a character: \ud83e", '"\\\n\0'])
def test_any_text_and_key_comes_back_as_it_was(transcripts, text):
    made = transcripts.add(SESSION, text, text, [{"text": text}])
    assert made == Exchange(1, text, [{"text": text}])
    assert transcripts.find(SESSION, text) == made
    assert transcripts.since(SESSION) == [made]


def test_what_is_sent_twice_is_added_once(transcripts, stores):
    first = transcripts.add(SESSION, "a key", WORDS, MESSAGES)
    assert transcripts.add(SESSION, "a key", "something else", []) == first
    assert transcripts.find(SESSION, "a key") == first
    assert len(rows(stores)) == 1


def test_adding_leaves_what_was_added_before_as_it_is(transcripts, stores):
    say(transcripts, "one", "two")
    before = rows(stores)
    say(transcripts, "three")
    assert rows(stores)[:2] == before


def _at_once(url, keys, additions):
    """Adds these keys and texts at the same time, each as in a process of its own."""
    start = threading.Barrier(len(additions))

    def add(addition):
        own = Stores.at(url, keys, *TIMES)
        start.wait()
        try:
            return own.transcripts.add(SESSION, *addition, MESSAGES)
        finally:
            own.engine.dispose()

    with ThreadPoolExecutor(len(additions)) as pool:
        return list(pool.map(add, additions))


def test_of_several_at_once_with_one_key_one_is_added_and_all_get_it(transcripts, stores, url, tmp_path):
    made = _at_once(url, tmp_path / "secret" / "keys", [("a key", f"text {n}") for n in range(12)])
    assert transcripts.since(SESSION) == made[:1]
    assert made == made[:1] * 12
    assert len(rows(stores)) == 1


def test_several_at_once_with_different_keys_are_numbered_without_a_gap(transcripts, url, tmp_path):
    say(transcripts, "before")
    made = _at_once(url, tmp_path / "secret" / "keys", [(f"key {n}", f"text {n}") for n in range(12)])
    assert sorted(exchange.number for exchange in made) == list(range(2, 14))
    assert transcripts.since(SESSION, 1) == sorted(made, key=lambda exchange: exchange.number)


def test_threads_that_share_an_engine_are_numbered_without_a_gap_too(transcripts):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: transcripts.add(SESSION, f"key {n}", f"text {n}", []), range(12)))
    exchanges = transcripts.since(SESSION)
    assert [exchange.number for exchange in exchanges] == list(range(1, 13))
    assert set(texts(exchanges)) == {f"text {n}" for n in range(12)}


def test_where_every_number_is_taken_meanwhile_it_is_an_error_after_some_tries(transcripts, monkeypatch):
    say(transcripts, "one")
    row, tried = transcripts._row, []

    def at_one(session, key, exchange):
        tried.append(session)
        return row(session, key, replace(exchange, number=1))

    monkeypatch.setattr(transcripts, "_row", at_one)
    with pytest.raises(StoreError, match="busy"):
        say(transcripts, "two")
    assert len(tried) == TRIES


def test_an_idle_transcript_is_gone_even_before_it_is_purged(transcripts, stores, age):
    say(transcripts, "one", "two")
    age(EXCHANGES, 29 * MINUTE)
    assert (texts(transcripts.since(SESSION)), transcripts.purge()) == (["one", "two"], 0)
    age(EXCHANGES, 31 * MINUTE)
    assert (transcripts.since(SESSION), transcripts.find(SESSION, "two")) == ([], None)
    assert (len(rows(stores)), transcripts.count(SESSION)) == (2, 2)
    assert transcripts.purge() == 2
    assert rows(stores) == []


def test_while_somebody_goes_on_what_was_said_first_stays(transcripts, stores):
    say(transcripts, "one", "two", "three")
    for number, minutes in ((1, 60), (2, 31), (3, 29)):
        change(stores, number, created_at=now() - minutes * MINUTE)
    assert transcripts.purge() == 0
    assert texts(transcripts.since(SESSION)) == ["one", "two", "three"]
    assert transcripts.find(SESSION, "one") == Exchange(1, "one", MESSAGES)


def test_a_transcript_is_gone_for_one_session_and_not_for_another(transcripts, age):
    say(transcripts, "one", "two")
    age(EXCHANGES, 31 * MINUTE)
    say(transcripts, "one", session=OTHER)
    assert transcripts.purge() == 2
    assert (transcripts.count(SESSION), transcripts.count(OTHER)) == (0, 1)


def test_what_was_due_does_not_come_back_when_a_new_conversation_begins(transcripts, stores, age, files):
    say(transcripts, "one", "two")
    pieces = [row.content[20:60].encode() for row in rows(stores)]
    age(EXCHANGES, 31 * MINUTE)
    assert say(transcripts, "two", "three") == [Exchange(1, "two", MESSAGES), Exchange(2, "three", MESSAGES)]
    assert texts(transcripts.since(SESSION)) == ["two", "three"]
    assert len(rows(stores)) == 2
    assert [piece for piece in pieces if piece in files()] == []


def test_who_has_a_code_sees_it_for_as_long_as_the_code_opens_something(transcripts, stores, age):
    say(transcripts, "one"), say(transcripts, "one", session=OTHER)
    stores.sheets.keep("ABCD2345", SESSION, {})
    age(EXCHANGES, timedelta(days=13)), age(SHEETS, timedelta(days=13))
    assert transcripts.purge() == 1
    assert (texts(transcripts.since(SESSION)), transcripts.since(OTHER)) == (["one"], [])
    assert say(transcripts, "one", "two")[1].number == 2
    age(EXCHANGES, timedelta(days=13)), age(SHEETS, timedelta(days=15))
    assert transcripts.since(SESSION) == []
    assert transcripts.purge() == 2


def test_when_the_code_is_withdrawn_an_idle_transcript_goes(transcripts, stores, age):
    say(transcripts, "one")
    stores.sheets.keep("ABCD2345", SESSION, {})
    age(EXCHANGES, timedelta(days=1))
    stores.sheets.withdraw(SESSION)
    assert transcripts.purge() == 1


@pytest.mark.parametrize("minutes", [29, 31])
@pytest.mark.parametrize("has_code", [True, False])
def test_it_goes_when_its_conversation_goes(transcripts, stores, age, minutes, has_code):
    stores.conversations.keep(SESSION, {})
    say(transcripts, "one")
    if has_code:
        stores.sheets.keep("ABCD2345", SESSION, {})
    age(CONVERSATIONS, minutes * MINUTE), age(EXCHANGES, minutes * MINUTE)
    assert bool(transcripts.since(SESSION)) == (stores.conversations.read(SESSION) is not None)
    assert transcripts.purge() == stores.conversations.purge()


def test_erasing_a_session_erases_all_of_it_and_nothing_of_another(transcripts, stores):
    say(transcripts, "one", "two"), say(transcripts, "one", session=OTHER)
    assert (transcripts.count(SESSION), transcripts.erase(SESSION)) == (2, 2)
    assert (transcripts.since(SESSION), transcripts.count(SESSION)) == ([], 0)
    assert texts(transcripts.since(OTHER)) == ["one"]
    assert say(transcripts, "three")[0].number == 1


def test_of_what_is_erased_nothing_is_in_the_file(transcripts, stores, files):
    say(transcripts, *(f"{WORDS} {number}" for number in range(10)))
    kept = [row.content[at : at + 24] for row in rows(stores) for at in (20, 90)]
    kept += [row.key_hash for row in rows(stores)]
    pieces = [text.encode() for text in (*kept, stores.keyring.fingerprint(SESSION))]
    is_file = stores.engine.dialect.name == "sqlite"
    assert not is_file or all(piece in files() for piece in pieces)
    assert transcripts.erase(SESSION) == 10
    assert [piece for piece in pieces if piece in files()] == []


def test_a_row_tells_neither_session_nor_key_nor_words(transcripts, stores):
    transcripts.add(SESSION, "a-key-of-the-page", WORDS, MESSAGES)
    (row,) = rows(stores)
    told = " ".join(str(value) for value in row)
    assert [secret for secret in (SESSION, "a-key", WORDS, REPLY, "clot") if secret in told] == []
    guesses = ("a-key-of-the-page", f"{SESSION}a-key-of-the-page", f"{SESSION} a-key-of-the-page")
    assert row.key_hash not in {hashlib.sha256(guess.encode()).hexdigest() for guess in guesses}


def test_the_same_exchange_looks_different_in_each_session_and_with_each_keyring(stores, url, tmp_path):
    others = Stores.at(url, tmp_path / "other keys", *TIMES)
    for transcripts, session in ((stores.transcripts, SESSION), (stores.transcripts, OTHER)):
        say(transcripts, "one", session=session)
    say(others.transcripts, "one")
    others.engine.dispose()
    for column in ("session_fingerprint", "key_hash", "content"):
        assert len({row[column] for row in rows(stores)}) == 3


def test_whoever_has_the_database_and_the_keys_cannot_read_a_word(transcripts, stores, tmp_path):
    say(transcripts, WORDS)
    (row,) = rows(stores)
    with pytest.raises(UnreadableError):
        stores.keyring.decrypt(row.content)
    for key in (tmp_path / "secret" / "keys").read_text().split():
        with pytest.raises(InvalidToken):
            Fernet(key).decrypt(row.content.encode())


def test_the_session_s_id_alone_opens_it(transcripts, stores):
    say(transcripts, WORDS)
    (row,) = rows(stores)
    assert WORDS.encode() in cipher_from(SESSION, KEY_USE).decrypt(row.content)
    for secret in (OTHER, row.session_fingerprint, row.key_hash, "", *stores.keyring.load()):
        with pytest.raises(InvalidToken):
            cipher_from(secret, KEY_USE).decrypt(row.content)


def test_an_exchange_put_into_another_session_is_unreadable(transcripts, stores):
    transcripts.add(OTHER, "a key", WORDS, MESSAGES)
    change(stores, session_fingerprint=stores.keyring.fingerprint(SESSION))
    change(stores, key_hash=transcripts._key_hash(SESSION, "a key"))
    with pytest.raises(UnreadableError):
        transcripts.since(SESSION)
    with pytest.raises(UnreadableError):
        transcripts.find(SESSION, "a key")


def test_an_exchange_put_at_another_number_is_unreadable(transcripts, stores):
    say(transcripts, "one", "two")
    change(stores, 2, number=3)
    with pytest.raises(UnreadableError):
        transcripts.since(SESSION)
    with pytest.raises(UnreadableError):
        transcripts.find(SESSION, "two")
    assert transcripts.find(SESSION, "one") == Exchange(1, "one", MESSAGES)


def test_nor_can_one_stand_for_another_of_its_session(transcripts, stores):
    say(transcripts, "one", "two")
    first, second = rows(stores)
    change(stores, 1, content=second.content)
    with pytest.raises(UnreadableError):
        transcripts.since(SESSION)
    change(stores, 1, content=first.content)
    change(stores, 2, key_hash="0" * 64)
    change(stores, 1, key_hash=second.key_hash)
    with pytest.raises(UnreadableError):
        transcripts.find(SESSION, "two")


@pytest.mark.parametrize("content", ["changed", "", "gAAAAA==", "ключ"])
def test_a_changed_row_is_unreadable_and_can_be_erased(transcripts, stores, content):
    say(transcripts, "one")
    change(stores, content=content)
    for use in (transcripts.since, lambda s: transcripts.find(s, "one"), lambda s: say(transcripts, "one")):
        with pytest.raises(UnreadableError) as error:
            use(SESSION)
        assert SESSION not in str(error.value)
    assert say(transcripts, "two")[0].number == 2
    assert transcripts.erase(SESSION) == 2


def test_rotating_the_keys_leaves_every_exchange_readable_as_it_is(transcripts, stores):
    say(transcripts, "one")
    before = rows(stores)
    assert stores.rotate() == 0
    assert rows(stores) == before
    assert say(transcripts, "one", "two")[1].number == 2
    assert texts(transcripts.since(SESSION)) == ["one", "two"]


def test_the_table_has_an_index_for_each_way_to_look_something_up(transcripts, stores):
    say(transcripts, "one")
    unique = inspect(stores.engine).get_unique_constraints("exchanges")
    columns = [constraint["column_names"] for constraint in unique]
    assert sorted(columns) == [["key_hash"], ["session_fingerprint", "number"]]


def test_a_failure_says_nothing_of_what_was_to_be_kept(transcripts, stores):
    say(transcripts, WORDS)
    EXCHANGES.drop(stores.engine)
    with pytest.raises(StoreError) as error:
        say(transcripts, WORDS)
    told = f"{error.value} {error.value.__cause__}"
    assert [secret for secret in (SESSION, WORDS, REPLY, "gAAAA") if secret in told] == []
