"""make_models.py NAME FOLDER: a DeBERTa with random weights, the same each time, for the benchmark.

Writes, of the same weights, what each side reads: config.json, model.safetensors and, for v1, a tokenizer (ours,
and the bundled model's), and model.onnx (the peer's, by torch.onnx.export). Of v3, model.safetensors is in half
precision, as it is on the Hub; the peer's has the same numbers in F32. Needs torch (1.13 or newer).
"""

import json
import shutil
import sys
from pathlib import Path

import torch

here = Path(__file__).resolve().parent
sys.path.append(str(here.parent / "train"))

import exported_model  # noqa: E402
import exported_v2  # noqa: E402
import safetensors_io  # noqa: E402
from model import initialize  # noqa: E402

# microsoft/deberta-base, with a head that answers for every token.
BASE = {
    "architectures": ["DebertaForTokenClassification"],
    "model_type": "deberta",
    "attention_probs_dropout_prob": 0.1,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "hidden_size": 768,
    "initializer_range": 0.02,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
    "relative_attention": True,
    "pos_att_type": ["c2p", "p2c"],
    "layer_norm_eps": 1e-7,
    "max_relative_positions": -1,
    "position_biased_input": False,
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "pad_token_id": 0,
    "type_vocab_size": 0,
    "vocab_size": 50265,
    "id2label": {str(i): f"LABEL_{i}" for i in range(9)},
    "label2id": {f"LABEL_{i}": i for i in range(9)},
}
# microsoft/deberta-v3-base, with the same head.
V3 = {
    **BASE,
    "architectures": ["DebertaV2ForTokenClassification"],
    "model_type": "deberta-v2",
    "position_buckets": 256,
    "norm_rel_ebd": "layer_norm",
    "share_att_key": True,
    "pos_att_type": ["p2c", "c2p"],
    "vocab_size": 128100,
}
MODELS = {
    "deberta-base": BASE,
    "deberta-v3-xsmall": {
        **V3,
        "hidden_size": 384,
        "intermediate_size": 1536,
        "num_attention_heads": 6,
    },
    "deberta-v3-small": {**V3, "num_hidden_layers": 6},
    "deberta-v3-base": V3,
    "mdeberta-v3-base": {**V3, "vocab_size": 251000},
    # For the smoke test, and for working on the benchmark itself.
    "small": {
        **BASE,
        "hidden_size": 256,
        "intermediate_size": 1024,
        "num_attention_heads": 4,
        "num_hidden_layers": 2,
        "vocab_size": 7000,
    },
    "small-v3": {
        **V3,
        "hidden_size": 256,
        "intermediate_size": 1024,
        "num_attention_heads": 4,
        "num_hidden_layers": 2,
        "vocab_size": 7000,
    },
}
TOKENIZER = ["vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"]


def make_weights(model):
    """A fresh model's attention is flat: nearly all scores are 0, and a wrong position term would not show.
    With these factors the three terms of deberta-base have a deviation of about 1 each; v3's positions are
    normalized, so their size has no effect."""
    initialize(model, torch.Generator().manual_seed(1))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("_proj.weight") and ".pos_" not in name:
                parameter.mul_(2.5)
            elif name.endswith("rel_embeddings.weight"):
                parameter.mul_(100)


def export(model, path):
    ids = torch.arange(1, 23).view(2, 11)
    mask = torch.ones_like(ids)
    mask[1, 8:] = 0
    axes = {0: "batch_size", 1: "sequence_length"}
    torch.onnx.export(
        model,
        (ids, mask),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": axes},
        opset_version=17,
    )


def main(name, folder):
    config = MODELS[name]
    is_v3 = config["model_type"] == "deberta-v2"
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = (exported_v2 if is_v3 else exported_model).token_classifier(config)
    make_weights(model)
    if is_v3:  # both sides compute with the rounded numbers
        model.half().float()
    tensors = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    if is_v3:
        tensors = {name: tensor.astype("float16") for name, tensor in tensors.items()}
    safetensors_io.save(folder / "model.safetensors", tensors, {"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    for file in [] if is_v3 else TOKENIZER:
        shutil.copy(here.parents[1] / "tests" / "fixtures" / "pii_f16" / file, folder / file)
    export(model, folder / "model.onnx")


if __name__ == "__main__":
    main(*sys.argv[1:])
