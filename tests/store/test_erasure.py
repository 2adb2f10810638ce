"""What is erased is gone everywhere, from the file's bytes too; what is stolen tells nothing."""

import secrets
from datetime import timedelta

import pytest

from bot.store.engine import StoreError, transaction, wipe
from bot.store.stores import Stores
from bot.store.tables import CONVERSATIONS, EXCHANGES, RESULTS, SHEETS

SESSION, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
ONE_OF_EACH = {"results": 1, "sheets": 1, "unanswered": 1, "transcript": 1, "conversations": 1}
CODE, ADDRESS = "ABCD2345", "A_-Z" * 5 + "09"
WORDS = "a clot in my leg in March"
TABLES = (CONVERSATIONS, EXCHANGES, RESULTS, SHEETS)
TIMES = (timedelta(hours=24), timedelta(minutes=30), timedelta(days=14))


def fill(stores, session=SESSION, code=CODE, address=ADDRESS):
    """Something of each kind, with what people write again and again."""
    for turn in range(10):
        stores.conversations.keep(
            session, {"words": WORDS * (turn + 1), "noise": secrets.token_hex(turn * 900)}
        )
    stores.transcripts.add(session, "a key", WORDS, [{"text": WORDS}])
    stores.results.keep(address, session, {"words": WORDS})
    stores.sheets.keep(code, session, {"words": WORDS})
    stores.desk.unanswered.record(session, WORDS, "clarify")


def tokens(stores):
    """All encrypted texts."""
    with transaction(stores.engine) as session:
        return [row.content for table in TABLES for row in session.execute(table.select())]


def test_the_receipt_says_what_was_due_and_is_gone(stores):
    fill(stores)
    assert stores.erasure.due(SESSION) == ONE_OF_EACH
    assert stores.erasure.erase(SESSION) == ONE_OF_EACH
    assert stores.erasure.due(SESSION) == dict.fromkeys(ONE_OF_EACH, 0)
    assert tokens(stores) == []


def test_another_person_keeps_everything(stores):
    fill(stores), fill(stores, OTHER, "WXYZ6789", ADDRESS[::-1])
    stores.erasure.erase(SESSION)
    assert stores.erasure.due(OTHER) == ONE_OF_EACH
    assert stores.conversations.read(OTHER)["words"] == WORDS * 10
    assert stores.sheets.read("WXYZ6789") == {"words": WORDS}
    assert stores.transcripts.find(OTHER, "a key").text == WORDS


@pytest.mark.parametrize("part", ["sheets", "transcripts"])
def test_where_a_part_fails_the_conversation_is_still_there_to_ask_again(stores, monkeypatch, part):
    def failing(session):
        raise StoreError("OperationalError")

    fill(stores)
    with monkeypatch.context() as patched:
        patched.setattr(getattr(stores, part), "erase", failing)
        with pytest.raises(StoreError):
            stores.erasure.erase(SESSION)
    assert stores.conversations.count(SESSION) == 1
    assert stores.erasure.erase(SESSION)["conversations"] == 1


def test_purging_counts_by_what_it_was(stores, age):
    fill(stores)
    none_is_due = dict.fromkeys(("results", "conversations", "transcript", "sheets", "nurses' pages"), 0)
    assert stores.retention.purge() == none_is_due
    for table in TABLES:
        age(table, timedelta(days=15))
    one_of_each = {"results": 1, "conversations": 1, "transcript": 1, "sheets": 1, "nurses' pages": 0}
    assert stores.retention.purge() == one_of_each
    assert tokens(stores) == []


@pytest.fixture
def file(tmp_path):
    """All stores in an SQLite file."""
    made = Stores.at(f"sqlite:///{tmp_path}/store.db", tmp_path / "secret" / "keys", *TIMES)
    yield made
    made.engine.dispose()


def pieces(texts):
    """Pieces of each text, from its beginning, its middle and its end, since pages cut long ones up."""
    return [text[at : at + 24].encode() for text in texts for at in (20, len(text) // 2, len(text) - 60)]


def test_a_stolen_file_without_the_keys_tells_nothing(file, files, tmp_path):
    fill(file)
    stolen = files()
    assert len(stolen) > 10_000
    for secret in (WORDS, SESSION, CODE, ADDRESS, "words", "noise"):
        assert secret.encode() not in stolen
    (tmp_path / "secret" / "keys").unlink()
    thief = Stores.at(f"sqlite:///{tmp_path}/store.db", tmp_path / "other keys", *TIMES)
    assert (thief.conversations.read(SESSION), thief.sheets.read(CODE)) == (None, None)
    assert thief.transcripts.since(SESSION) == []


def test_of_what_is_erased_nothing_is_in_the_file_or_its_log_encrypted_or_not(file, files):
    fill(file, OTHER, "WXYZ6789", ADDRESS[::-1])
    others = tokens(file)
    fill(file)
    mine = [token for token in tokens(file) if token not in others]
    fingerprints = [file.keyring.fingerprint(text).encode() for text in (SESSION, CODE)]
    assert all(piece in files() for piece in (*pieces(mine), *fingerprints))
    file.erasure.erase(SESSION)
    assert [piece for piece in (*pieces(mine), *fingerprints) if piece in files()] == []
    assert all(piece in files() for piece in pieces(others))


def test_nor_is_anything_there_of_how_a_conversation_was_before(file, files):
    earlier = []
    for turn in range(20):
        file.conversations.keep(SESSION, {"noise": secrets.token_hex(100 * (turn % 7) + 900)})
        earlier += tokens(file)
    file.erasure.erase(SESSION)
    assert [piece for piece in pieces(earlier) if piece in files()] == []


def test_of_what_expired_nothing_is_in_the_file(file, files):
    fill(file)
    all_of_it = pieces(tokens(file))
    for table in TABLES:
        when = "updated_at" if "updated_at" in table.c else "created_at"
        with transaction(file.engine) as session:
            long_ago = session.execute(table.select()).first()[when] - timedelta(days=15)
            session.execute(table.update().values({when: long_ago}))
    assert sum(file.retention.purge().values()) == 4
    assert [piece for piece in all_of_it if piece in files()] == []


def test_erasing_waits_for_who_reads_the_file(file, files, monkeypatch):
    monkeypatch.setattr("bot.store.engine.SECONDS_TO_WAIT", 0.1)
    fill(file)
    with file.engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM sheets").scalar()
        file.conversations.keep(SESSION, {})
        with pytest.raises(StoreError, match="busy"):
            wipe(file.engine)
    wipe(file.engine)
