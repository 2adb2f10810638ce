"""Criteria decide by what is known: nothing is guessed, and nothing that is known is overturned later."""

import json
from datetime import date
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import bootstrap, vocabulary
from bot.core.conditions import ALWAYS, Condition, Joined, Not, parse
from bot.core.criteria import (
    CANNOT_TELL,
    DOES_NOT_FIT,
    MAY_FIT,
    NOT_NOW,
    Category,
    Criterion,
    Decision,
    decide,
)
from bot.core.facts import Fact, FactKind, typed
from bot.core.passages import Passage, PassageKind
from bot.core.truth import Truth, negate

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
BEST_LAST = [DOES_NOT_FIT, NOT_NOW, CANNOT_TELL, MAY_FIT]
CRITERIA = {criterion.id: criterion for criterion in bootstrap.trial().criteria}
QUESTIONS = bootstrap.trial().questions
FOLLOW_UPS = [
    (criterion, number)
    for criterion, question in QUESTIONS.items()
    for number in range(len(question.follow_ups))
]
VOCABULARY = vocabulary.facts()

FITS = {
    "diagnosis": "b_cell_cll",
    "disease_status": "refractory",
    "cll_drugs_received": ["bendamustine"],
    "blood_results_satisfactory": True,
    "performance_status": 0,
    "pregnancy_possible": True,
    "willing_contraception": True,
    "age_years": 18,
    "cns_spread": False,
    "transformation": "none",
    "lenalidomide_before": False,
    "infection_now": True,
    "antibiotics_for_infection": False,
    "transplant_planned": False,
    "days_since_alemtuzumab": 56,
    "days_since_cll_treatment": 28,
    "days_since_trial_drug": 28,
    "thalidomide_ever": True,
    "bad_rash_after_thalidomide": False,
    "other_cancers": [{"type": "bowel", "status": "remission", "remission_years": 2}],
    "dialysis_ever": False,
    "thyroid_problem": False,
    "nerve_damage": False,
    "days_since_blood_clot": 365,
    "hiv": "negative",
    "hepatitis_b": "negative",
    "hepatitis_c": "negative",
    "other_serious_condition": False,
}
LASTING = {
    "I1": {"disease_status": "in_remission"},
    "I2": {"cll_drugs_received": ["ibrutinib"]},
    "I3": {"blood_results_satisfactory": False},
    "I4": {"performance_status": 3},
    "I5": {"willing_contraception": False},
    "I6": {"age_years": 17},
    "E1": {"cns_spread": True},
    "E2": {"transformation": "richter"},
    "E3": {"lenalidomide_before": True},
    "E5": {"transplant_planned": True},
    "E9": {"bad_rash_after_thalidomide": True},
    "E10": {"other_cancers": [{"type": "bowel", "status": "active"}]},
    "E11": {"dialysis_ever": True},
    "E12": {"thyroid_problem": True},
    "E13": {"nerve_damage": True},
    "E15": {"hiv": "positive"},
    "E16": {"other_serious_condition": True},
}
PASSING = {
    "E4": {"antibiotics_for_infection": True},
    "E6": {"days_since_alemtuzumab": 55},
    "E7": {"days_since_cll_treatment": 27},
    "E8": {"days_since_trial_drug": 27},
    "E10": {"other_cancers": [{"type": "bowel", "status": "remission", "remission_years": 1}]},
    "E14": {"days_since_blood_clot": 364},
}
OBSTACLES = [*LASTING.items(), *PASSING.items()]
CHOICES = {
    "diagnosis": ["b_cell_cll", "other"],
    "disease_status": ["relapsed", "refractory", "in_remission", "watch_and_wait"],
    "transformation": ["none", "richter", "prolymphocytic"],
    "type": ["basal_cell_skin", "non_melanoma_skin", "melanoma", "breast", "cervix", "prostate", "bowel"],
    "status": ["active", "remission"],
    **{virus: ["positive", "negative", "cured"] for virus in ("hiv", "hepatitis_b", "hepatitis_c")},
}
DRUGS = ["fludarabine", "bendamustine", "ibrutinib", "chlorambucil", "unknown"]
NUMBERS = {"age_years": [17, 18, 70], "performance_status": [0, 2, 3], "stage": [1, 2]}
DAYS = [0, 27, 28, 55, 56, 364, 365]


