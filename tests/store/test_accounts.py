"""Accounts of nurses: made, found by name and password, changed and taken away."""

import time

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from bot.core.errors import InputError
from bot.store.accounts import EDITOR, NURSE, SHORTEST_PASSWORD, AccountStore
from bot.store.engine import transaction
from bot.store.keys import Keyring
from bot.store.passwords import Passwords
from bot.store.tables import ACCOUNTS

NAME, PASSWORD = "Nurse One", "a password of our own"


@pytest.fixture
def accounts(desk) -> AccountStore:
    return desk.accounts


def test_an_account_is_found_by_its_name_and_password(accounts):
    accounts.add(NAME, EDITOR, PASSWORD)
    found = accounts.verified(NAME, PASSWORD)
    assert (found.name, found.role, found.is_editor) == (NAME, EDITOR, True)


@pytest.mark.parametrize("name", ["nurse one", "  Nurse   One ", "NURSE ONE"])
def test_capitals_and_gaps_in_a_name_do_not_matter(accounts, name):
    accounts.add(NAME, NURSE, PASSWORD)
    assert accounts.verified(name, PASSWORD).name == NAME


@pytest.mark.parametrize(
    "password", ["", PASSWORD.upper(), f"{PASSWORD} ", "another long password", "\ud800" * 12]
)
def test_with_another_password_it_is_not_found(accounts, password):
    accounts.add(NAME, NURSE, PASSWORD)
    assert accounts.verified(NAME, password) is None


def test_a_name_that_is_nobody_s_is_not_found(accounts):
    assert accounts.verified("Nobody", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("", NURSE, PASSWORD),
        ("x" * 65, NURSE, PASSWORD),
        ("a\x00b", NURSE, PASSWORD),
        (NAME, "doctor", PASSWORD),
        (NAME, NURSE, "x" * (SHORTEST_PASSWORD - 1)),
        (NAME, NURSE, "x" * 1001),
    ],
)
def test_what_can_be_no_account_is_refused(accounts, name, role, password):
    with pytest.raises(InputError):
        accounts.add(name, role, password)
    assert accounts.all() == []


def test_there_is_one_account_of_a_name(accounts):
    accounts.add(NAME, NURSE, PASSWORD)
    with pytest.raises(InputError):
        accounts.add(NAME.upper(), EDITOR, "another long password")
    assert accounts.verified(NAME, PASSWORD).role == NURSE


def test_a_new_password_takes_the_place_of_the_old_one_and_signs_out(accounts, desk):
    accounts.add(NAME, NURSE, PASSWORD)
    token = desk.sign_ins.start(accounts.verified(NAME, PASSWORD))
    accounts.change_password(NAME, "another long password")
    assert accounts.verified(NAME, PASSWORD) is None
    assert accounts.verified(NAME, "another long password").name == NAME
    assert desk.sign_ins.account_of(token) is None


def test_an_account_that_is_taken_away_is_gone_with_its_sign_ins(accounts, desk):
    accounts.add(NAME, NURSE, PASSWORD)
    token = desk.sign_ins.start(accounts.verified(NAME, PASSWORD))
    accounts.remove(NAME)
    assert accounts.all() == []
    assert accounts.verified(NAME, PASSWORD) is None
    assert desk.sign_ins.account_of(token) is None


@pytest.mark.parametrize(
    "change", [lambda a: a.remove("Nobody"), lambda a: a.change_password("Nobody", PASSWORD)]
)
def test_what_is_not_there_cannot_be_changed(accounts, change):
    with pytest.raises(InputError):
        change(accounts)


def test_all_are_listed_by_name(accounts):
    for name in ("beta", "Alpha", "Gamma"):
        accounts.add(name, NURSE, PASSWORD)
    assert [account.name for account in accounts.all()] == ["Alpha", "beta", "Gamma"]


def test_a_stolen_database_tells_neither_names_nor_roles_nor_hashes(accounts, engine):
    accounts.add(NAME, EDITOR, PASSWORD)
    with transaction(engine) as session:
        row = session.execute(select(ACCOUNTS)).one()
    stolen = " ".join(map(str, row)).lower()
    assert [word for word in ("nurse", "one", EDITOR, "argon2", PASSWORD) if word in stolen] == []


def test_with_other_keys_nobody_is_found(accounts, engine, tmp_path):
    accounts.add(NAME, NURSE, PASSWORD)
    others = AccountStore(engine, Keyring(tmp_path / "others"))
    assert others.all() == []
    assert others.verified(NAME, PASSWORD) is None


def test_a_row_in_the_place_of_another_is_nobody_s(accounts, engine):
    """Whoever can write the database but has no key cannot make themselves an editor."""
    accounts.add("Low", NURSE, PASSWORD)
    accounts.add("High", EDITOR, "another long password")
    with transaction(engine) as session:
        high = session.scalar(select(ACCOUNTS.c.content).where(ACCOUNTS.c.id == 2))
        session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == 1).values(content=high))
    assert accounts.verified("Low", "another long password") is None
    assert accounts.verified("Low", PASSWORD) is None


def test_after_a_rotation_and_a_renewal_all_are_found(accounts, keyring):
    accounts.add(NAME, NURSE, PASSWORD)
    keyring.rotate()
    assert accounts.verified(NAME, PASSWORD).name == NAME
    assert accounts.renew() == 1
    assert accounts.verified(NAME, PASSWORD).name == NAME


def test_an_unknown_name_costs_as_much_as_a_wrong_password(engine, keyring):
    accounts = AccountStore(engine, keyring, Passwords(PasswordHasher(3, 16384, 1)))
    accounts.add(NAME, NURSE, PASSWORD)
    accounts.verified("Nobody", PASSWORD)  # makes the hash that is nobody's

    def fastest(name):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            accounts.verified(name, "a wrong password")
            times.append(time.perf_counter() - started)
        return min(times)

    known, unknown = fastest(NAME), fastest("Nobody")
    assert 0.5 < unknown / known < 2


def test_by_default_passwords_are_hashed_with_argon2id_at_the_cost_that_rfc_9106_names():
    parameters = Passwords()._hasher
    assert (parameters.type.name, parameters.memory_cost, parameters.time_cost) == ("ID", 65536, 3)
