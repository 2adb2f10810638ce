"""An answer is made of whole sentences of the page, and says so where the page does not say."""

import itertools
from datetime import datetime

import pytest
import yaml

from bot import bootstrap
from bot.core.answering import MOST_MEANINGS, MOST_ON_SUBJECT, Answerer, SoFar
from bot.core.hours import parse
from bot.core.messages import Message
from bot.core.nurse_line import NurseLine
from bot.core.passages import PassageKind
from bot.core.trial import Trial
from bot.core.understanding import Candidate, Mention, Part, decide
from bot.language import lexicon
from bot.page import Layout
from bot.settings import ROOT, settings

LONGEST_MESSAGE = 1400
LOOKUPS = ("side_effect", "criterion", "meaning")
LABELS = sorted(
    block["intent"]
    for path in (ROOT / "data" / "nlu").glob("*.yml")
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
)
PERSONAL = ("missed_dose", "other_medicines", "food_and_drink")
"""Topics on which nobody should act after reading a page."""
KINDS = {
    "prescreen": "prescreen_intro",
    "affirm": "smalltalk",
    "deny": "smalltalk",
    "interview": "smalltalk",
    "code": "handoff",
}


def ask(answerer: Answerer, label: str, *named: str, kind: str = "", **more) -> Message:
    """The answer to a part; ``named`` are the concepts of this kind that it mentions."""
    return answerer.answer(Part(label, 1.0, tuple(Mention(kind, one) for one in named), **more))


def effect(answerer: Answerer, *symptoms: str) -> Message:
    return ask(answerer, "ask/side_effect", *symptoms, kind="symptom")


def condition(answerer: Answerer, *conditions: str) -> Message:
    return ask(answerer, "ask/criterion", *conditions, kind="condition")


def meaning(answerer: Answerer, *terms: str) -> Message:
    return ask(answerer, "ask/meaning", *terms, kind="term")


def stated(trial: Trial) -> list[str]:
    return [topic for topic, answer in trial.answers.items() if answer.passages]


@pytest.fixture(scope="module")
def messages(answerer: Answerer, trial: Trial) -> list[Message]:
    """Everything that can be said about a topic, a symptom, a condition or a word."""
    topics = [ask(answerer, f"ask/{topic}") for topic in trial.answers]
    effects = [effect(answerer, concept) for concept in lexicon.read("symptoms")]
    conditions = [condition(answerer, concept) for concept in lexicon.read("conditions")]
    words = [meaning(answerer, entry.term) for entry in trial.glossary]
    own = [
        ask(answerer, label)
        for label in ("advice", "handoff", "code/take", "prescreen", "out_of_scope", "clarify")
    ]
    return [*topics, *effects, *conditions, *words, *own]


def test_every_quote_is_on_the_page_word_for_word(messages, trial: Trial, layout: Layout):
    page = layout.without_marks(trial.page.text)
    quotes = {passage.text for message in messages for passage in message.passages}
    assert [quote for quote in quotes if quote not in page] == []


def test_the_text_holds_every_quote(messages):
    assert [m for m in messages if any(p.text not in m.text for p in m.passages)] == []


def test_an_answer_on_a_topic_is_nothing_but_quotes_and_where_they_stand(answerer, trial: Trial):
    for topic in stated(trial):
        message = ask(answerer, f"ask/{topic}")
        quotes = {p.text for p in message.passages}
        lines = [line.removeprefix("• ") for line in message.text.splitlines() if line]
        assert all(line in quotes or line.startswith("From ") for line in lines), topic


def test_no_message_is_too_long_to_read(messages):
    assert [m.text for m in messages if len(m.text) > LONGEST_MESSAGE] == []


def test_no_message_has_a_gap_that_was_not_filled_in(messages):
    assert [m.text for m in messages if "{" in m.text or not m.text.strip()] == []


def test_nobody_is_told_that_they_qualify(messages):
    voice = (ROOT / "domain.yml").read_text(encoding="utf-8")
    for text in (voice, *(m.text for m in messages)):
        assert not [word for word in ("eligible", "qualify", "rejected") if word in text.lower()]


def test_every_quick_reply_asks_a_topic_begins_the_pre_screen_or_is_about_a_code(messages, trial: Trial):
    questions = {answer.topic.question for answer in trial.answers.values()}
    begins = {bootstrap.voice().say(f"interview/choice_{name}") for name in ("start", "begin")}
    code, *plain = (
        bootstrap.voice().say(name)
        for name in ("handoff/choice_take", "interview/choice_yes", "interview/choice_no")
    )
    assert {b.text for m in messages for b in m.buttons} <= questions | begins | {code, *plain}


