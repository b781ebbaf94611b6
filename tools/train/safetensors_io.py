"""Reads and writes .safetensors files: 8-byte header length, JSON header, raw little-endian tensors."""

import json

import numpy

DTYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I8": "i1",
    "U8": "u1",
    "BOOL": "?",
}
NAMES = {numpy.dtype(code): name for name, code in DTYPES.items()}


def load(path):
    """Returns {name: numpy array}. Matrices in 8 bits (docs/internals/q8-format.md) are widened with their scales."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = numpy.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]])
        tensors[name] = array.reshape(entry["shape"])
    for name in [name for name in tensors if f"{name}_scale" in tensors]:
        tensors[name] = tensors[name] * tensors.pop(f"{name}_scale")[:, None]
    return tensors


def save(path, tensors, metadata):
    """Writes tensors in name order, so that the same weights always give the same bytes."""
    header, chunks, offset = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        array = numpy.ascontiguousarray(tensors[name])
        chunk = array.tobytes()
        header[name] = {
            "dtype": NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(chunk)],
        }
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data starts aligned to 8 bytes
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for chunk in chunks:
            file.write(chunk)
