"""Marked replies are kept until they are taken over, and can be taken back."""

from sqlalchemy import select

from bot.store.corrections import Correction
from bot.store.engine import transaction
from bot.store.tables import CORRECTIONS

ONE = Correction("is there a swimming pool", "out_of_scope", "ask/locations")
TWO = Correction("how many of us are there", "clarify", "ask/size")


def kept(desk):
    return [marked.correction for marked in desk.corrections.all()]


def test_they_come_back_in_their_order_with_their_day(desk, clock):
    desk.corrections.add(ONE)
    desk.corrections.add(TWO)
    assert kept(desk) == [ONE, TWO]
    assert desk.corrections.all()[0].at == clock.time


def test_one_can_be_taken_away(desk):
    desk.corrections.add(ONE)
    desk.corrections.add(TWO)
    assert desk.corrections.remove(desk.corrections.all()[0].id) == 1
    assert desk.corrections.remove(999) == 0
    assert kept(desk) == [TWO]


def test_a_stolen_database_tells_no_wording(desk, engine):
    desk.corrections.add(ONE)
    with transaction(engine) as session:
        assert "swimming" not in str(session.execute(select(CORRECTIONS)).all())


def test_they_survive_a_rotation_and_are_purged_after_a_year(desk, clock, keyring):
    desk.corrections.add(ONE)
    keyring.rotate()
    assert desk.corrections.renew() == 1
    clock.pass_by(days=364)
    desk.corrections.add(TWO)
    clock.pass_by(days=2)
    assert desk.corrections.purge() == 1
    assert kept(desk) == [TWO]


def test_the_desk_purges_and_renews_all_of_its_stores(desk, clock):
    desk.corrections.add(ONE)
    desk.audit.write("Nurse One", "signed in")
    for session in ("one", "two", "three"):
        desk.unanswered.record(session, "is there a cinema", "clarify")
    desk.accounts.add("Nurse One", "nurse", "a password of our own")
    desk.sign_ins.start(desk.accounts.all()[0])
    assert desk.renew() == 4
    clock.pass_by(days=366)
    assert desk.purge() == 6
    assert desk.purge() == 0
