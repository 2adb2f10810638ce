"""What is not known is neither true nor false, and that is carried through every "and" and "or"."""

from itertools import permutations, product

import pytest

from bot.core.truth import Truth, all_of, any_of, negate

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
UP_TO_FOUR = [truths for length in range(5) for truths in product(Truth, repeat=length)]


def readings(truths: tuple[Truth, ...]) -> list[tuple[bool, ...]]:
    """Every way in which what is unknown may turn out."""
    return list(product(*([t is T] if t is not U else [False, True] for t in truths)))


def agreed(results: set[bool]) -> Truth:
    """What all readings agree on, if they do."""
    return U if len(results) == 2 else Truth.of(results.pop())


@pytest.mark.parametrize(("value", "truth"), [(True, T), (False, F), (None, U)])
def test_a_value_that_may_not_be_known_has_a_truth(value, truth):
    assert Truth.of(value) is truth


@pytest.mark.parametrize(("truth", "opposite"), [(F, T), (U, U), (T, F)])
def test_the_opposite_of_what_is_unknown_is_unknown(truth, opposite):
    assert negate(truth) is opposite
    assert negate(negate(truth)) is truth


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (F, F, F, F),
        (F, U, F, U),
        (F, T, F, T),
        (U, F, F, U),
        (U, U, U, U),
        (U, T, U, T),
        (T, F, F, T),
        (T, U, U, T),
        (T, T, T, T),
    ],
)
def test_two_truths_are_joined_as_kleene_joined_them(left, right, both, either):
    assert (all_of([left, right]), any_of([left, right])) == (both, either)


def test_all_of_nothing_is_true_and_any_of_nothing_is_false():
    assert (all_of([]), any_of([])) == (T, F)


@pytest.mark.parametrize("truth", Truth)
def test_one_truth_alone_stays_what_it_is(truth):
    assert all_of([truth]) is any_of([truth]) is truth


@pytest.mark.parametrize("join", [all_of, any_of])
def test_the_result_is_a_truth_and_an_iterator_is_enough(join):
    assert all(isinstance(join(iter(truths)), Truth) for truths in UP_TO_FOUR)


def test_what_is_joined_is_known_exactly_if_every_reading_of_the_unknown_agrees():
    for truths in UP_TO_FOUR:
        assert all_of(truths) is agreed({all(reading) for reading in readings(truths)}), truths
        assert any_of(truths) is agreed({any(reading) for reading in readings(truths)}), truths


def test_de_morgan_holds_for_what_is_unknown_too():
    for truths in UP_TO_FOUR:
        opposites = [negate(truth) for truth in truths]
        assert negate(all_of(truths)) is any_of(opposites), truths
        assert negate(any_of(truths)) is all_of(opposites), truths


def test_the_order_does_not_matter_nor_how_often_a_truth_is_told():
    for truths in UP_TO_FOUR:
        for other in (*permutations(truths), truths * 2):
            assert all_of(other) is all_of(truths)
            assert any_of(other) is any_of(truths)


def test_truths_may_be_joined_in_groups():
    for one, two, three in product(Truth, repeat=3):
        assert all_of([all_of([one, two]), three]) is all_of([one, two, three])
        assert any_of([one, any_of([two, three])]) is any_of([one, two, three])


def test_and_is_spread_over_or_and_the_other_way_round():
    for one, two, three in product(Truth, repeat=3):
        assert all_of([one, any_of([two, three])]) is any_of([all_of([one, two]), all_of([one, three])])
        assert any_of([one, all_of([two, three])]) is all_of([any_of([one, two]), any_of([one, three])])
