"""Starting up either works or says in one line what is wrong; ``check`` finds broken content."""

import contextlib
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from configparser import RawConfigParser
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import inspect

from bot import __main__ as command_line
from bot import bootstrap, processes
from bot.core.errors import SetupError
from bot.settings import ROOT, Settings, settings
from bot.store.engine import now, transaction
from bot.store.tables import CONVERSATIONS

LOOPBACK = "127.0.0.1"
PORTS = {"port": "BOT_PORT", "rasa_port": "BOT_RASA_PORT", "actions_port": "BOT_ACTIONS_PORT"}


@pytest.fixture
def free_ports():
    """Three different ports that nobody listens on."""
    with contextlib.ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in PORTS]
        for probe in sockets:
            probe.bind((LOOPBACK, 0))
        return {name: probe.getsockname()[1] for name, probe in zip(PORTS, sockets, strict=True)}


@pytest.fixture
def taken_port():
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        yield other.getsockname()[1]


# Ports


def test_free_ports_are_no_error_and_stay_free(free_ports):
    processes.check_ports(Settings(**free_ports))
    with socket.socket() as later:
        later.bind((LOOPBACK, free_ports["port"]))


@pytest.mark.parametrize(("name", "variable"), PORTS.items())
def test_a_taken_port_is_an_error_that_names_port_and_variable(free_ports, taken_port, name, variable):
    with pytest.raises(SetupError, match=rf"\b{taken_port}\b.*\b{variable}\b") as error:
        processes.check_ports(Settings(**{**free_ports, name: taken_port}))
    assert "\n" not in str(error.value)


def test_one_port_for_two_programs_is_an_error(free_ports):
    shared = {**free_ports, "rasa_port": free_ports["port"]}
    with pytest.raises(SetupError, match=rf"\b{free_ports['port']}\b"):
        processes.check_ports(Settings(**shared))


def test_an_address_that_is_not_ours_is_an_error_that_names_it(free_ports):
    with pytest.raises(SetupError, match=re.escape("192.0.2.1")):
        processes.check_ports(Settings(host="192.0.2.1", **free_ports))


# The configuration


@pytest.fixture
def written(tmp_path):
    """Writes the configuration for ports 6080, 6005 and 6055 and returns it as read back."""
    config = Settings(port=6080, rasa_port=6005, actions_port=6055, var=tmp_path / "var", log_level="INFO")
    path = processes.write_configuration(config)
    parser = RawConfigParser()
    assert parser.read(path) == [str(path)]
    return parser


def test_the_three_programs_are_started_and_restarted_when_they_die(written):
    programs = {name.removeprefix("program:") for name in written.sections()} - {"supervisord"}
    assert programs == {"gateway", "rasa", "actions"}
    for name in programs:
        program = written[f"program:{name}"]
        assert shlex.split(program["command"])[0] == sys.executable
        assert program["autorestart"] == "true"


def test_stopping_stops_their_children_too(written):
    for section in set(written.sections()) - {"supervisord"}:
        assert (written[section]["stopasgroup"], written[section]["killasgroup"]) == ("true", "true")


def test_rasa_listens_on_loopback_only_and_on_its_port(written):
    words = shlex.split(written["program:rasa"]["command"])
    assert words[words.index("--interface") + 1] == LOOPBACK
    assert words[words.index("--port") + 1] == "6005"


def test_the_action_server_listens_on_loopback_only_and_on_its_port(written):
    words = shlex.split(written["program:actions"]["command"])
    assert words[words.index("--port") + 1] == "6055"
    assert f'SANIC_HOST="{LOOPBACK}"' in written["supervisord"]["environment"].split(",")


def test_rasa_sends_nothing_about_its_use(written):
    assert 'RASA_TELEMETRY_ENABLED="false"' in written["supervisord"]["environment"].split(",")


def test_rasa_is_told_where_the_action_server_is(written):
    words = shlex.split(written["program:rasa"]["command"])
    endpoints = yaml.safe_load(Path(words[words.index("--endpoints") + 1]).read_text(encoding="utf-8"))
    given = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    assert endpoints["action_endpoint"]["url"] == f"http://{LOOPBACK}:6055/webhook"
    given["action_endpoint"]["url"] = endpoints["action_endpoint"]["url"]
    assert endpoints == given


def test_only_the_gateway_speaks_on_the_console(written, tmp_path):
    logs = {s: written[s].get("stdout_logfile") for s in written.sections() if s.startswith("program:")}
    assert logs.pop("program:gateway") == "/dev/stdout"
    assert logs == {f"program:{n}": str(tmp_path / "var" / "run" / f"{n}.log") for n in ("rasa", "actions")}


