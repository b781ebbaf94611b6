"""make_gliner_models.py NAME FOLDER: a GLiNER with random weights, the same each time, for the benchmark.

Writes, of the same weights, a repository with everything in it (gliner_config.json in its long form,
model.safetensors in F32, as on the Hub, and a small made-up tokenizer), and model.onnx, the peer's. Needs
torch (1.13 or newer).
"""

import json
import sys
from pathlib import Path

import torch

import exported_gliner
import safetensors_io  # tools/train/safetensors_io.py, which exported_gliner has on its path
from make_models import MODELS, make_weights

# The encoder's name, its rows of word embeddings (three tokens were added to its tokenizer), and what
# differs from gliner_config.json's defaults.
GLINER = {
    "gliner_small-v2.1": ("deberta-v3-small", 128004, {}),
    "gliner_multi-v2.1": ("mdeberta-v3-base", 250105, {}),
    # For the smoke test, and for working on the benchmark itself.
    "small-gliner": ("small-v3", 7000, {"hidden_size": 128}),
}
SYLLABLES = [consonant + vowel for consonant in "bdfghklmnprstvz" for vowel in "aeiou"]
SPECIAL = ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]
ADDED = ["[MASK]", "[FLERT]", "<<ENT>>", "<<SEP>>"]
# The spread of the logits: few spans of many have more than 3, as few are entities in a text.
DEVIATION = 1.0


def tokenizer():
    """v3's kind of tokenizer: words of one and of two syllables are pieces, a further syllable is one more."""
    words = [first + second for first in SYLLABLES for second in SYLLABLES]
    pieces = [(f"▁{word}", -9.0) for word in words] + [(f"▁{word}", -8.0) for word in SYLLABLES]
    vocabulary = [(token, 0.0) for token in SPECIAL] + pieces + [(word, -8.0) for word in SYLLABLES]
    tokens = {token: i for i, token in enumerate(SPECIAL)}
    tokens |= {token: len(vocabulary) + i for i, token in enumerate(ADDED)}
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    flags = {key: False for key in ("single_word", "lstrip", "rstrip", "normalized")}

    def special(token):
        return {"SpecialToken": {"id": token, "type_id": 0}}

    single = [special("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, special("[SEP]")]
    template = {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, {"Sequence": {"id": "B", "type_id": 1}}, special("[SEP]")],
        "special_tokens": {
            token: {"id": token, "ids": [tokens[token]], "tokens": [token]}
            for token in ("[CLS]", "[SEP]")
        },
    }
    parts = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": id, "content": token, "special": True, **flags} for token, id in tokens.items()
        ],
        "normalizer": None,
        "pre_tokenizer": metaspace,
        "post_processor": template,
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False},
    }
    names = {"cls": "[CLS]", "sep": "[SEP]", "pad": "[PAD]", "unk": "[UNK]", "mask": "[MASK]"}
    settings = {
        "tokenizer_class": "DebertaV2Tokenizer",
        **{f"{name}_token": token for name, token in names.items()},
    }
    return parts, settings, tokens


def inputs(class_token, vocabulary, labels=2, words=5):
    """Of one text whose words are one token each."""
    prompt = [row for label in range(labels) for row in (class_token, 50 + label)]
    ids = [1, *prompt, class_token + 1]
    first = len(ids)
    ids += [100 + 7919 * word % (vocabulary - 200) for word in range(words)] + [2]
    input_ids = torch.tensor([ids])
    words_mask = torch.zeros_like(input_ids)
    words_mask[0, first : first + words] = torch.arange(1, words + 1)
    starts = torch.arange(words).repeat_interleave(12)
    span_idx = torch.stack([starts, starts + torch.arange(12).repeat(words)], dim=-1)
    span_mask = span_idx[:, 1] < words
    return {
        "input_ids": input_ids,
        "attention_mask": torch.ones_like(input_ids),
        "words_mask": words_mask,
        "text_lengths": torch.tensor([[words]]),
        "span_idx": span_idx.unsqueeze(0),
        "span_mask": span_mask.unsqueeze(0),
    }


def scale(model, config):
    """Moves what spans have in common to 0, and scales prompt_rep_layer, so that the logits spread as
    DEVIATION says around 0."""
    example = inputs(config["class_token_index"], 5000, labels=5, words=48)
    is_span = example["span_mask"].view(1, -1, config["max_width"])
    layer = model.span_rep_layer["span_rep_layer"]
    found = []
    hook = layer.register_forward_hook(lambda module, given, spans: found.append(spans[is_span]))
    with torch.no_grad():
        model(*example.values())
        hook.remove()
        layer.out_project[-1].bias.sub_(found[0].mean(dim=0))
        factor = DEVIATION / model(*example.values())[is_span].std()
        last = model.prompt_rep_layer[-1]
        last.weight.mul_(factor)
        last.bias.mul_(factor)


def export(model, config, path):
    example = inputs(config["class_token_index"], 5000)
    axes = {
        **{name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "words_mask")},
        "text_lengths": {0: "batch"},
        **{name: {0: "batch", 1: "spans"} for name in ("span_idx", "span_mask")},
        "logits": {0: "batch", 1: "words", 3: "labels"},
    }
    torch.onnx.export(
        model,
        tuple(example.values()),
        str(path),
        input_names=list(example),
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
    )


def main(name, folder):
    encoder, rows, given = GLINER[name]
    parts, settings, tokens = tokenizer()
    config = {
        "model_name": f"microsoft/{encoder}",
        "span_mode": "markerV0",
        "hidden_size": 512,
        "max_width": 12,
        "max_len": 384,
        "num_rnn_layers": 1,
        "ent_token": "<<ENT>>",
        "sep_token": "<<SEP>>",
        "words_splitter_type": "whitespace",
        "class_token_index": tokens["<<ENT>>"],
        "vocab_size": rows,
        "encoder_config": {**MODELS[encoder], "vocab_size": rows},
        **given,
    }
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    model = exported_gliner.Gliner(config).eval()
    make_weights(model.token_rep_layer.bert_layer)
    scale(model, config)
    tensors = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    safetensors_io.save(folder / "model.safetensors", tensors, {"format": "pt"})
    for file, value in {
        "gliner_config.json": config,
        "tokenizer.json": parts,
        "tokenizer_config.json": settings,
    }.items():
        (folder / file).write_text(json.dumps(value, indent=2, ensure_ascii=False), "utf-8")
    export(model, config, folder / "model.onnx")


if __name__ == "__main__":
    main(*sys.argv[1:])
