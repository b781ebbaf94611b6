"""Real posts and prose with hand-labelled names: token-per-line files -> running text with character spans; GUM and EWT have spans.

The corpora name persons, organizations and locations only. What they leave as O is handled as follows:
  * URLs and e-mail addresses are found by pattern and labelled;
  * calendar dates and years are found by pattern and labelled DATE; a bare number that may be a year, an age
    or a part of an address is UNSURE (no loss there);
  * @handles are not names: O, also where a corpus marks them (the Broad Twitter Corpus does).
"""

import json
import re

import paths
from labels import UNSURE

KINDS = {
    "person": "PERSON",
    "PER": "PERSON",
    "location": "LOCATION",
    "LOC": "LOCATION",
    "corporation": "ORGANIZATION",
    "group": "ORGANIZATION",
    "ORG": "ORGANIZATION",
    "product": None,
    "creative-work": None,
    "MISC": None,
}
NO_SPACE_BEFORE = re.compile(r"^([,.;:!?%)\]}…”]|\.\.+|[!?]{2,}|'(s|m|re|ve|ll|d|S)|n't|’\w*)$")
NO_SPACE_AFTER = set("([{$£€“#@‘")
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
YEAR = r"(?:1[5-9]\d\d|20[0-3]\d)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DATE = re.compile(
    rf"\b(?:{WEEKDAY},? )?(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {YEAR})?|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?:,? {YEAR})?"
    rf"|{MONTH},? {YEAR})(?!\w)|\b{WEEKDAY}\b|\b(?<=[iI]n ){YEAR}\b|\b(?<=[sS]ince ){YEAR}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/(?:\d\d)?\d\d\b"
)
NUMBER = re.compile(r"\b\d[\d,./-]*\d\b(?:[- ]years?[- ]olds?)?")
URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]…]|\bwww\.[^\s<>\"']+\w")
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")


def read_sentences(path):
    """Lists of (token, tag). '-DOCSTART-' lines come as a sentence of their own."""
    sentence = []
    for line in path.read_text("utf-8", "replace").split("\n"):
        parts = line.rstrip("\r").replace("\t", " ").rsplit(" ", 1)
        if len(parts) < 2 or not parts[0].strip():
            if sentence:
                yield sentence
            sentence = []
        else:
            sentence.append((parts[0].strip(), parts[1]))
    if sentence:
        yield sentence


def detokenize(sentence):
    """Returns (text, spans)."""
    text, spans, quotes, previous, glue = "", [], {'"': False, "'": False}, "O", True
    for token, tag in sentence:
        token = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(token, token)
        before, after = not NO_SPACE_BEFORE.match(token), token not in NO_SPACE_AFTER
        if token in quotes:
            before, after = not quotes[token], quotes[token]
            quotes[token] = not quotes[token]
        begin = len(text) + (before and not glue)
        text += (" " if before and not glue else "") + token
        glue = not after
        kind = KINDS[tag[2:]] if tag != "O" else None
        if kind:
            if previous[2:] == tag[2:] and tag[0] == "I":
                spans[-1][1] = len(text)
            else:
                spans.append([begin, len(text), kind])
        previous = tag
    return text, [tuple(span) for span in spans]


def without_handles(text, spans):
    return [span for span in spans if "@" not in text[max(0, span[0] - 1) : span[1]]]


def add_patterns(text, spans):
    """Adds the kinds that the corpus does not label, wherever they do not touch a labelled span."""
    taken = list(spans)
    for pattern, kind in ((URL, "URL"), (EMAIL, "EMAIL"), (DATE, "DATE"), (NUMBER, UNSURE)):
        for match in pattern.finditer(text):
            begin, end = match.span()
            if all(end <= other[0] or begin >= other[1] for other in taken):
                taken.append((begin, end, kind))
    return sorted(taken)


def examples(path):
    for sentence in read_sentences(path):
        if sentence[0][0] == "-DOCSTART-":
            continue
        text, spans = detokenize(sentence)
        yield text, without_handles(text, spans)


def with_spans(path):
    """{document: [(text, spans)]}."""
    documents = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        spans = [tuple(span) for span in row["entities"]]
        documents.setdefault(row["doc"], []).append((row["text"], spans))
    return documents


def gum():
    """Documents, each a list of sentences."""
    return list(with_spans(paths.shared() / "data" / "gum" / "train.jsonl").values())


def ewt_dev():
    """Sentences, for measuring only: nothing is trained on them."""
    documents = with_spans(paths.shared() / "data" / "ewt" / "dev.jsonl")
    return [sentence for document in documents.values() for sentence in document]


def wikigold():
    """Returns (train, held out): every fifth document is held out; each is a list of documents (lists of sentences)."""
    documents = [[]]
    for sentence in read_sentences(paths.shared() / "data" / "wikigold" / "wikigold.conll.txt"):
        if sentence[0][0] == "-DOCSTART-":
            documents.append([])
        else:
            documents[-1].append(detokenize(sentence))
    documents = [document for document in documents if document]
    held = documents[::5]
    return [document for index, document in enumerate(documents) if index % 5], held


def wnut(name):
    return list(examples(paths.shared() / "data" / "wnut17" / name))


def btc():
    folder = paths.shared() / "data" / "btc"
    return [example for path in sorted(folder.glob("*.conll")) for example in examples(path)]