def test_writing_it_again_with_other_ports_leaves_nothing_of_the_first(written, tmp_path):
    config = Settings(rasa_port=7005, actions_port=7055, var=tmp_path / "var")
    text = processes.write_configuration(config).read_text(encoding="utf-8")
    assert [port in text for port in ("7005", "7055", "6005", "6055")] == [True, True, False, False]


READ_AS_SUPERVISOR_DOES = """
import shlex, sys
from supervisor.options import ServerOptions
options = ServerOptions()
options.realize(["--nodaemon", "-c", sys.argv[1]])
programs = [program for group in options.process_group_configs for program in group.process_configs]
words = [word for program in programs for word in shlex.split(program.command)]
print(*[word for word in words if word.endswith("endpoints.yml")])
"""


@pytest.mark.parametrize("folder", ["var", "a folder", "Fürth", "O'Neill"])
def test_supervisor_understands_the_configuration_in_any_folder(tmp_path, folder):
    var = tmp_path / folder
    path = processes.write_configuration(Settings(var=var))
    command = [sys.executable, "-W", "ignore", "-c", READ_AS_SUPERVISOR_DOES, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(var / "run" / "endpoints.yml")), done.stderr


# Running


@pytest.fixture
def environment(monkeypatch, tmp_path, free_ports):
    """Free ports, a folder of its own with a model in it, and no supervisor that would start."""
    monkeypatch.setattr(processes, "ROOT", tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "trained.tar.gz").touch()
    shutil.copy(ROOT / "endpoints.yml", tmp_path)
    started = []
    monkeypatch.setattr(os, "execv", lambda *command: started.append(command))
    monkeypatch.setenv("BOT_VAR", str(tmp_path / "var"))
    for name, variable in PORTS.items():
        monkeypatch.setenv(variable, str(free_ports[name]))
    settings.cache_clear()
    yield started
    settings.cache_clear()


def test_run_prints_the_address_and_becomes_the_supervisor(environment, free_ports, tmp_path, capsys):
    assert command_line.main(["run"]) == 0
    assert f"http://{LOOPBACK}:{free_ports['port']}/" in capsys.readouterr().out
    ((program, words),) = environment
    assert program.name == "supervisord"
    assert words[-1] == str(tmp_path / "var" / "run" / "supervisord.conf")


def test_run_on_a_taken_port_says_so_in_one_line_and_starts_nothing(
    environment, monkeypatch, taken_port, capsys
):
    monkeypatch.setenv("BOT_PORT", str(taken_port))
    assert command_line.main(["run"]) == command_line.WRONG_INPUT
    (line,) = capsys.readouterr().err.splitlines()
    assert str(taken_port) in line
    assert "BOT_PORT" in line
    assert environment == []


def test_run_without_a_model_says_how_to_train_one(environment, tmp_path, capsys):
    (tmp_path / "models" / "trained.tar.gz").unlink()
    assert command_line.main(["run"]) == command_line.WRONG_INPUT
    (line,) = capsys.readouterr().err.splitlines()
    assert "make train" in line
    assert environment == []


# The command line


