"""quantize_onnx.py FROM TO: the peer's model in 8 bits, as onnxruntime's quantize_dynamic makes it.

Products with a weight become DynamicQuantizeLinear (activations in 8 bits, one scale for the whole tensor) and
MatMulInteger (weights in 8 bits, a scale for each output), in the pattern that onnxruntime fuses; the word
embeddings are 8 bits with one scale, widened after they are gathered. Everything else stays as it is. Needs
onnx (Debian: python3-onnx).
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 1 << 14  # weights with fewer elements are not worth it


def quantized(weight, axis):
    """int8 values and their scales, symmetric, along all axes but `axis` (None: one scale)."""
    axes = tuple(i for i in range(weight.ndim) if i != axis)
    largest = np.abs(weight).max(axis=axes, keepdims=axis is not None)
    scale = np.where(largest > 0, largest / 127, 1).astype("float32")
    values = np.clip(np.rint(weight / scale), -127, 127).astype("int8")
    return values, scale.reshape(-1) if axis is not None else scale.reshape(())


class Quantizer:
    def __init__(self, model):
        self.graph = model.graph
        self.weights = {tensor.name: tensor for tensor in self.graph.initializer}
        self.added = {}
        self.inputs = {}  # a float tensor → its quantized form
        self.nodes = []

    def add(self, name, array):
        self.added[name] = numpy_helper.from_array(array, name)
        return name

    def node(self, kind, inputs, outputs, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, outputs, f"{outputs[0]}/{kind}", **attributes))

    def weight(self, name):
        tensor = self.weights.get(name)
        if tensor is None or tensor.data_type != TensorProto.FLOAT or len(tensor.dims) != 2:
            return None
        return tensor if np.prod(tensor.dims) >= SMALLEST else None

    def multiply(self, node):
        source, name = node.input
        if name + "/q" not in self.added:
            values, scale = quantized(numpy_helper.to_array(self.weights[name]), axis=1)
            self.add(name + "/q", values)
            self.add(name + "/scale", scale)
            self.add(name + "/zero", np.zeros(scale.shape, "int8"))
        if source not in self.inputs:
            self.inputs[source] = [source + end for end in ("/q8", "/q8_scale", "/q8_zero")]
            self.node("DynamicQuantizeLinear", [source], self.inputs[source])
        q, scale, zero = self.inputs[source]
        out = node.output[0]
        self.node("MatMulInteger", [q, name + "/q", zero, name + "/zero"], [out + "/int"])
        self.node("Cast", [out + "/int"], [out + "/float"], to=TensorProto.FLOAT)
        self.node("Mul", [scale, name + "/scale"], [out + "/scale"])
        self.node("Mul", [out + "/float", out + "/scale"], [out])

    def gather(self, node):
        name, index = node.input
        values, scale = quantized(numpy_helper.to_array(self.weights[name]), axis=None)
        self.add(name + "/q", values)
        self.add(name + "/scale", scale)
        out = node.output[0]
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        self.node("Gather", [name + "/q", index], [out + "/int"], **attributes)
        self.node("DequantizeLinear", [out + "/int", name + "/scale"], [out])

    def run(self):
        for node in self.graph.node:
            if node.op_type == "MatMul" and self.weight(node.input[1]) is not None:
                self.multiply(node)
            elif node.op_type == "Gather" and self.weight(node.input[0]) is not None:
                self.gather(node)
            else:
                self.nodes.append(node)
        used = {name for node in self.nodes for name in node.input}
        kept = [tensor for name, tensor in self.weights.items() if name in used]
        products = sum(node.op_type == "MatMulInteger" for node in self.nodes)
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend([*kept, *self.added.values()])
        return products


def main(source, target):
    model = onnx.load(source)
    products = Quantizer(model).run()
    if products == 0:
        raise SystemExit(f"{source}: no product with a weight")
    onnx.save(model, target)
    print(f"{products} products in 8 bits")


if __name__ == "__main__":
    main(*sys.argv[1:])
