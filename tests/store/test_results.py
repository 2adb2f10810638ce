"""Results are kept so that a stolen database tells nothing, and nothing that was erased is left."""

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.store import engine as database
from bot.store import migrate
from bot.store import results as module
from bot.store.engine import StoreError, connect
from bot.store.results import ResultStore
from bot.store.tables import RESULTS

WORDS = "a clot in my leg in March"
CONTENT = {"trial": "fictamab", "date": "2026-03-01", "interview": {"words": {"blood_clot": WORDS}}}
SESSION = "0123456789abcdef" * 2
OTHER_SESSION = "fedcba9876543210" * 2
HOUR = timedelta(hours=1)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def new_address():
    return secrets.token_urlsafe(16)


@pytest.fixture
def results(url):
    """A store in an empty database."""
    return ResultStore(connect(url))


def rows(results):
    with Session(results._engine, future=True) as session:
        return session.execute(select(RESULTS).order_by(RESULTS.c.id)).all()


def kept(results, session=SESSION, content=CONTENT):
    """A new address at which this was kept."""
    address = new_address()
    results.keep(address, session, content)
    return address


def age(results, by):
    """Makes all that is kept older."""
    with Session(results._engine, future=True) as session, session.begin():
        for row in session.execute(select(RESULTS)).all():
            older = row.created_at.replace(tzinfo=timezone.utc) - by
            session.execute(update(RESULTS).where(RESULTS.c.id == row.id).values(created_at=older))


def test_what_was_kept_is_read_at_its_address(results):
    assert results.read(kept(results)) == CONTENT


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(st.text(), plain))
def test_any_plain_data_comes_back_as_it_was(results, content):
    assert results.read(kept(results, content=content)) == content


def test_at_another_address_there_is_nothing(results):
    address = kept(results)
    assert results.read(new_address()) is None
    assert results.read(address[:-1]) is None
    assert results.read("") is None


def test_in_an_empty_database_there_is_nothing(results):
    assert results.read(new_address()) is None
    assert results.erase(SESSION) == 0
    assert results.purge(datetime.now(timezone.utc)) == 0


def test_a_later_result_takes_the_place_of_the_earlier_one(results):
    address = kept(results)
    results.keep(address, OTHER_SESSION, {"trial": "another"})
    assert results.read(address) == {"trial": "another"}
    assert len(rows(results)) == 1
    assert results.erase(SESSION) == 0
    assert results.erase(OTHER_SESSION) == 1


def test_a_result_that_is_kept_anew_is_new(results):
    address = kept(results)
    age(results, 23 * HOUR)
    results.keep(address, SESSION, CONTENT)
    age(results, 23 * HOUR)
    assert results.read(address) == CONTENT


def test_erasing_a_session_erases_all_of_its_results_and_no_other(results):
    mine, other = [kept(results) for _ in range(3)], kept(results, OTHER_SESSION)
    assert results.erase(SESSION) == 3
    assert [results.read(address) for address in mine] == [None] * 3
    assert results.read(other) == CONTENT
    assert results.erase(SESSION) == 0


def test_purging_erases_what_is_older_and_nothing_else(results):
    old = kept(results)
    age(results, HOUR)
    new = kept(results)
    assert results.purge(datetime.now(timezone.utc) - HOUR / 2) == 1
    assert (results.read(old), results.read(new)) == (None, CONTENT)


def test_the_time_to_purge_before_can_be_of_any_time_zone(results):
    address = kept(results)
    for hours in (-11, 0, 14):
        zone = timezone(timedelta(hours=hours))
        assert results.purge(datetime.now(zone) - timedelta(minutes=1)) == 0
    assert results.read(address) == CONTENT
    assert results.purge(datetime.now(timezone(timedelta(hours=-11))) + timedelta(minutes=1)) == 1


def test_what_is_too_old_cannot_be_read_even_before_it_is_purged(url):
    results = ResultStore(connect(url), lifetime=2 * HOUR)
    address = kept(results)
    age(results, 2 * HOUR - timedelta(minutes=1))
    assert results.read(address) == CONTENT
    age(results, timedelta(minutes=2))
    assert results.read(address) is None
    assert len(rows(results)) == 1


