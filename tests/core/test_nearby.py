"""Beside the answer a nurse sees what stands near to it on the page, the nearest first."""

from bot.core.nearby import LEAST_LIKENESS, MOST, nearby
from bot.core.trial import Trial
from bot.core.understanding import NOTHING, Part, Understanding


def understood(label, *near):
    return Understanding((Part(label, 0.9, nearby=near),))


def topic_with(trial: Trial, number=1):
    return next(a for a in trial.answers.values() if len(a.passages) >= number and not a.passages[0].lead_in)


def test_what_the_answer_quotes_comes_first(trial: Trial):
    answer = topic_with(trial)
    found = nearby(trial, understood(f"ask/{answer.topic.id}"), {}, answer.passages)
    assert set(found[: len(answer.passages)]) == set(answer.passages)


def test_what_is_likest_comes_before_what_is_less_so(trial: Trial):
    first, second = trial.page.passages[5], trial.page.passages[2]
    likeness = {first.id: 0.9, second.id: 0.5}
    assert nearby(trial, NOTHING, likeness) == (first, second)


def test_what_is_not_like_the_question_is_left_out(trial: Trial):
    passage = trial.page.passages[5]
    assert nearby(trial, NOTHING, {passage.id: LEAST_LIKENESS - 0.01}) == ()


def test_a_topic_that_was_only_considered_counts_less(trial: Trial):
    taken, considered = [
        a for a in trial.answers.values() if a.passages and not any(p.lead_in for p in a.passages)
    ][:2]
    found = nearby(trial, understood(f"ask/{considered.topic.id}", f"ask/{taken.topic.id}"), {})
    assert found[0] in considered.passages


def test_what_the_page_does_not_say_is_near_to_what_it_says_next_to_it(trial: Trial):
    answer = next(a for a in trial.answers.values() if a.nearest and not a.passages)
    assert set(answer.nearest) <= set(nearby(trial, understood(f"ask/{answer.topic.id}"), {}))


def test_a_list_does_not_drown_what_is_nearer(trial: Trial):
    answer = next(a for a in trial.answers.values() if sum(bool(p.lead_in) for p in a.passages) > MOST)
    likest = answer.passages[-1]
    found = nearby(trial, understood(f"ask/{answer.topic.id}"), {likest.id: 0.9})
    assert likest in found[:3]
    assert len(found) == MOST


def test_a_label_that_is_no_topic_has_no_passages(trial: Trial):
    assert nearby(trial, understood("handoff"), {}) == ()