def test_a_code_is_offered_where_only_a_person_can_help_and_nowhere_else_unasked(messages):
    code = bootstrap.voice().say("handoff/choice_take")
    offering = {m.kind for m in messages if code in [b.text for b in m.buttons]}
    assert offering == {"not_stated", "advice", "handoff"}
    assert not [m for m in messages if m.kind in offering and not m.buttons]


def test_a_reply_on_a_topic_names_it_so_that_it_can_be_rated_or_counted_and_no_other_does(messages, answerer):
    assert ask(answerer, "ask/size").more == {"topic": "ask/size"}
    assert {m.kind for m in messages if "topic" in m.more} == {"answer", "not_stated"}


def test_a_wish_about_a_code_has_a_reply_though_nothing_can_be_done_here(answerer, trial: Trial):
    for wish in ("code/withdraw", "code/make", "code/decline"):
        message = ask(answerer, wish)
        assert message.kind == "handoff"
        assert trial.nurse_line in message.text


def test_when_settings_state_hours_the_question_about_them_is_told(trial: Trial):
    line = NurseLine(trial, bootstrap.voice(), parse("mon-sun 9-17"), lambda: datetime(2026, 3, 2, 10))
    knowing = Answerer(trial, bootstrap.voice(), lambda kind, concept: concept, line)
    assert ask(knowing, "ask/nurse_hours").text.startswith("The nurse line is open now, until 5pm.")
    assert "does not say when" not in ask(knowing, "handoff").text


def test_a_topic_that_the_page_does_not_cover_is_said_to_be_so_with_the_nurse_line(answerer, trial):
    for topic in set(trial.answers) - set(stated(trial)):
        message = ask(answerer, f"ask/{topic}")
        assert message.kind == "not_stated", topic
        assert trial.nurse_line in message.text, topic


def test_what_the_page_says_near_a_topic_comes_after_saying_that_it_does_not_say(answerer):
    message = ask(answerer, "ask/dose_amount")
    assert message.text.startswith("The summary does not say anything about")
    assert message.text.index("close to this") < message.text.index(message.passages[0].text)


def test_whoever_asks_about_joining_hears_first_that_the_trial_is_closed(answerer, trial: Trial):
    joining = [topic for topic, answer in trial.answers.items() if answer.topic.joining]
    assert len(joining) > 1
    for topic in joining:
        message = ask(answerer, f"ask/{topic}")
        others = [message.text.index(p.text) for p in message.passages[1:]]
        assert message.passages[0] == trial.status, topic
        assert all(message.text.index(trial.status.text) < other for other in others), topic


def test_whoever_wants_to_check_hears_first_that_the_trial_is_closed(answerer, trial: Trial):
    message = ask(answerer, "prescreen")
    assert message.kind == "prescreen_intro"
    assert message.text.startswith(trial.status.text)
    assert message.buttons


def test_other_likely_topics_are_quick_replies(answerer, trial: Trial):
    message = ask(answerer, "ask/visits", nearby=("ask/heart_trace",))
    assert [b.text for b in message.buttons] == [trial.answers["heart_trace"].topic.question]


def test_each_quote_stands_under_its_section(answerer):
    assert ask(answerer, "ask/phase").text == (
        "From “Phase” on the page:\nPhase 2\n\n"
        "From “Trial design” on the page:\nThis is a phase 2 international trial."
    )


def test_a_sentence_without_a_heading_stands_at_the_top_of_the_page(answerer):
    assert ask(answerer, "ask/evidence").text.startswith("From the top of the page:\n")


def test_a_message_tells_the_chat_where_its_quotes_stand(answerer):
    quote, offer = "It will recruit about 90 people.", "What phase is the trial?"
    assert ask(answerer, "ask/size", nearby=("ask/phase",)).to_dict() == {
        "kind": "answer",
        "text": f"From “Trial design” on the page:\n{quote}",
        "passages": [{"id": "trial-design-2", "section": "Trial design", "quote": quote}],
        "buttons": [{"title": offer, "text": offer}],
        "topic": "ask/size",
    }


def test_a_message_without_quotes_or_quick_replies_has_no_empty_lists(answerer):
    assert set(ask(answerer, "abuse").to_dict()) == {"kind", "text"}


def test_every_side_effect_of_the_list_is_found_there(answerer, trial: Trial):
    for one in trial.effects:
        for concept in one.concepts:
            message = effect(answerer, concept)
            assert message.kind == "answer", concept
            assert one.passage in message.passages, concept
            assert "not a full list" in message.text, concept


def test_a_line_of_the_list_comes_with_the_line_above_the_list(answerer, trial: Trial):
    message = effect(answerer, "headache")
    assert [p.text for p in message.passages] == [trial.effects_lead_in.text, "Headache"]


