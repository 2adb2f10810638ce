"""Ratings are counted by topic and day, exactly, also when several come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect

from bot.store.engine import StoreError, connect, transaction
from bot.store.feedback import FeedbackStore, Ratings

DAY = date(2026, 3, 1)
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def store(engine):
    return FeedbackStore(engine)


def test_before_anybody_has_rated_there_is_nothing(store):
    assert store.totals() == {}


def test_ratings_are_added_up_by_topic(store):
    for topic, helpful in [
        ("ask/visits", True),
        ("ask/visits", True),
        ("ask/visits", False),
        ("ask/size", False),
    ]:
        store.count(topic, helpful, DAY)
    assert store.totals() == {"ask/visits": Ratings(2, 1), "ask/size": Ratings(0, 1)}


def test_days_are_added_up_from_the_one_that_is_asked_for(store):
    store.count("ask/visits", True, DAY)
    store.count("ask/visits", True, NEXT_DAY)
    assert store.totals()["ask/visits"] == Ratings(2, 0)
    assert store.totals(NEXT_DAY)["ask/visits"] == Ratings(1, 0)
    assert store.totals(NEXT_DAY + timedelta(days=1)) == {}


def test_none_is_lost_when_several_come_at_once(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.count("ask/visits", n % 2 == 0, DAY), range(40)))
    assert store.totals() == {"ask/visits": Ratings(20, 20)}


def test_of_whom_a_rating_is_has_no_place_in_the_table(store, engine):
    store.count("ask/visits", True, DAY)
    columns = {column["name"] for column in inspect(engine).get_columns("feedback")}
    assert columns == {"day", "topic", "helpful", "not_helpful"}


def test_the_table_is_made_by_a_migration_and_not_by_the_first_rating(engine):
    with transaction(engine):
        pass
    assert inspect(engine).has_table("feedback")


def test_a_store_that_cannot_be_used_says_so_without_what_was_to_be_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.store.engine.SECONDS_TO_WAIT", 0)
    with pytest.raises(StoreError) as failure:
        FeedbackStore(connect(f"sqlite:///{tmp_path}")).count("ask/visits", True, DAY)
    assert "visits" not in str(failure.value)
