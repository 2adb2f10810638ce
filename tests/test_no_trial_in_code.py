"""No word of the trial stands in the code or in the assistant's own voice: it is content."""

import re
from pathlib import Path

import pytest

from bot.core.trial import Trial
from bot.settings import ROOT

WORDS = ("lenalidomide", "revlimid", "Hillmen", "Celgene", "5889", "0808 800", "leukaemia", "lymphocytic")
OWN_VOICE = ["domain.yml", "config.yml", "data/rules", "bot/gateway/templates", "bot/gateway/static"]


def text_files() -> list[Path]:
    code = [path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py")]
    voice = [
        path
        for place in OWN_VOICE
        for path in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*"))
    ]
    return sorted(path for path in {*code, *voice} if path.is_file())


def test_the_places_to_look_at_exist():
    assert [place for place in OWN_VOICE if not (ROOT / place).exists()] == []
    assert len(text_files()) > len(OWN_VOICE)


@pytest.mark.parametrize("path", text_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_the_trial_stands_in(path: Path, trial: Trial):
    names = [name for name in trial.treatment_names if len(name) > 3]
    pattern = re.compile("|".join(map(re.escape, {*WORDS, *names, trial.nurse_line})), re.IGNORECASE)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    assert [f"{path}:{n}: {line}" for n, line in enumerate(lines, 1) if pattern.search(line)] == []
