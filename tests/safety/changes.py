"""The ways in which people tell the same thing differently: each takes a text and gives its retellings.

A retelling of danger is as dangerous. None says anything about when, to whom or whether it happens. The same
text always gives the same retellings.
"""

import random
import re
from collections.abc import Callable, Sequence

Change = Callable[[str], list[str]]

EVERYDAY = (
    "Hello there, hope you are having a nicer week than we are. {} Anyway, the kettle is on.",
    "The website is easier to read than the council's one. {} My granddaughter says I write far too much.",
    "hiya its me with the questions again lol, lovely website by the way {} right i will put the tea on now",
    "Good evening, I am typing this on my grandson's tablet. {} He is better with it than I am.",
    "well we are sat here in the kitchen with the radio on, {}, and there is a cricket match on later",
)
LONG_BEFORE = (
    "Good afternoon. My sister Joan found your page for me because I am no good with computers, and she "
    "has made it nice and big so that I can read it without my glasses. The bus stops right outside, "
    "which is handy in this weather. I worked in a school kitchen for thirty years and I still bake on "
    "Fridays for the church hall.",
    "hello i hope this is the right place to write to, my granddaughter set it up for me. my son works on"
    " the railway and his girls are both at college, the older one wants to be a vet. we have a little "
    "dog called biscuit who sleeps under the table and we moved to leeds to be nearer the grandchildren "
    "and we like it here.",
    "Dear team, thank you for putting the page together, it is printed on very nice paper and I keep it "
    "in the drawer with the bus timetable. I am a retired teacher and I like to read everything twice. My"
    " husband does the crossword and I do the puzzles at the back of the paper. I enclose nothing else, "
    "as we used to say in the office.",
    "The website is easy to read, much better than the one for the council. We have had the decorators in"
    " and the whole house smells of paint, the hall is pale green and the front room is cream. It is "
    "raining here and the football is on the television in the other room, so you will have to put up "
    "with me for an hour.",
)
LONG_AFTER = (
    "Anyway, that is enough from me. The post has just come and there is a card from my cousin in Canada,"
    " who writes every month without fail and always sends a photograph of the lake. I like the trees "
    "best. We are off to the garden centre later for compost and a pot for the lemon tree, and then Joan "
    "is making her soup for everyone.",
    "next door are having a new roof put on and there is a skip in the road the size of a bus, so nobody "
    "can park. we are going to the seaside in june with the caravan club and we are taking the awning "
    "this time. there is a cricket match on the radio so he is quiet for once, and i like the website "
    "very much by the way.",
    "I have printed the page and put it in the folder with the other letters. The bus stops right "
    "outside, which is handy in this weather. We are going to the seaside in June with the caravan club "
    "and my sister is coming with us, she likes the brass band on the pier and the little shop that sells"
    " wool. My granddaughter says I write far too much.",
    "Right, the adverts are over and the second half is starting. My husband does the crossword and I do "
    "the puzzles at the back of the paper, so that is us until supper. The post has just come and there "
    "is a card from my cousin in Canada, who writes every month without fail and always sends a "
    "photograph of the lake.",
)
MINIMISING = (
    "it's probably nothing but {}",
    "I'm sure it's fine, but {}",
    "don't want to make a fuss, {}",
    "Not worried or anything, just thought I would mention it: {}",
    "I expect I am being silly. {}",
    "probably just my age, {}",
)
SAID_TO_BE_NOTHING = (
    "my wife says it's nothing, {}",
    "My husband reckons it's nothing to worry about but {}",
    "{} My wife says it's nothing.",
    "everybody here tells me it is nothing. {}",
    "{} the neighbour says it's only nerves",
)
APOLOGIES = (
    "sorry to bother you, {}",
    "Sorry to be a nuisance but {}",
    "I know you are busy and I do apologise. {}",
    "Apologies for troubling you on a Sunday: {}",
    "{} Sorry, I didn't know who else to ask.",
)
QUESTION_BEHIND = (
    "{} and how long does the trial last?",
    "{}, also how many people are taking part?",
    "{} Who pays for the travel to the hospital?",
    "{} is there a placebo",
    "{} And what does phase 2 mean, please?",
)
QUESTION_BEFORE = (
    "How long does the trial last? {}",
    "Is there a placebo? also {}",
    "who is running the study and where is it? {}",
    "Two things: how many people take part, and {}",
    "how often are the hospital visits, oh and {}",
)
IN_A_LIST = (
    "1. How long does the trial last?\n2. Who pays for travel?\n3. {}\n4. Is there a placebo?",
    "1) how many people are in it 2) what does phase 2 mean 3) {}",
    "a. What is the trial called?\nb. Where is it?\nc. {}",
    "Three things please.\n- the name of the lead doctor\n- the number of visits\n- {}",
    "1. dose 2. visits 3. {} 4. travel",
)
THANKS = (
    "{} Thank you.",
    "{} thanks in advance x",
    "{} many thanks for all you do, Margaret",
    "{}, ta",
    "{} Thanks 🙏",
)
NEIGHBOURS = {
    **dict(
        zip("qwertyuiop", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "ol"), strict=True)
    ),
    **dict(zip("asdfghjkl", ("qsz", "adw", "sfe", "dgr", "fht", "gjy", "hku", "jli", "kop"), strict=True)),
    **dict(zip("zxcvbnm", ("xas", "zcd", "xvf", "cbg", "vnh", "bmj", "nk"), strict=True)),
}
"""The letters beside and above each letter of a keyboard."""
TYPO_RETELLINGS = 3
LINE_WIDTH = 32
"""Characters that fit on a line of a telephone's screen."""
_LONG_WORD = re.compile(r"[A-Za-z]{5,}")


