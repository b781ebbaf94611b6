"""presidio_synth_dataset_v2.json with our labels, split by sentence template."""

import json
import random
import re

import paths

KINDS = {
    "PERSON": "PERSON",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "STREET_ADDRESS": "ADDRESS",
    "ZIP_CODE": "ADDRESS",
    "ORGANIZATION": "ORGANIZATION",
    "GPE": "LOCATION",
    "DATE_TIME": "DATE",
    "AGE": "AGE",
    "CREDIT_CARD": "CREDIT_CARD",
    "IBAN_CODE": "IBAN",
    "US_SSN": "NATIONAL_ID",
    "US_DRIVER_LICENSE": "NATIONAL_ID",
    "IP_ADDRESS": "IP_ADDRESS",
    "DOMAIN_NAME": "URL",
    "TITLE": None,
    "NRP": None,
}
BETWEEN = re.compile(
    r"[\s,]*(?:\n(?:>|\?\?\?)[\s,]*)?"
)  # a mail's quote mark may stand between two lines of one address
DEV, TEST = 0.10, 0.20


def merge_addresses(text, spans):
    """One postal address is one ADDRESS: street, flat, city, state, postcode with only blanks and commas between.

    A place name alone stays LOCATION; it joins only a run that holds a piece of an address."""
    runs = []
    for begin, end, kind in sorted(spans):
        part = kind in ("ADDRESS", "LOCATION")
        if (
            runs
            and part
            and runs[-1][3]
            and BETWEEN.fullmatch(text[runs[-1][1] : begin]) is not None
        ):
            runs[-1][4].append((begin, end, kind))
            runs[-1][1] = end
        else:
            runs.append([begin, end, kind, part, [(begin, end, kind)]])
    merged = []
    for begin, end, kind, part, pieces in runs:
        if part and any(piece[2] == "ADDRESS" for piece in pieces):
            merged.append((begin, end, "ADDRESS"))
        else:
            merged += pieces
    return merged


def assign(rows, template):
    """{template text: part}. The first seed that leaves no label without a test and a training example."""
    kinds = {}
    for row in rows:
        kinds.setdefault(template[row["template_id"]], set()).update(
            KINDS[span["entity_type"]] for span in row["spans"]
        )
    wanted = {kind for kind in KINDS.values() if kind}
    names = sorted(kinds)
    first, second = round(len(names) * DEV), round(len(names) * (DEV + TEST))
    for seed in range(1000):
        shuffled = random.Random(seed).sample(names, len(names))
        test, train = shuffled[first:second], shuffled[second:]
        if all(wanted <= set().union(*(kinds[name] for name in names)) for names in (test, train)):
            parts = ["dev"] * first + ["test"] * len(test) + ["train"] * len(train)
            return dict(zip(shuffled, parts))
    raise ValueError("no split has every label in test and in train")


def load():
    """Returns {"train" | "dev" | "test": [(text, spans)]}. Equal template texts count as one template."""
    rows = json.loads(
        (paths.shared() / "data" / "presidio_synth_dataset_v2.json").read_text("utf-8")
    )
    template = {}
    for row in rows:  # some templates occur under two ids
        template.setdefault(row["template_id"], row["masked"])
    part = assign(rows, template)
    split = {"train": [], "dev": [], "test": []}
    for row in rows:
        spans = [
            (span["start_position"], span["end_position"], KINDS[span["entity_type"]])
            for span in row["spans"]
        ]
        spans = merge_addresses(row["full_text"], [span for span in spans if span[2]])
        split[part[template[row["template_id"]]]].append((row["full_text"], spans))
    return split


def skeleton(text, spans):
    """The text with its entities masked, case and blanks levelled: tells whether two texts share a template."""
    pieces, at = [], 0
    for begin, end, kind in sorted(spans):
        pieces += [text[at:begin], f"<{kind}>"]
        at = end
    return " ".join(re.findall(r"\w+", "".join([*pieces, text[at:]]).lower()))
