"""What people name is found under any of its names, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.trial import Trial
from bot.core.understanding import Mention
from bot.language import lexicon
from bot.language.mentions import MentionFinder, vocabulary_for

VOCABULARY = {
    "symptom": {"rash": ["rash", "red skin"], "skin_pain": ["skin pain"], "cold": ["cold"]},
    "condition": {"hepatitis": ["hep-b", "hepatitis b"], "crohns": ["crohn's"], "cold": ["a cold"]},
}


@pytest.fixture(scope="module")
def finder() -> MentionFinder:
    """Knows a few words in two lexicons."""
    return MentionFinder(VOCABULARY)


@pytest.fixture(scope="module")
def trial_finder(trial: Trial) -> MentionFinder:
    """Knows all that can be named when the talk is of the real trial."""
    return MentionFinder(vocabulary_for(trial))


def named(finder: MentionFinder, text: str) -> list[Mention]:
    return [found.mention for found in finder.find(text)]


@pytest.mark.parametrize("text", ["a RASH?", "rashs", "my red skin", "Red-skin", "rash, mostly"])
def test_a_name_is_found_in_any_writing(finder, text):
    assert named(finder, text) == [Mention("symptom", "rash")]


@pytest.mark.parametrize("text", ["hep b", "hep-b", "Hep–B", "hepatitis b", "hepatitis-b"])
def test_a_dash_makes_no_difference(finder, text):
    assert named(finder, text) == [Mention("condition", "hepatitis")]


@pytest.mark.parametrize("text", ["crohn's", "Crohn’s disease"])
def test_a_curly_apostrophe_makes_no_difference(finder, text):
    assert named(finder, text) == [Mention("condition", "crohns")]


@pytest.mark.parametrize("text", ["crash", "rasher", "scold", "nothing of the kind", "", "?"])
def test_only_whole_words_are_found(finder, text):
    assert named(finder, text) == []


def test_the_longer_name_wins_within_a_lexicon(finder):
    assert named(finder, "red skin pain") == [Mention("symptom", "rash")]
    assert named(finder, "skin pain") == [Mention("symptom", "skin_pain")]


def test_lexicons_may_find_different_things_in_the_same_words(finder):
    assert set(named(finder, "a cold")) == {Mention("condition", "cold"), Mention("symptom", "cold")}


def test_what_is_found_stands_where_it_says(finder):
    text = "I’ve red–skin and hep-b too."
    assert [text[f.start : f.end] for f in finder.find(text)] == ["red–skin", "hep-b"]


@given(st.text(max_size=60))
def test_any_text_can_be_searched(finder, text):
    assert all(0 <= found.start < found.end <= len(text) for found in finder.find(text))


@pytest.mark.parametrize("kind", ["symptom", "condition", "drug"])
def test_every_word_of_a_lexicon_is_found_as_its_own_concept(kind: str):
    concepts = lexicon.read(f"{kind}s").values()
    finder = MentionFinder({kind: {concept.id: concept.words for concept in concepts}})
    wrong = [w for c in concepts for w in c.words if named(finder, w) != [Mention(kind, c.id)]]
    assert wrong == []


@pytest.mark.parametrize("kind", ["symptom", "condition", "drug"])
def test_every_word_of_a_lexicon_is_found_at_the_end_of_a_sentence(kind: str):
    concepts = lexicon.read(f"{kind}s").values()
    finder = MentionFinder({kind: {concept.id: concept.words for concept in concepts}})
    words = [(word, c.id) for c in concepts for word in c.words if not word.endswith(".")]
    assert [w for w, c in words if Mention(kind, c) not in named(finder, f"I had {w}.")] == []


def test_every_word_of_the_glossary_is_found_as_its_own_term(trial_finder, trial: Trial):
    words = [(word, Mention("term", entry.term)) for entry in trial.glossary for word in entry.words]
    assert [word for word, term in words if term not in named(trial_finder, word)] == []


def test_the_treatment_is_found_under_each_of_its_names(trial_finder, trial: Trial):
    for name in trial.treatment_names:
        assert Mention("treatment", "treatment") in named(trial_finder, f"what is {name}?"), name