def values(fact: Fact) -> st.SearchStrategy:
    """Values that a fact may have when it is known, as plain data."""
    numbers = st.sampled_from(NUMBERS.get(fact.name, [1, 2, 3]) if fact.kind is FactKind.NUMBER else DAYS)
    fields = {name: st.none() | values(field) for name, field in fact.fields.items()}
    return {
        FactKind.TRUTH: st.booleans(),
        FactKind.NUMBER: numbers | st.tuples(numbers, numbers).map(sorted),
        FactKind.DAYS: numbers | st.tuples(numbers, numbers).map(sorted),
        FactKind.CHOICE: st.sampled_from(CHOICES.get(fact.name, [""])),
        FactKind.NAMES: st.lists(st.sampled_from(DRUGS), max_size=2),
        FactKind.RECORDS: st.lists(st.fixed_dictionaries(fields), max_size=2),
    }[fact.kind]


VALUES = {fact.name: values(fact) for fact in VOCABULARY.values()}
changes = st.lists(
    st.one_of([st.tuples(st.just(name), st.none() | value) for name, value in VALUES.items()]),
    max_size=5,
).map(dict)
anything = st.fixed_dictionaries({}, optional={name: st.none() | value for name, value in VALUES.items()})
plain = st.one_of(changes.map(lambda changed: {**FITS, **changed}), anything)
facts = plain.map(lambda told: typed(told, VOCABULARY, date.max))


def known(**changed) -> dict:
    """Facts of somebody who fits, but for these."""
    return dict(typed({**FITS, **changed}, VOCABULARY, date.max))


def decided(known_facts: dict) -> Decision:
    return decide(list(CRITERIA.values()), known_facts)


def rank(decision: Decision) -> int:
    return BEST_LAST.index(decision.outcome)


@st.composite
def resolved(draw) -> tuple[dict, dict]:
    """Facts, and the same facts after some of what was open has become known, in records as well."""
    before = draw(facts)
    after = {}
    for name, fact in VOCABULARY.items():
        told = before.get(name)
        if told is None and draw(st.booleans()):
            told = typed({name: draw(VALUES[name])}, VOCABULARY, date.max)[name]
        if fact.kind is FactKind.RECORDS and told is not None:
            told = tuple(
                {
                    n: draw(values(f).map(f.value)) if record.get(n) is None else record[n]
                    for n, f in fact.fields.items()
                }
                for record in told
            )
        after[name] = told
    return before, after


def leaves(condition: Condition) -> list[Condition]:
    """The parts of a condition that are asked of one fact."""
    if isinstance(condition, Not):
        return leaves(condition.part)
    if isinstance(condition, Joined):
        return [leaf for part in condition.parts for leaf in leaves(part)]
    return [condition]


def test_the_criteria_are_those_of_the_page_in_its_order():
    starts = [criterion.passage.start for criterion in CRITERIA.values()]
    assert list(CRITERIA) == [*(f"I{n}" for n in range(1, 7)), *(f"E{n}" for n in range(1, 17))]
    assert starts == sorted(starts)
    for criterion in CRITERIA.values():
        assert criterion.category is (Category.INCLUSION if criterion.id[0] == "I" else Category.EXCLUSION)


def test_every_criterion_can_be_met():
    assert decided(known()).to_dict() == {
        "outcome": MAY_FIT,
        "met": list(CRITERIA),
        "not_met": [],
        "unknown": [],
    }


def test_every_criterion_is_open_as_long_as_nothing_is_known():
    assert decided({}).to_dict() == {
        "outcome": CANNOT_TELL,
        "met": [],
        "not_met": [],
        "unknown": list(CRITERIA),
    }


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_criterion_alone_can_be_left_open(criterion):
    without = known(**dict.fromkeys(CRITERIA[criterion].facts()))
    assert decided(without).unknown == (criterion,)
    assert decided(without).outcome == CANNOT_TELL


def test_every_criterion_can_be_not_met():
    assert {criterion for criterion, _ in OBSTACLES} == set(CRITERIA)


@pytest.mark.parametrize(("criterion", "obstacle"), LASTING.items(), ids=LASTING)
def test_an_obstacle_that_lasts_does_not_fit(criterion, obstacle):
    decision = decided(known(**obstacle))
    assert (decision.outcome, decision.not_met) == (DOES_NOT_FIT, (criterion,))


@pytest.mark.parametrize(("criterion", "obstacle"), PASSING.items(), ids=PASSING)
def test_an_obstacle_that_passes_does_not_fit_now(criterion, obstacle):
    decision = decided(known(**obstacle))
    assert (decision.outcome, decision.not_met) == (NOT_NOW, (criterion,))


