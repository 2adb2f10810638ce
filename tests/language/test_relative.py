"""Whether somebody asks for themselves or for a relative, if they say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.relative import for_relative


@pytest.mark.parametrize(
    "text",
    [
        "it's for my husband",
        "I'm asking for my mum",
        "on behalf of my father",
        "this is about my wife",
        "for our elderly dad",
        "my husband has CLL",
        "My wife is 72 and her CLL is back",
        "our dad was told about this trial",
        "my mum's CLL came back",
        "my dad's leukaemia is back",
        "could my brother join",
        "can my nan take part?",
        "would he be able to join?",
        "Dad has had FCR",
        "husband is 68, relapsed",
        "my mother-in-law has CLL",
        "my other half has CLL",
        "my friend asked me to find out",
        "can you tell me whether he could take part",
        "I'm 45 and asking for my dad",
        "asking about my late mother's twin, no, for my sister",
    ],
)
def test_who_speaks_of_a_relatives_illness_asks_for_them(text):
    assert for_relative(text) is True
    assert for_relative(text.upper()) is True


@pytest.mark.parametrize(
    "text",
    [
        "it's for me",
        "this is about me",
        "it’s about me",
        "for myself",
        "I'm the patient",
        "I’m the one with CLL",
        "I have CLL",
        "I've got CLL",
        "I’ve got leukaemia",
        "I had FCR in 2019",
        "I'm 67",
        "my CLL is back",
        "my leukaemia came back",
        "could I join",
        "can I take part?",
        "I have CLL and my wife is 38",
        "my brother had a clot, but I have CLL",
    ],
)
def test_who_speaks_of_their_own_illness_asks_for_themselves(text):
    assert for_relative(text) is False
    assert for_relative(text.upper()) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "yes",
        "no clots",
        "67",
        "what is lenalidomide?",
        "FCR in 2019",
        "how many visits are there",
        "relapsed, PS 1",
        "the husbandry of sheep",
        "mumps as a child",
        "the other half of the dose",
    ],
)
def test_who_does_not_say_may_ask_for_anybody(text):
    assert for_relative(text) is None


@given(
    st.text()
    | st.lists(st.sampled_from(["my", "mum", "I have", "for", "CLL", "can", "he", "is"])).map(" ".join)
)
def test_any_text_can_be_read(text):
    assert for_relative(text) in (True, False, None)