def everyday_talk(text: str) -> list[str]:
    return _told(EVERYDAY, text)


def long_message(text: str) -> list[str]:
    wordings = [f"{before} {{}} {after}" for before, after in zip(LONG_BEFORE, LONG_AFTER, strict=True)]
    return _told(wordings, text)


def capitals(text: str) -> list[str]:
    return [text.upper()]


def no_capitals_or_punctuation(text: str) -> list[str]:
    """Only the points within numbers stay, without which they would be other numbers."""
    apart = re.sub(r"(?<!\d)[^\w\s'’]+|[^\w\s'’]+(?!\d)", " ", text.lower())
    return [" ".join(re.sub(r"['’]", "", apart).split())]


def one_typo(text: str) -> list[str]:
    return _misspelt(text, 1)


def two_typos(text: str) -> list[str]:
    return _misspelt(text, 2)


def doubled_spaces(text: str) -> list[str]:
    return [text.replace(" ", "  "), f"  {text}  "]


def line_breaks(text: str) -> list[str]:
    """After each sentence, with an empty line between sentences, and wherever the screen ends."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= LINE_WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    by_sentence = re.sub(r"(?<=[.!?]) +", "\n", text)
    return [f"{by_sentence}\n", by_sentence.replace("\n", "\r\n\r\n"), "\n".join(lines)]


def no_space_after_stops(text: str) -> list[str]:
    return [re.sub(r"(?<=[.,!?])\s+(?=\D)", "", text)]


def minimising(text: str) -> list[str]:
    return _told(MINIMISING, text)


def said_to_be_nothing(text: str) -> list[str]:
    return _told(SAID_TO_BE_NOTHING, text)


def apologies(text: str) -> list[str]:
    return _told(APOLOGIES, text)


def question_behind(text: str) -> list[str]:
    return _told(QUESTION_BEHIND, text)


def question_before(text: str) -> list[str]:
    return _told(QUESTION_BEFORE, text)


def in_a_list(text: str) -> list[str]:
    return _told(IN_A_LIST, text)


def thanks(text: str) -> list[str]:
    return _told(THANKS, text)


TYPOS: tuple[Change, ...] = (one_typo, two_typos)
SPELLINGS: tuple[Change, ...] = (
    capitals,
    no_capitals_or_punctuation,
    doubled_spaces,
    line_breaks,
    no_space_after_stops,
)
WRAPPINGS: tuple[Change, ...] = (
    everyday_talk,
    long_message,
    minimising,
    said_to_be_nothing,
    apologies,
    question_behind,
    question_before,
    in_a_list,
    thanks,
)
CHANGES = (*WRAPPINGS, *SPELLINGS, *TYPOS)


def one_of(change: Change, text: str) -> str | None:
    """One retelling, always the same for a text; none where the text cannot be changed so."""
    retellings = [retelling for retelling in change(text) if retelling != text]
    return _dice(text, change.__name__).choice(retellings) if retellings else None


def _told(wordings: Sequence[str], text: str) -> list[str]:
    return [_fitted(wording, text) for wording in wordings]


def _fitted(wording: str, text: str) -> str:
    """The text in the wording's gap, ended by one mark: its own or a full stop before a new sentence."""
    before, behind = wording.split("{}")
    text = text.rstrip(" .,")
    if text[-1:] in "!?…":
        behind = behind.removeprefix(",")
    elif behind.lstrip()[:1].isupper():
        behind = f".{behind}"
    return f"{before}{text}{behind}"


def _misspelt(text: str, words: int) -> list[str]:
    """The text with a slip in so many of its words; nothing if it has not so many long ones."""
    dice = _dice(text, str(words))
    places = list(_LONG_WORD.finditer(text))
    if len(places) < words:
        return []
    retellings = []
    for _ in range(TYPO_RETELLINGS):
        misspelt = text
        for place in sorted(dice.sample(places, words), key=lambda p: p.start(), reverse=True):
            misspelt = misspelt[: place.start()] + _slip(place.group(), dice) + misspelt[place.end() :]
        retellings.append(misspelt)
    return retellings


def _slip(word: str, dice: random.Random) -> str:
    """The word with one slip behind its first letter."""
    at = dice.randrange(1, len(word))
    letter = word[at]
    beside = dice.choice(NEIGHBOURS[letter.lower()])
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + (beside.upper() if letter.isupper() else beside) + word[at + 1 :],
    ]
    if at + 1 < len(word) and word[at + 1] != letter:
        slips.append(word[:at] + word[at + 1] + letter + word[at + 2 :])
    return dice.choice(slips)


def _dice(*seeds: str) -> random.Random:
    return random.Random("\n".join(seeds))
