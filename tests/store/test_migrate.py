"""The tables are made and brought up to date by whoever comes first, however many come at once."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.store.engine import StoreError, connect, now, transaction
from bot.store.migrate import migrate
from bot.store.results import ResultStore
from bot.store.tables import METADATA, RESULTS


def tables(engine):
    return set(inspect(engine).get_table_names())


def test_an_empty_database_gets_all_tables(engine):
    migrate(engine, seconds=5)
    assert tables(engine) == {*METADATA.tables, "alembic_version"}


def test_what_the_migrations_make_is_what_the_code_uses(engine):
    migrate(engine, seconds=5)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_again_changes_nothing(engine):
    results = ResultStore(engine)
    results.keep("A" * 22, "a session", {"of": "this test"})
    migrate(engine, seconds=5)
    assert results.read("A" * 22) == {"of": "this test"}


def test_a_store_from_before_there_were_migrations_keeps_its_results(engine):
    RESULTS.create(engine)
    row = {"address_hash": "a", "session_hash": "b", "created_at": now(), "content": "c"}
    with engine.begin() as connection:
        connection.execute(RESULTS.insert().values(**row))
    migrate(engine, seconds=5)
    with transaction(engine) as session:
        assert session.execute(RESULTS.select()).one().content == "c"
    assert tables(engine) == {*METADATA.tables, "alembic_version"}


def _migrated(url):
    engine = connect(url)
    migrate(engine, seconds=30)
    return tables(engine)


def test_processes_that_start_at_once_do_not_get_into_each_other_s_way(url):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        found = pool.map(_migrated, [url] * 4)
    assert found == [{*METADATA.tables, "alembic_version"}] * 4


def test_threads_of_one_process_do_not_either(tmp_path):
    """The gateway erases what is due while it answers the first request."""
    addresses = [f"sqlite:///{tmp_path}/{number}.db" for number in range(8)]
    with ThreadPoolExecutor(len(addresses)) as threads:
        revisions = list(threads.map(lambda url: _opened(connect(url)), addresses))
    assert len(set(revisions)) == 1


def _opened(engine):
    with transaction(engine) as session:
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def test_a_store_of_a_later_version_is_left_alone(engine):
    migrate(engine, seconds=5)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError):
        ResultStore(connect(str(engine.url))).read("A" * 22)
    assert "results" in tables(engine)
