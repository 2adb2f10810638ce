"""Small words tell how something is said: denied, doubted, past, hoped for or of a relative."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.cues import PATH, has_cue, marks
from bot.yaml_file import YamlFile

NAMES = sorted(YamlFile(PATH).data)
SAID = {
    "negated": "no clots | never had one | I haven't | I haven’t | it isnt | ruled out | not at all",
    "clear": "bloods are fine | all normal | negative | healthy",
    "relative": "my brother had one | my Sister has it | my friend's | my niece | our neighbour",
    "inherited": "it runs in the family | hereditary | Inherited",
    "carer": "my husband has CLL | she had FCR | his bloods | mum is 80",
    "question": "would it matter? | ? | a clot?!",
    "opening_question": "can I join | what if it came | Is it a problem | does that count | … how many",
    "hypothetical": "if I had a clot | suppose it came back | I'm worried about clots | they offered it",
    "unsure": "not sure | I don't know | I don’t know | no idea | can't remember | I'd have to ask",
    "hedged": "I think so | I don't think so | not that I know of | as far as I'm aware | to my knowledge",
    "now": "still on it | currently | at the moment | right now | these days",
    "past": "years ago | in 2019 | back in 1988 | I used to | I had one | it was bad",
    "over": "all gone | cleared up | it went away | cured | finished | recovered",
    "but": "but not now | although | except the skin one | only once",
    "future": "I'm going to have one | it is booked | next month | on the waiting list | planned for spring",
    "yes_first": "yes | Yep, once | afraid so | … yes | I have, twice",
    "no_first": "no | Nope | never | “no” she said | none at all",
    "correcting": "actually it was 2018 | my mistake | I meant June | scrap that",
}
NOT_SAID = {
    "negated": "I know | another | a notion | november | annoyed",
    "relative": "I'm sonic | my own | brotherly",
    "carer": "the heart | this | where | sheet",
    "question": "a statement. | what a day",
    "opening_question": "I can | you are | tell me what",
    "hypothetical": "a gift | stiff | different",
    "past": "2 019 | 1234 | wasp | hadron",
    "now": "I know | snow",
    "over": "overt | undergone",
    "but": "butter | button",
    "yes_first": "I said yes | yesterday | well, yes",
    "no_first": "I said no | notable | nobody",
}


def rows(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in table.items() for text in texts.split(" | ")]


def test_every_cue_is_tested():
    assert sorted(SAID) == NAMES


@pytest.mark.parametrize(("name", "text"), rows(SAID))
def test_a_cue_is_found_in_any_case_and_with_any_apostrophe(name, text):
    assert has_cue(text, name)
    assert has_cue(text.upper(), name)


@pytest.mark.xfail(strict=True, reason="“sorry it” is a cue, but not with a comma between")
def test_a_comma_does_not_hide_a_cue():
    assert has_cue("sorry it was in June", "correcting")
    assert has_cue("sorry, it was in June", "correcting")


@pytest.mark.parametrize(("name", "text"), rows(NOT_SAID))
def test_a_part_of_a_word_and_a_word_elsewhere_are_no_cue(name, text):
    assert not has_cue(text, name)


def test_the_marks_of_a_text_are_its_cues_and_their_pairs():
    found = marks("my brother had no clots?")
    cues = [mark for mark in found if "&" not in mark]
    assert {"negated", "relative", "question", "past"} <= set(cues)
    assert {f"{a}&{b}" for a, b in itertools.combinations(cues, 2)} == set(found) - set(cues)
    assert len(found) == len(set(found))


def test_a_text_without_cues_has_no_marks():
    assert marks("") == []
    assert marks("CLL") == []


def test_a_cue_that_is_not_known_is_a_mistake():
    with pytest.raises(KeyError):
        has_cue("anything", "smell")


@given(st.text() | st.lists(st.sampled_from([t for _, t in rows(SAID)])).map(" ".join))
def test_any_text_can_be_read_and_its_marks_are_the_cues_that_it_has(text):
    found = [mark for mark in marks(text) if "&" not in mark]
    assert found == [name for name in YamlFile(PATH).data if has_cue(text, name)]
