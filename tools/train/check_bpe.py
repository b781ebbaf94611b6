"""Compares the encoder of bpe.py with the known answers of the reference tokenizer (shared/golden/tokenizer)."""

import json
import sys

import paths
from bpe import CLS_ID, MASK, SEP_ID, SPECIALS, Encoder


def main():
    encoder = Encoder(paths.shared() / "tokenizers" / "deberta-v1")
    rows = json.loads(
        (paths.shared() / "golden" / "tokenizer" / "deberta-v1.json").read_text("utf-8")
    )["single"]
    passed = failed = skipped = 0
    for row in rows:
        if any(special in row["text"] for special in [*SPECIALS, MASK]):
            skipped += 1  # encode() treats these as plain text by design
            continue
        ids, offsets = encoder.encode(row["text"])
        good = [CLS_ID, *ids, SEP_ID] == row["ids"] and [list(span) for span in offsets] == row[
            "offsets"
        ][1:-1]
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"FAIL {row['text'][:60]!r}: {ids[:12]} expected {row['ids'][1:13]}")
    print(f"{passed} passed, {failed} failed ({skipped} with special tokens in the text not tried)")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
