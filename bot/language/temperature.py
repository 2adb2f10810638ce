"""Body temperatures as people type them: digits or words, Celsius or Fahrenheit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LOWEST_NORMAL, HIGHEST_NORMAL = 36.0, 37.4
"""°C. Outside is a matter for the 24-hour line of people with blood cancer; awaits a clinician's review."""
CELSIUS, FAHRENHEIT = (30.0, 43.0), (93.0, 110.0)
"""What a body temperature can be."""
NEAR = 40
"""Characters between a number and the word that makes it a temperature."""

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_UNIT = "|".join(_UNITS)
_NUMBER = re.compile(
    r"(?<![\w.,£$:/])(?P<digits>\d{2,3}"
    r"(?:\s?(?:[.,·]|point|dot)\s?\d{1,2}|(?<=3[4-9]|4[01])\s\d(?![\d.,:/]))?)(?![\d:/])"
    rf"|\b(?P<base>thirty|forty|(?:a|one)\s+hund\w*red)(?:[\s-]+(?:(?:and|an|n)\s+)?(?P<unit>{_UNIT}))?"
    rf"(?:\s*(?:point|dot)\s*(?P<tenth>{_UNIT}|\d)|\s+(?P<plain>{_UNIT})|\s+and\s+a\s+(?P<half>half))?\b",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\s*(?:°|º|deg(?:ree)?s?)?\s*(?:c|f|celsius|centigrade|fahrenheit)\b|\s*(?:°|º|deg)", re.I
)
_OTHER_UNIT = re.compile(
    r"[\s-]*(?:%|kg|kilos?|mg|ml|mcg|g\b|st\b|stone|years?|yrs?|yo\b|months?|weeks?|days?|hours?|hrs?|minutes?|"
    r"mins?|miles?|km|cm|mm|inch(?:es)?|k\b|m\b|per\s?cent|percent|points?|millions?|billions?|thousand|"
    r"pounds?|people|pages?|books?|patients?|times|x\b|beats|bpm|am\b|pm\b|th\b|/)",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:i'?m|i am|he'?s|she'?s|is|aged?|over|under)\s*$", re.IGNORECASE)
_TEMPERATURE = re.compile(
    r"\b(?:te?mps?|temp\w*ture|t[ea]mp[er]+t?ures?|temperatures?|therm\w*|degrees?|f(?:ea|e)ver\w*|fevr|pyrexia|febrile|"
    r"reading|reads|spiked|spiking|mercury|forehead)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:temp\w*|tmp|therm\w*|fever|reading|mercury|strip)\W+(?:\w+\W+){0,3}$", re.IGNORECASE
)
"""What says, just before a whole number, that it is a temperature and no age."""
_OTHER_MEASURE = re.compile(
    r"\b(?:weigh\w*|weight|bmi|age|aged|count|counts|lymph\w*|wbc|wcc|whites?|"
    r"h(?:ae)?moglobin|hb|hgb|platelets?|plts?|neuts?|neutrophils?|creatinine|egfr|gfr|crp|inr|"
    r"sats?|saturations?|oxygen|o2|pulse|heart rate|hr|bp|"
    r"pressure|potassium|calcium|urate|ldh|sugars?|glucose|hba1c|ferritin|iron|median|mean|average|size|waist|"
    r"shoe|room|version|cost\w*|hazard)[\s:=]+(?:\w+[\s:=]+){0,2}$",
    re.IGNORECASE,
)
_FEVERISH = re.compile(r"\b(?:hot|burning|boiling|roasting|shiv+er\w*|shak\w*|rigors?|clammy|cold)\b", re.I)
_HIGH = (37.5, 42.5), (100.4, 106.9)
"""°C and °F: a decimal number in here is a temperature, unless another unit or measure claims it."""


@dataclass(frozen=True)
class Temperature:
    """A reading in °C and where it stands in the text: character offsets, end excluded."""

    celsius: float
    start: int
    end: int

    @property
    def is_normal(self) -> bool:
        """Whether it is no sign of danger."""
        return LOWEST_NORMAL <= round(self.celsius, 1) <= HIGHEST_NORMAL


def temperatures(text: str) -> Iterator[Temperature]:
    """The body temperatures that a text gives."""
    for match in _NUMBER.finditer(text):
        celsius = _celsius(_value(match))
        if celsius is not None and _is_temperature(text, match):
            yield Temperature(celsius, match.start(), match.end())


def _is_temperature(text: str, match: re.Match[str]) -> bool:
    before, behind = text[: match.start()], text[match.end() :]
    if _SCALE.match(behind):
        return True
    if _OTHER_UNIT.match(behind):
        return False
    measure = _OTHER_MEASURE.search(before)
    if measure and not _TEMPERATURE.search(measure.group()):
        return False
    around = before[-NEAR:] + " " + behind[:NEAR]
    if match["digits"] and match["digits"].isdigit():  # a whole number may be an age
        return bool(_TOLD.search(before) or (_TEMPERATURE.search(around) and not _AGE.search(before)))
    if _has_tenths(match) and any(low <= _value(match) <= high for low, high in _HIGH):
        return True
    alone = len(before.split()) + len(behind.split()) <= 1
    return alone or bool(_TEMPERATURE.search(around) or _FEVERISH.search(around))


def _has_tenths(match: re.Match[str]) -> bool:
    if match["digits"]:
        return re.fullmatch(r"\d+\s?(?:[.,·]|point|dot)\s?\d", match["digits"]) is not None
    return bool(match["tenth"] or match["half"] or (match["plain"] and match["unit"]))


def _celsius(value: float) -> float | None:
    if CELSIUS[0] <= value <= CELSIUS[1]:
        return value
    return (value - 32) / 1.8 if FAHRENHEIT[0] <= value <= FAHRENHEIT[1] else None


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(re.sub(r"\s?(?:[.,·]|point|dot)\s?|\s", ".", match["digits"]))
    base = {"thirty": 30.0, "forty": 40.0}.get(match["base"].lower(), 100.0)
    tenths = 0.5 if match["half"] else _digit(match["tenth"] or match["plain"]) / 10
    return base + _digit(match["unit"]) + tenths


def _digit(word: str | None) -> int:
    if not word:
        return 0
    return int(word) if word.isdigit() else _UNITS.index(word.lower())
