"""Entity-level scores of a trained folder, with the weights that ship and the decoding that ships ('viterbi')."""

import collections
import json
import re

import torch

import bpe
import presidio
import real_text
from labels import decode
from model import TokenClassifier, load_weights
from safetensors_io import load as load_tensors
from words import Words

NAMES = {"PERSON", "ORGANIZATION", "LOCATION"}


class Tagger:
    """Finds entities with the weights of a folder; those in 8 bits are widened, so activations have more bits than in the package."""

    def __init__(self, folder):
        config = json.loads((folder / "config.json").read_text())
        self.encoder = bpe.Encoder(folder)
        self.model = TokenClassifier(config)
        load_weights(self.model, load_tensors(folder / "model.safetensors"))
        self.model.eval()
        self.limit = config["max_position_embeddings"]

    def spans(self, texts):
        """The entities of each text, as (begin, end, kind)."""
        return [decode(text, *scores) for text, scores in zip(texts, self.scores(texts))]

    def scores(self, texts, batch_size=32):
        """Of each text (offsets, logarithms of probabilities [tokens, labels]). A text beyond the model's length is cut, as in
        the package."""
        most = self.limit - 2
        encoded = [(ids[:most], offsets[:most]) for ids, offsets in map(self.encoder.encode, texts)]
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
                scores = self.model(ids, mask).log_softmax(-1).numpy()
            for row, index in enumerate(chosen):
                offsets = encoded[index][1]
                result[index] = (offsets, scores[row, 1 : len(offsets) + 1])
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


def words_of(text):
    return len(re.findall(r"\w+", text))


def covered(text, span, found):
    """Whether no letter or digit of a name is outside of all entities, of any kind."""
    marked = {at for begin, end, _ in found for at in range(begin, end)}
    return all(at in marked for at in range(span[0], span[1]) if text[at].isalnum())


def names(examples, predicted):
    """How names of real text are found: scores, the share that is covered by marks of any kind, marks of other kinds per 1,000
    words (all, and those that touch nothing that is known), and entities that begin or end inside a word."""
    table = score([spans for _, spans in examples], predicted, NAMES)
    pairs = [(text, span, found) for (text, spans), found in zip(examples, predicted) for span in spans]
    others = wrong = cut = words = 0
    for (text, spans), found in zip(examples, predicted):
        words += words_of(text)
        inside = Words(text)
        known = real_text.add_patterns(text, spans)
        cut += sum(any(inside.cut_at(at) for at in span[:2]) for span in found)
        of_others = [span for span in found if span[2] not in NAMES]
        others += len(of_others)
        wrong += sum(not touches(span, known) for span in of_others)
    return {
        **{kind: table[kind] for kind in [*sorted(NAMES), "micro"] if kind in table},
        "covered": round(sum(covered(*pair) for pair in pairs) / max(1, len(pairs)), 4),
        "other_kinds_per_1000_words": round(1000 * others / max(1, words), 2),
        "wrong_of_other_kinds_per_1000_words": round(1000 * wrong / max(1, words), 2),
        "cut_words": cut,
    }


def touches(span, others):
    return any(span[0] < end and begin < span[1] for begin, end, _ in others)


def quick(folder):
    """For watching a run: micro-F1 on the development templates, and on real mail and reviews."""
    tagger = Tagger(folder)
    examples = presidio.load()["dev"]
    micro = score([spans for _, spans in examples], tagger.spans([text for text, _ in examples]))
    real = real_text.ewt_dev()
    found = names(real, tagger.spans([text for text, _ in real]))
    return {
        "dev_templates_f1": micro["micro"]["f1"],
        "ewt_dev_f1": found["micro"]["f1"],
        "person_f1": found["PERSON"]["f1"],
        "covered": found["covered"],
        "other_kinds": found["other_kinds_per_1000_words"],
    }
