"""Stock Rasa as ``rasa init`` sets it up, given the same examples as the assistant."""

from importlib.resources import files
from pathlib import Path

import yaml

from bot.language.examples import Example

NAME = "stock"


def prepare(folder: Path, examples: list[Example], epochs: int) -> None:
    """Writes a stock project whose intents are our labels, each with a rule, a story and a reply."""
    labels = sorted({example.label for example in examples})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    (folder / "config.yml").write_text(yaml.safe_dump(_config(epochs)))
    (folder / "domain.yml").write_text(
        yaml.safe_dump(
            {
                "version": "3.1",
                "intents": [_intent(label) for label in labels],
                "responses": {f"utter_{_intent(label)}": [{"text": label}] for label in labels},
            }
        )
    )
    nlu = [
        {
            "intent": _intent(label),
            "examples": "".join(f"- {e.text}\n" for e in examples if e.label == label),
        }
        for label in labels
    ]
    (folder / "data" / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}))
    for kind, title in (("rules", "rule"), ("stories", "story")):
        flows = [
            {
                title: f"{title} {label}",
                "steps": [{"intent": _intent(label)}, {"action": f"utter_{_intent(label)}"}],
            }
            for label in labels
        ]
        (folder / "data" / f"{kind}.yml").write_text(yaml.safe_dump({"version": "3.1", kind: flows}))


def label_of(intent: str) -> str:
    """The label that stands behind one of the stock project's intents."""
    return intent.replace("__", "/")


def _intent(label: str) -> str:
    """A label without its slash, which would make it a retrieval intent."""
    return label.replace("/", "__")


def _config(epochs: int) -> dict[str, object]:
    """The pipeline and policies that Rasa uses where ``rasa init``'s config.yml leaves them out."""
    template = files("rasa") / "engine/recipes/config_files/default_config.yml"
    config = yaml.safe_load(template.read_text())
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component["epochs"] = epochs
    return {**config, "assistant_id": NAME}
