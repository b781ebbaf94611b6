"""Scores the trained folder on text that training never saw; writes scores.json and the model card (README.md) beside it."""

import argparse
import json
import re

import evaluate
import paths
import presidio
import real_text
import smoke
from labels import TYPES, UNSURE
from pii_config import CONFIG, write_json

NAMES = ["PERSON", "ORGANIZATION", "LOCATION"]


def held_out():
    """{name: [(text, spans)]} of real text; spans hold hand-labelled names only."""
    _, wiki = real_text.wikigold()
    return {
        "wnut17_test": real_text.wnut("emerging.test.annotated"),
        "wikigold_fifth": [example for document in wiki for example in document],
    }


def touches(span, others):
    return any(
        span[0] < other[1] and other[0] < span[1] and other[2] in (span[2], UNSURE)
        for other in others
    )


def false_positives(examples, predicted):
    """Per 1,000 words: found entities that touch no entity of their kind.

    The corpora label names only. URLs, e-mail addresses and dates that a pattern finds are taken as true, numbers that may be
    a year or an age as unsure (not counted); everything else that is found is false."""
    counts, words = dict.fromkeys(TYPES, 0), 0
    for (text, spans), found in zip(examples, predicted):
        words += len(re.findall(r"\w+", text))
        known = real_text.add_patterns(text, spans)
        for span in found:
            counts[span[2]] += not touches(span, known)
    rates = {kind: round(1000 * count / words, 2) for kind, count in counts.items()}
    names = round(1000 * sum(counts[kind] for kind in NAMES) / words, 2)
    others = round(1000 * sum(counts[kind] for kind in TYPES if kind not in NAMES) / words, 2)
    return {"words": words, "names": names, "other_kinds": others, "by_kind": rates}


def measure(folder):
    tagger = evaluate.Tagger(folder)
    scores = {}
    for part in ("dev", "test"):
        examples = presidio.load()[part]
        table = evaluate.score(
            [spans for _, spans in examples], tagger.spans([text for text, _ in examples])
        )
        scores[f"unseen_templates_{part}"] = {
            kind: table[kind] for kind in [*TYPES, "micro"] if kind in table
        }
    scores["false_positives_per_1000_words"] = {}
    for name, examples in held_out().items():
        predicted = tagger.spans([text for text, _ in examples])
        table = evaluate.score([spans for _, spans in examples], predicted, set(NAMES))
        scores[name] = {kind: table[kind] for kind in [*NAMES, "micro"]}
        scores["false_positives_per_1000_words"][name] = false_positives(examples, predicted)
    wrong, total = smoke.mistakes(folder)
    scores["everyday_sentences"] = {
        "right": total - len(wrong),
        "of": total,
        "wrong": [text for text, _, _ in wrong],
    }
    return scores


def score_table(table):
    rows = ["| label | precision | recall | F1 | entities |", "|---|---|---|---|---|"]
    for kind, row in table.items():
        name = "**all (micro)**" if kind == "micro" else kind
        rows.append(
            f"| {name} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']:.3f} | {row['support']} |"
        )
    return "\n".join(rows)


def false_table(rates):
    rows = ["| text | words | names | all other kinds | kinds with any |", "|---|---|---|---|---|"]
    for name, row in rates.items():
        some = ", ".join(f"{kind} {rate}" for kind, rate in row["by_kind"].items() if rate)
        rows.append(f"| {name} | {row['words']} | {row['names']} | {row['other_kinds']} | {some} |")
    return "\n".join(rows)


def card(folder, scores, facts):
    size = sum(path.stat().st_size for path in folder.iterdir() if path.name != "README.md") / 1e6
    everyday = scores["everyday_sentences"]
    values = {
        "templates": score_table(scores["unseen_templates_test"]),
        "wnut": score_table(scores["wnut17_test"]),
        "wikigold": score_table(scores["wikigold_fifth"]),
        "false": false_table(scores["false_positives_per_1000_words"]),
        "dev": scores["unseen_templates_dev"]["micro"]["f1"],
        "right": everyday["right"],
        "of": everyday["of"],
        "wrong": "\n".join(
            f"- `{json.dumps(text, ensure_ascii=False)}`" for text in everyday["wrong"]
        )
        or "- none",
        "size": f"{size:.2f}",
        "layers": CONFIG["num_hidden_layers"],
        "hidden": CONFIG["hidden_size"],
        "heads": CONFIG["num_attention_heads"],
        "inner": CONFIG["intermediate_size"],
        "vocabulary": CONFIG["vocab_size"],
        "origin": "the script's second run, with `--from-weights` on those of a first one that had been cut short "
        "before its end (about half-way; its log is lost) and with its vocabulary"
        if facts.get("went_on")
        else "from random ones",
        **facts,
    }
    template = (paths.HERE / "card.md").read_text("utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: str(values[match.group(1)]), template)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=type(paths.WORK), default=paths.MODEL)
    options = parser.parse_args()
    facts_file = paths.WORK / "training.json"
    known = options.folder / "scores.json"
    facts = (
        json.loads(facts_file.read_text())
        if facts_file.exists()
        else json.loads(known.read_text())["training"]
    )
    scores = measure(options.folder)
    write_json(known, {"training": facts, **scores})
    (options.folder / "README.md").write_text(card(options.folder, scores, facts), "utf-8")
    print(
        json.dumps(
            {
                name: scores[name]["micro"]
                for name in (
                    "unseen_templates_dev",
                    "unseen_templates_test",
                    "wnut17_test",
                    "wikigold_fifth",
                )
            },
            indent=1,
        )
    )
    print(
        json.dumps(scores["false_positives_per_1000_words"]),
        json.dumps(scores["everyday_sentences"], ensure_ascii=False),
    )


if __name__ == "__main__":
    main()
