"""What is remembered of earlier messages is enough to go on, and bounded."""

from bot.core.past import MOST_ASKED, MOST_SAID, Past
from bot.core.statements import Said, Statement
from bot.core.understanding import Mention, Part, Understanding

AGE = Said((Statement("age", "stated", {}, "fifty eight"),), words="fifty eight").to_dict()
NOTHING_SAID = Said(words="hello").to_dict()


def asking(*parts):
    return Understanding(tuple(parts))


def visits(confidence=0.9, *mentions):
    return Part("ask/visits", confidence, mentions)


def test_messages_are_counted_also_those_that_were_never_read():
    assert Past().with_message().with_message(asking(visits())).messages == 2


def test_what_was_asked_is_remembered_once_and_as_it_was_asked_last():
    past = Past().with_message(asking(visits(0.4), Part("abuse", 0.9))).with_message(asking(visits(0.8)))
    assert past.asked == (Part("abuse", 0.9), visits(0.8))
    assert past.labels == {"ask/visits", "abuse"}


def test_the_same_topic_about_another_thing_is_another_question():
    rash, cramp = (visits(0.9, Mention("symptom", name)) for name in ("rash", "cramp"))
    assert Past().with_message(asking(rash)).with_message(asking(cramp)).asked == (rash, cramp)


def test_what_was_stated_is_remembered_in_order_and_small_talk_is_not():
    past = Past().with_message(said=AGE).with_message(said=NOTHING_SAID).with_message(said=AGE)
    assert past.said == (AGE, AGE)
    assert past.without_words().said == ()


def test_whom_it_is_about_is_what_was_said_last_and_outlives_the_words():
    past = Past().with_message(said=Said(relative=True).to_dict()).with_message(said=AGE)
    assert past.relative is True
    assert past.without_words().relative is True
    assert past.with_message(said=Said(relative=False).to_dict()).relative is False


def test_it_does_not_grow_for_ever():
    past = Past()
    for number in range(300):
        past = past.with_message(asking(visits(0.9, Mention("symptom", str(number)))), AGE)
    assert (past.messages, len(past.asked), len(past.said)) == (300, MOST_ASKED, MOST_SAID)
    assert past.asked[-1] == visits(0.9, Mention("symptom", "299"))


def test_it_comes_back_from_plain_data():
    past = Past().with_message(asking(visits(0.9, Mention("symptom", "rash"))), AGE)
    assert Past.from_dict(past.to_dict()) == past


def test_what_was_kept_and_what_came_since_are_one_past():
    messages = [{"understanding": asking(visits()).to_dict(), "said": AGE}, {}, {"said": None}]
    kept = Past.of(None, messages[:1]).to_dict()
    assert Past.of(kept, messages[1:]) == Past.of(None, messages)
    assert Past.of(None, messages).messages == 3
