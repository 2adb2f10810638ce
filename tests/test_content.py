"""Trial content is verified before anybody hears it, and every fault is told with its place."""

import itertools
from pathlib import Path

import pytest

from bot import bootstrap, content
from bot.core.answering import Answerer
from bot.core.errors import ContentError, Fault
from bot.core.trial import Trial
from bot.core.understanding import Mention, Part
from bot.language import lexicon

FIRST_TRIAL = ("lenalidomide", "revlimid", "cll", "hillmen", "celgene", "0808")
OTHER_LABELS = ["advice", "handoff", "prescreen", "out_of_scope", "clarify", "smalltalk/greet"]
IN_FILE, ON_PAGE = "trial.yml", "summary.txt"


def faults_in(folder: Path) -> list[Fault]:
    with pytest.raises(ContentError) as error:
        content.load(folder)
    return error.value.faults


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_real_trial_has_no_faults(trial: Trial):
    assert content.load(content.TRIALS / trial.id) == trial


def test_every_passage_of_the_real_page_belongs_to_a_topic(trial: Trial):
    told = {p.id for a in trial.answers.values() for p in (*a.passages, *a.nearest)}
    assert told == {p.id for p in trial.page.passages}


@pytest.mark.parametrize(
    ("topic", "fields"),
    [
        ("recruitment_dates", ("Recruitment start", "Recruitment end")),
        ("review_date", ("Last review date", "Last reviewed")),
    ],
)
def test_a_blank_field_is_told_as_blank(answerer: Answerer, trial: Trial, topic, fields):
    assert trial.answers[topic].passages == ()
    message = answerer.answer(Part(f"ask/{topic}", 1.0))
    assert message.kind == "not_stated"
    assert all(f"“{field}”" in message.text for field in fields)
    assert "nothing is filled in" in message.text


def test_the_real_page_has_no_other_blank_fields(trial: Trial):
    told = {field for answer in trial.answers.values() for field in answer.blank_fields}
    assert told == set(trial.page.blank_fields)


