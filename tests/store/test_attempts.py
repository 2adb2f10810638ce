"""Attempts are throttled ever longer, also across processes, and forgotten after a day."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.store.attempts import FORGOTTEN_AFTER, AttemptStore, Limit, TooManyAttemptsError
from bot.store.engine import connect, transaction
from bot.store.tables import ATTEMPTS

LIMIT = Limit(free=3, first=timedelta(seconds=2), longest=timedelta(seconds=60))


@pytest.fixture
def attempts(desk) -> AttemptStore:
    return desk.attempts


def try_it(attempts, *names):
    """The seconds to wait; 0 if the attempt may be made."""
    try:
        attempts.count(dict.fromkeys(names or ("it",), LIMIT))
    except TooManyAttemptsError as error:
        return error.seconds
    return 0


@given(st.integers(0, 10_000))
def test_the_wait_never_shrinks_and_has_a_bound(failures):
    assert LIMIT.wait_after(failures) <= LIMIT.wait_after(failures + 1) <= LIMIT.longest


def test_the_first_ones_are_free_and_then_each_waits_twice_as_long(attempts, clock):
    waits = []
    for _ in range(9):
        waits.append(try_it(attempts))
        if waits[-1]:
            clock.pass_by(seconds=waits[-1])
            assert try_it(attempts) == 0
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 60]


def test_an_attempt_that_came_too_soon_does_not_count(attempts, clock):
    for _ in range(3):
        try_it(attempts)
    assert [try_it(attempts) for _ in range(50)] == [2] * 50
    clock.pass_by(seconds=2)
    assert try_it(attempts) == 0
    assert try_it(attempts) == 4


def test_others_do_not_wait(attempts):
    for _ in range(4):
        try_it(attempts, "one")
    assert try_it(attempts, "one") > 0
    assert try_it(attempts, "another") == 0


def test_who_must_wait_for_one_thing_is_not_counted_for_the_other(attempts):
    for _ in range(3):
        try_it(attempts, "name")
    assert try_it(attempts, "name", "address") == 2
    assert [try_it(attempts, "address") for _ in range(3)] == [0, 0, 0]


def test_a_success_takes_only_itself_back(attempts):
    """Nobody can wash away their guesses with a code of their own."""
    for _ in range(2):
        try_it(attempts)
    for _ in range(20):
        assert try_it(attempts) == 0
        attempts.forgive(["it"])
    assert try_it(attempts) == 0
    assert try_it(attempts) > 0


def test_what_is_forgotten_is_free_again(attempts):
    for _ in range(3):
        try_it(attempts)
    attempts.forget("it")
    assert [try_it(attempts) for _ in range(3)] == [0, 0, 0]


def test_after_a_day_failures_are_forgotten(attempts, clock):
    for _ in range(3):
        try_it(attempts)
    clock.pass_by(seconds=FORGOTTEN_AFTER.total_seconds() + 1)
    assert [try_it(attempts) for _ in range(3)] == [0, 0, 0]


def test_another_process_knows_of_them(attempts, url, keyring, clock):
    for _ in range(3):
        try_it(attempts)
    other = AttemptStore(connect(url), keyring, clock)
    assert try_it(other) == 2


def test_many_at_once_do_not_slip_through(attempts, url, keyring, clock):
    try_it(attempts)
    passed = []

    def guess():
        store = AttemptStore(connect(url), keyring, clock)
        passed.extend(try_it(store) == 0 for _ in range(5))

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 20
    assert sum(passed) == 2


def test_neither_names_nor_addresses_are_in_the_database(attempts, engine):
    try_it(attempts, "sign-in nurse one", "sign-in from 192.0.2.7")
    with transaction(engine) as session:
        stolen = str(session.execute(select(ATTEMPTS)).all())
    assert "nurse" not in stolen
    assert "192.0.2.7" not in stolen


def test_old_ones_are_purged(attempts, clock):
    try_it(attempts, "old")
    clock.pass_by(hours=25)
    try_it(attempts, "new")
    assert attempts.purge() == 1
    assert attempts.purge() == 0
