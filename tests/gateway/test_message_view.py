"""What the page shows of a message: whole quotations with their place, numbers to ring, answers to change."""

from types import SimpleNamespace

import pytest
from starlette.requests import Request

from bot import bootstrap
from bot.core.interview import ENDED, Interview
from bot.core.messages import Message
from bot.core.passages import PassageKind, told
from bot.core.statements import UNSURE
from bot.gateway.glossary import anchor
from bot.gateway.message_view import CODE, LIST, PARAGRAPH, QUOTE, MessageViews
from bot.gateway.templating import TEMPLATES
from tests.gateway.page import Page

TRIAL = bootstrap.trial()
TELLER = bootstrap.teller()
VIEWS = MessageViews(TRIAL)
CARDS = bootstrap.danger_cards()
NURSE_LINK = f"tel:{TRIAL.nurse_line.replace(' ', '')}"
AT_THE_TOP = next(p for p in TRIAL.page.passages if p.section == TRIAL.page.title)
LEAD_IN = next(
    p for p in TRIAL.page.passages if p.kind is PassageKind.LEAD_IN and p.section != TRIAL.page.title
)
LISTED = TRIAL.page.bullets_of(LEAD_IN)
EXPLAINED = [entry for entry in TRIAL.glossary if entry.explanation]
SOME = Interview(
    stated={c.id: True for c in TRIAL.criteria[1:3]},
    words={c.subject: f"my words on {c.id}" for c in TRIAL.criteria[1:3]},
    left={TRIAL.criteria[4].id: UNSURE},
    state=ENDED,
    key="A" * 22,
)
"""Of somebody who answered two questions, was not sure of a third, and was asked no more."""


def view(*lines, kind="answer", passages=(), **more):
    return VIEWS.view(Message(kind, "\n".join(lines), tuple(passages), more=more).to_dict())


def plain(runs):
    return "".join(run.text for run in runs)


def lines(block):
    return [plain(line.runs) for line in block.lines]


def links(blocks):
    return {r.text: r.href for block in blocks for line in block.lines for r in line.runs if r.href}


def terms(blocks):
    return [run.term for block in blocks for line in block.lines for run in line.runs if run.term]


def rendered(message):
    """A message as the page has it."""
    one = {"number": 1, "text": "", "messages": [VIEWS.view(message.to_dict())]}
    content = {"views": VIEWS, "exchanges": [one], "last": 1, "quick": []}
    response = TEMPLATES.TemplateResponse(Request({"type": "http"}), "piece.html", content)
    return Page(SimpleNamespace(headers=response.headers, text=response.body.decode()))


@pytest.fixture
def result():
    return TELLER.result(SOME)


def test_each_line_of_ours_is_a_paragraph():
    blocks = view("One.", "", "Two.").blocks
    assert [(block.kind, lines(block)) for block in blocks] == [(PARAGRAPH, ["One."]), (PARAGRAPH, ["Two."])]


def test_bullets_that_follow_each_other_are_one_list():
    blocks = view("Before.", "• one", "• two", "Between.", "• three").blocks
    assert [(b.kind, lines(b)) for b in blocks] == [
        (PARAGRAPH, ["Before."]),
        (LIST, ["one", "two"]),
        (PARAGRAPH, ["Between."]),
        (LIST, ["three"]),
    ]


def test_quoted_passages_are_one_quotation_with_its_place_and_all_that_it_quotes():
    quoted = [LEAD_IN, *LISTED[:2]]
    quoting = told(quoted, TRIAL.page.title)
    before, quotation, after = view("Yes.", quoting, "So it says.", passages=quoted).blocks
    assert (quotation.kind, quotation.place) == (QUOTE, f"From “{LEAD_IN.section}” on the page")
    assert lines(quotation) == [passage.text for passage in quoted]
    assert [line.is_bullet for line in quotation.lines] == [False, True, True]
    assert quotation.passages == [passage.id for passage in quoted]
    assert (lines(before), lines(after)) == (["Yes."], ["So it says."])


