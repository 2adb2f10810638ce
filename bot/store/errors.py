"""What goes wrong with the store."""

from bot.core.errors import TrialGuideError


class StoreError(TrialGuideError):
    """The store cannot be used now. Says of what type the error was, never what was to be stored."""


class UnreadableError(StoreError):
    """A text that none of the keys opens: it was changed, or the keys are not those it was made with."""
