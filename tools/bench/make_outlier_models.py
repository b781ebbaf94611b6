"""make_outlier_models.py DRAW FACTOR FOLDER: a small DeBERTa with random weights, a few of whose feed-forward
channels are FACTOR times as large as the others, as long training leaves them; 1: all alike.

Its weights are distributed as those of tests/cpp/model/random_model.h. DRAW is the seed; a draw's models have the
same weights, outliers aside. Writes what make_models.py does, without a tokenizer.
"""

import json
import sys
from pathlib import Path

import torch
from make_models import BASE, export  # and with it the path to tools/train

import exported_model
import safetensors_io

CONFIG = {
    **BASE,
    "hidden_size": 128,
    "intermediate_size": 512,
    "max_position_embeddings": 64,
    "num_attention_heads": 2,
    "num_hidden_layers": 4,
    "vocab_size": 1000,
}
CHANNELS = [3, 77, 200]


def make_weights(model, draw, factor):
    generator = torch.Generator().manual_seed(draw)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("LayerNorm.weight"):
                parameter.normal_(1, 0.1, generator=generator)
            else:
                parameter.normal_(0, 0.08, generator=generator)
            if ".intermediate.dense." in name:
                parameter[CHANNELS] *= factor


def main(draw, factor, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = exported_model.token_classifier(CONFIG)
    make_weights(model, int(draw), float(factor))
    tensors = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    safetensors_io.save(folder / "model.safetensors", tensors, {"format": "pt"})
    (folder / "config.json").write_text(json.dumps(CONFIG, indent=2))
    export(model, folder / "model.onnx")


if __name__ == "__main__":
    main(*sys.argv[1:])
