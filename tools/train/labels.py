"""The label set, and spans <-> BIO tags over tokens."""

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


def tags(offsets, spans):
    """Label ids of the tokens. A token that touches a span is inside it; the space that a token carries does not count."""
    result = [0] * len(offsets)
    ordered = sorted(spans)
    at = 0
    for begin, end, kind in ordered:
        first = True
        while at < len(offsets) and offsets[at][1] <= begin:
            at += 1
        for index in range(at, len(offsets)):
            if offsets[index][0] >= end:
                break
            if kind == UNSURE:
                result[index] = IGNORED
            else:
                result[index] = LABEL_ID[("B-" if first else "I-") + kind]
            first = False
    return result


def decode(text, offsets, label_ids):
    """Spans of the shipped pipeline's aggregation_strategy 'simple': neighbours of one kind join unless a B- starts anew.

    Blanks at both ends of a span are not part of it."""
    spans = []
    for index, ((begin, end), label) in enumerate(zip(offsets, label_ids)):
        name = LABELS[label]
        if name == "O":
            continue
        prefix, kind = name.split("-")
        joins = spans and prefix == "I" and spans[-1][2] == kind and spans[-1][3] == index - 1
        if joins:
            spans[-1][1], spans[-1][3] = end, index
        else:
            spans.append([begin, end, kind, index])
    trimmed = []
    for begin, end, kind, _ in spans:
        piece = text[begin:end]
        begin, end = end - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
        if begin < end:
            trimmed.append((begin, end, kind))
    return trimmed