def test_the_table_tells_neither_address_nor_session_nor_content(results):
    address = kept(results)
    (row,) = rows(results)
    assert set(row.keys()) == {"id", "address_hash", "session_hash", "created_at", "content"}
    told = " ".join(str(value) for value in row)
    for secret in (address, SESSION, WORDS, "fictamab", "clot"):
        assert secret not in told


def test_a_stolen_database_tells_neither_address_nor_session_nor_words(tmp_path, files):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    with results._engine.connect() as reader:  # keeps the write-ahead log from being folded in
        reader.exec_driver_sql("PRAGMA schema_version")
        addresses = [kept(results) for _ in range(20)]
        stolen = files()
    stolen += files()
    assert len(stolen) > 20 * 200
    for secret in (*addresses, SESSION, WORDS, "fictamab", "interview"):
        assert secret.encode() not in stolen


def test_of_what_is_erased_not_even_the_encrypted_text_is_left(tmp_path, files):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    for _ in range(10):
        kept(results)
    tokens = [row.content.encode() for row in rows(results)]
    assert all(token in files() for token in tokens)
    assert results.erase(SESSION) == 10
    assert [token for token in tokens if token[20:60] in files()] == []


def test_the_same_result_looks_different_at_each_address(results):
    kept(results), kept(results)
    first, second = rows(results)
    assert first.content != second.content
    assert first.address_hash != second.address_hash


def test_a_content_that_was_put_at_another_address_cannot_be_read(results):
    mine, other = kept(results), kept(results, content={"trial": "of somebody else"})
    first, second = rows(results)
    with Session(results._engine, future=True) as session, session.begin():
        session.execute(update(RESULTS).where(RESULTS.c.id == first.id).values(content=second.content))
    assert results.read(mine) is None
    assert results.read(other) == {"trial": "of somebody else"}


def test_writers_do_not_get_into_each_other_s_way(url):
    writers, each = 4, 8
    start = threading.Barrier(writers)

    def write(number):
        own = ResultStore(connect(url))  # as in a process of its own
        start.wait()
        addresses = [kept(own, f"session {number}", {"from": number, "nth": n}) for n in range(each)]
        return all(own.read(a) == {"from": number, "nth": n} for n, a in enumerate(addresses))

    with ThreadPoolExecutor(writers) as pool:
        assert all(pool.map(write, range(writers)))
    results = ResultStore(connect(url))
    assert len(rows(results)) == writers * each
    assert [results.erase(f"session {number}") for number in range(writers)] == [each] * writers


def test_of_several_writers_at_one_address_one_is_last(url):
    address, start = new_address(), threading.Barrier(4)

    def write(number):
        own = ResultStore(connect(url))
        start.wait()
        for _ in range(5):
            own.keep(address, SESSION, {"from": number})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    results = ResultStore(connect(url))
    assert results.read(address)["from"] in range(4)
    assert len(rows(results)) == 1


def test_a_writer_waits_for_another_one(tmp_path):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    kept(results)
    with ThreadPoolExecutor(1) as pool:
        with results._engine.connect() as other:
            other.exec_driver_sql("BEGIN IMMEDIATE")
            waiting = pool.submit(kept, results)
            assert not waiting.done()
            other.exec_driver_sql("ROLLBACK")
        assert results.read(waiting.result(timeout=5)) == CONTENT


def test_a_file_is_shared_and_forgets(tmp_path):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    kept(results)
    with results._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == database.SECONDS_TO_WAIT * 1000


def test_nothing_is_made_before_it_is_needed(tmp_path):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/var/deep/results.db"))
    assert list(tmp_path.iterdir()) == []
    assert results.read(kept(results)) == CONTENT


