"""Compares the assistant with stock Rasa on the same examples and the same held-out questions.

``python -m benchmarks.understanding [--epochs 100]`` trains stock Rasa first, unless that was done
already for the same examples; this takes long. Both then answer every question of
``tests/nlu/held_out.yml`` in this one process, each in a conversation of its own.
"""

import argparse
import asyncio
import hashlib
import logging
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import rasa
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.utils.log_utils import configure_structlog

from benchmarks import stock
from bot.language import examples
from bot.language.examples import Example
from bot.rasa_components.classifier import understanding_in
from bot.settings import ROOT, settings

REFUSALS = {"out_of_scope", "nlu_fallback", "clarify"}
"""Labels by which the person is told that the question was not understood or not about the trial."""
ROUNDS = 3
"""The held-out questions are asked so many times for the time of a message; the median counts."""


class Result(NamedTuple):
    """Shares from 0 to 1; times in milliseconds a message."""

    accuracy: float
    out_of_scope_recall: float
    false_refusals: float
    p50: float
    p95: float


def main() -> None:
    """Measures both and prints them side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100, help="as Rasa's default")
    arguments = parser.parse_args()
    logging.getLogger().setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)
    training = examples.read((ROOT / "data" / "nlu").glob("*.yml"))
    held_out = examples.read([ROOT / "tests" / "nlu" / "held_out.yml"])
    print(f"{len(training)} examples of {len({e.label for e in training})} labels", flush=True)
    stock_model = _trained_stock(training, arguments.epochs)
    ours = asyncio.run(_measured(ROOT / "models", ROOT / "endpoints.yml", _our_label, held_out))
    theirs = asyncio.run(_measured(stock_model, None, _stock_label, held_out))
    _show(ours, theirs, len(held_out))


def _trained_stock(training: list[Example], epochs: int) -> Path:
    digest = hashlib.sha256(repr((training, epochs)).encode()).hexdigest()[:12]
    folder = settings().var / "benchmarks" / f"stock-{digest}"
    model = folder / "models" / f"{stock.NAME}.tar.gz"
    if not model.exists():
        print(f"Training stock Rasa, {epochs} epochs …", flush=True)
        started = time.perf_counter()
        stock.prepare(folder, training, epochs)
        rasa.train(
            domain=str(folder / "domain.yml"),
            config=str(folder / "config.yml"),
            training_files=[str(folder / "data")],
            output=str(folder / "models"),
            fixed_model_name=stock.NAME,
        )
        print(f"… took {time.perf_counter() - started:.0f} s", flush=True)
    return model


async def _measured(
    model: Path, endpoints: Path | None, label: Callable[[Any], str], held_out: list[Example]
) -> Result:
    available = AvailableEndpoints.read_endpoints(str(endpoints)) if endpoints else None
    agent = await load_agent(str(model), endpoints=available)
    said = [(e.label, label(await agent.parse_message(e.text))) for e in held_out]
    inside = [(want, got) for want, got in said if want != "out_of_scope"]
    outside = [got for want, got in said if want == "out_of_scope"]
    times = sorted(await _times(agent, held_out))
    return Result(
        accuracy=statistics.mean(want == got for want, got in said),
        out_of_scope_recall=statistics.mean(got in REFUSALS for got in outside),
        false_refusals=statistics.mean(got in REFUSALS for _, got in inside),
        p50=times[len(times) // 2],
        p95=times[int(len(times) * 0.95)],
    )


async def _times(agent: Agent, held_out: list[Example]) -> list[float]:
    """The milliseconds that each message takes from channel to channel, a conversation a message."""
    times = []
    for round_number in range(ROUNDS):
        for number, example in enumerate(held_out):
            message = UserMessage(example.text, CollectingOutputChannel(), f"{round_number}-{number}")
            started = time.perf_counter()
            await agent.handle_message(message)
            times.append((time.perf_counter() - started) * 1e3)
    return times


def _our_label(parsed: Any) -> str:
    parts = understanding_in(parsed).parts
    return parts[0].label if len(parts) == 1 else "several"


def _stock_label(parsed: Any) -> str:
    return stock.label_of(parsed["intent"]["name"])


def _show(ours: Result, theirs: Result, questions: int) -> None:
    print(f"\n{questions} held-out questions     Trial Guide   stock Rasa   ratio")
    for name, our, their in zip(Result._fields, ours, theirs, strict=True):
        ratio = our / their if their else float("nan")
        print(f"{name:26s} {our:11.3f} {their:12.3f} {ratio:7.2f}")


if __name__ == "__main__":
    main()
