"""A text is read line by line; a line break within a sentence parts it in two lines of one sentence."""

import pytest

from bot.language.lines import CUES, Lines
from bot.language.wording import Wording

REACH = 4
WORDING = Wording({"toe": ["toe"], f"{CUES}breaks": [","], f"{CUES}negated": ["no"]})


def lines_of(text: str) -> Lines:
    doc = WORDING.doc(text)
    spans: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in WORDING.found(doc):
        spans.setdefault(name, []).append((start, end))
    return Lines(doc, spans, WORDING.wraps(text))


def shown(text: str, words: tuple[int, int]) -> str:
    return WORDING.doc(text)[words[0] : words[1]].text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("my toe. Your toe!", ["my toe.", "your toe!"]),
        ("my toe\nYour toe", ["my toe\n", "your toe"]),
        ("my\ntoe", ["my", "toe"]),
        ("1) my toe 2) your toe", ["1) my toe", "2) your toe"]),
        ("toe", ["toe"]),
        ("", []),
    ],
)
def test_a_text_is_cut_at_marks_line_breaks_and_the_numbers_of_a_list(text, lines):
    assert [shown(text, words) for words in lines_of(text).each()] == lines


def test_each_line_has_its_own_phrases():
    lines = lines_of("no toe. A toe\nand my toe")
    spans = [lines.spans(words) for words in lines.each()]
    assert [set(of_line) for of_line in spans] == [{"toe", f"{CUES}negated"}, {"toe"}, {"toe"}]


def test_words_on_several_lines_have_the_phrases_of_all_of_them():
    lines = lines_of("no toe\nand my toe\nand a toe")
    (_, first_end), _, _ = lines.each()
    assert lines.spans((first_end - 1, first_end + 1)) == {
        "toe": [(1, 2), (4, 5)],
        f"{CUES}negated": [(0, 1)],
    }


def test_the_sentence_of_words_is_their_line_or_their_lines():
    lines = lines_of("no toe, my\ntoe")
    assert lines.sentence((1, 2)).span == (0, 4)
    assert lines.sentence((1, 2)).clauses == ((0, 2), (2, 4))
    assert lines.sentence((3, 5)).span == (0, 5)
    assert set(lines.sentence((3, 5)).cues) == {"breaks", "negated"}


def test_the_following_sentence_is_the_line_behind_the_words():
    lines = lines_of("my toe\nand my\ntoe. Yes.")
    assert lines.following((0, 1)).span == (2, 4)
    assert lines.following((1, 3)).span == (4, 6)
    assert lines.following((6, 7)) is None


@pytest.mark.parametrize(
    ("words", "wrap"), [((0, 2), None), ((2, 4), None), ((1, 3), 2), ((0, 5), 2), ((3, 5), 4)]
)
def test_the_first_line_break_within_words_is_known(words, wrap):
    assert lines_of("my toe\nand my\ntoe").first_wrap(words) == wrap


def test_around_a_line_break_are_the_lines_of_its_sentence_within_reach():
    lines = lines_of("A toe. la\nla la la la\nla\ntoe. A toe")
    ends = [end for _, end in lines.each()]
    assert lines.around(ends[1], REACH) == (ends[0], ends[2])
    assert lines.around(ends[2], REACH) == (ends[1], ends[4])
    assert lines.around(ends[2], REACH + 1) == (ends[0], ends[4])
