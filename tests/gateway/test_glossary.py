"""The words that are explained are found where they stand first, in every form of theirs."""

import pytest

from bot import bootstrap
from bot.core.trial import GlossaryEntry
from bot.gateway.glossary import Glossary, anchor

TRIAL = bootstrap.trial()


def entry(term, *words, explanation="It is something."):
    return GlossaryEntry(term, words, explanation, ())


GLOSSARY = Glossary(
    [
        entry("fever", "fever", "fevers", "high temperature"),
        entry("unexplained", explanation=None),
        entry("glimmer fever (GF)", "glimmer fever", "glimmering"),
        entry("remission"),
    ]
)
FEVER, GLIMMER_FEVER, REMISSION = map(anchor, (1, 2, 3))


def marked(text, met=None):
    """The marked words of a text, each with its anchor."""
    parts = list(GLOSSARY.marked(text, set() if met is None else met))
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)
    return [(part, term) for part, term in parts if term]


@pytest.mark.parametrize("text", ["", "Nothing is explained here.", "It is unexplained."])
def test_a_text_without_explained_words_stays_whole(text):
    assert marked(text) == []


@pytest.mark.parametrize("text", ["fever", "You may have a fever.", "(fever)", "Fever and chills", "FEVER"])
def test_a_word_is_found_wherever_it_stands_and_however_it_is_written(text):
    ((word, term),) = marked(text)
    assert (word.lower(), term) == ("fever", FEVER)


@pytest.mark.parametrize("text", ["feverish", "unfeverfew", "remissions"])
def test_a_part_of_another_word_is_not_it(text):
    assert marked(text) == []


def test_an_entry_is_found_by_its_name_its_abbreviation_and_the_forms_that_begin_like_it():
    for word in ("glimmer fever", "GF", "glimmering"):
        assert marked(f"It is {word}.") == [(word, GLIMMER_FEVER)]


def test_a_lay_word_for_an_entry_is_not_a_word_of_the_page_and_not_marked():
    assert marked("a high temperature") == []


def test_of_two_words_at_one_place_the_longer_one_counts():
    assert marked("glimmer fever, then fever") == [("glimmer fever", GLIMMER_FEVER), ("fever", FEVER)]


def test_an_entry_is_marked_once_whatever_form_it_has():
    assert marked("Fever, fevers and fever") == [("Fever", FEVER)]


def test_what_was_marked_before_is_not_marked_again():
    met = set()
    assert marked("in remission with fever", met) == [("remission", REMISSION), ("fever", FEVER)]
    assert marked("fever, remission, glimmering", met) == [("glimmering", GLIMMER_FEVER)]


def test_an_entry_without_an_explanation_has_no_number():
    assert [one.term for one in GLOSSARY.entries] == ["fever", "glimmer fever (GF)", "remission"]


def test_no_glossary_marks_nothing():
    assert list(Glossary([]).marked("a fever", set())) == [("a fever", "")]


def test_a_word_with_signs_in_it_means_itself():
    glossary = Glossary([entry("B-cell (type 1.5+)")])
    assert list(glossary.marked("B cell, type 145", set())) == [("B cell, type 145", "")]
    assert ("B-cell", anchor(1)) in glossary.marked("a B-cell", set())


def test_every_passage_of_the_page_keeps_its_words():
    glossary = Glossary(TRIAL.glossary)
    for passage in TRIAL.page.passages:
        assert "".join(part for part, _ in glossary.marked(passage.text, set())) == passage.text