def bot(*arguments, **variables):
    """Runs ``python -m bot`` as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def trials(tmp_path):
    """A folder with a copy of the trial, to be broken."""
    shutil.copytree(settings().trial_folder(), tmp_path / "trials" / "copy")
    return tmp_path / "trials"


def test_check_counts_what_it_found_to_be_right():
    done = bot("check")
    trial = bootstrap.trial()
    assert (done.returncode, done.stderr) == (0, "")
    for count in (f"{len(trial.page.passages)} passages", f"{len(trial.criteria)} criteria", "no faults"):
        assert count in done.stdout


def test_check_looks_at_the_trials_it_is_told_to(trials):
    done = bot("check", BOT_TRIALS=str(trials))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", [["nonsense"], [], ["check", "--nonsense"], ["check", "twice"]])
def test_an_unknown_command_is_wrong_input(arguments):
    done = bot(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: python -m bot" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [("BOT_PORT", "eighty"), ("BOT_TRIALS", "/nowhere/at/all"), ("BOT_TODAY", "tomorrow")],
)
def test_a_wrong_setting_is_wrong_input_told_in_one_line(variable, value):
    done = bot("check", **{variable: value})
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert variable.removesuffix("S") in line or value in line


def _line_of(text, words):
    """The number (from 1) of the only line with these words."""
    (number,) = [n for n, line in enumerate(text.splitlines(), 1) if words in line]
    return number


def edited(old, new):
    """How to break the content: these words for those, a fault on their line."""
    return lambda text: (text.replace(old, new, 1).encode(), _line_of(text, old))


BROKEN = {
    "a status that is not on the page": edited("quote: Please note", "quote: Please not"),
    "a nurse line that is not on the page": edited("quote: Freephone", "quote: Freefone"),
    "a number that is not in its quote": edited("number: 0808", "number: 0909"),
    "a key that does not exist": edited("publisher: ", "publishers: "),
    "another page than the reviewed one": edited("sha256: c523", "sha256: c524"),
    "a page that is not there": edited("page: summary.txt", "page: nowhere.txt"),
    "a topic that does not exist": edited("  aims:", "  no_such_topic:"),
    "not YAML": edited("id: lenalidomide-cll", "id: [lenalidomide-cll"),
    "a control character": lambda text: (text.encode() + b"# \x07\n", None),
    "bytes that are not UTF-8": lambda text: (text.encode() + b"# \xff\n", None),
    "an empty file": lambda text: (b"", 1),
    "a list": lambda text: (b"- id\n", 1),
}


@pytest.mark.parametrize("breaking", BROKEN.values(), ids=BROKEN)
def test_check_tells_file_line_and_reason_of_broken_content(trials, breaking):
    path = trials / "copy" / "trial.yml"
    content, line = breaking(path.read_text(encoding="utf-8"))
    path.write_bytes(content)
    done = bot("check", BOT_TRIALS=str(trials))
    assert done.returncode == 1
    assert done.stderr == ""
    place = rf"{re.escape(str(path))}:{line or '[0-9]+'}: .+, .+"
    # Unclosed brackets are only noticed where they should have been closed.
    if breaking is BROKEN["not YAML"]:
        place = place.replace(f":{line}:", ":[0-9]+:")
    assert re.search(rf"^{place}$", done.stdout, re.MULTILINE), done.stdout


def test_check_tells_all_faults_at_once(trials):
    path = trials / "copy" / "trial.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("number: 0808", "number: 0909").replace("sha256: c523", "sha256: c524"))
    done = bot("check", BOT_TRIALS=str(trials))
    assert done.returncode == 1
    for words in ("number: 0808", "sha256: c523"):
        assert f"{path}:{_line_of(text, words)}: " in done.stdout


# The store


@pytest.fixture
def store(tmp_path):
    """The settings of an empty store, for ``bot``."""
    return {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/store.db", "BOT_KEY_FILE": str(tmp_path / "keys")}


def stores_of(store):
    url, keys = store["BOT_DATABASE_URL"], store["BOT_KEY_FILE"]
    return bootstrap.stores_for(Settings(database_url=url, key_file=keys))


def test_purge_erases_what_is_due_and_says_how_much(store):
    stores = stores_of(store)
    stores.conversations.keep("a session", {})
    done = bot("purge", **store)
    assert (done.returncode, done.stderr) == (0, "")
    places = ("results", "conversations", "transcript", "sheets", "nurses' pages")
    assert done.stdout.splitlines() == [f"{place}: 0 erased" for place in places]
    with transaction(stores.engine) as session:
        session.execute(CONVERSATIONS.update().values(updated_at=now() - timedelta(minutes=2)))
    assert "conversations: 1 erased" in bot("purge", **store, BOT_IDLE_MINUTES="1").stdout


def test_a_new_key_leaves_everything_readable_also_for_who_has_read_the_keys_before(store):
    stores = stores_of(store)
    stores.conversations.keep("a session", {"turn": 1})
    done = bot("rotate-key", **store)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "1 rows encrypted with a new key\n")
    assert stores.conversations.read("a session") == {"turn": 1}
    assert len(Path(store["BOT_KEY_FILE"]).read_text().split()) == 2


@pytest.mark.parametrize("command", ["purge", "rotate-key"])
def test_a_store_that_cannot_be_used_is_told_in_one_line_without_its_address(tmp_path, command):
    (tmp_path / "file").touch()
    url = f"sqlite:///{tmp_path}/file/store.db"
    done = bot(command, BOT_DATABASE_URL=url, BOT_KEY_FILE=str(tmp_path / "keys"))
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "BOT_DATABASE_URL" in line
    assert str(tmp_path) not in line


def test_run_brings_the_store_up_to_date_before_anything_starts(environment, monkeypatch, store):
    for name, value in store.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear(), bootstrap.stores.cache_clear()
    assert command_line.main(["run"]) == 0
    bootstrap.stores.cache_clear()
    assert Path(store["BOT_KEY_FILE"]).exists()
    assert inspect(stores_of(store).engine).has_table("conversations")
    assert len(environment) == 1
