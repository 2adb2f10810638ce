"""A sign counts when it is reported as happening now, and not when its context excuses it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.danger import URGENT
from bot.core.errors import ContentError
from bot.language import context
from bot.language.context import HYPOTHETICAL, NEGATED, PAST, QUESTION, THING
from bot.language.sign_reader import SignReader
from bot.language.signs import IDIOM, DangerEntry, Sign, Signs

WORDS = ("hiccups", "green toes", "collapsed", "not hopping")


def sign_reader(*despite: str, idioms: tuple[str, ...] = ()) -> SignReader:
    """Knows one made-up danger, and the real contexts."""
    entry = DangerEntry(URGENT, "made_up", "Made up", (Sign(("words",)),), frozenset(despite), None)
    groups = {"words": WORDS} | ({IDIOM: idioms} if idioms else {})
    return SignReader(Signs(groups, (entry,)), context.phrases())


@pytest.fixture(scope="module")
def reader() -> SignReader:
    """Knows one made-up danger, and the real contexts."""
    return sign_reader()


def excuses(reader: SignReader, text: str) -> set[str]:
    """What excuses the last sign that the text names."""
    found = reader.candidates(text)
    assert found, f"no sign found in “{text}”"
    return set(found[-1][1])


@pytest.mark.parametrize(
    "text",
    [
        "I have hiccups",
        "hiccups!",
        "Mum has green toes this morning",
        "help hiccups",
        "my toes? green toes, both",
    ],
)
def test_a_plain_report_counts(reader, text):
    assert excuses(reader, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "no hiccups",
        "I've never had hiccups",
        "without hiccups",
        "not had any hiccups",
        "denies hiccups",
        "nae hiccups",
    ],
)
def test_a_negated_sign_is_excused(reader, text):
    assert excuses(reader, text) == {NEGATED}


@pytest.mark.parametrize("text", ["no fever, spots or green toes", "neither spots nor hiccups"])
def test_a_list_is_negated_as_a_whole(reader, text):
    assert excuses(reader, text) == {NEGATED}


@pytest.mark.parametrize(
    "text", ["hiccups: none", "Hiccups - no, never", "Any hiccups? No.", "the hiccups test was negative"]
)
def test_an_answer_of_no_negates_what_stands_before(reader, text):
    assert NEGATED in excuses(reader, text)


@pytest.mark.parametrize(
    "text", ["no fever but hiccups", "I'm not hungry, I have hiccups", "no spots, just hiccups"]
)
def test_a_negation_ends_with_its_clause(reader, text):
    assert excuses(reader, text) == set()


@pytest.mark.parametrize(
    "text", ["no wonder I have hiccups", "not sure why I have hiccups", "I can't bear these hiccups"]
)
def test_what_only_looks_like_a_negation_is_none(reader, text):
    assert excuses(reader, text) == set()


def test_a_negation_of_the_likes_of_it_is_none(reader):
    assert excuses(reader, "I have never had hiccups like this") == set()


@pytest.mark.parametrize(
    "text",
    [
        "it was no to all of it: spots, hiccups, green toes",
        "no to every one (spots, hiccups)",
        "none of the above, spots, hiccups",
    ],
)
def test_a_no_to_all_negates_the_whole_sentence(reader, text):
    assert excuses(reader, text) == {NEGATED}


def test_a_no_to_all_ends_where_the_sentence_turns(reader):
    assert excuses(reader, "no to all of it but now hiccups") == set()


def test_a_sign_is_not_excused_by_its_own_words(reader):
    assert excuses(reader, "he is not hopping") == set()


def test_a_cue_around_a_word_of_a_sign_still_excuses():
    entry = DangerEntry(URGENT, "made_up", "Made up", (Sign(("words", "who")),), frozenset(), None)
    reader = SignReader(Signs({"words": WORDS, "who": ("her",)}, (entry,)), context.phrases())
    assert excuses(reader, "Gran had hiccups in her teens") == {PAST}
    assert excuses(reader, "hiccups on her birthday") == set()


@pytest.mark.parametrize(
    "text",
    [
        "hiccups in 2016",
        "I used to get hiccups",
        "I had hiccups as a child",
        "hiccups years ago, all gone",
        "I had hiccups, fine now",
        "hiccups, about ten years ago now",
        "the hiccups were before I was born",
    ],
)
def test_what_is_past_is_excused(reader, text):
    assert excuses(reader, text) == {PAST}


def test_the_next_sentence_may_tell_that_it_is_over(reader):
    assert excuses(reader, "Dad had hiccups. He got over it.") == {PAST}
    assert excuses(reader, "Dad has hiccups. Visits are long.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "I had hiccups in 2016 and they are back again",
        "Hiccups in 2016. It is happening again.",
        "Flu in 2016 but this morning hiccups",
        "he was fine yesterday, hiccups tonight",
    ],
)
def test_what_is_happening_again_or_now_is_not_past(reader, text):
    assert excuses(reader, text) == set()


def test_the_history_of_somebody_else_is_past(reader):
    assert excuses(reader, "my uncle had hiccups") == {PAST}
    assert excuses(reader, "my uncle has hiccups") == set()


@pytest.mark.parametrize(
    "text",
    [
        "what if I get hiccups",
        "I'm scared of hiccups",
        "in case of hiccups",
        "hiccups, suppose",
        "say the hiccups came",
        "if my hiccups came back would I leave the trial",
        "what would I do if my hiccups got worse tomorrow",
    ],
)
def test_what_is_only_imagined_is_excused(reader, text):
    assert HYPOTHETICAL in excuses(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "I can come if you like, but I have hiccups",
        "as if someone gave me hiccups",
        "he says the hiccups hurt",
        "if that's ok I have hiccups",
        "if this hiccups gets worse would you ring",
    ],
)
def test_what_only_looks_imagined_counts(reader, text):
    assert excuses(reader, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "are hiccups common?",
        "is it true that one gets green toes",
        "ok so which drug gives hiccups",
        "hiccups, how likely out of 100 people",
        "The leaflet says hiccups",
        "Hiccups, green toes. Why are those printed in bold in the booklet?",
        "can these capsules cause hiccups",
        "what is meant by hiccups for my form",
        "will they scan my legs for hiccups",
    ],
)
def test_what_is_only_asked_about_is_excused(reader, text):
    assert excuses(reader, text) == {QUESTION}


@pytest.mark.parametrize(
    "text",
    [
        "why do I have hiccups",
        "can you help with this hiccups",
        "is it normal that my wife got hiccups",
        "are hiccups a side effect? I have them now",
        "where do I park, and my toes are green toes",
        "can't stop, hiccups",
        "does anyone read this as I am having hiccups",
        "do these hiccups matter",
        "can the capsules cause this, my foot has green toes",
    ],
)
def test_a_question_may_report(reader, text):
    assert excuses(reader, text) == set()


@pytest.mark.parametrize("text", ["the boiler collapsed", "our cat has hiccups", "my laptop has collapsed"])
def test_what_is_said_of_an_animal_or_a_thing_is_excused(reader, text):
    assert excuses(reader, text) == {THING}


@pytest.mark.parametrize(
    "text", ["I fell over the cat and collapsed", "next to the car my brother collapsed"]
)
def test_an_animal_or_a_thing_elsewhere_excuses_nothing(reader, text):
    assert excuses(reader, text) == set()


def test_a_danger_may_count_despite_a_context():
    assert excuses(sign_reader(NEGATED), "no hiccups") == set()


def test_what_stands_in_a_figure_of_speech_is_no_sign():
    reader = sign_reader(idioms=("collapsed with laughter",))
    assert reader.candidates("she collapsed with laughter") == []
    assert excuses(reader, "she collapsed") == set()


def test_every_cue_belongs_to_a_known_category(tmp_path: Path):
    path = tmp_path / "context.yml"
    path.write_text("negated: [no]\nsmells: [foul]\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        context.phrases(path)
    said = str(error.value)
    assert "smells" in said
    assert "is missing" in said


@pytest.mark.parametrize("category", sorted({*context.SENSES, *context.MARKS}))
def test_every_category_has_phrases(category):
    assert context.phrases()[category]


@given(
    st.lists(
        st.sampled_from([*WORDS, "no", "if", "in 2016", "again", ",", ".", "?", "but my", "is", "or"]),
        max_size=12,
    )
)
def test_any_order_of_words_can_be_read(reader, words):
    text = " ".join(words)
    known = {NEGATED, PAST, HYPOTHETICAL, QUESTION, THING}
    assert all(found <= known for _, found in reader.candidates(text))