@pytest.mark.parametrize("lasting", LASTING)
@pytest.mark.parametrize("passing", PASSING)
def test_a_lasting_obstacle_comes_before_one_that_passes(lasting, passing):
    if lasting != passing:
        decision = decided(known(**LASTING[lasting], **PASSING[passing]))
        assert decision.outcome == DOES_NOT_FIT
        assert set(decision.not_met) == {lasting, passing}


@pytest.mark.parametrize(
    ("exempt", "nearly"),
    [
        ({"type": "basal_cell_skin"}, {"type": "melanoma"}),
        ({"type": "squamous_cell_skin"}, {"type": "melanoma"}),
        ({"type": "non_melanoma_skin"}, {"type": "melanoma"}),
        ({"type": "cervix", "in_situ": True}, {"in_situ": False}),
        ({"type": "breast", "in_situ": True}, {"in_situ": False}),
        ({"type": "bladder", "in_situ": True}, {"in_situ": False}),
        ({"type": "cervix", "in_situ": True}, {"type": "bowel"}),
        ({"type": "prostate", "stage": 1}, {"stage": 2}),
        ({"type": "prostate", "stage": 1}, {"type": "breast"}),
        ({"status": "remission", "remission_years": 2}, {"remission_years": 1.9}),
        ({"status": "remission", "remission_years": 2}, {"status": "active"}),
    ],
)
def test_an_exception_for_other_cancers_is_reached_and_its_every_part_matters(exempt, nearly):
    counts = {"type": "lung", "in_situ": False, "stage": 3, "status": "active", "remission_years": 0}
    open_part = dict.fromkeys(nearly)
    cancers = [{**counts, **exempt}, {**counts, **exempt, **nearly}, {**counts, **exempt, **open_part}]
    assert [decided(known(other_cancers=[c])).truths["E10"] for c in cancers] == [T, F, U]


def test_a_bad_rash_after_thalidomide_says_that_there_was_thalidomide():
    assert decided(known(thalidomide_ever=None, bad_rash_after_thalidomide=True)).not_met == ("E9",)
    assert decided(known(thalidomide_ever=None, bad_rash_after_thalidomide=False)).not_met == ()


def test_antibiotics_for_an_infection_say_that_there_is_one():
    assert decided(known(infection_now=None, antibiotics_for_infection=True)).not_met == ("E4",)
    assert decided(known(infection_now=False, antibiotics_for_infection=True)).not_met == ()


@pytest.mark.parametrize("name", ["FCR", "fc", "FCM", "br", "Fludara", "Bendamustine"])
def test_a_mix_or_a_brand_of_such_chemotherapy_is_had(name):
    assert decided(known(cll_drugs_received=[name])).truths["I2"] is T


@pytest.mark.parametrize(
    ("cancers", "further", "outcome"),
    [
        ([{"type": "bowel"}], 0, DOES_NOT_FIT),
        ([{}], 0, DOES_NOT_FIT),
        ([{"type": "bowel", "status": "unknown"}], 0, DOES_NOT_FIT),
        ([{"type": "bowel", "status": "remission"}], 1, NOT_NOW),
        ([{"type": "bowel", "status": "remission", "remission_years": None}], 1, NOT_NOW),
        ([{"type": "lung"}, {"type": "bowel", "status": "remission"}], 0, DOES_NOT_FIT),
    ],
)
def test_a_plain_no_about_another_cancer_tells_whether_the_obstacle_passes(cancers, further, outcome):
    told = known(other_cancers=cancers)
    asked = [follow.when.test(told) is T for follow in QUESTIONS["E10"].follow_ups]
    assert (decided(told).truths["E10"], asked.index(True)) == (U, further)
    decision = decide(list(CRITERIA.values()), told, {"E10": F})
    assert (decision.not_met, decision.outcome) == (("E10",), outcome)


@pytest.mark.parametrize(
    "cancers",
    [
        [],
        [{"type": "bowel", "status": "active"}],
        [{"type": "bowel", "status": "remission", "remission_years": 1}],
        [{"type": "bowel", "status": "remission", "remission_years": [1, 3]}],
        [{"type": "breast", "status": "active"}],
    ],
)
def test_nothing_further_is_asked_about_a_cancer_of_which_it_is_known(cancers):
    told = known(other_cancers=cancers)
    assert [follow.when.test(told) for follow in QUESTIONS["E10"].follow_ups] == [F, F]


@pytest.mark.parametrize("status", ["active", "not in remission", "spread"])
def test_a_cancer_that_is_not_in_remission_stands_in_the_way_for_good(status):
    assert decided(known(other_cancers=[{"type": "bowel", "status": status}])).outcome == DOES_NOT_FIT


