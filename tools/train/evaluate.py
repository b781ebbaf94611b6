"""Entity-level scores of a trained folder, with the F16 weights that ship and the decoding that ships ('simple')."""

import collections
import json

import torch

import bpe
import presidio
import real_text
from labels import decode
from model import TokenClassifier, load_weights
from safetensors_io import load as load_tensors

NAMES = {"PERSON", "ORGANIZATION", "LOCATION"}


class Tagger:
    def __init__(self, folder):
        config = json.loads((folder / "config.json").read_text())
        self.encoder = bpe.Encoder(folder)
        self.model = TokenClassifier(config)
        load_weights(self.model, load_tensors(folder / "model.safetensors"))
        self.model.eval()
        self.limit = config["max_position_embeddings"]

    def spans(self, texts, batch_size=32):
        """The entities of each text, as (begin, end, kind)."""
        encoded = [self.encoder.encode(text) for text in texts]
        longest = max(len(ids) for ids, _ in encoded) + 2
        if longest > self.limit:
            raise ValueError(f"a text has {longest} tokens, the model takes {self.limit}")
        result = [None] * len(texts)
        order = sorted(range(len(texts)), key=lambda index: len(encoded[index][0]))
        for at in range(0, len(order), batch_size):
            chosen = order[at : at + batch_size]
            width = len(encoded[chosen[-1]][0]) + 2
            ids = torch.zeros(len(chosen), width, dtype=torch.long)
            mask = torch.zeros_like(ids)
            for row, index in enumerate(chosen):
                tokens = [bpe.CLS_ID, *encoded[index][0], bpe.SEP_ID]
                ids[row, : len(tokens)] = torch.tensor(tokens)
                mask[row, : len(tokens)] = 1
            with torch.no_grad():
                best = self.model(ids, mask).argmax(-1)
            for row, index in enumerate(chosen):
                count = len(encoded[index][0])
                result[index] = decode(
                    texts[index], encoded[index][1], best[row, 1 : count + 1].tolist()
                )
        return result


def score(gold, predicted, kinds=None):
    """{kind: precision, recall, f1, support} and 'micro'; an entity counts only with its exact bounds and kind."""
    counts = collections.defaultdict(lambda: [0, 0, 0])  # right, predicted, gold
    for wanted, found in zip(gold, predicted):
        wanted = {span for span in wanted if not kinds or span[2] in kinds}
        found = {span for span in found if not kinds or span[2] in kinds}
        for spans, column in ((wanted & found, 0), (found, 1), (wanted, 2)):
            for span in spans:
                counts[span[2]][column] += 1
                counts["micro"][column] += 1
    table = {}
    for kind, (right, guessed, real) in counts.items():
        precision, recall = right / guessed if guessed else 0.0, right / real if real else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        table[kind] = {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "support": real,
        }
    return table


def quick(folder):
    """Micro-F1 on the development templates, for watching a run."""
    tagger = Tagger(folder)
    examples = presidio.load()["dev"]
    micro = score([spans for _, spans in examples], tagger.spans([text for text, _ in examples]))[
        "micro"
    ]
    return {"dev_templates_f1": micro["f1"]}
