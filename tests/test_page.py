"""A summary page is cut into passages that are the page's own words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.passages import Page, Passage, PassageKind
from bot.core.trial import Trial
from bot.page import Layout, parse

FRAGMENTS = [
    "A trial", "Who can enter", "You can enter if you", "• Have it", "  •", "Recruitment end:",
    "Chief Investigator", "Phase 2", "Open a glossary item", "He saw Dr. Smith. It “ended.” Then?",
    "Rate this page:", "\n", "\n\n", "\r\n", "\x0b", "\u2028", "\t", " ", ".", "!", ":",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=25).map("".join)


@pytest.fixture
def cut(layout: Layout):
    """Cuts lines under a title into a page."""
    return lambda *lines: parse("\n".join(["A made-up page", *lines]), layout)


def texts(page: Page) -> list[str]:
    return [p.text for p in page.passages]


def only(page: Page) -> Passage:
    (passage,) = page.passages
    return passage


def test_a_paragraph_is_cut_into_its_sentences(cut):
    page = cut("It is small. Is it safe? Nobody knows!")
    assert texts(page) == ["It is small.", "Is it safe?", "Nobody knows!"]
    assert {p.kind for p in page.passages} == {PassageKind.SENTENCE}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask Dr. Smith about it.",
        "Ask Prof. Jones or Mrs. Brown.",
        "Some tests, e.g. ECG, are done.",
        "You take 2.5 mg of it.",
        "Ask at St. Mary’s Hospital.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(cut, sentence):
    assert only(cut(sentence)).text == sentence


def test_a_closing_quotation_mark_stays_with_its_sentence(cut):
    assert texts(cut("“It helps.” Then he left.")) == ["“It helps.”", "Then he left."]


def test_the_title_is_the_first_line_and_no_passage(cut):
    page = cut("It is small.")
    assert page.title == "A made-up page"
    assert texts(page) == ["It is small."]


def test_bullets_belong_to_the_line_above_them(cut):
    page = cut("These tests include", "", "  • Blood test", "  • ECG", "", "Then you go home.")
    lead_in, *bullets, sentence = page.passages
    assert lead_in.kind is PassageKind.LEAD_IN
    assert page.bullets_of(lead_in) == tuple(bullets)
    assert [b.text for b in bullets] == ["Blood test", "ECG"]
    assert sentence.lead_in is None


def test_only_the_last_sentence_before_a_list_leads_into_it(cut):
    page = cut("You have tests. These include", "• Blood test")
    assert [p.kind for p in page.passages] == [
        PassageKind.SENTENCE,
        PassageKind.LEAD_IN,
        PassageKind.BULLET,
    ]
    assert page.passages[2].lead_in == page.passages[1].id


def test_a_bullet_that_stands_in_two_lists_belongs_to_both(cut):
    page = cut("Before treatment you have", "• Blood test", "After it you have", "• Blood test", "• ECG")
    lead_ins = [p for p in page.passages if p.kind is PassageKind.LEAD_IN]
    lists = [[b.text for b in page.bullets_of(lead_in)] for lead_in in lead_ins]
    assert lists == [["Blood test"], ["Blood test", "ECG"]]


def test_passages_know_their_section_and_line(cut):
    page = cut("It is small.", "", "Side effects", "", "There are some.")
    assert [(p.section, p.line) for p in page.passages] == [("A made-up page", 2), ("Side effects", 6)]
    assert page.passages[1].id == "side-effects-1"


def test_a_field_takes_the_lines_after_it_as_its_values(cut):
    page = cut("Supported by", "", "A company", "A university")
    assert [(p.section, p.text, p.kind) for p in page.passages] == [
        ("Supported by", "A company", PassageKind.VALUE),
        ("Supported by", "A university", PassageKind.VALUE),
    ]
    assert page.blank_fields == ()


def test_a_field_without_a_value_is_blank(cut):
    page = cut("Recruitment start:", "", "Recruitment end:", "", "Chief Investigator", "", "Somebody")
    assert page.blank_fields == ("Recruitment start", "Recruitment end")


def test_a_field_at_the_end_of_the_page_is_blank(cut):
    assert cut("It is small.", "Last reviewed:").blank_fields == ("Last reviewed",)


def test_a_field_whose_value_was_said_before_is_not_blank(cut):
    page = cut("Chief Investigator", "Ada Example", "Supported by", "Ada Example", "Last reviewed:")
    assert page.blank_fields == ("Last reviewed",)


def test_a_sentence_after_a_blank_field_is_not_its_value(cut):
    page = cut("Recruitment end:", "", "Ask your doctor.")
    assert page.blank_fields == ("Recruitment end",)
    assert only(page).section == "A made-up page"


def test_a_label_and_its_value_on_one_line_are_one_passage(cut):
    page = cut("Phase 2", "", "It is small.")
    assert [(p.section, p.text) for p in page.passages] == [
        ("Phase", "Phase 2"),
        ("A made-up page", "It is small."),
    ]


def test_a_short_line_that_is_no_sentence_is_a_heading(cut):
    page = cut("Cara took part", "It was good.")
    assert "Cara took part" in page.headings
    assert only(page).section == "Cara took part"


@pytest.mark.parametrize("line", ["Rate this page:", "No votes yet", "Thank you!", "A picture of Cara"])
def test_the_website_s_furniture_is_no_passage(cut, line):
    page = cut("It is small.", line)
    assert texts(page) == ["It is small."]
    assert line.rstrip(":") not in page.headings


def test_glossary_marks_are_not_part_of_the_text(cut):
    passage = only(cut("You have a biopsy Open a glossary item, or an ECG Open a glossary item."))
    assert passage.text == "You have a biopsy, or an ECG."


def test_a_sentence_that_is_said_twice_is_one_passage(cut):
    assert texts(cut("Ask your doctor.", "", "Ask your doctor.")) == ["Ask your doctor."]


def test_a_page_without_text_has_no_passages(layout):
    page = parse("", layout)
    assert (page.title, page.passages, page.blank_fields) == ("", (), ())


def test_every_passage_of_the_real_page_is_the_span_it_names(trial: Trial, layout: Layout):
    for passage in trial.page.passages:
        span = trial.page.text[passage.start : passage.end]
        assert layout.without_marks(span) == passage.text
        assert trial.page.text.count("\n", 0, passage.start) + 1 == passage.line


def test_passages_of_the_real_page_have_ids_of_their_own(trial: Trial):
    ids = [p.id for p in trial.page.passages]
    assert len(ids) == len(set(ids))


def test_passages_of_the_real_page_do_not_overlap(trial: Trial):
    spans = [(p.start, p.end) for p in trial.page.passages]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@given(PAGES)
def test_any_text_gives_a_page_of_its_own_words(layout: Layout, text: str):
    page = parse(text, layout)
    for passage in page.passages:
        assert passage.text in layout.without_marks(text)
        assert layout.without_marks(text[passage.start : passage.end]) == passage.text


@given(PAGES)
def test_a_bullet_of_any_page_belongs_to_a_lead_in_before_it_or_to_none(layout: Layout, text: str):
    page = parse(text, layout)
    by_id = {p.id: p for p in page.passages}
    for bullet in (p for p in page.passages if p.lead_in):
        assert by_id[bullet.lead_in].kind is PassageKind.LEAD_IN
        assert by_id[bullet.lead_in].start < bullet.start
