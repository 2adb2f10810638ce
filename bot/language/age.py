"""How old somebody is: “I'm 67”, “72 f”, “born in 1955”, “over 21 and under 80”."""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from bot.core.facts import Range
from bot.language import calendar_words
from bot.language.relative import for_relative

OLDEST = 115
YOUNGEST, YOUNGEST_IN_YEARS = 9, 15
"""A lower number is an age only if it is said to be one."""
SAME_DATE = 4
"""Characters between the day and the month of one date, at most."""
FARTHEST_DATE = 40
"""Characters between “born” and its date, at most."""
_N = r"(?P<n>\d{1,3})(?![\d.,]\d|\d)"
_NOT_UNITS = (
    r"(?!\s*(?:%|mg|ml|mcg|g\b|kg|st\b|stone|days?|weeks?|wks?|months?|mths?|hours?|hrs?|minutes?|mins?|miles?|"
    r"km|cycles?|rounds?|lots?|courses?|sessions?|tablets?|capsules?|times|x\b|percent|per\s+cent|th\b|st\b|nd\b|"
    r"rd\b|years?\s+(?:ago|since|back|now|in\b|of\b|later|clear|free|on\b|after)|yrs?\s+(?:ago|since|back)|/|:|\bper\b"
    r"|or\s+so\s+years\s+ago))"
)
_YEARS = r"\s*(?:-|\s)?(?:years?|yrs?|yr)\b(?:\s*-?\s*(?:old|of\s+age|young))?|\s*(?:y/?o|yo)\b"
_RELATIVE = (
    r"(?:husband|wife|partner|mum|mam|mom|mother|dad|father|son|daughter|brother|sister|nan|gran|grandad|"
    r"grandfather|grandmother|uncle|aunt|auntie|friend|hubby|patient|pt)"
)
_FIRST = re.compile(
    rf"\b(?:i['’]?m|i\s+am|im)\s+(?:only\s+|just\s+|now\s+|a\s+|an\s+|nearly\s+|almost\s+|over\s+|about\s+)*{_N}{_NOT_UNITS}",
    re.I,
)
_OTHER = re.compile(
    rf"\b(?:he['’]?s|he\s+is|she['’]?s|she\s+is|who['’]?s|who\s+is|they['’]?re|{_RELATIVE}(?:['’]?s|\s+is|,)?(?:\s*\(|\s+))\s*"
    rf"(?:only\s+|just\s+|now\s+|a\s+|aged\s+|age\s+|nearly\s+|almost\s+|over\s+)*{_N}{_NOT_UNITS}",
    re.I,
)
_PARTNER = re.compile(
    rf"\b(?:wife|husband|partner|girlfriend|boyfriend|she|he|missus|other\s+half|hubby)(?:['’]?s|\s+is|\s+was)?\s+(?:only\s+|just\s+|now\s+)*{_N}",
    re.I,
)
_AGED = re.compile(
    rf"\b(?:aged?|age\s+is|age\s*[:=]|turned|turning\s+out|i\s+was)\s+(?:of\s+)?{_N}{_NOT_UNITS}", re.I
)
_YEARS_OLD = re.compile(
    r"(?<![\d.,£/-])(?<!for )(?<!in )(?<!over )(?<!about )(?<!last )(?<!past )(?<!after )(?<!within )(?<!of )"
    rf"{_N}"
    rf"(?:{_YEARS})(?!\s*(?:ago|since|back|later|in\b|now\b|clear|free|on\b|of\b))",
    re.I,
)
_SEX = re.compile(
    rf"(?<![\d.,£/-]){_N}\s*(?:m|f|male|female|man|woman|lady|bloke|chap)\b"
    rf"|(?<!['’])\b[mf]\s?{_N.replace('<n>', '<k>')}\b",
    re.I,
)
_BARE = re.compile(
    rf"^\W*(?:(?:hi|hello|hallo|hey|good\s+\w+|yes|well|ok|about|only|just|i\s+think)\W+)*{_N}{_NOT_UNITS}"
    r"(?=\s*(?:$|[,.;!?)&-]|and\b|relapsed|here|last\s+birthday|next\s+birthday|so\b|now\b|since\b|"
    r"in\s+\w+$|"
    r"in\s+\d+\s+(?:day|week|month)|tomorrow|next|but\b|with\b|male|female|cll|had\b))",
    re.I,
)
_LISTED = re.compile(
    rf"(?:(?:^|[,;(.!?])\s*{_N}\s*(?=$|[,;).!?])"
    r"|(?<![\d.,£/])\b(?<!in )(?<!of )(?<!since )(?<!at )(?<!for )(?<!about )"
    rf"{_N.replace('<n>', '<k>')}(?=\s+(?:had|with|and\s+(?:cll|had)|relapsed|diagnosed|"
    r"dx|who|has|male|female)\b))",
    re.I,
)
_BORN = re.compile(r"\b(?:born|dob|d\.o\.b\.?|date\s+of\s+birth|birth\s*date|birthday)\b", re.I)
_OVER = re.compile(
    rf"\b(?:over|above|older\s+than|past|more\s+than|well\s+over|at\s+least)\s+(?:the\s+age\s+of\s+)?{_N}{_NOT_UNITS}(?!\s*{_YEARS})",
    re.I,
)
_UNDER = re.compile(
    rf"\b(?:under|below|younger\s+than|less\s+than|not\s+yet|not\s+quite)\s+(?:the\s+age\s+of\s+)?{_N}{_NOT_UNITS}(?!\s*{_YEARS})",
    re.I,
)
_DECADE = re.compile(
    r"\bin\s+(?:my|his|her|their)\s+(?:(?P<part>early|mid|late)[\s-]+)?(?P<n>\d0s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b",
    re.I,
)
_ADULT = re.compile(
    r"\b(?:pensioner|retired|oap|octogenarian|septuagenarian|great[\s-]?grand\w+|drawing\s+my\s+pension|on\s+a\s+pension|old\s+enough\s+to\s+(?:vote|drink))\b",
    re.I,
)
_TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_SOON = re.compile(
    rf"\b(?:i['’]?ll|i\s+shall|i\s+will|(?:he|she)['’]?ll|(?:he|she)\s+will|going)\s+(?:to\s+)?(?:be|turn)\s+{_N}{_NOT_UNITS}",
    re.I,
)
"""“I shall be 76 in February”."""
_IN_MONTH = re.compile(rf"\W*in\s+{calendar_words.MONTH}", re.I)
_NOT_YET = re.compile(r"\b(?:nearly|almost|not\s+quite|not\s+yet|coming\s+up\s+(?:to|for)?)\b", re.I)
_GRANDCHILD = re.compile(r"\b(?:grand\w+|daughter|son|niece|nephew|baby|kids?|child\w*)\b", re.I)
_OWN = re.compile(r"\b(?:i|i['’](?:m|ve|d|ll)|im|ive|me|we|we['’]\w+|us|bloke|partner)\b", re.I)
"""Whoever speaks of themselves and of a partner tells the partner's age beside their own."""
_CONTRACEPTION = re.compile(
    r"\b(?:contracepti\w+|condoms?|pregnan\w+|menopause|coil|snip|the\s+pill|vasectomy|past\s+(?:it|that)|no\s+chance|at\s+our\s+age|use\s+anything)\b",
    re.I,
)


