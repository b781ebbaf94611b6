"""Tries the sentences of smoke.json. Exit status 1 when the share that is right falls under the number given as --least."""

import argparse
import json
import sys

import evaluate
import paths


def mistakes(folder):
    """[(text, what should be found, what was found)] and the number of sentences."""
    rows = json.loads((paths.HERE / "smoke.json").read_text("utf-8"))
    texts = [row["text"] for row in rows]
    wrong = []
    for row, spans in zip(rows, evaluate.Tagger(folder).spans(texts)):
        found = [[kind, row["text"][begin:end]] for begin, end, kind in spans]
        if found != row["entities"]:
            wrong.append((row["text"], row["entities"], found))
    return wrong, len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=type(paths.WORK), default=paths.MODEL)
    parser.add_argument("--least", type=float, default=0.8)
    options = parser.parse_args()
    wrong, total = mistakes(options.folder)
    for text, wanted, found in wrong:
        print(
            f"{text!r}\n  missing {[e for e in wanted if e not in found]}\n  extra   {[e for e in found if e not in wanted]}"
        )
    print(f"{total - len(wrong)} of {total} right")
    return 0 if (total - len(wrong)) / total >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
