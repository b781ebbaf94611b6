"""Gathers every training text, learns the vocabulary, and writes token ids and labels to work/train.npz.

    generated texts                     once each
    presidio training templates         several times, values swapped with generated ones
    WNUT 2017, Wikigold, BTC, GUM       several times, some names swapped, some letters' case changed
    mail and speeches                   with labels on which all places of a name have voted (voted.py)
    sentences of the plain texts        with real places and people found by name (gazetteer.py)
    plain sentences of seven languages  without any entity (prose.py)

A third of all texts have other white space than single spaces (spaces.py).
"""

import argparse
import collections
import json
import random
import re

import numpy

import bpe
import gazetteer
import paths
import pii_config
import presidio
import prose
import real_text
import spaces
import voted
from labels import IGNORED, UNSURE, tags

PLAIN_SHARE = 0.3  # of the paragraphs to pretrain on, for the vocabulary
VOTED_COPIES = 3  # of mail and speeches
KNOWN_SENTENCES = 20000  # with names of the gazetteer
PLAIN_SENTENCES = 2000  # without entities, of each language
LONG_SHARE = 0.06  # texts of several examples, as long as a page's text area
LONGEST = (
    256  # tokens; positions further apart than max_relative_positions look the same to the model
)
CONTRACTION = re.compile(r"(?<=[^\W\d_])(?:['’](?:s|ll|ve|re|m|d)|n['’]t)\b", re.I)
SWAPPED = {"PERSON", "ORGANIZATION", "LOCATION"}


def generated(path, forbidden):
    """The generated texts; those that have the shape of a held-out sentence template are left out."""
    kept, dropped = [], 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            spans = [tuple(span) for span in row["spans"]]
            if presidio.skeleton(row["text"], spans) in forbidden:
                dropped += 1
            else:
                kept.append((row["text"], spans))
    print(
        f"{len(kept)} generated texts, {dropped} dropped because a held-out template has their shape"
    )
    return kept


def pools(examples):
    found = collections.defaultdict(set)
    for text, spans in examples:
        for begin, end, kind in spans:
            if kind != UNSURE:
                found[kind].add(text[begin:end])
    return {kind: sorted(values) for kind, values in found.items()}


def swap(example, values, kinds, probability, rng):
    """The text with some of its values replaced by others of their kind."""
    text, spans = example
    out, result, at = "", [], 0
    for begin, end, kind in sorted(spans):
        out += text[at:begin]
        value = text[begin:end]
        if kind in kinds and rng.random() < probability:
            value = rng.choice(values[kind])
        result.append((len(out), len(out) + len(value), kind))
        out += value
        at = end
    return out + text[at:], result


def recase(example, rng):
    text, spans = example
    chosen = rng.random()
    changed = text
    if chosen < 0.17:
        change = str.lower if chosen < 0.10 else str.upper if chosen < 0.14 else str.title
        changed = change(text)
    return (changed if len(changed) == len(text) else text), spans


def varied(examples, copies, pools_of_names, rng):
    """Each example so many times: in all copies but the first some names are swapped, each time with those of one pool."""
    result = []
    for copy in range(copies):
        for example in examples:
            pool = rng.choice(pools_of_names)
            result.append(recase(swap(example, pool, SWAPPED, 0.35 if copy else 0, rng), rng))
    return result


def split_contractions(example, rng):
    """"Ada's" -> "Ada 's", in one text of six: so do treebanks, and people whose phone puts the space there."""
    text, spans = example
    if rng.random() < 0.17:
        for match in reversed(list(CONTRACTION.finditer(text))):
            at = match.start()
            if not any(begin < at < end for begin, end, _ in spans):
                text = f"{text[:at]} {text[at:]}"
                spans = [(begin + (begin >= at), end + (end > at), kind) for begin, end, kind in spans]
    return text, spans


def join(examples, glue):
    text, spans = "", []
    for part, marks in examples:
        text += glue if text else ""
        spans += [(begin + len(text), end + len(text), kind) for begin, end, kind in marks]
        text += part
    return text, spans


def real_sources():
    """Lists of examples; the sentences of documents (Wikigold, GUM) also come as passages."""
    documents, _ = real_text.wikigold()
    documents += real_text.gum()
    patterned = [
        [(text, real_text.add_patterns(text, spans)) for text, spans in document]
        for document in documents
    ]
    sentences = [example for document in patterned for example in document]
    passages = [
        join(document[at : at + 3], " ")
        for document in patterned
        for at in range(0, len(document), 3)
    ]
    posts = (
        real_text.wnut("wnut17train.conll") + real_text.wnut("emerging.dev.conll") + real_text.btc()
    )
    return (
        sentences,
        passages,
        [(text, real_text.add_patterns(text, spans)) for text, spans in posts],
    )


