"""Compares model.py with the known answers of the Hugging Face reference (shared/golden)."""

import json
import sys

import torch

import paths
import safetensors_io
from model import Deberta, SequenceClassifier, TokenClassifier, load_weights, refuse_unsupported

CASES = [
    "v1_c2p_p2c",
    "v1_c2p",
    "v1_p2c",
    "v1_clamp",
    "v1_clamp_c2p",
    "v1_clamp_p2c",
    "v1_span_gt",
    "v1_span_eq",
    "v1_leftpad",
    "v1_holes",
    "v1_fullmask",
    "v1_wide",
    "v1_oddheads",
    "v1_tok",
    "v1_seq_single",
]
HIDDEN_TOLERANCE = 5e-5
LOGITS_TOLERANCE = 1e-4


def build(config):
    kind = (config.get("architectures") or ["DebertaModel"])[0]
    refuse_unsupported(config)
    return {
        "DebertaModel": Deberta,
        "DebertaForTokenClassification": TokenClassifier,
        "DebertaForSequenceClassification": SequenceClassifier,
    }[kind](config)


def largest_difference(actual, expected):
    return (actual - torch.from_numpy(expected.copy())).abs().max().item()


def check(folder):
    """Returns (largest hidden-state difference, largest logits difference or None)."""
    config = json.loads((folder / "config.json").read_text())
    model = build(config)
    load_weights(model, safetensors_io.load(folder / "model.safetensors"))
    model.eval()
    expected = safetensors_io.load(folder / "expected.safetensors")
    ids = torch.from_numpy(expected["input_ids"].copy()).long()
    mask = (
        torch.from_numpy(expected["attention_mask"].copy())
        if "attention_mask" in expected
        else torch.ones_like(ids)
    )
    base = model if isinstance(model, Deberta) else model.deberta
    with torch.no_grad():
        states = base(ids, mask)
        logits = model(ids, mask) if "logits" in expected else None
    hidden = max(
        largest_difference(state, expected[f"hidden_states.{i}"]) for i, state in enumerate(states)
    )
    return hidden, None if logits is None else largest_difference(logits, expected["logits"])


def main():
    failed = 0
    for name in CASES:
        hidden, logits = check(paths.shared() / "golden" / name)
        good = hidden <= HIDDEN_TOLERANCE and (logits is None or logits <= LOGITS_TOLERANCE)
        failed += not good
        shown = "" if logits is None else f", logits {logits:.1e}"
        print(f"{'ok  ' if good else 'FAIL'} {name}: hidden states {hidden:.1e}{shown}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
