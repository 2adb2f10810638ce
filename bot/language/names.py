"""Names in a statement that say more than its class: drugs, cancers, viruses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.facts import UNKNOWN_VALUE, Facts, Range
from bot.language.phrases import denied, has, pattern
from bot.language.when import Manner, When
from bot.yaml_file import YamlFile

PATH = Path(__file__).parent / "names.yml"
DAYS_IN_A_YEAR = 365
ACTIVE, REMISSION = "active", "remission"
POSITIVE, NEGATIVE = "positive", "negative"
CAN_BE_IN_SITU = ("breast", "cervix", "bladder")
_NO = re.compile(
    r"\b(?:no|not|nor|never|neither|negative|neg|clear|without|free)\b|n't\b|n’t\b", re.IGNORECASE
)
_HEPATITIS = re.compile(r"\bhep(?:atitis)?\b", re.IGNORECASE)
_PERFORMANCE = re.compile(
    r"\b(?:performance(?:\s+(?:status|grade|score))?|ecog|who(?:\s+(?:performance|grade|score|status))+|ps)\s*(?:is|of|was|=|:|score|status|grade)*\s*"
    r"([0-4])\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"^\W*([0-4])\W*$|\b(?:grade|scale|score|status|level|rating)\b\D{0,14}([0-4])\b(?![./]\d)"
    r"|\b([0-4])\b\D{0,14}\b(?:grade|scale|score|status|rating)\b",
    re.IGNORECASE,
)
_AWAITED = re.compile(r"\b(?:waiting|awaiting|due|going|booked|hoping|to)\s+(?:\w+\s+){0,4}$", re.IGNORECASE)
_PART = re.compile(r"[,;.]|\b(?:and|but|plus)\b", re.IGNORECASE)


@lru_cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = YamlFile(PATH).data
    return data


def chemotherapy_named(drugs: Collection[str]) -> bool:
    """Whether one of these drugs of the lexicon is chemotherapy."""
    return bool(set(drugs) & set(_data()["drugs"]["chemotherapy"]))


def treatment_named(drugs: Collection[str]) -> bool:
    """Whether one of these drugs of the lexicon is a treatment of the illness."""
    return bool(set(drugs) & {*_data()["drugs"]["chemotherapy"], *_data()["drugs"]["other"]})


def drugs(label: str, named: Collection[str]) -> Facts:
    """What somebody received who says that they had (``affirmed``) or had no chemotherapy."""
    groups = _data()["drugs"]
    chemotherapy = [drug for name in named for drug in groups["chemotherapy"].get(name, ())]
    other = [drug for name in named for drug in groups["other"].get(name, ())]
    if label == "affirmed":
        received = chemotherapy + other if chemotherapy else [UNKNOWN_VALUE, *other]
    elif label == "denied":
        received = other
    else:
        return {}
    return {"cll_drugs_received": tuple(dict.fromkeys(received))}


def cancers(text: str, times: Sequence[When]) -> Facts:
    """The other cancers that a text tells of, each with what it says of it; at least one."""
    named = [
        (m.start(), kind)
        for kind, words in _data()["cancers"].items()
        for m in pattern(tuple(words)).finditer(text)
    ]
    first: dict[str, int] = {}
    for start, kind in sorted(named):
        first.setdefault(kind, start)
    kinds = _specific(first)
    starts = sorted(first[kind] for kind in kinds)
    records = []
    for kind in sorted(kinds, key=lambda k: first[k]):
        position = starts.index(first[kind])
        begin = 0 if position == 0 else first[kind]
        end = starts[position + 1] if position + 1 < len(starts) else len(text)
        here = [when for when in times if begin <= when.start < end]
        records.append(_cancer(kind, text[begin:end], here))
    return {"other_cancers": tuple(records) or (_cancer(None, text, times),)}


def _specific(found: Mapping[str, int]) -> set[str]:
    """The kinds without those that another kind says more exactly."""
    kinds = set(found)
    if kinds & {"basal_cell_skin", "squamous_cell_skin", "non_melanoma_skin"}:
        kinds -= {"skin", "melanoma"} if "non_melanoma_skin" in kinds else {"skin"}
    if "melanoma" in kinds:
        kinds -= {"skin"}
    return kinds


def _cancer(kind: str | None, text: str, times: Sequence[When]) -> Facts:
    in_situ = has(text, _data()["in_situ"])
    stages = [int(n) for n, words in _data()["stage_words"].items() if has(text, words)]
    record: dict[str, Any] = {
        "type": None if kind == "skin" else kind,
        "in_situ": in_situ,
        "stage": Range(stages[0], stages[0]) if stages else None,
        "status": None,
        "remission_years": None,
    }
    over, active = _is_over(text), has(text, _data()["active"])
    if over and not (active and re.search(r"\b(?:still|now|but)\b", text)):
        record["status"] = REMISSION
        since = _since(times)
        if since:
            record["remission_years"] = Range(since.low / DAYS_IN_A_YEAR, since.high / DAYS_IN_A_YEAR)
    elif active:
        record["status"] = ACTIVE
    return record


def _is_over(text: str) -> bool:
    """Whether a cancer is gone; “not in remission” and “waiting to have it removed” do not say so."""
    found = pattern(tuple(_data()["over"])).finditer(text)
    return any(not denied(text, m.start()) and not _AWAITED.search(text[: m.start()]) for m in found)


def _since(times: Sequence[When]) -> Range | None:
    """For how long: the last time that is told."""
    told = [w for w in times if w.manner is not Manner.WINDOW]
    points = [w for w in told if w.manner is Manner.POINT] or told
    return min((w.days for w in points), key=lambda days: days.low) if points else None


def performance(text: str, asked: bool = False) -> Facts:
    """The performance status (0 to 4), if a text gives it as a number; ``asked``: on its own, too."""
    told = list(_PERFORMANCE.finditer(text))  # the last is how it is now
    match = told[-1] if told else _GRADE.search(text) if asked else None
    if not match:
        return {}
    status = int(next(group for group in match.groups() if group))
    return {"performance_status": Range(status, status)}


def viruses(label: str, text: str) -> Facts:
    """Which viruses a text says that somebody has, or has not."""
    data = _data()
    found: dict[str, str | None] = {}
    for part in _PART.split(text):
        for virus, words in data["viruses"].items():
            if has(part, words):
                found[virus] = _result(label, part, text, data["cured"])
    if label == NEGATIVE:
        if _HEPATITIS.search(text) and not {"hepatitis_b", "hepatitis_c"} & set(found):
            found |= {"hepatitis_b": NEGATIVE, "hepatitis_c": NEGATIVE}
        unheard = re.search(r"\b(?:all|both|three|any|either|none|those|them|lot)\b", text, re.IGNORECASE)
        if not found or unheard or _shared_list(text, data["viruses"]):
            positive = {virus: result for virus, result in found.items() if result == POSITIVE}
            found = {**dict.fromkeys(data["viruses"], NEGATIVE), **positive}
    return found


def _shared_list(text: str, viruses: Mapping[str, Sequence[str]]) -> bool:
    """As in “hep B, C and HIV”."""
    return bool(re.search(r"\b(?:b|c)\s*(?:,|and|or|&|/|nor)\s*(?:c|b)\b", text, re.IGNORECASE)) and has(
        text, viruses["hiv"]
    )


def _result(label: str, part: str, text: str, cured: Sequence[str]) -> str | None:
    if has(text, cured) and not (label == NEGATIVE and _NO.search(part)):
        return None
    if _NO.search(part):
        return NEGATIVE
    return {POSITIVE: POSITIVE, NEGATIVE: NEGATIVE}.get(label)
