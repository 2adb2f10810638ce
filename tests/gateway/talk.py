"""How the tests of the chat API speak to it, and what they expect of every error."""

from bot import bootstrap

PATH = "/api/messages"
NURSE_LINE = bootstrap.trial().nurse_line
PASSAGE = {"id": "p12", "section": "What the trial involves", "quote": "You come 8 times."}
KNOWN_ID = "0123456789abcdef" * 2
MARKER = "Marmaduke-2906"


def send(client, body, content_type="application/json"):
    return client.post(PATH, content=body, headers={"Content-Type": content_type})


def assert_error(response, status, code=None):
    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/json")
    assert set(response.json()) <= {"error", "messages"}
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["code"]
    assert error["message"]
    assert code is None or error["code"] == code


def assert_apology(response):
    assert_error(response, 503, "not_ready")
    (message,) = response.json()["messages"]
    assert message["kind"] == "error"
    assert NURSE_LINE in message["text"]
