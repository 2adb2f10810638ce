"""The only place that wires the parts together. Everything is built once, when first needed."""

from functools import lru_cache

from bot import content
from bot.core.answering import Answerer
from bot.core.messages import Voice
from bot.core.trial import Trial
from bot.language import lexicon
from bot.settings import ROOT, settings
from bot.yaml_file import YamlFile


@lru_cache
def trial() -> Trial:
    """The trial that this process talks about. Raises ContentError or SetupError."""
    return content.load(settings().trial_folder())


@lru_cache
def voice() -> Voice:
    """The assistant's own sentences: the responses of ``domain.yml`` without their ``utter_``."""
    responses = YamlFile(ROOT / "domain.yml").data["responses"]
    return Voice({name.removeprefix("utter_"): v[0]["text"] for name, v in responses.items()})


@lru_cache
def answerer() -> Answerer:
    """Answers about the trial in the assistant's voice."""
    lexicons = {kind: lexicon.read(f"{kind}s") for kind in ("symptom", "condition")}
    return Answerer(trial(), voice(), lambda kind, concept: lexicons[kind][concept].name)