def test_the_tables_are_there_though_another_process_made_them_first(url, monkeypatch):
    kept(ResultStore(connect(url)))

    def late(*_):
        raise OperationalError("CREATE TABLE", {}, Exception("table results already exists"))

    monkeypatch.setattr(migrate.command, "upgrade", late)
    results = ResultStore(connect(url))
    assert results.read(kept(results)) == CONTENT


def test_tables_that_cannot_be_made_are_tried_for_again(results, monkeypatch):
    def failing(*_):
        raise OperationalError("CREATE TABLE", {}, Exception("disk full"))

    with monkeypatch.context() as patched:
        patched.setattr(migrate.command, "upgrade", failing)
        with pytest.raises(StoreError):
            kept(results)
    assert results.read(kept(results)) == CONTENT


def test_a_file_that_is_busy_at_first_is_shared_a_little_later(tmp_path, monkeypatch):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    connecting, failures = results._engine.connect, [1, 2, 3]

    def busy():
        if failures:
            failures.pop()
            raise OperationalError("PRAGMA", {}, Exception("database is locked"))
        return connecting()

    monkeypatch.setattr(results._engine, "connect", busy)
    assert results.read(kept(results)) == CONTENT


def test_a_file_that_stays_busy_is_an_error(tmp_path, monkeypatch):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))

    def busy():
        raise OperationalError("PRAGMA", {}, Exception("database is locked"))

    monkeypatch.setattr(results._engine, "connect", busy)
    monkeypatch.setattr(database, "SECONDS_TO_WAIT", 0)
    with pytest.raises(StoreError):
        kept(results)


def is_a_folder(tmp_path):
    return tmp_path


def is_no_database(tmp_path):
    path = tmp_path / "results.db"
    path.write_text("a letter to the hospital, much longer than the head of a database would be " * 5)
    return path


def is_below_a_file(tmp_path):
    (tmp_path / "file").touch()
    return tmp_path / "file" / "results.db"


@pytest.mark.parametrize("where", [is_a_folder, is_no_database, is_below_a_file])
def test_an_error_says_of_what_type_it_is_and_nothing_of_what_was_kept(tmp_path, monkeypatch, where):
    monkeypatch.setattr(database, "SECONDS_TO_WAIT", 0.1)
    results = ResultStore(connect(f"sqlite:///{where(tmp_path)}"))
    for use in (lambda: kept(results), lambda: results.read(new_address()), lambda: results.erase(SESSION)):
        with pytest.raises(StoreError) as error:
            use()
        assert str(error.value) == type(error.value.__cause__).__name__
        for secret in (WORDS, SESSION):
            assert secret not in f"{error.value} {error.value.__cause__}"


def test_the_parameters_of_a_statement_are_in_no_error(results):
    kept(results)
    RESULTS.drop(results._engine)
    with pytest.raises(StoreError) as error:
        results.erase(SESSION)
    assert module._hash(SESSION) not in str(error.value.__cause__)


def test_the_table_has_an_index_for_each_way_to_look_something_up(results):
    kept(results)
    found = inspect(results._engine)
    indexed = {i["column_names"][0] for i in found.get_indexes("results")}
    indexed |= {c["column_names"][0] for c in found.get_unique_constraints("results")}
    assert {"address_hash", "session_hash", "created_at"} <= indexed


def test_an_address_is_kept_by_one_row_only(results):
    address = kept(results)
    others = {"session_hash": "", "created_at": datetime.now(timezone.utc), "content": ""}
    twice = RESULTS.insert().values(address_hash=module._hash(address), **others)
    with Session(results._engine, future=True) as session, pytest.raises(IntegrityError):
        session.execute(twice)
    assert len(rows(results)) == 1


def test_the_file_can_be_copied_and_read_elsewhere_by_who_has_the_address(tmp_path):
    results = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    address = kept(results)
    results._engine.dispose()  # as when the assistant stops: nothing is left in the log
    copy = tmp_path / "copy.db"
    copy.write_bytes(Path(tmp_path / "results.db").read_bytes())
    assert ResultStore(connect(f"sqlite:///{copy}")).read(address) == CONTENT
