"""What was learnt once is kept in a folder named after what it was learnt from."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path


def folder_for(made_from: bytes, cache: Path, learn: Callable[[Path], None]) -> Path:
    """The folder in ``cache`` with what ``learn`` writes into it, learnt now if it was not before."""
    folder = cache / hashlib.sha256(made_from).hexdigest()[:16]
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as unfinished:
            (new := Path(unfinished) / "learnt").mkdir()
            learn(new)
            with contextlib.suppress(OSError):  # another process was as quick
                new.rename(folder)
    return folder
