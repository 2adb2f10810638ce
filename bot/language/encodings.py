"""The embeddings of many texts, for training: on all cores, with progress, and kept for the next time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from tqdm import tqdm

from bot.language.encoder import WIDTH, SentenceEncoder


class Encodings:
    """Encodes as the encoder does; what was encoded before is read from beside its graph."""

    def __init__(self, encoder: SentenceEncoder, title: str) -> None:
        self._encoder = encoder
        self._title = title
        self._file = encoder.graph.with_suffix(".npz")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Embeddings of the texts: float32 [len(texts), 384]. ``title`` names the work on the console."""
        known = _read(self._file)
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32] for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if unknown:
            known |= dict(zip(unknown, self._encoded(list(unknown.values())), strict=True))
            _write(self._file, known)
        return np.array([known[key] for key in keys], np.float32).reshape(-1, WIDTH)

    def fingerprint(self) -> str:
        """As the encoder's."""
        return self._encoder.fingerprint()

    def _encoded(self, texts: Sequence[str]) -> list[np.ndarray]:
        with ThreadPoolExecutor(os.cpu_count()) as threads:  # onnxruntime works without Python's lock
            vectors = threads.map(lambda text: self._encoder.encode([text])[0], texts)
            return list(tqdm(vectors, self._title, len(texts), disable=None))


def _read(file: Path) -> dict[str, np.ndarray]:
    if not file.exists():
        return {}
    with np.load(file, allow_pickle=False) as arrays:
        return dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))


def _write(file: Path, known: dict[str, np.ndarray]) -> None:
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, keys=np.array(list(known)), vectors=np.array(list(known.values())))
    unfinished.replace(file)
