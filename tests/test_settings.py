"""Settings come from the environment, typed; a wrong value is named, never guessed at."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import SetupError
from bot.core.hours import Opening
from bot.settings import ROOT, Settings, settings

EACH = [
    ("host", "0.0.0.0", "0.0.0.0"),
    ("port", "9090", 9090),
    ("rasa_port", "9005", 9005),
    ("actions_port", "9055", 9055),
    ("messages_per_minute", "0", 0),
    ("today", "2025-03-31", date(2025, 3, 31)),
    ("trial", "lenalidomide-cll", "lenalidomide-cll"),
    ("trials", "/srv/trials", Path("/srv/trials")),
    ("var", "/srv/var", Path("/srv/var")),
    ("database_url", "postgresql://bot@db/results", "postgresql://bot@db/results"),
    ("key_file", "/srv/keys", Path("/srv/keys")),
    ("result_hours", "1", 1),
    ("idle_minutes", "5", 5),
    ("sheet_days", "7", 7),
    ("nurse_hours", "mon-fri 9-17", "mon-fri 9-17"),
    ("nurse_closed", "2026-12-25, 2026-12-28", "2026-12-25, 2026-12-28"),
    ("nurse_zone", "Europe/Dublin", "Europe/Dublin"),
    ("seen_from", "5", 5),
    ("allowed_sites", "https://charity.org", "https://charity.org"),
    ("log_level", "INFO", "INFO"),
]

WRONG = [
    ("port", "eighty"),
    ("port", ""),
    ("port", "80.5"),
    ("port", "-1"),
    ("port", "65536"),
    ("rasa_port", "rasa"),
    ("rasa_port", "99999"),
    ("actions_port", "5055/"),
    ("actions_port", "99999"),
    ("messages_per_minute", "many"),
    ("messages_per_minute", "-1"),
    ("today", "tomorrow"),
    ("today", "31/03/2025"),
    ("today", "2025-02-30"),
    ("today", "20250331"),  # not a number of seconds since 1970
    ("database_url", "mysql://bot@db/results"),
    ("database_url", "sqlite://"),
    ("result_hours", "0"),
    ("result_hours", "8761"),
    ("idle_minutes", "0"),
    ("sheet_days", "0"),
    ("sheet_days", "366"),
    ("nurse_hours", "always"),
    ("nurse_hours", "mon-fri 17-9"),
    ("nurse_hours", "day-fri 9-17"),
    ("nurse_hours", "mon 9-25"),
    ("nurse_closed", "Christmas"),
    ("nurse_closed", "2026-02-30"),
    ("nurse_zone", "Mars/North"),
    ("nurse_zone", "../../etc/hosts"),
    ("seen_from", "1"),
    ("allowed_sites", "*"),
    ("allowed_sites", "charity.org"),
    ("allowed_sites", "https://"),
    ("allowed_sites", "https://*.charity.org"),
    ("allowed_sites", "https://charity.org/"),
    ("allowed_sites", "https://charity.org/trials"),
    ("allowed_sites", "https://charity.org?a=1"),
    ("allowed_sites", "https://me@charity.org"),
    ("allowed_sites", "https://charity.org:0"),
    ("allowed_sites", "https://charity.org:65536"),
    ("allowed_sites", "https://charity.org:port"),
    ("allowed_sites", "https://charity.org;script-src"),
    ("allowed_sites", "https://charité.org"),  # browsers send xn--charit-gva.org
    ("allowed_sites", "ftp://charity.org"),
    ("allowed_sites", "null"),
    ("allowed_sites", "https://charity.org 'self'"),
    ("log_level", "LOUD"),
]


@pytest.fixture
def environment(monkeypatch):
    """An environment without any setting: ``environment(port="9090")`` sets BOT_PORT."""
    for name in Settings.__fields__:
        monkeypatch.delenv(f"BOT_{name.upper()}", raising=False)
    monkeypatch.setattr(Settings.__config__, "env_file", None)
    settings.cache_clear()

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"BOT_{name.upper()}", value)

    yield put
    settings.cache_clear()


def trials_in(folder, *names):
    for name in names:
        (folder / name).mkdir()
        (folder / name / "trial.yml").touch()
    return folder


@pytest.mark.usefixtures("environment")
def test_without_an_environment_the_defaults_work():
    assert settings().dict() == {
        "host": "127.0.0.1",
        "port": 8080,
        "rasa_port": 5005,
        "actions_port": 5055,
        "messages_per_minute": 20,
        "today": None,
        "trial": None,
        "trials": ROOT / "bot" / "trials",
        "var": ROOT / "var",
        "database_url": f"sqlite:///{ROOT / 'var'}/trial-guide.db",
        "key_file": ROOT / "var" / "keys",
        "result_hours": 24,
        "idle_minutes": 30,
        "sheet_days": 14,
        "nurse_hours": "",
        "nurse_closed": "",
        "nurse_zone": "Europe/London",
        "seen_from": 3,
        "allowed_sites": "",
        "log_level": "WARNING",
    }
    assert (settings().trial_folder() / "trial.yml").is_file()


@pytest.mark.parametrize(("name", "text", "value"), EACH)
def test_each_setting_comes_from_the_environment(environment, name, text, value):
    assert getattr(settings(), name) != value
    settings.cache_clear()
    environment(**{name: text})
    assert getattr(settings(), name) == value


def test_the_table_above_has_every_setting():
    assert [name for name, _, _ in EACH] == list(Settings.__fields__)


def test_a_setting_may_stand_in_the_env_file(environment, monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("BOT_PORT=9091\nBOT_HOST=0.0.0.0\n")
    monkeypatch.setattr(Settings.__config__, "env_file", tmp_path / ".env")
    environment(host="127.0.0.2")
    assert (settings().port, settings().host) == (9091, "127.0.0.2")


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_a_wrong_value_is_an_error_that_names_the_variable(environment, name, text):
    environment(**{name: text})
    with pytest.raises(SetupError, match=rf"\bBOT_{name.upper()}\b"):
        settings()


def test_all_wrong_values_are_told_at_once(environment):
    environment(port="eighty", today="tomorrow")
    with pytest.raises(SetupError, match=r"BOT_PORT: .*; BOT_TODAY: "):
        settings()


@pytest.mark.usefixtures("environment")
def test_the_environment_is_read_once(monkeypatch):
    first = settings()
    monkeypatch.setenv("BOT_PORT", "9090")
    assert settings() is first


def test_results_are_kept_beside_the_other_files_unless_told_otherwise(tmp_path):
    assert Settings(var=tmp_path, database_url="").database_url == f"sqlite:///{tmp_path}/trial-guide.db"


def test_a_wrong_database_s_address_is_not_repeated_since_it_may_hold_a_password(environment):
    environment(database_url="mysql://bot:hunter2@db/results")
    with pytest.raises(SetupError) as error:
        settings()
    assert "hunter2" not in str(error.value)


def test_rasa_is_only_ever_sought_on_loopback():
    assert Settings(host="0.0.0.0", rasa_port=9005).rasa_url == "http://127.0.0.1:9005"


def test_the_only_trial_needs_no_name(tmp_path):
    trials_in(tmp_path, "one")
    (tmp_path / "drafts").mkdir()
    assert Settings(trials=tmp_path, trial=None).trial_folder() == tmp_path / "one"


def test_of_several_trials_one_can_be_named(tmp_path):
    trials_in(tmp_path, "one", "two")
    assert Settings(trials=tmp_path, trial="two").trial_folder() == tmp_path / "two"


@pytest.mark.parametrize("names", [[], ["one", "two"]])
def test_no_trial_or_several_without_a_name_are_an_error_that_says_what_to_set(tmp_path, names):
    trials_in(tmp_path, *names)
    with pytest.raises(SetupError, match=rf"{len(names)} trials, set BOT_TRIAL\b"):
        Settings(trials=tmp_path, trial=None).trial_folder()


@pytest.fixture(scope="module")
def named_in_readme():
    """Every ``BOT_…`` name in the README."""
    return set(re.findall(r"\bBOT_[A-Z_]+\b", (ROOT / "README.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", Settings.__fields__)
def test_the_readme_lists_every_setting(named_in_readme, name):
    assert f"BOT_{name.upper()}" in named_in_readme


def test_the_readme_lists_no_setting_that_does_not_exist(named_in_readme):
    assert named_in_readme <= {f"BOT_{name.upper()}" for name in Settings.__fields__}


@pytest.mark.usefixtures("environment")
def test_without_stated_hours_there_are_none():
    assert settings().hours_of_nurses() is None


def test_stated_hours_are_told_with_the_days_on_which_the_line_is_closed(environment):
    environment(nurse_hours="mon-fri 9-17", nurse_closed="2026-12-25 2026-12-28")
    opening = settings().hours_of_nurses().at(datetime(2026, 12, 25, 10))
    assert opening == Opening(False, datetime(2026, 12, 29, 9))


def test_the_nurses_clock_is_that_of_their_zone_on_the_day_that_stands_for_today(environment):
    environment(nurse_zone="Asia/Tokyo", today="2026-03-01")
    then = settings().time_of_nurses()
    there = datetime.now(ZoneInfo("Asia/Tokyo"))
    assert then.date() == date(2026, 3, 1)
    assert then.tzinfo is None
    minutes = (there.hour * 60 + there.minute - then.hour * 60 - then.minute) % (24 * 60)
    assert minutes <= 1


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("", ()),
        (" , ", ()),
        ("https://charity.org", ("https://charity.org",)),
        ("https://charity.org https://www.charity.org", ("https://charity.org", "https://www.charity.org")),
        ("https://charity.org,\nhttps://charity.org", ("https://charity.org",)),
        ("HTTPS://Charity.ORG:443 http://charity.org:80", ("https://charity.org", "http://charity.org")),
        ("http://localhost:8000 https://charity.org:80", ("http://localhost:8000", "https://charity.org:80")),
        ("http://127.0.0.1:08000", ("http://127.0.0.1:8000",)),
    ],
)
def test_allowed_sites_are_told_as_browsers_write_them(text, sites):
    assert Settings(allowed_sites=text).sites() == sites


def test_a_site_that_is_none_is_named_with_an_example_of_one(environment):
    environment(allowed_sites="https://charity.org https://other.org/path")
    with pytest.raises(SetupError, match=r"'https://other.org/path' is no bare origin such as https://"):
        settings()
