"""A sign-in lives while it is used, and no longer than a working day."""

import pytest
from sqlalchemy import func, select

from bot.store.accounts import NURSE
from bot.store.engine import transaction
from bot.store.tables import SIGN_INS


@pytest.fixture
def account(desk):
    desk.accounts.add("Nurse One", NURSE, "a password of our own")
    return desk.accounts.all()[0]


def rows(engine):
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(SIGN_INS))


def test_a_token_tells_who_is_signed_in(desk, account):
    assert desk.sign_ins.account_of(desk.sign_ins.start(account)) == account


@pytest.mark.parametrize("token", ["", "x" * 43, "\ud800", "' OR 1=1"])
def test_another_token_is_nobody_s(desk, account, token):
    desk.sign_ins.start(account)
    assert desk.sign_ins.account_of(token) is None


def test_each_sign_in_has_a_token_of_its_own_of_256_bits(desk, account):
    tokens = {desk.sign_ins.start(account) for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


def test_the_token_is_not_in_the_database(desk, account, engine):
    token = desk.sign_ins.start(account)
    with transaction(engine) as session:
        assert token not in str(session.execute(select(SIGN_INS)).all())


def test_it_ends_half_an_hour_after_it_was_last_used(desk, account, clock):
    token = desk.sign_ins.start(account)
    for _ in range(3):
        clock.pass_by(minutes=29)
        assert desk.sign_ins.account_of(token) == account
    clock.pass_by(minutes=31)
    assert desk.sign_ins.account_of(token) is None
    clock.pass_by(minutes=-30)
    assert desk.sign_ins.account_of(token) is not None  # what is over is not touched


def test_it_ends_after_twelve_hours_however_much_it_is_used(desk, account, clock):
    token = desk.sign_ins.start(account)
    for _ in range(36):
        clock.pass_by(minutes=20)
        assert desk.sign_ins.account_of(token) == account
    clock.pass_by(minutes=1)
    assert desk.sign_ins.account_of(token) is None


def test_signing_out_ends_this_one_only(desk, account):
    here, there = desk.sign_ins.start(account), desk.sign_ins.start(account)
    desk.sign_ins.end(here)
    assert desk.sign_ins.account_of(here) is None
    assert desk.sign_ins.account_of(there) == account


def test_signing_out_everywhere_ends_all_of_one_account_and_none_of_another(desk, account):
    desk.accounts.add("Nurse Two", NURSE, "a password of our own")
    other = desk.accounts.all()[1]
    mine, theirs = [desk.sign_ins.start(account) for _ in range(3)], desk.sign_ins.start(other)
    assert desk.sign_ins.end_all(account) == 3
    assert [desk.sign_ins.account_of(token) for token in mine] == [None] * 3
    assert desk.sign_ins.account_of(theirs) == other


def test_what_is_over_is_purged(desk, account, clock, engine):
    desk.sign_ins.start(account)
    clock.pass_by(minutes=31)
    desk.sign_ins.start(account)
    assert desk.sign_ins.purge() == 1
    assert rows(engine) == 1
