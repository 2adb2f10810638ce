"""What was acknowledged survives any process that dies; what was typed is nowhere in clear, and then gone."""

import os
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from bot import bootstrap
from bot.gateway.sessions import COOKIE
from bot.settings import settings
from bot.store.engine import transaction
from bot.store.tables import CONVERSATIONS
from tests.live import SECONDS_TO_START, Live

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("live")]

PROCESSES = {"Rasa": "bot.rasa_components", "the action server": "-m actions", "the gateway": "bot.gateway"}
SO_FAR = "What have I said so far?"
IDENTIFIERS = {  # of nobody: numbers kept free for drama, and an NHS number that is never given
    "Quackenbush": "Hello, I am Zebulon Quackenbush. How often are the visits?",
    "07700 900123": "My phone number is 07700 900123",
    "999 123 4560": "My NHS number is 999 123 4560",
    "zebulon@example.com": "You can write to me at zebulon@example.com",
    "SW1A 1AA": "I live at 10 Example Street, SW1A 1AA",
    "Dr Mallard": "Dr Mallard told me that I have CLL",
}
ANSWERED = {"Marmaduke": "My cousin Marmaduke says so, yes", "marzipan": "I am 58 years old, not marzipan"}


class Person:
    """Somebody who talks to the assistant in one session."""

    def __init__(self, live: Live) -> None:
        self._client = httpx.Client(base_url=live.url, timeout=60)

    @property
    def session(self) -> str:
        return self._client.cookies[COOKIE]

    def post(self, text: str) -> httpx.Response:
        return self._client.post("/api/messages", json={"text": text})

    def says(self, text: str) -> str:
        """All that is answered; only what is acknowledged counts as said."""
        reply = self.post(text)
        assert reply.status_code == 200
        return "\n".join(message["text"] for message in reply.json()["messages"])

    def says_until_it_is_heard(self, text: str) -> str:
        last = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < last:
            try:
                return self.says(text)
            except (AssertionError, httpx.HTTPError):
                time.sleep(0.5)
        raise TimeoutError("nobody answered")


@pytest.fixture
def person(live: Live) -> Person:
    live.wait_until_ready()
    return Person(live)


@pytest.mark.parametrize("words", PROCESSES.values(), ids=PROCESSES)
def test_no_acknowledged_answer_is_lost_when_a_process_is_killed(
    live: Live, person: Person, words: str
) -> None:
    person.says("Start the pre-screen")
    person.says("Yes, please start")
    person.says("I am 58 years old")
    acknowledged: list[str] = []

    def answer_in_time() -> None:
        try:
            person.says("I had a stroke in 2019")
        except (AssertionError, httpx.HTTPError):
            return
        acknowledged.append("stroke")

    answering = threading.Thread(target=answer_in_time)
    answering.start()
    time.sleep(0.03)
    os.kill(live.process_with(words), signal.SIGKILL)
    answering.join()
    told = person.says_until_it_is_heard(SO_FAR)
    assert "58" in told
    assert [word for word in acknowledged if word not in told] == []


def database() -> bytes:
    """All bytes of the database and its log."""
    path = Path(settings().database_url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def written(live: Live) -> str:
    """All that the processes wrote and count."""
    logs = "".join(path.read_text(errors="replace") for path in live.logs())
    return logs + httpx.get(f"{live.url}/metrics").text


def test_what_is_typed_is_nowhere_in_clear_and_after_deletion_nowhere_at_all(
    live: Live, person: Person
) -> None:
    for text in IDENTIFIERS.values():
        person.says(text)
    person.says("Start the pre-screen")
    person.says("Yes, please start")
    for text in ANSWERED.values():
        person.says(text)
    person.says("Stop")
    assert "/result/" in str(person.post("Show me the result of my check").json())
    bootstrap.stores().sheets.keep("ABCD2345", person.session, {"words": "marzipan"})
    secrets = [*IDENTIFIERS, "Zebulon", *ANSWERED, "ABCD2345", person.session]
    fingerprint = bootstrap.stores().keyring.fingerprint(person.session).encode()
    stolen = database()
    assert fingerprint in stolen
    assert [secret for secret in secrets if secret.encode() in stolen] == []
    assert [secret for secret in secrets if secret in written(live)] == []

    with transaction(bootstrap.stores().engine) as transaction_:
        mine = CONVERSATIONS.select().where(CONVERSATIONS.c.session_fingerprint == fingerprint.decode())
        kept = transaction_.execute(mine).one().content
    session = person.session
    receipt = person.says("Delete my data")
    assert "I have erased the page with your result" in receipt
    assert "your code" in receipt
    assert set(bootstrap.stores().erasure.due(session).values()) == {0}
    left = database()
    pieces = [kept[at : at + 24].encode() for at in range(20, len(kept) - 60, 400)]
    assert [piece for piece in (fingerprint, *pieces) if piece in left] == []
    assert [secret for secret in secrets if secret in written(live)] == []
