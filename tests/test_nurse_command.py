"""Accounts and marks from the command line."""

import getpass
import io

import pytest
import yaml

from bot import __main__ as command_line
from bot import bootstrap
from bot.store.corrections import Correction
from bot.store.stores import Stores

PASSWORD = "a password of our own"


@pytest.fixture
def stores(monkeypatch, tmp_path):
    """The stores that the commands use."""
    made = bootstrap.stores_for(
        bootstrap.settings().copy(
            update={"database_url": f"sqlite:///{tmp_path}/store.db", "key_file": tmp_path / "keys"}
        )
    )
    monkeypatch.setattr(bootstrap, "stores", lambda: made)
    assert isinstance(made, Stores)
    return made


@pytest.fixture
def run(stores, monkeypatch, capsys):
    """Runs a command with this on its standard input: status, output, errors."""

    def running(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = command_line.main(list(arguments))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return running


def test_an_account_is_made_with_the_password_from_standard_input(run, stores):
    assert run("nurse", "add", "Nurse One", typed=f"{PASSWORD}\n") == (0, "", "")
    assert stores.desk.accounts.verified("Nurse One", PASSWORD).role == "nurse"


def test_an_editor_is_made_by_role_and_all_are_listed(run):
    run("nurse", "add", "Zoe", "--role", "editor", typed=f"{PASSWORD}\n")
    run("nurse", "add", "Abe", typed=f"{PASSWORD}\n")
    assert run("nurse", "list") == (0, "Abe\tnurse\nZoe\teditor\n", "")


def test_an_account_gets_another_password_and_is_taken_away(run, stores):
    run("nurse", "add", "Nurse One", typed=f"{PASSWORD}\n")
    assert run("nurse", "password", "nurse one", typed="another long password\r\n")[0] == 0
    assert stores.desk.accounts.verified("Nurse One", "another long password")
    assert run("nurse", "remove", "Nurse One")[0] == 0
    assert stores.desk.accounts.all() == []


@pytest.mark.parametrize(
    ("arguments", "typed", "why"),
    [
        (["add", "Nurse Two"], "short\n", "at least 12 characters"),
        (["add", "Nurse Two"], "", "at least 12 characters"),
        (["add", "nurse one"], f"{PASSWORD}\n", "already"),
        (["add", " "], f"{PASSWORD}\n", "a name has"),
        (["remove", "Nobody"], "", "no account of this name"),
        (["password", "Nobody"], f"{PASSWORD}\n", "no account of this name"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run, stores, arguments, typed, why):
    run("nurse", "add", "Nurse One", typed=f"{PASSWORD}\n")
    status, out, error = run("nurse", *arguments, typed=typed)
    assert (status, out) == (2, "")
    assert error.startswith("nurse: ")
    assert why in error
    assert error.count("\n") == 1
    assert typed.strip() == "" or typed.strip() not in error
    assert [account.name for account in stores.desk.accounts.all()] == ["Nurse One"]


@pytest.mark.parametrize(
    ("typed", "status"), [([PASSWORD, PASSWORD], 0), ([PASSWORD, "another long one"], 2)]
)
def test_a_person_types_the_password_twice(run, stores, monkeypatch, typed, status):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    answers = iter(typed)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    monkeypatch.setattr("sys.stdin", Terminal())
    assert command_line.main(["nurse", "add", "Nurse One"]) == status
    assert len(stores.desk.accounts.all()) == (status == 0)


def test_what_was_done_to_accounts_is_in_the_trail(run, stores):
    run("nurse", "add", "Nurse One", typed=f"{PASSWORD}\n")
    run("nurse", "remove", "Nurse One")
    deeds = [(deed.who, deed.what) for deed in stores.desk.audit.latest()]
    assert deeds == [
        ("the command line", "removed an account: Nurse One"),
        ("the command line", "made an account (nurse): Nurse One"),
    ]


@pytest.fixture
def mark(stores):
    """A reply that is marked."""
    stores.desk.corrections.add(Correction("is there a swimming pool", "clarify", "ask/locations"))


@pytest.mark.usefixtures("mark")
def test_marks_are_printed_as_two_documents(run):
    status, out, error = run("corrections")
    assert (status, error) == (0, "")
    nlu, tests = yaml.safe_load_all(out)
    assert nlu["nlu"][0]["intent"] == "ask/locations"
    assert len(tests["stories"]) == 1


@pytest.mark.usefixtures("mark")
def test_marks_are_written_to_the_files_that_are_named(run, tmp_path):
    nlu, tests = tmp_path / "nlu.yml", tmp_path / "tests.yml"
    assert run("corrections", "--nlu", str(nlu)) == (0, "", "")
    assert not tests.exists()
    assert run("corrections", "--tests", str(tests))[0] == 0
    assert "nlu" in yaml.safe_load(nlu.read_text())
    assert "stories" in yaml.safe_load(tests.read_text())
    assert {path.name for path in tmp_path.glob("*.yml*")} == {"nlu.yml", "tests.yml"}


@pytest.mark.usefixtures("mark")
def test_a_file_that_cannot_be_written_is_told_in_one_line(run, tmp_path):
    status, out, error = run("corrections", "--nlu", str(tmp_path / "nowhere" / "nlu.yml"))
    assert (status, out) == (2, "")
    assert "nowhere" in error
    assert error.count("\n") == 1
