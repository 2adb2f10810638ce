"""The classifier learns labels from examples and says how sure it is."""

from dataclasses import replace

import numpy as np
import pytest

from bot.language import classifier
from bot.language.classifier import Classifier

SUBJECTS = ["it", "the thing", "this", "that drug", "the medicine", "one", "the tablet", "my pill"]
TEMPLATES = {
    "ask/dose": ["how often do I take {}", "how much of {} is there a day"],
    "ask/visits": ["how many visits come with {}", "which hospital visits has {}"],
    "smalltalk/thanks": ["thank you for {}", "many thanks for telling me of {}"],
}
EXAMPLES = [
    (template.format(subject), label)
    for label, templates in TEMPLATES.items()
    for template in templates
    for subject in SUBJECTS
]
TEXTS, LABELS = zip(*EXAMPLES, strict=True)
UNSEEN = ["visits to the hospital?", "take it how often", "thanks", "", "zebra crossing"]


@pytest.fixture(scope="module")
def learnt(word_encoder) -> Classifier:
    """What the made-up examples teach."""
    return classifier.train(word_encoder.encode(TEXTS), TEXTS, LABELS)


def test_the_labels_are_those_of_the_examples(learnt):
    assert learnt.labels == tuple(sorted(TEMPLATES))


def test_what_was_learnt_is_recognised(learnt, word_encoder):
    chances = learnt.probabilities(word_encoder.encode(TEXTS), TEXTS)
    assert [learnt.labels[best] for best in chances.argmax(axis=1)] == list(LABELS)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("visits to the hospital?", "ask/visits"),
        ("thanks", "smalltalk/thanks"),
        ("take it how often", "ask/dose"),
    ],
)
def test_other_words_for_the_same_are_recognised(learnt, word_encoder, text, label):
    chances = learnt.probabilities(word_encoder.encode([text]), [text])
    assert learnt.labels[int(chances[0].argmax())] == label


def test_probabilities_sum_to_one(learnt, word_encoder):
    chances = learnt.probabilities(word_encoder.encode(UNSEEN), UNSEEN)
    assert chances.shape == (len(UNSEEN), len(TEMPLATES))
    assert np.all(chances >= 0)
    assert chances.sum(axis=1) == pytest.approx(np.ones(len(UNSEEN)))


def test_a_strange_text_is_less_certain_than_a_learnt_one(learnt, word_encoder):
    texts = [TEXTS[0], "zebra crossing"]
    certain, strange = learnt.probabilities(word_encoder.encode(texts), texts).max(axis=1)
    assert certain > strange


def test_a_higher_temperature_makes_the_classifier_less_sure(learnt, word_encoder):
    vectors = word_encoder.encode(UNSEEN)
    warmer = replace(learnt, temperature=2 * learnt.temperature)
    surest = learnt.probabilities(vectors, UNSEEN).max(axis=1)
    assert np.all(warmer.probabilities(vectors, UNSEEN).max(axis=1) < surest)


def test_a_text_is_read_the_same_alone_and_among_others(learnt, word_encoder):
    together = learnt.probabilities(word_encoder.encode(UNSEEN), UNSEEN)
    alone = learnt.probabilities(word_encoder.encode(UNSEEN[:1]), UNSEEN[:1])
    assert together[0] == pytest.approx(alone[0])


def test_what_was_kept_reads_as_what_was_learnt(learnt, word_encoder, tmp_path):
    learnt.save(tmp_path)
    kept = classifier.load(tmp_path)
    vectors = word_encoder.encode(UNSEEN)
    assert kept.labels == learnt.labels
    assert kept.probabilities(vectors, UNSEEN) == pytest.approx(
        learnt.probabilities(vectors, UNSEEN), abs=1e-5
    )


def test_the_same_examples_teach_the_same(learnt, word_encoder):
    again = classifier.train(word_encoder.encode(TEXTS), TEXTS, LABELS)
    vectors = word_encoder.encode(UNSEEN)
    assert again.probabilities(vectors, UNSEEN) == pytest.approx(learnt.probabilities(vectors, UNSEEN))
