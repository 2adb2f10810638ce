"""A sign is a word of each of its groups, near each other within one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.danger import CRISIS, PREGNANCY, URGENT, Danger
from bot.language.context import HYPOTHETICAL, NEGATED
from bot.language.sign_reader import NEAR, SignReader, reported
from bot.language.signs import IDIOM, TEMPERATURE, DangerEntry, Sign, Signs

GROUPS = {
    "says": ("glowing ears", "ears fell off"),
    "ear": ("ear", "lug"),
    "itch": ("itchy", "itching", "not quiet"),
    "hat": ("hat", "woolly cap"),
    "toe": ("toe",),
    "feeling": ("feeling", "pill"),
    "away": ("gone away",),
    TEMPERATURE: ("high temperature",),
    IDIOM: ("all ears", "gone away with the fairies"),
}
CUES = {"negated": ("no", "not"), "hypothetical": ("if",), "breaks": (",", "but"), "ends": (".",)}
EARS = DangerEntry(
    URGENT, "ears", "ears", (Sign(("says",)), Sign(("ear", "itch"), ("hat",))), frozenset(), None
)
TOES = DangerEntry(URGENT, "toes", "toes", (Sign(("toe",)),), frozenset({NEGATED}), True)
AWAY = DangerEntry(CRISIS, "away", "away", (Sign(("away",)),), frozenset(), False)
HEAT = DangerEntry(URGENT, "heat", "heat", (Sign((TEMPERATURE, "feeling")),), frozenset(), False)
THREE = DangerEntry(PREGNANCY, "three", "three", (Sign(("ear", "toe", "hat")),), frozenset(), False)


def knowing(*dangers: DangerEntry) -> SignReader:
    return SignReader(Signs(GROUPS, dangers), CUES)


@pytest.fixture(scope="module")
def reader() -> SignReader:
    """Knows itchy ears, sore toes, going away and a high temperature; no real data."""
    return knowing(EARS, TOES, AWAY, HEAT)


def names(reader: SignReader, text: str) -> set[str]:
    return {danger.name for danger in reported(reader.candidates(text))}


def excuses(reader: SignReader, text: str) -> list[set[str]]:
    return [set(excuses) for _, excuses in reader.candidates(text)]


@pytest.mark.parametrize(
    "text",
    [
        "my ear is itchy",
        "an itchy ear",
        "MY EARS ARE ITCHING",
        "my lugs, they are itchy",
        "itchy! My itchy ear",
        "I have glowing ears",
        "hello\nmy ear itches\nbye",
    ],
)
def test_a_word_of_each_group_makes_a_sign_in_any_order(reader, text):
    assert names(reader, text) == {"ears"}


@pytest.mark.parametrize(
    "text", ["my ear", "it is itchy", "glowing", "my beard is itchy", "hello", "", " ", "?!"]
)
def test_a_part_of_a_sign_is_none(reader, text):
    assert reader.candidates(text) == []


@pytest.mark.parametrize("end", [".", "!", "?", ";", "\n", "…"])
def test_the_words_of_a_sign_stand_in_one_sentence(reader, end):
    assert names(reader, f"my ear{end} It is itchy today") == set()
    assert names(reader, f"my toes{end} An itchy ear too") == {"toes", "ears"}


@pytest.mark.parametrize(
    "text", ["my ear is\nitchy", "my ear\nis so\nitchy", "glowing\nears", "MY EAR IS\nITCHY"]
)
def test_a_sign_may_stand_on_several_lines_of_one_sentence(reader, text):
    assert names(reader, text) == {"ears"}
    assert len(reader.candidates(text)) == 1


def test_what_stands_on_one_line_excuses_nothing_on_the_next(reader):
    assert excuses(reader, "no glowing ears\nmy ear is itchy")[:2] == [{NEGATED}, set()]
    assert excuses(reader, "no fuss\nmy ear is\nitchy") == [set()]


def test_a_sign_on_several_lines_is_excused_by_what_stands_on_them(reader):
    assert excuses(reader, "no itchy\near") == [{NEGATED}]
    assert excuses(reader, "if my ear is\nitchy") == [{HYPOTHETICAL}]


def test_many_short_lines_are_read_to_their_end(reader):
    assert names(reader, "la\n" * 600 + "ear is\nitchy") == {"ears"}
    assert names(reader, "ear la la la\n" * 150) == set()


@pytest.mark.parametrize(("first", "last"), [("ear", "itchy"), ("itchy", "ear")])
def test_the_words_of_a_sign_stand_near_each_other(reader, first, last):
    between = NEAR - 2
    assert names(reader, f"{first} {'la ' * between}{last}") == {"ears"}
    assert names(reader, f"{first} {'la ' * (between + 1)}{last}") == set()


def test_the_nearest_word_of_a_group_counts(reader):
    (found,) = reported(reader.candidates(f"an itchy spot {'la ' * NEAR} my ear is itchy"))
    assert found.words == "ear is itchy"


def test_a_sign_of_three_groups_needs_a_word_of_each():
    reader = knowing(THREE)
    assert names(reader, "my toe, ear and hat") == {"three"}
    assert names(reader, "my toe and ear") == set()
    assert names(reader, f"my toe and ear {'la ' * NEAR} hat") == set()


@pytest.mark.parametrize("first", ["ear", "toe", "hat"])
def test_of_three_groups_any_words_that_stand_near_each_other_count(first):
    second, third = (word for word in ("ear", "toe", "hat") if word != first)
    text = f"{second} {'la ' * (NEAR - 4)}{first} {'la ' * (NEAR - 3)}{second} {third}"
    assert names(knowing(THREE), text) == {"three"}
    assert names(knowing(THREE), text.replace(f"{second} {third}", third)) == set()


@pytest.mark.parametrize(
    "text", ["my ear is itchy under the hat", "In a hat my ear is itchy", "woolly caps: itchy ears"]
)
def test_a_word_of_an_unwanted_group_near_the_sign_takes_it_away(reader, text):
    assert reader.candidates(text) == []


@pytest.mark.parametrize("text", ["hat {}ear itchy", "ear itchy {}hat"])
def test_a_word_of_an_unwanted_group_takes_no_sign_away_that_stands_far_from_it(reader, text):
    assert names(reader, text.format("la " * (NEAR - 1))) == set()
    assert names(reader, text.format("la " * (NEAR + 1))) == {"ears"}


def test_an_unwanted_word_takes_away_no_sign_of_another_sentence_nor_another_sign(reader):
    assert names(reader, "I wear a hat. My ear is itchy.") == {"ears"}
    assert names(reader, "My ear is itchy. I wear a hat.") == {"ears"}
    assert names(reader, "glowing ears under my hat") == {"ears"}


def test_the_words_that_were_typed_are_told(reader):
    (danger,) = reported(reader.candidates("Help, my EARS are so ITCHY now!"))
    assert danger.words.lower() == "ears are so itchy"


def test_an_excused_sign_is_a_candidate_but_no_danger(reader):
    assert reported(reader.candidates("no itchy ear")) == []
    assert reader.candidates("no itchy ear") == [(Danger(URGENT, "ears", "itchy ear"), frozenset({NEGATED}))]
    assert excuses(reader, "if my ear is itchy") == [{HYPOTHETICAL}]


def test_an_excuse_reaches_no_further_than_its_clause(reader):
    assert names(reader, "no fuss, but my ear is itchy") == {"ears"}
    assert names(reader, "My ear is itchy, no fuss please") == {"ears"}


def test_one_excused_sign_excuses_no_other(reader):
    assert names(reader, "No itchy ear. But glowing ears!") == {"ears"}
    assert excuses(reader, "No itchy ear. But glowing ears!") == [{NEGATED}, set()]


def test_a_sign_is_not_excused_by_its_own_words(reader):
    assert names(reader, "my ear is not quiet") == {"ears"}


def test_a_danger_counts_despite_the_contexts_that_its_data_name(reader):
    assert names(reader, "no toe") == {"toes"}
    assert names(reader, "if my toe") == set()


@pytest.mark.parametrize("text", ["I am all ears and itchy", "he is gone away with the fairies"])
def test_what_stands_in_a_figure_of_speech_is_no_sign(reader, text):
    assert reader.candidates(text) == []


def test_a_figure_of_speech_hides_nothing_beside_it(reader):
    assert names(reader, "I am all ears, and my left ear is itchy") == {"ears"}
    assert names(reader, "he has gone away") == {"away"}


@pytest.mark.parametrize(
    "text",
    [
        "feeling bad with 38.9",
        "temperature of 39 and feeling bad",
        "feeling bad, 102.5 F",
        "feeling cold: temp 34.9",
    ],
)
def test_a_reading_outside_of_the_normal_is_a_high_or_low_temperature(reader, text):
    assert names(reader, text) == {"heat"}


@pytest.mark.parametrize(
    "text", ["feeling good with temperature 36.6", "feeling good at 98.6 F", "feeling 39 years old"]
)
def test_a_normal_reading_and_another_number_are_none(reader, text):
    assert reader.candidates(text) == []


def test_a_reading_is_told_in_the_words_that_were_typed(reader):
    (danger,) = reported(reader.candidates("38.9 on the pill"))
    assert danger.words == "38.9 on the pill"


def test_dangers_stand_in_the_order_of_the_sentences_and_then_of_the_data(reader):
    found = reported(reader.candidates("He has gone away. My toe, and an itchy ear!"))
    assert [danger.name for danger in found] == ["away", "ears", "toes"]


def test_the_dangers_in_which_minutes_count_are_known(reader):
    assert reader.vital == {"toes"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ear", set()),
        ("itchy", set()),
        ("hat", set()),
        ("toe", {"toes"}),
        ("no", set()),
        ("if", set()),
        ("glowing", set()),
        (".", set()),
        (",", set()),
        ("🙂", set()),
    ],
)
def test_a_word_that_stands_there_two_thousand_times_is_read_to_its_end(reader, word, expected):
    words = " ".join([word] * 2000)
    assert names(reader, words) == expected
    assert names(reader, f"{words}. My lug itches") == {"ears"} | expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ear itchy", {"ears"}),
        ("ear itchy hat", set()),
        ("no ear itchy", set()),
        ("no ear itchy.", set()),
        ("toe.", {"toes"}),
        ("39.4 feeling", {"heat"}),
        ("all ears itchy", set()),
    ],
)
def test_a_sign_that_stands_there_many_times_is_read_to_its_end(reader, words, expected):
    many = " ".join([words] * 100)
    assert names(reader, many) == expected
    assert names(reader, f"{many}. My lug itches") == {"ears"} | expected


@given(
    st.lists(
        st.sampled_from(
            [*(w for ws in GROUPS.values() for w in ws), "no", "if", ".", ",", "39.1", "\n", "my"]
        )
    )
)
def test_any_order_of_words_can_be_read_and_reads_the_same_again(reader, words):
    text = " ".join(words)
    found = reader.candidates(text)
    assert found == reader.candidates(text)
    assert reported(reader.candidates(text)) == [danger for danger, excuses in found if not excuses]
    on_one_line = " ".join(text.lower().split())
    assert all(danger.words.strip().lower() in on_one_line for danger, _ in found)
    assert not any(danger.likeness for danger, _ in found)


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_any_text_can_be_read(reader, text):
    assert all(danger.kind in (URGENT, CRISIS) for danger in reported(reader.candidates(text)))
