"""Whether the patient is a woman, where a text tells it beside the age: “72 f”, “my mum, 74, has CLL”.

A woman beyond the menopause need not be asked whether she could become pregnant.
"""

from __future__ import annotations

import re

FEMALE = "female"
_N = r"\d{2,3}(?!\d)"
_WOMAN = (
    r"(?:woman|lady|female|lass|widow|housewife|grandmother|grandma|gran|granny|nan|great[\s-]grandmother)"
)
_HERSELF = re.compile(
    rf"\b{_N}[\s-]*(?:years?|yrs?|y/?o)?[\s-]*(?:old)?,?\s*(?:f|{_WOMAN})\b|\b{_WOMAN}(?:,|\s+of|\s+aged)?\s+{_N}"
    rf"|(?<!['’])\bf\s?{_N}",
    re.IGNORECASE,
)
_SHE = (
    r"(?:mum|mam|mom|mummy|mother|wife|missus|sister|nan|nana|gran|granny|grandma|grandmother|auntie|aunt|"
    r"daughter|she)"
)
_HERS = re.compile(
    rf"\b{_SHE}(?:['’]s|\s+is|\s+who\s+is|\s+who['’]s|,)?\s*\(?(?:\s*(?:only|just|now|aged?|a|nearly|over))*\s*{_N}"
    rf"|\b{_N}[\s-]*(?:years?|yrs?)[\s-]*old\s+{_SHE}\b",
    re.IGNORECASE,
)


def sex(text: str, relative: bool | None) -> str | None:
    """“female” if the text says so of the patient, else None. Numbers must be in digits.

    ``relative``: the patient is a relative of whoever writes.
    """
    told = _HERSELF.search(text) or (relative and _HERS.search(text))
    return FEMALE if told else None
