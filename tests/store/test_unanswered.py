"""What was asked in vain is counted; a wording is kept only once several people have used it."""

import pytest
from sqlalchemy import select

from bot.store.desk import Desk
from bot.store.engine import transaction
from bot.store.tables import UNANSWERED, UNANSWERED_IN
from bot.store.unanswered import UnansweredStore

WORDING = "is there a swimming pool"
LABEL = "ask/locations"


@pytest.fixture
def unanswered(desk: Desk) -> UnansweredStore:
    return desk.unanswered


def ask(unanswered, *sessions, wording=WORDING, label=LABEL):
    for session in sessions:
        unanswered.record(session, wording, label)


def shown(unanswered):
    return [(w.text, w.label, w.people) for w in unanswered.wordings()]


def everything(engine):
    with transaction(engine) as session:
        return str([session.execute(select(table)).all() for table in (UNANSWERED, UNANSWERED_IN)])


def test_a_wording_is_shown_once_three_people_have_used_it(unanswered):
    ask(unanswered, "one", "two")
    assert shown(unanswered) == []
    ask(unanswered, "three")
    assert shown(unanswered) == [(WORDING, LABEL, 3)]


def test_one_person_who_asks_again_and_again_is_one_person(unanswered):
    ask(unanswered, *["one"] * 10, "two")
    assert shown(unanswered) == []
    assert unanswered.by_label() == {LABEL: 2}


def test_before_that_the_wording_is_not_even_kept(unanswered, engine, keyring):
    ask(unanswered, "one", "two")
    with transaction(engine) as session:
        assert session.scalars(select(UNANSWERED.c.content)).all() == [None]


def test_how_many_are_needed_is_a_setting(engine, keyring, clock):
    store = UnansweredStore(engine, keyring, 2, clock)
    ask(store, "one", "two")
    assert shown(store) == [(WORDING, LABEL, 2)]


def test_the_most_frequent_come_first_and_counts_are_by_label(unanswered):
    ask(unanswered, "one", "two", "three")
    ask(unanswered, "one", "two", "three", "four", wording="is there a cinema", label="out_of_scope")
    assert [text for text, *_ in shown(unanswered)] == ["is there a cinema", WORDING]
    assert list(unanswered.by_label().items()) == [("out_of_scope", 4), (LABEL, 3)]


def test_the_same_wording_under_two_labels_is_two(unanswered):
    ask(unanswered, "one", "two")
    ask(unanswered, "three", label="clarify")
    assert shown(unanswered) == []


def test_a_stolen_database_tells_neither_wordings_nor_who_used_them(unanswered, engine):
    ask(unanswered, "session-one", "session-two", "session-three")
    stolen = everything(engine)
    assert "swimming" not in stolen
    assert "session" not in stolen


def test_what_one_person_asked_cannot_be_put_together(unanswered, engine):
    for wording in ("is there a cinema", WORDING):
        ask(unanswered, "one", wording=wording)
    with transaction(engine) as session:
        first, second = session.scalars(select(UNANSWERED_IN.c.session_fingerprint)).all()
    assert first != second


def test_whoever_is_erased_takes_out_what_they_added(unanswered):
    ask(unanswered, "one", "two", "three")
    ask(unanswered, "one", wording="is there a cinema")
    assert unanswered.count("one") == 2
    assert unanswered.erase("one") == 2
    assert unanswered.count("one") == 0
    assert shown(unanswered) == []
    assert unanswered.by_label() == {LABEL: 2}


def test_a_wording_that_fewer_are_left_of_is_not_kept_any_longer(unanswered, engine):
    ask(unanswered, "one", "two", "three")
    unanswered.erase("two")
    with transaction(engine) as session:
        assert session.scalars(select(UNANSWERED.c.content)).all() == [None]
    ask(unanswered, "four")
    assert shown(unanswered) == [(WORDING, LABEL, 3)]


def test_the_last_one_who_leaves_takes_all_with_them(unanswered, engine):
    ask(unanswered, "one")
    unanswered.erase("one")
    assert everything(engine) == "[[], []]"


def test_others_are_not_touched(unanswered):
    ask(unanswered, "one", "two", "three", "four")
    assert unanswered.erase("nobody") == 0
    unanswered.erase("one")
    assert shown(unanswered) == [(WORDING, LABEL, 3)]


def test_after_ninety_days_it_is_not_counted_and_then_purged(unanswered, clock, engine):
    ask(unanswered, "one", "two", "three")
    clock.pass_by(days=60)
    ask(unanswered, "four")
    assert shown(unanswered) == [(WORDING, LABEL, 4)]
    clock.pass_by(days=31)
    assert shown(unanswered) == []
    assert unanswered.by_label() == {LABEL: 1}
    assert unanswered.purge() == 3
    clock.pass_by(days=60)
    assert unanswered.purge() == 1
    assert everything(engine) == "[[], []]"


def test_after_a_rotation_the_same_people_are_known_and_all_can_be_read(unanswered, keyring):
    ask(unanswered, "one", "two", "three")
    ask(unanswered, "one", wording="is there a cinema")
    keyring.rotate()
    assert unanswered.renew() == 1
    ask(unanswered, "one")
    assert shown(unanswered) == [(WORDING, LABEL, 3)]
    assert unanswered.erase("one") == 2


def test_nothing_of_it_stays_in_the_file(unanswered, engine, files):
    if engine.dialect.name != "sqlite":
        pytest.skip("the server's own work")
    ask(unanswered, "one")
    with transaction(engine) as session:
        key = session.scalar(select(UNANSWERED.c.wording_fingerprint)).encode()
    unanswered.erase("one")
    assert key not in files()
