"""A reference that says what it is told to, so that no test of a page has to read language."""

from bot import bootstrap
from bot.core.messages import Message
from bot.reference import Found

LABELS = ("abuse", "advice", "ask/aims", "ask/visits", "out_of_scope", "privacy/erase")


class FakeReference:
    """Finds the first passages of the page, whatever is looked up, and remembers what was."""

    labels = LABELS

    def __init__(self):
        self.asked = []
        passages = bootstrap.trial().page.passages[4:6]
        self.found = Found(
            (Message("answer", "From the page:\nIt says so.", passages),), "ask/aims", passages
        )

    def look_up(self, text):
        """What was found; raises it, if it is an error."""
        self.asked.append(text)
        if isinstance(self.found, Exception):
            raise self.found
        return self.found