@pytest.mark.parametrize(
    ("old", "new", "at", "expected"),
    [
        ("id: fictamab\n", "id: fictamab\ncolour: blue\n", "colour: blue", "extra fields"),
        ("    quotes: [Phase 1]", "    qotes: [Phase 1]", "qotes", "extra fields"),
        ("review:\n  state: not reviewed\n", "", "id: fictamab", "field required"),
        ("recruiting: true", "recruiting: perhaps", "recruiting: perhaps", "boolean"),
        ("category: exclusion", "category: excluded", "category: excluded", "enumeration member"),
        ("quotes: [Phase 1]", "quotes: Phase 1", "quotes: Phase 1", "not a valid list"),
        ("hospital twice.", "hospital thrice.", "hospital thrice.", "not one whole passage"),
        ("- It will recruit 12 people.", "- It will recruit 12", "- It will recruit 12", "not one whole"),
        ("quote: Hiccups", "quote: hiccups", "quote: hiccups", "not one whole passage"),
        ("  visits:", "  visitz:", "  visitz:", "not in topics.yml"),
        ("[headache]", "[headake]", "[headake]", "in no lexicon"),
        ("[asthma]", "[asthmaa]", "[asthmaa]", "in no lexicon"),
        ("sha256: ", "sha256: 0", "sha256: 0", "pin the new value"),
        ("number: 0111 222 333", "number: 0999 222 333", "number: 0999", "not in its quote"),
        (
            "line:\n  number: 0111 222 333\n  quote: Freephone 0111 222 333",
            "line:\n  number: 0999\n  quote: Freephone 0999",
            "quote: Freephone 0999",
            "not one whole passage",
        ),
        (
            "list: You can enter this trial if you",
            "list: You go to the hospital twice.",
            "list: You go to the hospital twice.",
            "no bullets",
        ),
        ("recruiting: true", "recruiting: true\n  recruiting: false", "recruiting: false", "second time"),
        ("id: fictamab", "id: fictamab: oops", "id: fictamab: oops", "mapping values"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_line(tiny_trial_folder, old, new, at, expected):
    folder = tiny_trial_folder(file=[(old, new)])
    file = folder / IN_FILE
    found = [f for f in faults_in(folder) if expected in str(f)]
    assert (str(file), line_of(file, at)) in [(f.file, f.line) for f in found]


@pytest.mark.parametrize(
    ("page", "file", "at", "expected"),
    [
        ([("12 people.", "12 people. It is new.")], [], "It is new.", "belongs to no topic"),
        (
            [],
            [("    - {concepts: [hiccups], quote: Hiccups}\n", "")],
            "Hiccups",
            "is missing in effects",
        ),
        (
            [],
            [("quote: Have asthma", "quote: Hiccups")],
            "Have asthma",
            "is no criterion",
        ),
        ([("Hiccups", "Hiccups\n  • Sneezing")], [], "Sneezing", "is missing in effects"),
        ([("pregnant", "pregnant\n  • Have a cold")], [], "Have a cold", "is no criterion"),
    ],
)
def test_what_the_file_leaves_out_is_told_with_its_line_on_the_page(
    tiny_trial_folder, page, file, at, expected
):
    folder = tiny_trial_folder(page, file)
    place = folder / ON_PAGE
    assert [(f.file, f.line) for f in faults_in(folder) if expected in f.why] == [
        (str(place), line_of(place, at))
    ]


def test_all_faults_are_listed_at_once(tiny_trial_folder):
    edits = [("  visits:", "  visitz:"), ("[headache]", "[headake]"), ("quote: Have asthma", "quote: No")]
    faults = faults_in(tiny_trial_folder(page=[("once a week.", "once. Why?")], file=edits))
    reasons = " ".join(f.why for f in faults)
    for reason in ("not in topics.yml", "in no lexicon", "not one whole passage", "belongs to no topic"):
        assert reason in reasons
    assert faults == sorted(faults)


def test_all_faults_of_shape_are_listed_at_once(tiny_trial_folder):
    edits = [("id: fictamab\n", "name: fictamab\n"), ("recruiting: true", "recruiting: perhaps")]
    lines = [f.line for f in faults_in(tiny_trial_folder(file=edits))]
    assert len(lines) == 3  # a key too many, a key missing, a value of the wrong kind


def test_a_fault_is_told_in_one_line_that_an_editor_can_open(tiny_trial_folder):
    folder = tiny_trial_folder(file=[("[asthma]", "[asthmaa]")])
    with pytest.raises(ContentError) as error:
        content.load(folder)
    line = line_of(folder / IN_FILE, "asthmaa")
    assert str(error.value).startswith(f"{folder / IN_FILE}:{line}: concept “asthmaa”, ")


def test_a_missing_file_is_a_fault(tmp_path):
    (fault,) = faults_in(tmp_path)
    assert fault.file == str(tmp_path / IN_FILE)
    assert "No such file" in fault.why


def test_a_missing_page_is_a_fault_of_the_line_that_names_it(tiny_trial_folder):
    folder = tiny_trial_folder()
    (folder / ON_PAGE).unlink()
    (fault,) = faults_in(folder)
    assert (fault.file, fault.line) == (
        str(folder / IN_FILE),
        line_of(folder / IN_FILE, "page: summary.txt"),
    )


@pytest.mark.parametrize("name", [IN_FILE, ON_PAGE])
def test_a_file_in_another_encoding_is_a_fault(tiny_trial_folder, name):
    folder = tiny_trial_folder()
    broken = (folder / name).read_bytes() + "# café\n".encode("latin-1")
    (folder / name).write_bytes(broken)
    assert any(f.file == str(folder / name) for f in faults_in(folder))


@pytest.mark.parametrize("broken", ["id: a\x00b\n", "{a: b}: c\n", "[]\n", "", "just words\n"])
def test_a_file_that_is_no_mapping_of_texts_is_a_fault(tiny_trial_folder, broken):
    folder = tiny_trial_folder()
    (folder / IN_FILE).write_text(broken, encoding="utf-8")
    assert all(f.file == str(folder / IN_FILE) for f in faults_in(folder))


def test_a_second_trial_gives_its_own_answers(tiny_answerer: Answerer):
    message = tiny_answerer.answer(Part("ask/size", 1.0))
    assert (message.kind, [p.text for p in message.passages]) == (
        "answer",
        ["It will recruit 12 people."],
    )


@pytest.mark.parametrize("topic", ["size", "dose_schedule", "visits", "investigator", "treatment"])
def test_each_trial_answers_a_topic_from_its_own_page(answerer, tiny_answerer, topic):
    first, second = (a.answer(Part(f"ask/{topic}", 1.0)) for a in (answerer, tiny_answerer))
    assert second.kind == "answer"
    assert not {p.text for p in first.passages} & {p.text for p in second.passages}


def test_a_trial_that_is_open_does_not_say_so_before_every_answer_about_joining(tiny_answerer):
    message = tiny_answerer.answer(Part("ask/who_can_join", 1.0))
    assert message.passages[0].text == "You can enter this trial if you"


def test_a_side_effect_is_looked_up_in_the_list_of_the_second_trial(tiny_answerer):
    def asked(symptom: str) -> str:
        return tiny_answerer.answer(Part("ask/side_effect", 1.0, (Mention("symptom", symptom),))).kind

    assert (asked("hiccups"), asked("fever")) == ("answer", "not_stated")


def test_no_word_of_the_first_trial_is_told_about_the_second(tiny_answerer: Answerer):
    topics = [Part(f"ask/{topic}", 1.0) for topic in tiny_answerer.trial.answers]
    mentions = [
        Part(label, 1.0, (Mention(kind, concept),))
        for label, kind in (("ask/side_effect", "symptom"), ("ask/criterion", "condition"))
        for concept in lexicon.read(f"{kind}s")
    ]
    named = [
        Part("ask/criterion", 1.0, (Mention("treatment", "treatment"),)),
        Part("ask/meaning", 1.0, (Mention("term", "fever"),)),
    ]
    others = [Part(label, 1.0) for label in OTHER_LABELS]
    for part in itertools.chain(topics, mentions, named, others):
        message = tiny_answerer.answer(part)
        heard = " ".join([message.text, *(b.title for b in message.buttons)]).lower()
        assert not [word for word in FIRST_TRIAL if word in heard], part


def test_the_topics_are_the_same_for_every_trial(tiny_answerer: Answerer, trial: Trial):
    assert set(tiny_answerer.trial.answers) == set(trial.answers) == set(content.load_topics())


def test_a_topic_without_a_subject_is_a_fault(tmp_path):
    path = tmp_path / "topics.yml"
    path.write_text("size:\n  question: How many?\n  group: design\n  about: number\n")
    with pytest.raises(ContentError, match=r"topics\.yml:1: size, must have"):
        content.load_topics(path)


def test_the_voice_has_a_sentence_for_everything_that_the_answerer_says():
    for name in ("not_stated", "advice", "handoff", "clarify", "smalltalk/acknowledge"):
        said = bootstrap.voice().say(name, nurse_line="N", treatment="T", subject="S")
        assert said
        assert "{" not in said