def test_skin_cancer_of_a_kind_that_is_not_known_is_left_open():
    assert decided(known(other_cancers=[{"type": "skin", "status": "active"}])).unknown == ("E10",)


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
def test_every_part_of_every_condition_can_be_true_false_and_open(criterion):
    pool = [{}, known(), *(known(**obstacle) for _, obstacle in OBSTACLES)]
    pool += [known(**{name: "positive"}) for name in ("hepatitis_b", "hepatitis_c")]
    pool += [known(diagnosis="other"), known(pregnancy_possible=False), known(thalidomide_ever=False)]
    pool += [known(infection_now=False)]
    pool += [known(**{f"{what}_ever": False}) for what in ("alemtuzumab", "cll_treatment", "trial_drug")]
    pool += [known(blood_clot_ever=False)]
    for condition in (criterion.condition, criterion.applies, criterion.passes):
        for leaf in leaves(condition) if condition else []:
            assert {leaf.test(some_facts) for some_facts in pool} == {F, U, T}, leaf


@pytest.mark.parametrize(("criterion", "number"), FOLLOW_UPS)
def test_every_further_question_comes_up_while_its_criterion_is_open(criterion, number):
    when = QUESTIONS[criterion].follow_ups[number].when
    ever = {name: True for name in when.facts() if VOCABULARY[name].kind is FactKind.TRUTH}
    told = [ever, {"cll_drugs_received": ["unknown"]}]
    told += [{"other_cancers": [{"type": "bowel", **more}]} for more in ({}, {"status": "remission"})]
    asked = [facts for facts in told if when.test(typed(facts, VOCABULARY, date.max)) is T]
    assert [facts for facts in asked if decided(facts).truths[criterion] is U] != []


@given(facts)
def test_the_lists_are_in_the_order_of_the_page_and_hold_every_criterion_once(told):
    data = decided(told).to_dict()
    listed = [data["met"], data["not_met"], data["unknown"]]
    assert [sorted(ids, key=list(CRITERIA).index) for ids in listed] == listed
    assert sorted(chain(*listed)) == sorted(CRITERIA)
    assert json.loads(json.dumps(data)) == data


@given(facts)
def test_the_outcome_follows_from_the_lists_and_from_what_lasts(told):
    decision = decided(told)
    assert decision.lasting <= set(decision.not_met)
    assert decision.lasting >= set(decision.not_met) - set(PASSING)
    expected = MAY_FIT if not decision.unknown else CANNOT_TELL
    if decision.not_met:
        expected = DOES_NOT_FIT if decision.lasting else NOT_NOW
    assert decision.outcome == expected


@given(plain.flatmap(lambda told: st.tuples(st.just(told), st.permutations(sorted(told)))))
def test_the_order_of_facts_never_matters(told_in_order):
    told, order = told_in_order
    one, other = (typed(data, VOCABULARY, date.max) for data in (told, {name: told[name] for name in order}))
    assert decided(one) == decided(other)


@given(facts, st.randoms())
def test_the_order_of_other_cancers_never_matters(told, random):
    cancers = told.get("other_cancers") or ()
    shuffled = {**told, "other_cancers": tuple(random.sample(cancers, len(cancers)))}
    assert decided(shuffled) == decided({**told, "other_cancers": cancers})


@settings(max_examples=300)
@given(resolved())
def test_what_was_open_overturns_nothing_when_it_becomes_known(told):
    before, after = map(decided, told)
    for criterion, truth in before.truths.items():
        assert truth is U or after.truths[criterion] is truth
    assert before.lasting <= after.lasting
    allowed = {
        DOES_NOT_FIT: {DOES_NOT_FIT},
        NOT_NOW: {NOT_NOW, DOES_NOT_FIT},
        MAY_FIT: {MAY_FIT},
        CANNOT_TELL: set(BEST_LAST),
    }
    assert after.outcome in allowed[before.outcome]


@given(facts, st.sampled_from(sorted(VOCABULARY)), st.data())
def test_one_open_fact_resolved_either_way_never_overturns_an_outcome(told, name, data):
    if told.get(name) is None:
        before = decided(told)
        after = decided(
            {**told, **typed({name: data.draw(VALUES[name])}, VOCABULARY, date.max), **_kept(told)}
        )
        if before.outcome in (DOES_NOT_FIT, MAY_FIT):
            assert after.outcome == before.outcome
        assert (before.outcome, after.outcome) != (NOT_NOW, MAY_FIT)


def _kept(told: dict) -> dict:
    """What was known already, which nothing that follows may replace."""
    return {name: value for name, value in told.items() if value is not None}


