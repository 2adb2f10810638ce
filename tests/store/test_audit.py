"""The audit trail tells who did what and when, and nothing of what was in it."""

from sqlalchemy import select

from bot.store.audit import SHOWN_DIGITS, AuditStore
from bot.store.engine import transaction
from bot.store.keys import Keyring
from bot.store.tables import AUDIT


def test_the_newest_line_comes_first(desk, clock):
    desk.audit.write("Nurse One", "signed in")
    clock.pass_by(minutes=5)
    desk.audit.write("Nurse Two", "signed in")
    deeds = desk.audit.latest()
    assert [(deed.who, deed.what, deed.sheet) for deed in deeds] == [
        ("Nurse Two", "signed in", ""),
        ("Nurse One", "signed in", ""),
    ]
    assert deeds[0].at == clock.time


def test_a_sheet_is_told_from_another_but_its_code_is_not_told(desk):
    for code in ("CDFG3479", "CDFG3479", "CDFG3477"):
        desk.audit.write("Nurse One", "opened a sheet", code)
    one, again, other = (deed.sheet for deed in reversed(desk.audit.latest()))
    assert one == again != other
    assert len(one) == SHOWN_DIGITS
    assert "CDFG" not in one


def test_only_so_many_are_shown(desk):
    for number in range(5):
        desk.audit.write("Nurse One", f"deed {number}")
    assert [deed.what for deed in desk.audit.latest(2)] == ["deed 4", "deed 3"]


def test_a_stolen_database_tells_nobody_s_deeds(desk, engine):
    desk.audit.write("Nurse One", "opened a sheet", "CDFG3479")
    with transaction(engine) as session:
        stolen = str(session.execute(select(AUDIT)).all())
    assert [word for word in ("Nurse", "opened", "CDFG") if word in stolen] == []


def test_what_cannot_be_read_is_left_out(desk, engine, tmp_path):
    desk.audit.write("Nurse One", "signed in")
    assert AuditStore(engine, Keyring(tmp_path / "others")).latest() == []


def test_after_a_year_it_is_purged_and_a_rotation_does_not_lose_it(desk, clock, keyring):
    desk.audit.write("Nurse One", "signed in")
    keyring.rotate()
    assert desk.audit.renew() == 1
    clock.pass_by(days=364)
    desk.audit.write("Nurse Two", "signed in")
    clock.pass_by(days=2)
    assert desk.audit.purge() == 1
    assert [deed.who for deed in desk.audit.latest()] == ["Nurse Two"]