def age(text: str, today: date, asked: bool = False, aside: bool = False) -> Range | None:
    """The patient's age in years, where a text tells it; numbers must be in digits.

    ``asked``: it answers the question how old somebody is; ``aside``: it answers another question, in
    which a bare number is no age.
    """
    if _BORN.search(text):
        born = _since_birth(text, today)
        if born:
            return born
    bounds = _bounds(text, asked) if asked else None
    if bounds is not None:
        return bounds
    decade = _DECADE.search(text)
    found = _number(text, asked, aside)
    if found is not None:
        return found
    if decade:
        return _of_decade(decade)
    if asked and _ADULT.search(text):
        return Range(55, OLDEST)
    return None if aside else _bounds(text, asked)


def _number(text: str, asked: bool, aside: bool) -> Range | None:
    first = _FIRST.search(text)
    if first and _possible(first):
        return _exact(first, text)
    soon = _SOON.search(text)
    if soon and _possible(soon):
        return Range(int(soon["n"]) - 1, int(soon["n"]) - 1)
    patterns = [_AGED, _YEARS_OLD] if aside else [_AGED, _SEX, _BARE, _YEARS_OLD]
    by_partner = _OWN.search(text) and not for_relative(text)
    about_partner = _PARTNER.search(text) and (_CONTRACEPTION.search(text) or by_partner)
    if not about_partner and not aside:
        patterns.insert(0, _OTHER)
    for pattern in patterns:
        for match in pattern.finditer(text):
            taken = about_partner and _PARTNER.search(text[max(0, match.start() - 12) : match.end()])
            youngest = YOUNGEST_IN_YEARS if pattern is _YEARS_OLD else YOUNGEST
            if _possible(match, youngest) and not taken:
                return _exact(match, text)
    listed = _LISTED.search(text) if not about_partner and not aside else None
    if listed and _possible(listed) and int(listed["n"] or listed["k"]) >= 16:
        return _exact(listed, text)
    numbers = [int(n) for n in re.findall(r"(?<![\d/.])\d{1,3}(?![\d/.]\d|\d)", text)] if asked else []
    if len(numbers) != 1 or not 0 < numbers[0] <= OLDEST:
        return None
    years = numbers[0] - bool(_NOT_YET.search(text))
    return Range(years, years)