def test_passages_of_two_places_are_two_quotations():
    first, second = AT_THE_TOP, LEAD_IN
    blocks = view(told([first, second], TRIAL.page.title), passages=[first, second]).blocks
    assert [(b.kind, b.place, b.passages) for b in blocks] == [
        (QUOTE, "From the top of the page", [first.id]),
        (QUOTE, f"From “{second.section}” on the page", [second.id]),
    ]


def test_a_quotation_without_a_place_leaves_the_line_before_it_alone():
    before, quotation = view("We ask because:", LEAD_IN.text, passages=[LEAD_IN]).blocks
    assert (lines(before), quotation.place) == (["We ask because:"], "")


def test_what_only_looks_like_a_passage_is_not_one():
    assert [b.kind for b in view(LEAD_IN.text, f"{LEAD_IN.text}!", passages=[LEAD_IN]).blocks] == [
        QUOTE,
        PARAGRAPH,
    ]
    assert [b.kind for b in view(LEAD_IN.text).blocks] == [PARAGRAPH]


def test_the_page_shows_a_quotation_with_a_link_to_all_its_passages():
    quoted = [LEAD_IN, LISTED[0]]
    html = rendered(Message("answer", told(quoted, TRIAL.page.title), tuple(quoted)))
    assert html.texts("figcaption") == [f"From “{LEAD_IN.section}” on the page"]
    (quotation,) = html.all("blockquote")
    assert quotation["text"].split() == f"{LEAD_IN.text} {LISTED[0].text}".split()
    (where,) = html.of_class("where")
    assert where["attrs"]["href"] == f"#{LEAD_IN.id}"
    assert where["attrs"]["data-passages"].split() == [passage.id for passage in quoted]


def test_the_nurse_line_and_999_are_numbers_to_ring():
    text = f"Call {TRIAL.nurse_line}, or 999."
    (block,) = view(text).blocks
    assert lines(block) == [text]
    assert links([block]) == {TRIAL.nurse_line: NURSE_LINK, "999": "tel:999"}
    assert [run.href for run in VIEWS.text(text) if run.href] == [NURSE_LINK, "tel:999"]


@pytest.mark.parametrize("text", ["1999", "9990", "111 people", "It took 85258 steps.", "a116 123"])
def test_any_other_number_is_just_a_number(text):
    assert links(view(text).blocks) == {}


def test_a_number_in_the_page_s_own_words_is_left_as_it_is():
    passage = LEAD_IN.__class__(**{**vars(LEAD_IN), "text": "999 people take part."})
    assert links(view(passage.text, passages=[passage]).blocks) == {}


def test_in_a_card_every_helpline_can_be_rung_or_written_to():
    text = "Call 999.\nCall NHS 111 or 116 123. Text 85258."
    (block,) = VIEWS.view({"kind": "crisis", "text": text}).blocks
    assert links([block]) == {"111": "tel:111", "116 123": "tel:116123", "85258": "sms:85258"}


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_has_a_heading_and_all_its_words(kind):
    card = VIEWS.view(CARDS[kind].to_dict())
    assert card.is_card
    shown = [plain(card.heading), *(text for block in card.blocks for text in lines(block))]
    assert shown == [line.removeprefix("• ") for line in CARDS[kind].text.splitlines()]


@pytest.mark.parametrize("kind", CARDS)
def test_the_page_shows_a_card_as_one_with_its_numbers_as_links(kind):
    html = rendered(CARDS[kind])
    (card,) = html.of_class("card")
    assert kind in card["attrs"]["class"].split()
    (heading,) = html.texts("h3")
    assert heading.endswith(CARDS[kind].text.splitlines()[0])
    numbers = [n for n in ("999", "111", "116 123", "85258", TRIAL.nurse_line) if n in CARDS[kind].text]
    assert sorted(html.links().values()) == sorted(numbers)


@pytest.mark.parametrize("kind", ["answer", "error", "advice", "question"])
def test_any_other_message_is_no_card(kind):
    other = view("Call 999.", kind=kind)
    assert (other.is_card, other.heading) == (False, ())


def test_a_term_is_explained_once_in_a_message_and_only_in_the_page_s_words():
    passage = EXPLAINED[0].passages[0]
    message = view(passage.text, "And again:", passage.text, passages=[passage])
    assert terms(message.blocks).count(anchor(1)) == 1
    assert terms(view(passage.text).blocks) == []


