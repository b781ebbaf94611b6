"""Trains the model on work/train.npz, from the pretrained encoder in work/pretrained.pt and, with --from, the classifier of a folder.
How: loop.py. The weights kept are averages, stored as F16 in work/float16, from which train.sh makes the model in 8 bits. With --from they lie
between those of the folder and those of the training: they know texts of other kinds better than either (Wortsman et al. 2022,
Robust fine-tuning of zero-shot models). A half was best for mail and reviews, but a fifth keeps what only the training knows, such as words
in JSON without spaces."""

import json

import numpy
import torch

import bpe
import evaluate
import loop
import paths
import pii_config
import safetensors_io
from labels import IGNORED, LABELS
from model import TokenClassifier, initialize, load_weights

ORIGIN_SHARE = 0.2
FIRST_WEIGHT, OTHER_WEIGHT = 1.0, 0.3  # a word's label is that of its first token


def with_origin(weights, origin):
    """Averages with the weights of a folder, of which the shift of O (calibrate.py) is taken back."""
    model = TokenClassifier(pii_config.CONFIG)
    load_weights(model, safetensors_io.load(origin / "model.safetensors"))
    facts = json.loads((origin / "scores.json").read_text("utf-8"))["facts"]
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    before["classifier.bias"][LABELS.index("O")] += facts["calibration"]["shift"]
    return {name: torch.lerp(tensor, before[name], ORIGIN_SHARE) for name, tensor in weights.items()}


def main():
    parser = loop.options_parser(__doc__, 90)
    parser.add_argument("--folder", type=type(paths.WORK), default=paths.FLOAT16)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    data = dict(numpy.load(paths.WORK / "train.npz"))  # read once: the archive reads an array at each access
    batches = loop.Batches(data["lengths"], options.seed)
    model = TokenClassifier(pii_config.CONFIG)
    initialize(model, torch.Generator().manual_seed(options.seed))
    pretrained = paths.WORK / "pretrained.pt"
    if options.origin:
        load_weights(model, safetensors_io.load(options.origin / "model.safetensors"))
    if pretrained.exists():
        model.load_state_dict(torch.load(pretrained), strict=False)

    def loss_of(batch, number):
        torch.manual_seed(options.seed + number)  # dropout
        ids = batches.padded(batch, data["ids"], bpe.PAD_ID)
        labels = batches.padded(batch, data["labels"], IGNORED).flatten()
        weights = batches.padded(batch, data["firsts"], 0).flatten()
        weights = torch.where(weights > 0, FIRST_WEIGHT, OTHER_WEIGHT) * (labels != IGNORED)
        logits = model(ids, (ids != 0).long()).float().flatten(0, 1)
        losses = torch.nn.functional.cross_entropy(logits, labels, reduction="none", ignore_index=IGNORED)
        return (losses * weights).sum() / weights.sum(), ids.numel()

    def checkpoint(weights, state):
        pii_config.write_weights(options.folder, weights)
        scores = evaluate.quick(options.folder)
        print(f"  step {state['step']}, minute {state['minutes']:.1f}: {json.dumps(scores)}", flush=True)

    weights, state = loop.run("train", model, options, batches, loss_of, checkpoint)
    if options.origin:
        checkpoint(with_origin(weights, options.origin), state)
    loop.write_facts("training", loop.facts_of("training", state, options))


if __name__ == "__main__":
    main()
