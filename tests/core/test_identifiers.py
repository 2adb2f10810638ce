"""What tells who somebody is gets taken out of a message, and nothing else does.

The telephone numbers are those that Ofcom keeps free for drama; 999 … is no patient's NHS number, and
QQ 12 34 56 C nobody's insurance number.
"""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identifiers import had_identifier, without_identifiers

NURSE_LINE = "0111 222 333"
IDENTIFIERS = {
    "e-mail address": [
        "jo@example.com",
        "JO@EXAMPLE.COM",
        "jo.bloggs@example.com",
        "jo_bloggs-2+trial@mail.example.com",
        "jo1950@example.co.uk",
        "jo at example dot com",
        "Jo AT example DOT com",
        "jo.bloggs at example dot co dot uk",
        "jo dot bloggs at example dot co dot uk",
        "jo (at) example (dot) com",
        "jo [at] example [dot] com",
        "jo@example dot com",
        "isla at example dot com",
        "andy at example dot com",
    ],
    "telephone number": [
        "01632 960123",
        "01632960123",
        "01632 960 123",
        "01632-960-123",
        "01632.960.123",
        "(01632) 960123",
        "(01632)960123",
        "020 7946 0123",
        "(020) 7946 0123",
        "02079460123",
        "0113 496 0123",
        "07700 900123",
        "07700900123",
        "07700 900 123",
        "07700-900-123",
        "0770 0900 123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "03069 990123",
        "0808 157 0123",
        "+447700900123",
        "+44 7700 900123",
        "+44 7700 900 123",
        "+44 (0)7700 900123",
        "+44 (0) 20 7946 0123",
        "0044 7700 900123",
        "00447700900123",
    ],
    "health number": ["999 123 4560", "9991234560", "999-123-4560", "999 1234560"],
    "insurance number": ["QQ 12 34 56 C", "QQ123456C", "QQ 123456 C", "qq123456c"],
    "record number": ["A1234567", "RX1234567", "ABC-1234567", "a123456", "12345678"],
    "postcode": ["SW1A 1AA", "sw1a 1aa", "SW1A1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX"],
    "address": [
        "10 Example Street",
        "10 example street",
        "221B Baker Street",
        "12, Example Avenue",
        "4 Long Acre Lane",
        "12 St John's Road",
        "7 Example Crescent",
        "3 Nowhere Gardens",
        "3 Nowhere Terrace",
        "3 Nowhere Grove",
        "12 oak close",
        "4b mill court",
        "7, old farm way",
        "9 St Mary's Court",
    ],
}
ALL = [(kind, typed) for kind, notations in IDENTIFIERS.items() for typed in notations]
TALK = [
    "I take 25 mg once a day, on days 1 to 21 of 28",
    "2.5mg, then 5 mg, then 10mg of it and 375 mg/m2 of the other",
    "3 capsules of 5mg",
    "my temperature is 38.5",
    "38.5C this morning, 101.3 F last night",
    "temp 37,9",
    "on 12/03/2019",
    "on 03.12.2019",
    "2019-03-12",
    "on 12 March 2019 at 14:30",
    "from 2010 to 2012, and in 2014, 2016, 2018 and 2020",
    "I am 72, born in 1950 and diagnosed at 64",
    "aged 64",
    "E14",
    "what do E14 and I3 mean",
    "criterion E1, E2 or I10",
    "NCT01234567",
    "nct01234567",
    "NCT-01234567",
    "NCT 01234567",
    "NCT: 01234567",
    "nct 01234567",
    "NCT 01234567 2019",
    "ISRCTN 12345678",
    "ISRCTN12345678",
    "ISRCTN-12345678",
    "EudraCT 2009-012345-67",
    f"is it {NURSE_LINE}?",
    "call 999",
    "111",
    "do I call 111 or 999",
    "Samaritans on 116 123",
    "116123",
    "text SHOUT to 85258",
    "vitamin B12 3mg",
    "vitamin B12 1mg and vitamin D3 1000 iu",
    "platelets 150",
    "platelets 150, neutrophils 0.8, hb 105, wbc 12.5",
    "platelets of 150,000 and 1,500,000 lymphocytes",
    "egfr 60",
    "blood pressure 120/80, pulse 72",
    "CD20, CD5 and TP53",
    "del(17p)",
    "phase 1b/2",
    "1 in 10 people",
    "I weigh 70kg and am 180 cm tall",
    "2 weeks on the road",
    "I live 5 miles down the road",
    "it is a 2 hour drive",
    "1 2 3 4 5 6 7 8 9 10",
    "£120.50",
    "I looked at confused dot com",
    "it is at nhs dot uk",
    "a hospital 20 miles away and 2 close to me",
    "it is 40 minutes each way",
    "£12 each way",
    "phase 2 is close",
    "my 3 grandchildren live close",
    "there are 4 hospitals close",
    "at 9 am, by the way",
    "take 2 capsules close together",
    "2 tablets way too many",
    "3 weeks in court",
    "I came 1 way",
    "A&E",
    "",
]
PIECES = st.sampled_from(
    [*(typed for _, typed in ALL), *TALK, NURSE_LINE, "street", "[postcode]", "@", "Road", "+", "0", "12"]
)


