"""The label set; spans to BIO tags of whole words, and back as the package's aggregation_strategy 'viterbi' does.

A word has one label: that of its first token. Its other tokens continue it (I-), so that each token of a text is a task, and
the strategy 'simple' finds the same. Tokens between words, such as punctuation, have labels of their own.
"""

import numpy

from words import Words

TYPES = [
    "PERSON",
    "EMAIL",
    "PHONE",
    "ADDRESS",
    "ORGANIZATION",
    "LOCATION",
    "DATE",
    "AGE",
    "CREDIT_CARD",
    "IBAN",
    "NATIONAL_ID",
    "IP_ADDRESS",
    "URL",
]
LABELS = ["O"] + [f"{prefix}-{kind}" for kind in TYPES for prefix in "BI"]
LABEL_ID = {label: index for index, label in enumerate(LABELS)}
IGNORED = -100  # no loss at this token
UNSURE = "UNSURE"  # a span whose kind the data does not say: becomes IGNORED


def units(text, offsets):
    """[(first token, past the last token)]: words as far as their edges are edges of tokens, else single tokens; without
    white space. As units_of_words() in src/tasks/token_classification.cc."""
    words, result = Words(text), []
    for index, (begin, end) in enumerate(offsets):
        piece = text[begin:end]
        seen = end - len(piece.lstrip(BLANK))
        if seen == end:
            continue
        inside = seen < offsets[index - 1][1] if index else False
        if result and result[-1][1] == index and (inside or words.cut_at(seen)):
            result[-1][1] = index + 1
        else:
            result.append([index, index + 1])
    return result


BLANK = " \t\n\r\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\ufeff\xad"


def tags(text, offsets, spans):
    """(label ids of the tokens, whether each is the first of its word). A word that touches a span is inside it; of several spans
    the first counts."""
    result, firsts = [0] * len(offsets), [False] * len(offsets)
    ordered = sorted(spans)
    at, last = 0, None  # last: the span of the unit before
    for first, past in units(text, offsets):
        firsts[first] = True
        begin, end = offsets[first][0], offsets[past - 1][1]
        begin = end - len(text[begin:end].lstrip(BLANK))
        while at < len(ordered) and ordered[at][1] <= begin:
            at += 1
        span = ordered[at] if at < len(ordered) and ordered[at][0] < end else None
        if span is None:
            last = None
            continue
        if span[2] == UNSURE:
            result[first:past] = [IGNORED] * (past - first)
            last = None
            continue
        inside = LABEL_ID["I-" + span[2]]
        result[first:past] = [inside] * (past - first)
        if span is not last:
            result[first] = LABEL_ID["B-" + span[2]]
        last = span
    return result, firsts


def transitions():
    """[labels, labels]: 0 where the column's label may follow the row's, else minus infinity. And the first label's row."""
    allowed = numpy.zeros((len(LABELS), len(LABELS)))
    first = numpy.zeros(len(LABELS))
    for column, label in enumerate(LABELS):
        if label.startswith("I-"):
            first[column] = -numpy.inf
            for row, before in enumerate(LABELS):
                if before[2:] != label[2:]:
                    allowed[row, column] = -numpy.inf
    return allowed, first


TRANSITIONS, FIRST = transitions()


def best_path(scores):
    """scores [units, labels], logarithms of probabilities: the best sequence that BIO allows (Viterbi)."""
    best, sources = FIRST + scores[0], []
    for row in scores[1:]:
        candidates = best[:, None] + TRANSITIONS
        sources.append(candidates.argmax(0))
        best = candidates.max(0) + row
    path = [int(best.argmax())]
    for source in reversed(sources):
        path.append(int(source[path[-1]]))
    return path[::-1]


def decode(text, offsets, scores):
    """[(begin, end, kind)] of scores [tokens, labels], logarithms of probabilities."""
    parts = units(text, offsets)
    if not parts:
        return []
    path = best_path(scores[[first for first, _ in parts]])
    spans = []
    for (first, past), label in zip(parts, path):
        name = LABELS[label]
        if name == "O":
            continue
        if name.startswith("I-"):
            spans[-1][1] = offsets[past - 1][1]
        else:
            spans.append([offsets[first][0], offsets[past - 1][1], name[2:]])
    result = []
    for begin, end, kind in spans:
        begin = end - len(text[begin:end].lstrip(BLANK))
        end = begin + len(text[begin:end].rstrip(BLANK))
        result.append((begin, end, kind))
    return result