def _possible(match: re.Match[str], youngest: int = YOUNGEST) -> bool:
    years = int(match.groupdict().get("n") or match.groupdict().get("k") or 0)
    return (youngest if "old" not in match.group().lower() else 0) < years <= OLDEST


def _exact(match: re.Match[str], text: str) -> Range:
    years = int(match.groupdict().get("n") or match.groupdict().get("k") or 0)
    behind, before = text[match.end() : match.end() + 16].lower(), match.group().lower()
    if _IN_MONTH.match(behind) and not re.search(r"was|turned", before):
        return Range(years - 1, years - 1)  # “he's 18 in April”
    if re.match(
        r"\W*(?:next\s+birthday|in\s+(?:about\s+)?\d+\s+(?:day|week|month)|tomorrow|next\s+(?:week|month|year))",
        behind,
    ) or re.search(r"nearly|almost|not\s+quite|coming\s+up|['’]ll\s+be", before):
        return Range(years - 1, years - 1)
    if re.search(r"\bover\b", before):
        return Range(years, OLDEST)
    return Range(years, years)


def _of_decade(match: re.Match[str]) -> Range:
    word = match["n"].lower()
    low = int(word[:2]) if word[0].isdigit() else 20 + 10 * _TENS.index(word)
    part = (match["part"] or "").lower()
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return Range(low + first, low + last)


def _since_birth(text: str, today: date) -> Range | None:
    """The age of somebody who was born on the date that stands nearest to the word."""
    born = _BORN.search(text)
    found = list(calendar_words.dates(text, today))
    if born is None or not found or _GRANDCHILD.search(text[: born.start()]):
        return None
    behind = [one for one in found if one[1] >= born.start()] or found
    nearest = min(abs(start - born.start()) for _, start, _ in behind)
    if nearest > FARTHEST_DATE:
        return None
    spans = [days for days, start, _ in behind if abs(start - born.start()) <= nearest + SAME_DATE]
    first, last = min(spans, key=lambda days: days[1] - days[0])
    return Range(relativedelta(today, last).years, relativedelta(today, first).years)


def _bounds(text: str, asked: bool) -> Range | None:
    """“over 21 and under 80”."""
    over, under = _OVER.search(text), _UNDER.search(text)
    if not (over or under) or not (
        asked or (over and under) or re.search(r"\b(?:i['’]?m|age|he['’]?s|she['’]?s)\b", text, re.I)
    ):
        return None
    return Range(int(over["n"]) if over else 0, int(under["n"]) - 1 if under else OLDEST)
