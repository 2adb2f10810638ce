"""Of several reports of danger one comes first, and nothing typed is kept of it."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.danger import CRISIS, KINDS, PREGNANCY, URGENT, Danger, foremost

RASH = Danger(URGENT, "rash", "it spreads")
CAPSULES = Danger(URGENT, "capsules", "all of them")
HEART = Danger(URGENT, "heart", "my chest")
DESPAIR = Danger(CRISIS, "despair", "no way out")
PARTNER = Danger(PREGNANCY, "partner", "she is expecting")
VITAL = {"heart"}


def test_there_are_three_kinds():
    assert set(KINDS) == {"urgent", "crisis", "pregnancy"}
    assert len(KINDS) == 3


@pytest.mark.parametrize(
    ("dangers", "first"),
    [
        ([RASH], RASH),
        ([PARTNER], PARTNER),
        ([HEART, RASH], HEART),
        ([HEART, DESPAIR], HEART),
        ([HEART, PARTNER], HEART),
        ([HEART, CAPSULES, DESPAIR, PARTNER], HEART),
        ([CAPSULES, DESPAIR], DESPAIR),
        ([DESPAIR, PARTNER], DESPAIR),
        ([RASH, PARTNER], RASH),
        ([RASH, DESPAIR, PARTNER], DESPAIR),
    ],
)
def test_what_takes_minutes_comes_first_then_despair_then_the_rest_in_whatever_order_they_are(dangers, first):
    assert {foremost(order, VITAL) for order in itertools.permutations(dangers)} == {first}


def test_of_equals_the_first_report_comes_first():
    assert foremost([PARTNER, RASH, CAPSULES], VITAL) == RASH
    assert foremost([PARTNER, CAPSULES, RASH], VITAL) == CAPSULES


def test_without_a_danger_that_takes_minutes_despair_comes_first():
    assert foremost([HEART, PARTNER, DESPAIR], set()) == DESPAIR


@given(st.sampled_from(KINDS), st.text(), st.text(), st.booleans())
def test_what_is_kept_does_not_depend_on_what_was_typed(kind, words, other_words, likeness):
    kept = Danger(kind, "heart", words, likeness).to_dict()
    assert kept == Danger(kind, "heart", other_words, not likeness).to_dict()


def test_no_typed_word_is_in_what_is_kept():
    kept = Danger(URGENT, "heart", "Xaver has crushing pain").to_dict()
    assert kept == {"kind": "urgent", "name": "heart"}
    assert json.loads(json.dumps(kept)) == kept