def test_on_the_summary_a_term_is_explained_where_it_stands_first():
    met = set()
    shown = [run.term for p in TRIAL.page.passages for run in VIEWS.quoted(p.text, met) if run.term]
    assert shown
    assert sorted(shown) == sorted(set(shown))
    assert set(shown) == met


def test_a_term_is_a_link_to_the_number_of_its_entry():
    number, entry = next((n, e) for n, e in enumerate(EXPLAINED, 1) if e.passages)
    (passage, *_) = entry.passages
    assert anchor(number) in terms(view(passage.text, passages=[passage]).blocks)
    html = rendered(Message("answer", passage.text, (passage,)))
    assert f"#word-{number}" in [e["attrs"]["href"] for e in html.of_class("term")]


def test_a_code_stands_apart_and_can_be_copied():
    made = Message("handoff", "Your code is ABCD 2345\n\nTo read it out: A.", more={"code": "ABCD 2345"})
    code, after = VIEWS.view(made.to_dict()).blocks
    assert (code.kind, lines(code)) == (CODE, ["Your code is"])
    assert (after.kind, lines(after)) == (PARAGRAPH, ["To read it out: A."])
    html = rendered(made)
    assert html.texts("strong") == ["ABCD 2345"]
    assert [e["attrs"]["data-copy"] for e in html.all("button") if "data-copy" in e["attrs"]] == ["ABCD 2345"]


def test_each_answer_that_is_listed_has_what_asks_to_change_it():
    message = TELLER.told_so_far(SOME).to_dict()
    listed = [line for block in VIEWS.view(message).blocks if block.kind == LIST for line in block.lines]
    assert len(listed) >= 3
    assert {plain(line.runs): line.change for line in listed} == {
        point["line"]: point["change"] for point in message["said"]
    }


def test_the_page_has_a_button_to_change_each_answer_that_tells_what_it_changes():
    message = TELLER.told_so_far(SOME)
    buttons = [e for e in rendered(message).all("button") if e["text"] == "Change"]
    changes = [point["change"] for point in message.more["said"]]
    assert [e["attrs"]["value"] for e in buttons] == changes
    assert [e["attrs"]["aria-label"] for e in buttons] == changes
    assert all(TELLER.criterion_to_change(change) for change in changes)


def test_a_line_that_nobody_said_cannot_be_changed():
    (block,) = view("• one", "• two", said=[{"line": "two", "change": "Change two"}]).blocks
    assert [line.change for line in block.lines] == ["", "Change two"]


def test_a_result_is_shown_in_its_groups_with_every_point(result):
    html = rendered(result)
    groups = result.more["groups"]
    assert len(groups) >= 2
    assert html.texts("h4") == [group["heading"].rstrip(":") for group in groups]
    points = [point for group in groups for point in group["points"]]
    quotes = [" ".join(e["text"].split()) for e in html.all("blockquote")]
    assert quotes == [point["above"] + point["sentence"] for point in points]
    counts = [int(e["text"].split()[0]) for e in html.of_class("count")]
    assert counts == [len(group["points"]) for group in groups]


def test_a_result_s_points_have_the_answer_and_what_changes_it(result):
    html = rendered(result)
    points = [point for group in result.more["groups"] for point in group["points"]]
    answers = [" ".join(e["text"].split()) for e in html.of_class("answer") if e["tag"] == "p"]
    names = ["Answer" if point["is_open"] else "Change" for point in points]
    assert set(names) == {"Answer", "Change"}
    assert answers == [f"{p['answer']} {name}" for p, name in zip(points, names, strict=True)]
    buttons = [e["attrs"]["value"] for e in html.all("button")]
    assert buttons == [point["change"] for point in points]


def test_a_result_s_opening_next_steps_and_page_are_shown_once(result):
    html = rendered(result)
    paragraphs = html.texts("p")
    for text in (result.more["opening"], *result.more["closing"][:-1]):  # the last one tells of the page
        assert paragraphs.count(" ".join(text.split())) == 1
    assert f"/result/{SOME.key}" in html.links()