def taken_out(text: str) -> str:
    return without_identifiers(text, [NURSE_LINE])


@pytest.mark.parametrize(("kind", "typed"), ALL)
def test_an_identifier_is_taken_out(kind, typed):
    assert taken_out(typed) == f"[{kind}]"
    assert taken_out(f"Here it is: {typed}, thank you.") == f"Here it is: [{kind}], thank you."
    assert taken_out(f"Reach me\n{typed}\nany time") == f"Reach me\n[{kind}]\nany time"


@pytest.mark.parametrize("text", TALK)
def test_ordinary_talk_is_left_as_it_is(text):
    assert taken_out(text) == text
    assert taken_out(f"Hello! {text} – is that all right?") == f"Hello! {text} – is that all right?"


def test_every_identifier_of_a_message_is_taken_out():
    typed = "I'm Jo, jo@example.com or 07700 900123 (NHS 999 123 4560), at 10 Example Street, SW1A 1AA."
    assert taken_out(typed) == (
        "I'm Jo, [e-mail address] or [telephone number] (NHS [health number]), at [address], [postcode]."
    )


def test_the_question_beside_an_identifier_stays():
    typed = "How many visits are there? Ring me on 07700 900123. I take 25 mg since 12/03/2019."
    said = "How many visits are there? Ring me on [telephone number]. I take 25 mg since 12/03/2019."
    assert taken_out(typed) == said


@pytest.mark.parametrize("notation", ["0111 222 333", "0111222333", "0111-222-333", "(0111) 222 333"])
def test_a_public_number_is_left_in_every_notation(notation):
    assert taken_out(f"is {notation} free?") == f"is {notation} free?"
    assert without_identifiers(f"is {notation} free?") == "is [telephone number] free?"


@pytest.mark.parametrize("behind", [" 9 to 5", " 2 times", ", 9am", " 24 hours", ") 1 call", "-9"])
def test_a_number_behind_a_public_one_does_not_hide_it(behind):
    text = f"call {NURSE_LINE}{behind}"
    assert taken_out(text) == text


def test_a_digit_more_makes_another_number_if_a_number_can_have_so_many():
    assert taken_out(f"{NURSE_LINE}4") == "[telephone number]"
    assert without_identifiers("020 7946 01234", ["020 7946 0123"]) == "020 7946 01234"


def test_a_public_number_protects_no_other():
    assert taken_out(f"{NURSE_LINE} or 0111 222 334") == f"{NURSE_LINE} or [telephone number]"


@pytest.mark.parametrize(("kind", "typed"), [(kind, typed[0]) for kind, typed in IDENTIFIERS.items()])
def test_it_can_be_told_that_something_was_taken_out(kind, typed):
    assert not had_identifier(f"my {kind} is {typed}")
    assert had_identifier(taken_out(f"my {kind} is {typed}"))


@pytest.mark.parametrize("text", [*TALK, "[sic]", "my telephone number", "[e-mail]"])
def test_nothing_was_taken_out_of_ordinary_talk(text):
    assert not had_identifier(taken_out(text))


@given(st.text())
def test_any_text_can_be_read_and_once_is_enough(text):
    once = taken_out(text)
    assert taken_out(once) == once


@given(st.lists(PIECES, max_size=6), st.sampled_from([" ", ", ", "\n", "; ", " / "]))
def test_any_mixture_can_be_read_and_once_is_enough(pieces, between):
    once = taken_out(between.join(pieces))
    assert taken_out(once) == once


@given(st.lists(st.sampled_from([typed for _, typed in ALL]), min_size=1, max_size=6))
def test_no_identifier_is_left_of_any_number_of_them(typed):
    assert not any(character.isdigit() or character == "@" for character in taken_out("; ".join(typed)))


@given(st.dates(datetime.date(1920, 1, 1)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%d %B %Y"]))
def test_no_date_is_an_identifier(date, notation):
    text = f"I was ill on {date.strftime(notation)}."
    assert taken_out(text) == text


@given(
    st.integers(0, 999_999), st.sampled_from(["{} mg", "{}mg", "platelets {}", "aged {}", "{}% of people"])
)
def test_no_short_number_is_an_identifier(number, notation):
    text = f"It is {notation.format(number)}, they say."
    assert taken_out(text) == text