@given(facts, st.sampled_from(OBSTACLES))
def test_an_obstacle_more_never_improves_an_outcome(told, added):
    criterion, obstacle = added
    known_facts = {name: known()[name] for name in CRITERIA[criterion].facts()}
    before = decided({**told, **known_facts})
    after = decided({**told, **known_facts, **typed(obstacle, VOCABULARY, date.max)})
    assert (before.truths[criterion], after.truths[criterion]) == (T, F)
    assert rank(after) <= rank(before)
    assert after.outcome in (NOT_NOW, DOES_NOT_FIT)


@given(facts, facts)
def test_a_fact_that_a_criterion_does_not_name_says_nothing_to_it(told, other):
    for criterion in CRITERIA.values():
        mixed = {name: (told if name in criterion.facts() else other).get(name) for name in VOCABULARY}
        assert criterion.met(mixed) is criterion.met(told)
        assert criterion.is_lasting(mixed) is criterion.is_lasting(told)


@given(facts)
def test_a_fact_that_no_criterion_names_changes_nothing(told):
    assert decided({**told, "shoe_size": 44}) == decided(told)


PASSAGE = Passage("p", "", "quote", PassageKind.BULLET, 1, 0, 5)
SMALL = {name: Fact(name, FactKind.TRUTH) for name in ("fever", "adult", "over")}


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize(("fever", "adult"), product([True, False, None], repeat=2))
def test_a_criterion_is_only_about_those_to_whom_it_applies(category, fever, adult):
    condition, applies = parse({"fever": "true"}, SMALL), parse({"adult": "true"}, SMALL)
    criterion = Criterion("X", category, PASSAGE, (), "", condition, applies)
    holds = Truth.of(fever) if category is Category.INCLUSION else negate(Truth.of(fever))
    met = criterion.met({"fever": fever, "adult": adult})
    assert met is {True: holds, False: T, None: max(holds, U)}[adult]
    assert criterion.facts() == {"fever", "adult"}


@pytest.mark.parametrize(
    ("passes", "over", "lasting"),
    [
        (None, None, True),
        (ALWAYS, None, False),
        (parse({"over": "true"}, SMALL), True, False),
        (parse({"over": "true"}, SMALL), False, True),
        (parse({"over": "true"}, SMALL), None, False),
    ],
)
def test_an_obstacle_lasts_unless_it_may_pass(passes, over, lasting):
    criterion = Criterion(
        "X", Category.EXCLUSION, PASSAGE, (), "", parse({"fever": "true"}, SMALL), None, passes
    )
    decision = decide([criterion], {"fever": True, "over": over})
    assert decision.outcome == (DOES_NOT_FIT if lasting else NOT_NOW)
    assert decision.lasting == ({"X"} if lasting else set())


@pytest.mark.parametrize(
    ("passes", "over", "lasting"),
    [
        (None, None, True),
        (ALWAYS, None, False),
        (parse({"over": "true"}, SMALL), True, False),
        (parse({"over": "true"}, SMALL), False, True),
        (parse({"over": "true"}, SMALL), None, True),
    ],
)
def test_an_obstacle_that_was_only_stated_lasts_unless_it_is_known_to_pass(passes, over, lasting):
    criterion = Criterion(
        "X", Category.EXCLUSION, PASSAGE, (), "", parse({"fever": "true"}, SMALL), None, passes
    )
    decision = decide([criterion], {"over": over}, {"X": F})
    assert decision.not_met == ("X",)
    assert decision.lasting == ({"X"} if lasting else set())


@pytest.mark.parametrize(("fever", "truth"), [(True, F), (False, T), (None, U)])
@pytest.mark.parametrize("stated", [F, U, T])
def test_what_was_stated_counts_only_where_facts_are_silent(fever, truth, stated):
    criterion = Criterion("X", Category.EXCLUSION, PASSAGE, (), "", parse({"fever": "true"}, SMALL))
    decision = decide([criterion], {"fever": fever}, {"X": stated, "Y": F})
    assert decision.truths == {"X": stated if truth is U else truth}


def test_an_obstacle_that_would_last_is_none_as_long_as_it_does_not_hold():
    criterion = Criterion("X", Category.EXCLUSION, PASSAGE, (), "", parse({"fever": "true"}, SMALL))
    outcomes = [decide([criterion], {"fever": fever}).outcome for fever in (True, False, None)]
    assert outcomes == [DOES_NOT_FIT, MAY_FIT, CANNOT_TELL]


def test_no_criteria_leave_nothing_in_the_way():
    assert decide([], {}).to_dict() == {"outcome": MAY_FIT, "met": [], "not_met": [], "unknown": []}
