"""What can be wrong with the content or the set-up, told so that it can be mended."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of content: where it is, what it is and why it matters."""

    file: str
    line: int
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}, {self.why}"


class TrialGuideError(Exception):
    """Base of all errors that this project raises on purpose."""


class ContentError(TrialGuideError):
    """The content of a trial has faults; carries all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class SetupError(TrialGuideError):
    """Something that must be in place before the assistant can run is missing or wrong."""


class InputError(TrialGuideError):
    """What was given to a command cannot be read; says what and where."""
