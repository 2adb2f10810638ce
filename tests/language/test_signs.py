"""The signs are reviewed data: every fault in them is told with its file and line."""

from pathlib import Path

import pytest

from bot.core.danger import KINDS, URGENT
from bot.core.errors import ContentError, Fault
from bot.language import signs
from bot.language.context import EXCUSES
from bot.language.signs import COMMON, IDIOM, Sign

EARS = """\
# Made up.
groups:
  ear: [ear, lug]
  itch:
    - itchy
    - itching
  hat: [hat]

urgent:
  ears:
    name: itchy ears
    says: [glowing ears]
    signs:
      - ear + itch - hat
      - ear + loud
    despite: [question]
    vital: true
"""
SHARED = """\
idioms: [all ears]
groups:
  loud: [loud, noisy]
"""


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def faults_in(folder: Path) -> list[Fault]:
    with pytest.raises(ContentError) as error:
        signs.load(folder)
    return error.value.faults


def with_edit(folder: Path, old: str, new: str, common: str = SHARED) -> list[Fault]:
    """The faults of the made-up signs after one edit."""
    assert EARS.count(old) == 1, f"nothing to edit, or too much: {old}"
    return faults_in(written(folder, ears=EARS.replace(old, new), common=common))


def test_the_real_signs_have_no_fault():
    dangers = signs.load().dangers
    assert {danger.kind for danger in dangers} == set(KINDS)
    assert len({(danger.kind, danger.id) for danger in dangers}) == len(dangers)


def test_every_real_danger_can_be_found_by_some_phrase():
    loaded = signs.load()
    mute = [
        danger.id
        for danger in loaded.dangers
        if not any(all(loaded.groups[group] for group in sign.groups) for sign in danger.signs)
    ]
    assert mute == []


def test_a_danger_is_read_with_all_that_is_said_of_it(tmp_path):
    (danger,) = signs.load(written(tmp_path, ears=EARS, common=SHARED)).dangers
    assert (danger.kind, danger.id, danger.name) == (URGENT, "ears", "itchy ears")
    assert (danger.despite, danger.vital) == (frozenset({"question"}), True)


def test_what_is_not_said_of_a_danger_does_not_hold_for_it(tmp_path):
    (danger,) = signs.load(written(tmp_path, toes="crisis: {toes: {name: toes, says: [toe]}}\n")).dangers
    assert (danger.despite, danger.vital, len(danger.signs)) == (frozenset(), False, 1)


def test_a_sign_takes_the_groups_of_its_own_file_and_the_common_ones(tmp_path):
    loaded = signs.load(written(tmp_path, ears=EARS, common=SHARED))
    says, *others = loaded.dangers[0].signs
    assert [loaded.groups[group] for group in says.groups] == [("glowing ears",)]
    assert others == [
        Sign(("ears/ear", "ears/itch"), ("ears/hat",)),
        Sign(("ears/ear", f"{COMMON}/loud")),
    ]
    assert loaded.groups["ears/itch"] == ("itchy", "itching")
    assert loaded.groups[f"{COMMON}/loud"] == ("loud", "noisy")
    assert loaded.groups[IDIOM] == ("all ears",)


def test_two_files_may_have_a_group_of_the_same_name(tmp_path):
    toes = "groups: {itch: [tickling]}\ncrisis: {toes: {name: toes, signs: [itch]}}\n"
    loaded = signs.load(written(tmp_path, ears=EARS, toes=toes, common=SHARED))
    assert loaded.groups["toes/itch"] == ("tickling",)
    assert loaded.groups["ears/itch"] == ("itchy", "itching")
    assert loaded.dangers[1].signs[1] == Sign(("toes/itch",))


