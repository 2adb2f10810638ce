"""The codes under which a nurse finds a sheet: easy to read out, hard to mistake, and no words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

LENGTH: Final = 8
GROUP: Final = 4
"""So many characters are shown together."""
ALPHABET: Final = "CDFGHJKMNPRTWXY3479"
"""No two look alike, also in handwriting: no 0/O/Q, 1/I/L, 2/Z, 5/S, 6, 8/B, U/V. No vowels: no words.

19 characters make 17 thousand million codes.
"""
WORDS: Final = {
    "C": "Charlie",
    "D": "Delta",
    "F": "Foxtrot",
    "G": "Golf",
    "H": "Hotel",
    "J": "Juliett",
    "K": "Kilo",
    "M": "Mike",
    "N": "November",
    "P": "Papa",
    "R": "Romeo",
    "T": "Tango",
    "W": "Whiskey",
    "X": "X-ray",
    "Y": "Yankee",
    "3": "three",
    "4": "four",
    "7": "seven",
    "9": "nine",
}
"""How each is read out: the NATO alphabet, and the names of the digits."""
MISREAD: Final = str.maketrans("0OQ1Z68V", "DDD77G3Y")
"""What is in no code but looks like what is."""
_SPOKEN = {re.sub(r"\W", "", word).upper(): character for character, word in WORDS.items()}
_SPOKEN |= {"JULIET": "J", "WHISKY": "W"}


def drawn(choose: Callable[[str], str]) -> str:
    """A new code; ``choose`` draws one character of a text at random."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code in its two groups: “CDFG 3479”."""
    return f"{code[:GROUP]} {code[GROUP:]}"


def spelled(code: str) -> str:
    """The code for reading out: “C for Charlie, three, …”."""
    named = [WORDS[c] if c.isdigit() else f"{c} for {WORDS[c]}" for c in code]
    return ", ".join(named)


def normalised(text: str) -> str | None:
    """The code that somebody typed, however they wrote it; None if it can be none.

    Capitals, gaps and marks do not matter, and a character may be given by its word.
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace("X-RAY", "XRAY")
    pieces = re.findall(r"[^\W_]+", plain)
    code = "".join(_SPOKEN.get(piece, piece) for piece in pieces).translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
