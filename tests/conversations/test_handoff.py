"""A code with a trained assistant: asked for anywhere, given on consent, taken back, true to the talk."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from bot import bootstrap, vocabulary
from bot.core.codes import normalised
from bot.core.handoff import Asked, Sheet
from tests.conversations.test_prescreen import AGE, CHECK, DISEASE, START, asked, begin, kinds, text

Say = Callable[[str], list[dict[str, Any]]]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

ASK_FOR_ONE, CONSENT, WITHDRAW = "Can I have a code for the nurse?", "Yes, make a code", "Withdraw my code"
SHALL_I = "Shall I make a code?"
QUESTION, LABEL = "How many people take part?", "ask/size"
NURSE_LINE = bootstrap.trial().nurse_line


def code_in(replies: list[dict[str, Any]]) -> str:
    """The code that is given, as a nurse would type it."""
    (code,) = [reply["custom"]["code"] for reply in replies if "code" in reply["custom"]]
    return str(normalised(code))


def sheet_under(code: str) -> Sheet | None:
    """What a nurse sees under this code."""
    content = bootstrap.sheets().read(code)
    return Sheet.from_dict(content, vocabulary.facts()) if content else None


def offered(replies: list[dict[str, Any]]) -> list[str]:
    return [button["payload"] for reply in replies for button in reply.get("buttons") or []]


def test_a_code_is_made_after_consent_and_shows_what_was_asked(say: Say) -> None:
    say(QUESTION)
    consent = say(ASK_FOR_ONE)
    assert text(consent).endswith(SHALL_I)
    assert offered(consent) == ["Yes", "No"]
    made = say(CONSENT)
    assert kinds(made) == ["handoff"]
    sheet = sheet_under(code_in(made))
    assert sheet is not None
    assert (sheet.asked, sheet.unanswered, sheet.interview) == ((LABEL,), (), None)


@pytest.mark.parametrize("yes", ["yes", "Yes please", "ok", "go ahead", "yes, thank you", "sure", CONSENT])
def test_any_plain_yes_is_consent(yes: str, say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    assert code_in(say(yes))


@pytest.mark.parametrize("no", ["no", "No, no code", "no thank you", "not now", "rather not"])
def test_without_consent_no_code_is_made(no: str, say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    replies = say(no)
    assert kinds(replies) == ["handoff"]
    assert "not made a code" in text(replies)
    assert "code" not in replies[0]["custom"]


def test_whatever_else_is_said_is_answered_and_makes_no_code(say: Say) -> None:
    say(ASK_FOR_ONE)
    say(QUESTION)
    say(ASK_FOR_ONE)
    assert kinds(say("How often are the hospital visits?")) == ["answer"]
    later = say("yes")
    assert "code" not in later[0]["custom"]


def test_the_number_comes_with_the_offer_of_a_code_and_yes_takes_it_up(say: Say) -> None:
    say(QUESTION)
    line = say("Can I talk to a nurse?")
    assert kinds(line) == ["handoff"]
    assert ASK_FOR_ONE in offered(line)
    assert NURSE_LINE in text(line)
    assert text(say("yes")).endswith(SHALL_I)


@pytest.mark.parametrize("asks", ["What is the dose?", "my platelets are 52 should I be worried"])
def test_a_code_is_offered_where_only_a_person_can_help(asks: str, say: Say) -> None:
    assert ASK_FOR_ONE in offered(say(asks))


def test_what_could_not_be_answered_is_on_the_sheet(say: Say) -> None:
    say("What is the dose?")
    say("Should I take part in this trial or have chemo, what would you do?")
    say(ASK_FOR_ONE)
    sheet = sheet_under(code_in(say("yes")))
    assert sheet is not None
    assert Asked("ask/dose_amount", "not_stated") in sheet.unanswered
    assert [asked.kind for asked in sheet.unanswered] == ["not_stated", "advice"]


def test_without_anything_to_show_no_code_is_made(say: Say) -> None:
    assert "nothing yet" in text(say(ASK_FOR_ONE))
    replies = say("yes")
    assert "code" not in replies[0]["custom"]


@pytest.mark.parametrize("wording", [WITHDRAW, "delete my code", "please cancel the code"])
def test_a_code_is_withdrawn_at_once(wording: str, say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    code = code_in(say("yes"))
    assert sheet_under(code)
    replies = say(wording)
    assert kinds(replies) == ["handoff"]
    assert "gone" in text(replies)
    assert sheet_under(code) is None
    assert "no code" in text(say(wording))


@pytest.mark.parametrize("wording", ["I want to withdraw from the trial", "Can I withdraw from the study?"])
def test_withdrawing_from_the_trial_is_about_the_trial(wording: str, say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    code = code_in(say("yes"))
    assert kinds(say(wording))[0] in ("answer", "not_stated")
    assert sheet_under(code)


def test_deleting_all_erases_the_sheet_too(say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    code = code_in(say("yes"))
    assert kinds(say("Delete my data")) == ["privacy"]
    assert sheet_under(code) is None
    assert "nothing yet" in text(say(ASK_FOR_ONE))


def test_withdrawing_a_code_erases_nothing_else(say: Say) -> None:
    begin(say)
    say("Yes")
    say(ASK_FOR_ONE)
    say("yes")
    replies = say(WITHDRAW)
    assert kinds(replies) == ["handoff", "question"]
    assert "CLL" in text(say("what have I told you so far?"))


def test_beside_a_question_both_are_dealt_with(say: Say) -> None:
    replies = say(f"{QUESTION} And can I have a code for the nurse?")
    assert kinds(replies) == ["answer", "handoff"]
    assert text(replies).endswith(SHALL_I)
    assert code_in(say("yes"))


def test_within_the_pre_screen_the_open_question_waits_for_consent(say: Say) -> None:
    assert asked(begin(say)) == "I1"
    consent = say(ASK_FOR_ONE)
    assert kinds(consent) == ["handoff"]
    made = say("yes")
    assert kinds(made) == ["handoff", "question"]
    assert DISEASE in text(made)
    sheet = sheet_under(code_in(made))
    assert sheet is not None
    assert sheet.interview is not None
    assert (sheet.interview.facts, sheet.interview.stated) == ({}, {})


def test_within_the_pre_screen_no_consent_is_no_answer(say: Say) -> None:
    begin(say)
    say(ASK_FOR_ONE)
    replies = say("no")
    assert kinds(replies) == ["handoff", "question"]
    assert DISEASE in text(replies)
    assert "nothing so far" in text(say("what have I told you so far?"))


def test_within_the_pre_screen_an_answer_in_place_of_consent_is_taken(say: Say) -> None:
    begin(say)
    say(ASK_FOR_ONE)
    replies = say("Yes, it is CLL and it came back last year")
    assert kinds(replies) == ["question"]
    assert AGE in text(replies)


def test_the_sheet_has_the_answers_in_their_words_and_what_was_changed(say: Say) -> None:
    begin(say)
    say("It came back last year")
    say("I'm 71")
    say("actually I am 72")
    say(QUESTION)
    say(ASK_FOR_ONE)
    sheet = sheet_under(code_in(say("yes")))
    assert sheet is not None
    assert sheet.interview is not None
    assert sheet.interview.words["disease"] == "It came back last year"
    assert "72" in sheet.interview.words["age"]
    assert [(c.criterion, "71" in c.before, "72" in c.after) for c in sheet.changes] == [("I6", True, True)]
    assert sheet.asked == (LABEL,)
    assert sheet.interview.key == ""


def test_the_sheet_says_that_it_is_about_a_relative(say: Say) -> None:
    say("My husband has CLL and it came back. Could he join?")
    say(QUESTION)
    say(ASK_FOR_ONE)
    sheet = sheet_under(code_in(say("yes")))
    assert sheet is not None
    assert sheet.relative


def test_a_result_comes_with_the_offer_of_a_code(say: Say) -> None:
    begin(say)
    say("I am 12 years old and it came back")
    replies = say("No, stop here")
    assert "result" in kinds(replies)
    assert ASK_FOR_ONE in offered(replies)
    assert text(say(ASK_FOR_ONE)).endswith(SHALL_I)


def test_a_new_code_takes_the_place_of_the_older_one(say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    first = code_in(say("yes"))
    say("What are the side effects?")
    say("Can I have a new code?")
    second = code_in(say("yes"))
    assert sheet_under(first) is None
    sheet = sheet_under(second)
    assert sheet is not None
    assert sheet.asked == (LABEL, "ask/side_effects")


def test_danger_comes_first_and_alone_also_in_place_of_consent(say: Say) -> None:
    say(QUESTION)
    say(ASK_FOR_ONE)
    assert kinds(say("yes but I have crushing pain in my chest right now and I cannot breathe")) == ["urgent"]


def test_an_answer_names_its_topic_and_a_question_none(say: Say) -> None:
    (answer,) = say(QUESTION)
    assert answer["custom"]["topic"] == LABEL
    assert "topic" not in say(CHECK)[0]["custom"]
    assert "topic" not in say(START)[0]["custom"]


def test_only_so_much_is_remembered_of_what_was_asked(agent: Any) -> None:
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    sender = uuid.uuid4().hex
    for question in (QUESTION, "What phase is the trial?", QUESTION):
        asyncio.run(agent.handle_message(UserMessage(question, CollectingOutputChannel(), sender)))
    slot = asyncio.run(agent.tracker_store.retrieve(sender)).get_slot("asked")
    assert slot == [{"label": "ask/phase", "kind": "answer"}, {"label": LABEL, "kind": "answer"}]