def test_the_dangers_stand_in_the_order_of_the_kinds_and_then_of_the_files(tmp_path):
    one = "{0}: {{ {1}: {{name: x, says: [{1}]}} }}\n"
    folder = written(
        tmp_path,
        a=one.format("pregnancy", "first"),
        b=one.format("crisis", "second"),
        c=one.format("urgent", "third") + one.format("crisis", "fourth"),
    )
    assert [danger.id for danger in signs.load(folder).dangers] == ["third", "second", "fourth", "first"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "why"),
    [
        ("- ear + itch - hat", "- ear + itchh", 14, "group “itchh”", "does not exist"),
        ("- ear + itch - hat", "- ear + itch - hat - het", 14, "group “het”", "does not exist"),
        ("- ear + loud", "- eer + loud", 15, "group “eer”", "does not exist"),
        ("- ear + loud", "- ear +", 15, "group “”", "does not exist"),
        (" - hat", "", 7, "group “hat”", "is in no sign"),
        ("ear: [ear, lug]", "ear: [ear, lug, ear]", 3, "“ear”", "stands here twice"),
        ("- itching", "- itchy", 4, "“itchy”", "stands here twice"),
        ("says: [glowing ears]", "says: [glow, shine, glow]", 12, "“glow”", "stands here twice"),
        ("ear: [ear, lug]", "ear: ear", 3, "“ear”", "must be a list of texts"),
        ("ear: [ear, lug]", "ear: [ear, '']", 3, "“ear”", "must be a list of texts"),
        ("ear: [ear, lug]", "ear: [ear, [lug]]", 3, "“ear”", "must be a list of texts"),
        ("says: [glowing ears]", "says: glowing ears", 12, "“says”", "must be a list of texts"),
        ("    despite:", "    inspite:", 16, "“inspite”", "is no key of a danger"),
        ("    vital:", "    vitall:", 17, "“vitall”", "is no key of a danger"),
        ("vital: true", "vital: yes", 17, "vital", "must be true, or not be there"),
        ("vital: true", "vital: false", 17, "vital", "must be true, or not be there"),
        ("vital: true", "vital:", 17, "vital", "must be true, or not be there"),
        ("despite: [question]", "despite: [qestion]", 16, "“qestion”", f"is none of {', '.join(EXCUSES)}"),
        ("despite: [question]", "despite: question", 16, "“despite”", "must be a list of texts"),
        ("urgent:", "urgnt:", 9, "“urgnt”", "is none of crisis, groups, idioms, pregnancy, urgent"),
        ("groups:", "group:", 2, "“group”", "is none of crisis, groups, idioms, pregnancy, urgent"),
        ("    name: itchy ears\n", "", 10, "danger “ears”", "has no name"),
        ("    name: itchy ears", "    name: [itchy, ears]", 10, "danger “ears”", "has no name"),
        ("- ear + loud", "- {ear: loud}", 13, "“signs”", "must be a list of texts"),
        ("- ear + loud", "- ear + itch - hat", 13, "“ear + itch - hat”", "stands here twice"),
        ("  hat: [hat]", "  hat:", 7, "“hat”", "must be a list of texts"),
        ("  ears:\n", "  toes: sore\n  ears:\n", 10, "“toes”", "must have keys"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path, old, new, line, what, why):
    faults = with_edit(tmp_path, old, new)
    assert Fault(str(tmp_path / "ears.yml"), line, what, why) in faults
    assert f"{tmp_path / 'ears.yml'}:{line}: {what}, {why}" in [str(fault) for fault in faults]


@pytest.mark.parametrize("kind", ["urgent", "crisis"])
def test_a_danger_that_stands_in_another_file_already_is_a_fault(tmp_path, kind):
    more = f"groups: {{}}\n{kind}:\n  ears: {{name: more ears, says: [flapping ears]}}\n"
    (fault,) = faults_in(written(tmp_path, ears=EARS, more=more, common=SHARED))
    assert fault == Fault(
        str(tmp_path / "more.yml"), 3, "danger “ears”", "stands in ears.yml under urgent already"
    )


@pytest.mark.parametrize("text", ["", "- ears", "ears", "groups: [ear]\n", "urgent: [ears]\n"])
def test_a_file_without_keys_where_they_belong_is_a_fault(tmp_path, text):
    (fault,) = faults_in(written(tmp_path, more=text))
    assert (fault.file, fault.line, fault.why) == (str(tmp_path / "more.yml"), 1, "must have keys")


def test_a_group_that_is_in_the_common_file_already_is_a_fault(tmp_path):
    faults = with_edit(tmp_path, "  hat: [hat]\n", "  hat: [hat]\n  loud: [banging]\n")
    assert Fault(str(tmp_path / "ears.yml"), 8, "group “loud”", f"is in {COMMON}.yml already") in faults


def test_a_common_group_that_no_file_uses_is_a_fault(tmp_path):
    folder = written(tmp_path, ears=EARS, common=SHARED + "  quiet: [quiet]\n")
    (fault,) = faults_in(folder)
    assert (fault.file, fault.line) == (str(tmp_path / "common.yml"), 4)
    assert (fault.what, fault.why) == ("group “quiet”", "is in no sign")


def test_a_group_of_another_file_does_not_exist(tmp_path):
    toes = "crisis: {toes: {name: toes, signs: [ear]}}\n"
    (fault,) = faults_in(written(tmp_path, ears=EARS, toes=toes, common=SHARED))
    assert (fault.file, fault.what) == (str(tmp_path / "toes.yml"), "group “ear”")


def test_repeated_idioms_are_a_fault(tmp_path):
    (fault,) = faults_in(written(tmp_path, ears=EARS, common=SHARED.replace("[all ears]", "[ho ho, ho ho]")))
    assert (fault.file, fault.line, fault.what) == (str(tmp_path / "common.yml"), 1, "“ho ho”")


def test_all_faults_of_all_files_are_listed_at_once(tmp_path):
    toes = "groups: {toe: [toe, toe]}\ncrisis: {toes: {name: toes, signs: [nail]}}\n"
    ears = EARS.replace("- ear + itch - hat", "- ear + itch")
    faults = faults_in(written(tmp_path, ears=ears, toes=toes, common=SHARED))
    assert {(Path(fault.file).name, fault.what) for fault in faults} == {
        ("ears.yml", "group “hat”"),
        ("toes.yml", "“toe”"),
        ("toes.yml", "group “nail”"),
        ("toes.yml", "group “toe”"),
    }


@pytest.mark.parametrize("text", ["urgent: {a: {name: [}", "urgent: {a: {name: x}}\nurgent: {}\n"])
def test_a_file_that_is_no_yaml_or_repeats_a_key_is_a_fault(tmp_path, text):
    assert [Path(fault.file).name for fault in faults_in(written(tmp_path, ears=text))] == ["ears.yml"]
