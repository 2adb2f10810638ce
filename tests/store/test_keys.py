"""The keys lie in a file of their own; what they protect stays readable when a new one comes."""

import multiprocessing
import stat

import pytest

from bot.core.errors import SetupError
from bot.store.engine import StoreError
from bot.store.keys import Keyring, UnreadableError

TEXT = "a sentence of this test"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secret" / "keys"


def test_what_was_encrypted_is_read_again_also_by_another_process(keyring, path):
    token = keyring.encrypt(TEXT.encode())
    assert TEXT not in token
    assert keyring.decrypt(token) == TEXT.encode()
    assert Keyring(path).decrypt(token) == TEXT.encode()


def test_the_file_is_made_on_first_use_for_its_owner_alone(keyring, path):
    assert not path.exists()
    keyring.load()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    keyring.rotate()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_after_a_rotation_all_is_readable_and_what_is_new_needs_the_new_key(keyring, path):
    old = keyring.encrypt(TEXT.encode())
    assert keyring.rotate() == 2
    new = keyring.encrypt(TEXT.encode())
    assert keyring.decrypt(old) == keyring.decrypt(new) == TEXT.encode()
    path.write_text(path.read_text().splitlines()[1] + "\n")  # only the old key is left
    assert Keyring(path).decrypt(old) == TEXT.encode()
    with pytest.raises(UnreadableError):
        Keyring(path).decrypt(new)


def test_a_rotation_is_seen_by_a_process_that_has_read_the_keys_before(keyring, path):
    other = Keyring(path)
    other.encrypt(b"")
    keyring.rotate()
    assert other.decrypt(keyring.encrypt(TEXT.encode())) == TEXT.encode()
    assert keyring.decrypt(other.encrypt(TEXT.encode())) == TEXT.encode()


def test_a_renewed_text_no_longer_needs_the_old_key(keyring, path):
    old = keyring.encrypt(TEXT.encode())
    keyring.rotate()
    renewed = keyring.renewed(old)
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert Keyring(path).decrypt(renewed) == TEXT.encode()
    with pytest.raises(UnreadableError):
        Keyring(path).decrypt(old)


def test_a_fingerprint_is_the_same_after_rotations_and_another_with_other_keys(keyring, tmp_path):
    before = keyring.fingerprint("ABCD2345")
    keyring.rotate(), keyring.rotate()
    assert keyring.fingerprint("ABCD2345") == before
    assert keyring.fingerprint("ABCD2346") != before
    assert Keyring(tmp_path / "others").fingerprint("ABCD2345") != before
    assert len(before) == 64


@pytest.mark.parametrize("change", [lambda t: t[:-4], lambda t: "", lambda t: "gAAAAA", lambda t: t[::-1]])
def test_what_was_changed_is_unreadable(keyring, change):
    with pytest.raises(UnreadableError) as error:
        keyring.decrypt(change(keyring.encrypt(TEXT.encode())))
    assert TEXT not in str(error.value)


@pytest.mark.parametrize("content", ["", "no key\n", "ключ\n"])
def test_a_file_that_holds_something_else_is_named_without_its_content(path, content):
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(SetupError, match="keys") as error:
        Keyring(path).encrypt(b"")
    assert content.strip() == "" or content.strip() not in str(error.value)
    assert path.read_text() == content


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_store(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        Keyring(tmp_path / "file" / "keys").encrypt(b"")


def test_keys_that_are_in_use_go_on_working_when_the_file_is_gone(keyring, path):
    token = keyring.encrypt(TEXT.encode())
    path.unlink()
    assert keyring.decrypt(token) == TEXT.encode()
    assert not path.exists()


def _fingerprint(path):
    return Keyring(path).fingerprint(TEXT)


def test_processes_that_start_at_once_have_the_same_keys(path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_fingerprint, [path] * 8))) == 1
