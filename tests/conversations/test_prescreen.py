"""The pre-screen with a trained assistant: people do not follow forms, and it follows people."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.core.trial import Trial

Say = Callable[[str], list[dict[str, Any]]]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

CHECK = "Can you check whether I could take part?"
START = "Yes, please start"
DISEASE, AGE, CHEMOTHERAPY = (
    "Is the illness CLL?",
    "Are you at least 18? Your age is fine too.",
    "Which chemotherapy have you had",
)
ABOUT_MYSELF = "Hello, I'm 71 and my CLL has come back after FCR"
NOTHING_AGAINST = {
    "I1": "It came back last year",
    "I6": "I'm 71",
    "I2": "FCR",
    "E7": "No, it ended in 2019",
    "I4": "Yes, I go for a walk every day",
    "I3": "Yes, they said that my bloods are fine",
    "I5": "No, I am 71 and so is my wife",
}
"""Answers of somebody with nothing against them, where they are no plain “no”."""
NEVER_SAID = re.compile(r"eligib|qualif|reject", re.IGNORECASE)
DANGER = {
    "urgent": "I am 71 and I have crushing pain in my chest right now and I cannot breathe",
    "crisis": "I am 71 and I want to kill myself tonight",
    "pregnancy": "I am 71, I take the capsules and my wife's pregnancy test is positive",
}
QUESTION = "How many people take part?"


def kinds(replies: list[dict[str, Any]]) -> list[str]:
    return [reply["custom"]["kind"] for reply in replies]


def text(replies: list[dict[str, Any]]) -> str:
    return "\n".join(reply["text"] for reply in replies)


def asked(replies: list[dict[str, Any]]) -> str | None:
    """The criterion of the question, if there is one."""
    return next((r["custom"].get("criterion") for r in replies if r["custom"]["kind"] == "question"), None)


def result(replies: list[dict[str, Any]]) -> dict[str, Any]:
    return next(reply["custom"] for reply in replies if reply["custom"]["kind"] == "result")


def begin(say: Say, *before: str) -> list[dict[str, Any]]:
    """Says something, then begins."""
    for words in (*before, CHECK):
        say(words)
    return say(START)


def through(say: Say, replies: list[dict[str, Any]], answers: dict[str, str], until: str = "") -> Any:
    """Answers as given, or else “no”, and goes on in spite of obstacles; the replies at the end."""
    for _ in range(40):
        assert not NEVER_SAID.search(text(replies))
        if "result" in kinds(replies) or (until and asked(replies) == until):
            return replies
        criterion = asked(replies)
        replies = say(answers.get(criterion, "No") if criterion else "Yes, go on")
    raise AssertionError("it never ends")


def test_it_says_what_it_is_before_it_asks_anything(trial: Trial, say: Say) -> None:
    (intro,) = say(CHECK)
    assert intro["custom"]["kind"] == "prescreen_intro"
    for words in (trial.status.text, "not a medical decision", "I keep your answers", "May I start?"):
        assert words in intro["text"]
    assert START in [button["payload"] for button in intro["buttons"]]
    assert kinds(say("yes")) == ["question"]


def test_whoever_does_not_want_to_start_is_not_asked(say: Say) -> None:
    say(CHECK)
    assert "question" not in kinds(say("no thank you"))


def test_what_was_said_before_is_shown_back_and_not_asked(say: Say) -> None:
    replies = begin(say, ABOUT_MYSELF)
    assert "So far I have:" in text(replies)
    assert f"age: “{ABOUT_MYSELF}”" in text(replies)
    seen = set()
    while asked(replies):
        seen.add(asked(replies))
        replies = say("I'm not sure")
    assert not seen & {"I1", "I6", "I2"}
    assert {"I1", "I6", "I2"} <= set(result(replies)["met"])


def test_a_whole_interview_of_somebody_with_nothing_against_them(trial: Trial, say: Say) -> None:
    replies = through(say, begin(say), NOTHING_AGAINST)
    end = result(replies)
    assert end["outcome"] == "may_fit"
    assert len(end["met"]) == len(trial.criteria)
    assert re.fullmatch(r"/result/[\w-]{20,}", end["page"])
    for words in ("nothing on the page's list stands in the way", "Only a doctor", trial.status.text):
        assert words in text(replies)


def test_a_lasting_obstacle_is_told_gently_and_the_other_points_can_be_gone_through(say: Say) -> None:
    had_it = {**NOTHING_AGAINST, "E3": "Yes, I had Revlimid two years ago"}
    through(say, begin(say), had_it, until="E3")
    told = say(had_it["E3"])
    assert "criterion" not in told[-1]["custom"]
    for words in ("Have had lenalidomide before", had_it["E3"], "It says nothing about you", "go on"):
        assert words in told[-1]["text"]
    end = result(through(say, told, had_it))
    assert (end["outcome"], end["not_met"]) == ("does_not_fit", ["E3"])
    assert end["unknown"] == []


def test_a_question_about_the_trial_is_answered_and_the_open_one_asked_again(say: Say) -> None:
    replies = through(say, begin(say), NOTHING_AGAINST, until="I6")
    answer, question = say(QUESTION)
    assert "about 90 people" in answer["text"]
    assert answer["custom"]["passages"]
    assert (question["text"], asked([question])) == (AGE, asked(replies))


@pytest.mark.parametrize(
    "words", ["why do you ask?", "what has that got to do with it", "Why does that matter?"]
)
def test_whoever_asks_why_hears_the_page_s_sentence_and_a_reason(words: str, say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="E14")
    answer, question = say(words)
    assert "Have had a blood clot in the last year" in answer["text"]
    assert "The drug can cause blood clots." in answer["text"]
    assert asked([question]) == "E14"


def test_an_answer_together_with_a_question_is_taken_and_answered(say: Say) -> None:
    begin(say)
    replies = say(f"Yes, it came back. {QUESTION}")
    assert kinds(replies) == ["answer", "question"]
    assert "about 90 people" in text(replies)
    assert asked(replies) == "I6"


@pytest.mark.parametrize(
    "words", ["go back", "I made a mistake in the last answer", "previous question please"]
)
def test_going_back_asks_the_question_before_anew(words: str, say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="I2")
    replies = say(words)
    assert AGE in text(replies)
    assert asked(say("I'm 17")) != "I6"
    assert "“I'm 17”" in text(say("what have I told you so far?"))


def test_what_was_said_so_far_is_told_in_the_own_words(say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="E7")
    replies = say("what have I told you so far?")
    assert kinds(replies) == ["question"]
    for words in ("So far I have:", "“It came back last year”", "“I'm 71”", "“FCR”"):
        assert words in text(replies)
    assert asked(replies) == "E7"


@pytest.mark.parametrize("words", ["skip this one", "Prefer not to say", "I don't want to answer that"])
def test_what_is_skipped_is_left_out_and_not_asked_again(words: str, say: Say) -> None:
    begin(say)
    assert asked(say(words)) == "I6"
    end = result(through(say, say(NOTHING_AGAINST["I6"]), NOTHING_AGAINST))
    assert (end["outcome"], end["unknown"]) == ("cannot_tell", ["I1"])


def test_what_cannot_be_read_is_asked_in_other_words_and_then_left_open(say: Say) -> None:
    begin(say)
    again = say("hm, well")
    assert "I am not sure that I understood" in text(again)
    assert (asked(again), asked(say("hm, well"))) == ("I1", "I6")


def test_what_passes_with_time_is_in_the_way_for_now(say: Say) -> None:
    replies = through(say, begin(say), {**NOTHING_AGAINST, "E14": "Yes, in my leg, last month"})
    assert (result(replies)["outcome"], result(replies)["not_met"]) == ("not_now", ["E14"])
    assert "In the way for now" in text(replies)


def test_the_own_words_are_shown_as_they_were_typed(say: Say) -> None:
    replies = through(say, begin(say), {**NOTHING_AGAINST, "E14": "Yes, in my leg, six weeks ago"})
    assert "“Yes, in my leg, six weeks ago”" in text(replies)


@pytest.mark.parametrize(
    "no",
    [
        "no",
        "No, stop here",
        "I'd rather stop",
    ],
)
def test_whoever_does_not_want_to_go_on_after_an_obstacle_gets_the_result(no: str, say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="E3")
    say("Yes, I had Revlimid two years ago")
    assert result(say(no))["outcome"] == "does_not_fit"


@pytest.mark.parametrize(
    ("open_now", "words", "following"),
    [
        ("I1", "Yes", "I6"),
        ("I1", "it came back last year", "I6"),
        ("I1", "It did not respond to the treatment", "I6"),
        ("I6", "I'm 72", "I2"),
        ("I6", "72", "I2"),
        ("I6", "seventy two", "I2"),
        ("E7", "No, it ended in 2019", "E3"),
    ],
)
def test_an_answer_alone_gets_the_next_question_alone(
    open_now: str, words: str, following: str, say: Say
) -> None:
    through(say, begin(say), NOTHING_AGAINST, until=open_now)
    replies = say(words)
    assert (kinds(replies), asked(replies)) == (["question"], following)


@pytest.mark.parametrize(
    "words", ["Actually, I did have a blood clot in March", "I forgot, I had a DVT last month"]
)
def test_an_earlier_answer_is_corrected_in_free_text_and_what_changed_is_shown(words: str, say: Say) -> None:
    through(say, through(say, begin(say), NOTHING_AGAINST, until="E14"), NOTHING_AGAINST, until="E2")
    replies = say(words)
    assert f"I have changed this. blood clot in the last year: before “No”, now “{words}”." in text(replies)
    assert asked(replies) == "E2"


@pytest.mark.parametrize(
    "words",
    [
        "no wait, I'm 17",
        "sorry, no, I am 17 years old",
    ],
)
def test_a_correction_that_begins_with_no_is_no_answer_to_the_open_question(words: str, say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="I2")
    assert "I have changed this. age: before “I'm 71”" in text(say(words))
    assert "chemotherapy for the CLL" not in text(say("what have I told you so far?"))


def test_whoever_asks_for_advice_has_said_nothing_to_the_open_question(say: Say) -> None:
    begin(say)
    replies = say("my platelets are 52 should I be worried")
    assert (kinds(replies), asked(replies)) == (["advice", "question"], "I1")


def test_what_is_only_like_the_wish_to_be_forgotten_erases_nothing(say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="I6")
    assert "question" in kinds(say("scrap that"))
    assert "“It came back last year”" in text(say("what have I told you so far?"))


@pytest.mark.parametrize(("kind", "words"), DANGER.items())
def test_danger_stops_it_takes_nothing_and_it_goes_on_only_when_asked(
    kind: str, words: str, say: Say
) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="I6")
    assert kinds(say(words)) == [kind]
    assert kinds(say("yes")) == ["smalltalk"]
    assert kinds(say(QUESTION)) == ["answer"]
    (question,) = say("Carry on with the questions")
    assert question["text"] == AGE


@pytest.mark.parametrize("button", ["Carry on with the questions", "Show me the result of my check"])
def test_after_stopping_each_button_does_what_it_says(button: str, say: Say) -> None:
    through(say, begin(say), NOTHING_AGAINST, until="I6")
    (stopped,) = say("I'd like to stop now")
    assert button in [b["payload"] for b in stopped["buttons"]]
    assert kinds(say(button)) == ["question" if button.startswith("Carry") else "result"]


def test_the_receipt_for_being_forgotten_counts_what_was_said_within_it(say: Say) -> None:
    begin(say)
    assert "4 messages" in text([say("No"), say("Delete my data")][1])


def test_whoever_asks_whether_he_could_take_part_is_asked_about_him(say: Say) -> None:
    say("Can you check whether he could take part?")
    through(say, say(START), NOTHING_AGAINST, until="I6")
    assert "Are they at least 18?" in text(say("what have I told you so far?"))