def test_a_side_effect_that_is_not_on_the_list_is_not_denied(answerer, trial: Trial):
    message = effect(answerer, "hair_loss")
    assert (message.kind, message.passages) == ("not_stated", ())
    for words in ("does not name hair loss", "not a full list", trial.nurse_line):
        assert words in message.text


def test_of_several_side_effects_each_is_told_whether_it_is_on_the_list(answerer):
    name = lexicon.read("symptoms")["insomnia"].name
    message = effect(answerer, "hair_loss", "headache", "insomnia")
    assert message.kind == "answer"
    assert "Headache" in [p.text for p in message.passages]
    assert f"does not name hair loss or {name} among" in message.text


def test_one_line_that_covers_two_side_effects_is_quoted_once(answerer):
    message = effect(answerer, "rash", "itching")
    assert [p.text for p in message.passages if p.kind is PassageKind.BULLET] == ["Rash or itchy skin"]


def test_a_side_effect_without_a_name_is_answered_with_the_way_to_the_list(answerer, trial: Trial):
    message = effect(answerer)
    assert message.kind == "not_stated"
    assert "does not name what you ask about" in message.text
    assert message.buttons[0].text == trial.answers["side_effects"].topic.question


def test_every_entry_condition_is_found_by_each_of_its_names(answerer, trial: Trial):
    for criterion in trial.criteria:
        assert criterion.concepts, criterion.id
        for concept in criterion.concepts:
            message = condition(answerer, concept)
            assert message.kind == "answer", concept
            assert criterion.passage in message.passages, concept
            assert criterion.passage.lead_in in [p.id for p in message.passages], concept
            assert message.passages[0] == trial.status, concept


def test_what_an_entry_condition_means_for_someone_is_left_to_a_doctor(answerer):
    assert "Only a doctor who knows you can say" in condition(answerer, "blood_clot").text


def test_entry_conditions_of_both_lists_stand_each_under_its_own_line(answerer):
    told = [p.text for p in condition(answerer, "blood_clot", "age").passages[1:]]
    assert told == [
        "You can enter this trial if you",
        "Are at least 18 years old",
        "You cannot enter this trial if you",
        "Have had a blood clot in the last year",
    ]


def test_a_condition_that_the_page_does_not_name_is_not_waved_through(answerer, trial: Trial):
    message = condition(answerer, "asthma")
    assert message.kind == "not_stated"
    assert "does not name asthma" in message.text
    assert message.passages[0] == trial.status
    assert any("another serious medical condition" in p.text for p in message.passages)
    assert trial.nurse_line in message.text


def test_the_trial_s_own_drug_counts_as_earlier_treatment(answerer, trial: Trial):
    message = ask(answerer, "ask/criterion", "treatment", kind="treatment")
    (criterion,) = [c for c in trial.criteria if "trial_drug_before" in c.concepts]
    assert criterion.passage in message.passages


def test_every_word_of_the_glossary_is_explained_with_its_place_on_the_page(answerer, trial: Trial):
    for entry in trial.glossary:
        message = meaning(answerer, entry.term)
        assert (message.kind, message.passages) == ("answer", entry.passages), entry.term
        if entry.explanation:
            told = f"General explanation, not from the summary: {entry.explanation}"
            assert told in message.text, entry.term


def test_not_more_words_are_explained_at_once_than_anybody_reads(answerer, trial: Trial):
    terms = [entry.term for entry in trial.glossary if entry.explanation]
    assert meaning(answerer, *terms).text.count("General explanation") == MOST_MEANINGS


def test_a_word_that_the_page_does_not_use_is_not_explained(answerer):
    assert meaning(answerer, "phrenology").kind == "not_stated"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("advice", "cannot advise"),
        ("handoff", "You can talk to our information nurses"),
        ("out_of_scope", "I can only help with questions about this trial"),
        ("clarify", "Did you mean one of these?"),
        ("smalltalk/bye", "Goodbye"),
        ("smalltalk/feelings", "this is a lot to carry"),
        ("smalltalk/complaint", "I am sorry that I did not help"),
    ],
)
def test_a_reply_that_is_no_answer_gives_the_nurse_line(answerer, trial: Trial, label, words):
    message = ask(answerer, label)
    assert message.kind == label.split("/")[0]
    assert words in message.text
    assert trial.nurse_line in message.text


def test_asking_back_offers_the_nearest_topics(answerer, trial: Trial):
    message = ask(answerer, "clarify", nearby=("ask/size", "ask/visits"))
    assert [b.text for b in message.buttons] == [
        trial.answers["size"].topic.question,
        trial.answers["visits"].topic.question,
    ]


