"""The whole assistant as ``make run`` starts it: three processes under a supervisor."""

import os
import signal
import time

import httpx
import pytest

from bot import bootstrap
from tests.live import Live

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("live")]


def ask(live: Live, text: str = "how often are the hospital visits?") -> httpx.Response:
    return httpx.post(f"{live.url}/api/messages", json={"text": text}, timeout=30)


def test_a_question_is_answered_from_the_page(live: Live) -> None:
    reply = ask(live)
    assert reply.status_code == 200
    (message,) = reply.json()["messages"]
    assert message["kind"] == "answer"
    assert all(passage["quote"] in message["text"] for passage in message["passages"])


def test_several_questions_are_answered_through_the_action_server(live: Live) -> None:
    messages = ask(live, "How many people take part, and is there a placebo?").json()["messages"]
    assert [message["kind"] for message in messages] == ["answer", "answer"]


def test_rasa_and_the_action_server_listen_on_loopback_only(live: Live) -> None:
    assert live.addresses(live.rasa_port) == {"127.0.0.1"}
    assert live.addresses(live.actions_port) == {"127.0.0.1"}


def test_with_rasa_killed_the_nurse_line_is_given_and_rasa_comes_back(live: Live) -> None:
    os.kill(live.process_with("bot.rasa_components"), signal.SIGKILL)
    reply = ask(live)
    assert reply.status_code == 503
    assert reply.json()["error"]["code"]
    (message,) = reply.json()["messages"]
    assert message["kind"] == "error"
    assert "0808 800 4040" in message["text"]
    live.wait_until_ready()
    assert ask(live).status_code == 200


def test_with_rasa_stopped_danger_still_gets_its_card(live: Live) -> None:
    danger = "I have crushing pain in my chest right now and I cannot breathe"
    os.kill(live.process_with("bot.rasa_components"), signal.SIGKILL)
    without_rasa = ask(live, danger)
    assert without_rasa.status_code == 503
    assert without_rasa.json()["messages"] == [bootstrap.danger_cards()["urgent"].to_dict()]
    live.wait_until_ready()
    with_rasa = ask(live, danger)
    assert with_rasa.status_code == 200
    assert with_rasa.json()["messages"] == without_rasa.json()["messages"]


def test_a_dead_action_server_comes_back(live: Live) -> None:
    os.kill(live.process_with("-m actions"), signal.SIGKILL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ask(live, "What phase is it, and who leads it?").status_code == 200:
            return
        time.sleep(0.5)
    pytest.fail("the action server did not come back")


def test_nothing_typed_is_in_the_logs(live: Live) -> None:
    ask(live, "my neighbour Zebulon asks how often the visits are")
    written = "".join(path.read_text(errors="replace") for path in live.logs())
    assert live.logs()
    assert "Zebulon" not in written


def test_ctrl_c_leaves_nothing_behind(start_live: object) -> None:
    other = start_live()  # type: ignore[operator]
    pids = other.processes()
    assert len(pids) == 4
    os.killpg(other.supervisor.pid, signal.SIGINT)
    other.supervisor.wait(30)
    assert other.processes() == []


def test_a_taken_port_is_said_in_one_line(live: Live, start_live: object) -> None:
    other = start_live(port=live.port, wait=False)  # type: ignore[operator]
    output, _ = other.supervisor.communicate(timeout=60)
    assert other.supervisor.returncode != 0
    assert len(output.strip().splitlines()) == 1
    assert str(live.port) in output
