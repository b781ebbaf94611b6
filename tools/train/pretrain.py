"""Pretrains the encoder on plain text: the vectors of the vocabulary from neighbours (cooccurrence.py), then masked words.

One word in five is masked with all its tokens, as in BERT: four fifths become [MASK], a tenth another token, a tenth stays.
Reads work/pretrain.jsonl and the texts of work/train.npz; leaves the averaged weights in work/pretrained.pt.
"""

import json

import numpy
import torch
from torch import nn
from torch.nn import functional as F

import bpe
import cooccurrence
import loop
import paths
import pii_config
import safetensors_io
from model import Deberta, initialize, load_weights

LONGEST = 128  # tokens of a text; longer paragraphs are cut into such pieces
LABELLED_SHARE = 5  # one in so many labelled texts is also one to pretrain on
MASKED = 0.2
DEVIATION = 0.05  # of the first vectors


class MaskedWords(nn.Module):
    """The encoder, and a head that compares with the vocabulary's own vectors."""

    def __init__(self, config):
        super().__init__()
        hidden = config["hidden_size"]
        self.deberta = Deberta(config)
        self.dense = nn.Linear(hidden, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=config["layer_norm_eps"])
        self.bias = nn.Parameter(torch.zeros(config["vocab_size"]))

    def forward(self, ids, places):
        """The logits [places, vocabulary]; places are of the flattened ids."""
        hidden = self.deberta(ids, (ids != 0).long())[-1].flatten(0, 1)[places]
        hidden = self.LayerNorm(F.gelu(self.dense(hidden)).float())
        return hidden @ self.deberta.embeddings.word_embeddings.weight.T + self.bias


def encode_plain(folder):
    """Token ids of work/pretrain.jsonl back to back, and the lengths of its pieces."""
    encoder = bpe.Encoder(folder)
    ids, lengths = [], []
    with open(paths.WORK / "pretrain.jsonl", encoding="utf-8") as file:
        for line in file:
            tokens, _ = encoder.encode(json.loads(line))
            for at in range(0, len(tokens), LONGEST - 2):
                piece = [bpe.CLS_ID, *tokens[at : at + LONGEST - 2], bpe.SEP_ID]
                ids += piece
                lengths.append(len(piece))
    return numpy.array(ids, "int16"), numpy.array(lengths, "int32")


def corpus(folder):
    """(ids, lengths) of the plain texts and of some labelled ones; kept in work/plain.npz."""
    path = paths.WORK / "plain.npz"
    if not path.exists():
        ids, lengths = encode_plain(folder)
        labelled = numpy.load(paths.WORK / "train.npz")
        short = labelled["lengths"] <= LONGEST
        short[numpy.arange(len(short)) % LABELLED_SHARE > 0] = False
        keep = numpy.repeat(short, labelled["lengths"])
        ids = numpy.concatenate([ids, labelled["ids"][keep]])
        numpy.savez(path, ids=ids, lengths=numpy.concatenate([lengths, labelled["lengths"][short]]))
    data = numpy.load(path)
    return data["ids"], data["lengths"]


def begins_word(folder):
    """[vocabulary]: whether a token begins a word, or is one by itself."""
    vocab = json.loads((folder / "vocab.json").read_text("utf-8"))
    result = torch.zeros(len(vocab), dtype=torch.bool)
    for token, index in vocab.items():
        result[index] = not token[:1].isalpha() or token[:1] == "Ġ"
    return result


def masked(ids, begins, generator):
    """(ids with masks, flat places, the tokens there)."""
    starts = begins[ids] | (ids < len(bpe.SPECIALS))
    word = starts.cumsum(1)  # [texts, length]: the number of the word
    chosen = torch.rand(ids.shape, generator=generator) < MASKED  # of each word: that of its first token
    first = torch.where(starts, torch.arange(ids.shape[1]).expand_as(ids), torch.zeros_like(ids)).cummax(1).values
    chosen = chosen.gather(1, first) & (ids >= len(bpe.SPECIALS)) & (word > 0)
    places = chosen.flatten().nonzero().flatten()
    wanted = ids.flatten()[places]
    fate = torch.rand(places.shape, generator=generator)
    others = torch.randint(len(bpe.SPECIALS), pii_config.VOCAB_SIZE - 1, places.shape, generator=generator)
    shown = torch.where(fate < 0.8, torch.full_like(wanted, pii_config.VOCAB_SIZE - 1), torch.where(fate < 0.9, others, wanted))
    changed = ids.flatten().clone()
    changed[places] = shown
    return changed.view_as(ids), places, wanted


def main():
    parser = loop.options_parser(__doc__, 50)
    parser.add_argument("--folder", type=type(paths.WORK), default=paths.FLOAT16)
    options = parser.parse_args()
    torch.set_num_threads(options.processes)  # of the first vectors
    ids, lengths = corpus(options.folder)
    batches = loop.Batches(lengths, options.seed)
    begins = begins_word(options.folder)
    model = MaskedWords(pii_config.CONFIG)
    initialize(model, torch.Generator().manual_seed(options.seed))
    if options.origin:
        encoder = {name: tensor for name, tensor in safetensors_io.load(options.origin / "model.safetensors").items() if name.startswith("deberta.")}
        load_weights(model.deberta, {name.removeprefix("deberta."): tensor for name, tensor in encoder.items()})
    elif not (paths.WORK / "pretrain.pt").exists():
        found = cooccurrence.vectors(ids, pii_config.VOCAB_SIZE, pii_config.CONFIG["hidden_size"], options.seed)
        with torch.no_grad():
            model.deberta.embeddings.word_embeddings.weight.copy_(DEVIATION * found)

    def loss_of(batch, number):
        generator = torch.Generator().manual_seed(options.seed + number)
        rows = batches.padded(batch, ids, bpe.PAD_ID)
        shown, places, wanted = masked(rows, begins, generator)
        return F.cross_entropy(model(shown, places).float(), wanted), rows.numel()

    ema, state = loop.run("pretrain", model, options, batches, loss_of)
    torch.save({name: tensor for name, tensor in ema.items() if name.startswith("deberta.")}, paths.WORK / "pretrained.pt")
    loop.write_facts("pretraining", loop.facts_of("pretraining", state, options))


if __name__ == "__main__":
    main()