@pytest.mark.parametrize("label", ["smalltalk/greet", "smalltalk/help", "smalltalk/bot"])
def test_whoever_has_not_asked_yet_is_shown_where_to_begin(answerer, label):
    assert ask(answerer, label).buttons


@pytest.mark.parametrize("label", LABELS)
def test_every_label_that_is_learnt_has_a_reply_of_its_kind(answerer, trial: Trial, label: str):
    topics = {topic: answer.topic for topic, answer in trial.answers.items()}
    certain = Candidate({label: 1.0})
    part, *beside = decide(certain, [certain], topics).parts
    base, _, topic = label.partition("/")
    assert [other.label for other in beside] == (["advice"] if topic in PERSONAL else [])
    of_topic = "answer" if topic in stated(trial) and topic not in LOOKUPS else "not_stated"
    expected = of_topic if base == "ask" else KINDS.get(base, base)
    assert answerer.answer(part).kind == expected


def test_any_mix_of_mentions_is_answered(answerer):
    kinds = [("symptom", "rash"), ("condition", "age"), ("term", "biopsy"), ("drug", "aspirin"), ("?", "?")]
    for label, some in itertools.product(
        [f"ask/{lookup}" for lookup in LOOKUPS], itertools.combinations(kinds, 2)
    ):
        mentions = tuple(Mention(*one) for one in some)
        assert answerer.answer(Part(label, 1.0, mentions)).kind in ("answer", "not_stated")


def test_every_answer_on_side_effects_says_whom_to_tell_and_999(answerer):
    for concept in lexicon.read("symptoms"):
        text = effect(answerer, concept).text
        assert "tell your treatment team" in text
        assert "999" in text


def test_declined_advice_shows_what_the_page_says_on_the_symptom(answerer):
    message = ask(answerer, "advice", "diarrhoea", kind="symptom")
    assert message.kind == "advice"
    assert "Diarrhoea" in [passage.text for passage in message.passages]
    assert "for everybody and not for you" in message.text


def test_declined_advice_shows_what_the_page_says_on_its_subject(answerer, trial: Trial):
    message = ask(answerer, "advice", nearby=("ask/evidence",))
    assert message.passages == trial.answers["evidence"].passages


def test_declined_advice_shows_no_long_list(answerer, trial: Trial):
    assert len(trial.answers["side_effects"].passages) > MOST_ON_SUBJECT
    assert ask(answerer, "advice", nearby=("ask/side_effects",)).passages == ()


@pytest.mark.parametrize(("sent", "told"), [(1, "1 message from"), (7, "7 messages from")])
def test_an_erasure_says_how_much_was_erased(answerer, sent: int, told: str):
    message = answerer.answer(Part("privacy/erase", 1.0), SoFar(sent))
    assert message.kind == "privacy"
    assert told in message.text


@pytest.mark.parametrize(
    ("kept", "told", "not_told"),
    [
        ((), [], ["result", "code"]),
        (("results", "conversations"), ["the page with your result"], ["code"]),
        (("sheets", "conversations"), ["your code"], ["result"]),
        (("unanswered", "transcript", "conversations"), [], ["result", "code", "transcript"]),
        (("results", "sheets", "conversations"), ["the page with your result", "your code"], []),
    ],
)
def test_an_erasure_names_what_else_was_erased_and_only_that(answerer, kept, told, not_told):
    text = answerer.answer(Part("privacy/erase", 1.0), SoFar(3, kept=kept)).text
    assert [words for words in told if words not in text] == []
    assert [words for words in not_told if words in text] == []


def test_how_long_what_is_typed_is_kept_is_told_as_it_is_set(answerer):
    text = ask(answerer, "privacy/kept").text
    for time in settings().times_in_words().values():
        assert time in text


def test_abuse_is_met_calmly_with_help_and_the_second_time_more_briefly(answerer, trial: Trial):
    first = answerer.answer(Part("abuse", 1.0), SoFar(1))
    second = answerer.answer(Part("abuse", 1.0), SoFar(2, frozenset({"abuse"})))
    assert (first.kind, second.kind) == ("abuse", "abuse")
    assert trial.nurse_line in first.text
    assert trial.nurse_line in second.text
    assert len(second.text) < len(first.text)


def test_what_is_kept_is_told_with_how_to_erase_it(answerer):
    assert "delete my data" in ask(answerer, "privacy/kept").text


def test_what_the_page_does_not_say_names_its_topic(answerer):
    message = answerer.answer(Part("ask/locations", 1.0))
    assert message.kind == "not_stated"
    assert message.extras()["topic"] == "ask/locations"