def collect(path, copies, rng):
    """Returns (texts for the vocabulary with their weight, training examples)."""
    split = presidio.load()
    forbidden = {presidio.skeleton(*example) for part in ("dev", "test") for example in split[part]}
    made = generated(path, forbidden)
    values = pools(made)
    sentences, passages, posts = real_sources()
    real_values = pools(sentences + posts)
    known = gazetteer.names()
    known_values = {**known, "ORGANIZATION": known["ORGANIZATION"] + gazetteer.companies()}
    examples = [swap(example, known_values, SWAPPED, 0.15, rng) for example in made]
    for copy in range(copies):
        examples += [
            recase(swap(example, values, set(values), 0.6 if copy else 0, rng), rng)
            for example in split["train"]
        ]
    pools_of_names = [values, real_values, known_values]
    examples += varied(sentences + passages + posts, copies, pools_of_names, rng)
    letters = voted.examples(rng)
    print(f"{len(letters)} pieces of mail and speeches")
    examples += varied(letters, VOTED_COPIES, pools_of_names, rng)
    plain = plain_texts()
    known = gazetteer.sentences(plain, KNOWN_SENTENCES, rng)
    examples += [recase(example, rng) for example in known]
    examples += [recase(swap(example, values, SWAPPED, 0.35, rng), rng) for example in known]
    for found in prose.sentences(plain, PLAIN_SENTENCES, rng).values():
        examples += [recase((sentence, []), rng) for sentence in found]
    long = int(len(examples) * LONG_SHARE)
    for _ in range(long):
        examples.append(
            join(rng.sample(examples, rng.randint(3, 7)), rng.choice(["\n", "\n\n", " ", "\n"]))
        )
    weighted = [(text, 1) for text, _ in made[:30000]]
    weighted += [(text, 8) for text, _ in sentences + posts]
    weighted += [(text, 3) for text, _ in split["train"]]
    weighted += [(text, 1) for text in plain if rng.random() < PLAIN_SHARE]
    return weighted, [spaces.disturbed(split_contractions(example, rng), rng) for example in examples]


def plain_texts():
    with open(paths.WORK / "pretrain.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def learn_vocabulary(weighted, folder):
    counts = collections.Counter()
    for text, weight in weighted:
        for word in bpe.PATTERN.findall(text):
            counts[word] += weight
    bpe.save(folder, bpe.train(counts, pii_config.VOCAB_SIZE))


def encode_all(examples, folder, rng):
    """Token ids, labels and whether a token is the first of its word, back to back. One word in eight is split in an unusual way, as rare words are (BPE dropout)."""
    encoder = bpe.Encoder(folder)
    ids, marks, begins, lengths = [], [], [], []

    def dropout():
        return rng.random() < 0.3

    for text, spans in examples:
        tokens, offsets = encoder.encode(text, lambda: dropout if rng.random() < 0.12 else None)
        labels, firsts = tags(text, offsets, spans)
        tokens = tokens[: LONGEST - 2]
        ids += [bpe.CLS_ID, *tokens, bpe.SEP_ID]
        marks += [IGNORED, *labels[: LONGEST - 2], IGNORED]
        begins += [False, *firsts[: LONGEST - 2], False]
        lengths.append(len(tokens) + 2)
    return {
        "ids": numpy.array(ids, "int16"),
        "labels": numpy.array(marks, "int8"),
        "firsts": numpy.array(begins),
        "lengths": numpy.array(lengths, "int32"),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", default=paths.WORK / "generated.jsonl")
    parser.add_argument(
        "--folder",
        type=type(paths.WORK),
        default=paths.FLOAT16,
        help="where vocab.json and config.json go",
    )
    parser.add_argument(
        "--keep-vocabulary",
        action="store_true",
        help="use the folder's vocabulary (to go on training)",
    )
    parser.add_argument("--copies", type=int, default=6, help="of the texts that are not generated")
    parser.add_argument("--seed", type=int, default=20261123)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(options.seed)
    weighted, examples = collect(options.generated, options.copies, rng)
    if not options.keep_vocabulary:
        learn_vocabulary(weighted, options.folder)
    pii_config.write_settings(options.folder)
    encoded = encode_all(examples, options.folder, rng)
    numpy.savez(paths.WORK / "train.npz", **encoded)
    lengths = encoded["lengths"]
    print(f"{len(lengths)} examples, {lengths.sum()} tokens, {lengths.mean():.1f} a text")


if __name__ == "__main__":
    main()
