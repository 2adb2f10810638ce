"""What the look for danger costs a message, and what it finds: ``python -m benchmarks.danger``.

Times are of Rasa's pipeline in this one process, with the look for danger and without in turn, on the
held-out questions; shares are of the held-out reports.
"""

import asyncio
import logging
import statistics
import time
from collections import Counter
from unittest.mock import patch

from rasa.core.agent import Agent, load_agent
from rasa.utils.log_utils import configure_structlog

from bot import bootstrap
from bot.core.identifiers import without_identifiers
from bot.language import examples
from bot.language.danger import DangerReader
from bot.settings import ROOT
from bot.yaml_file import YamlFile

ROUNDS = 3
"""The questions are read so many times each way; the median counts."""


def main() -> None:
    """Prints the times side by side, then the shares."""
    logging.getLogger().setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)
    asyncio.run(_show_times())
    _show_shares()


async def _show_times() -> None:
    agent = await load_agent(str(ROOT / "models"))
    questions = [e.text for e in examples.read([ROOT / "tests" / "nlu" / "held_out.yml"])]
    looking, blind = [], []
    for _ in range(ROUNDS):
        for question in questions:
            looking.append(await _milliseconds(agent, question))
            with patch.object(DangerReader, "read", lambda *_: None):
                blind.append(await _milliseconds(agent, question))
    print(f"{len(questions)} questions     with the look   without   difference   ratio")
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        ours, theirs = _quantile(looking, share), _quantile(blind, share)
        print(f"{name} ms {ours:24.2f} {theirs:9.2f} {ours - theirs:12.2f} {ours / theirs:7.2f}")
    difference = statistics.median(a - b for a, b in zip(looking, blind, strict=True))
    print(f"median of the differences {difference:.2f} ms")


async def _milliseconds(agent: Agent, text: str) -> float:
    started = time.perf_counter()
    await agent.parse_message(text)
    return (time.perf_counter() - started) * 1e3


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def _show_shares() -> None:
    for path in sorted((ROOT / "tests" / "safety").glob("held_out*.yml")):
        total, carded = Counter(), Counter()
        for report in YamlFile(path).data:
            found = bootstrap.danger_in(without_identifiers(report["text"]))
            total[report["expect"]] += 1
            carded[report["expect"]] += bool(found)
        print(path.stem)
        for kind, number in sorted(total.items()):
            print(f"{kind:10s} a card for {carded[kind]:3d} of {number:3d} = {carded[kind] / number:.3f}")


if __name__ == "__main__":
    main()
