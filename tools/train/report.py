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
REAL = {
    "ewt_dev": "Mail, reviews, answers and weblogs (EWT, development part)",
    "wikigold_fifth": "Prose (a fifth of Wikigold's documents)",
    "wnut17_test": "Posts with rare names (WNUT 2017, test part)",
}
SPACES = {
    "two spaces": "  ",
    "line ends": "\n",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "no-break space and space": "\u00a0 ",
    "narrow no-break spaces": "\u202f",
    "ideographic spaces": "\u3000",
    "zero-width space behind each space": " \u200b",
}


def held_out():
    """{name: [(text, spans)]} of real text; spans hold hand-labelled names only."""
    _, wiki = real_text.wikigold()
    return {
        "ewt_dev": real_text.ewt_dev(),
        "wnut17_test": real_text.wnut("emerging.test.annotated"),
        "wikigold_fifth": [example for document in wiki for example in document],
    }


def unseen_names():
    """Generated texts with names of the tenth that no training text has."""
    with open(paths.WORK / "held-out.jsonl", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["text"], [tuple(span) for span in row["spans"]]) for row in rows]


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
        words += evaluate.words_of(text)
        known = real_text.add_patterns(text, spans)
        for span in found:
            counts[span[2]] += not touches(span, known)
    rates = {kind: round(1000 * count / words, 2) for kind, count in counts.items()}
    names = round(1000 * sum(counts[kind] for kind in NAMES) / words, 2)
    others = round(1000 * sum(counts[kind] for kind in TYPES if kind not in NAMES) / words, 2)
    return {"words": words, "names": names, "other_kinds": others, "by_kind": rates}


def white_space(tagger):
    """Of the names that are covered in texts with single spaces, the share that is also covered with other white space."""
    examples = [(text, span) for text, spans in real_text.ewt_dev() for span in spans if span[2] == "PERSON"]
    examples = [(text, span) for text, span in examples if " " in text[span[0] : span[1]]]

    def covered(pairs):
        found = tagger.spans([text for text, _ in pairs])
        return [evaluate.covered(text, span, spans) for (text, span), spans in zip(pairs, found)]

    plain = covered(examples)
    known = [example for example, is_covered in zip(examples, plain) if is_covered]
    result = {"names": len(examples), "single spaces": len(known)}
    for name, space in SPACES.items():
        changed = []
        for text, (begin, end, kind) in known:
            before, inside, after = (part.replace(" ", space) for part in (text[:begin], text[begin:end], text[end:]))
            changed.append((before + inside + after, (len(before), len(before) + len(inside), kind)))
        result[name] = round(sum(covered(changed)) / max(1, len(known)), 3)
    return result


def table_of(tagger, examples):
    table = evaluate.score([spans for _, spans in examples], tagger.spans([text for text, _ in examples]))
    return {kind: table[kind] for kind in [*TYPES, "micro"] if kind in table}


def measure(folder):
    tagger = evaluate.Tagger(folder)
    scores = {}
    split = presidio.load()
    for part in ("dev", "test"):
        scores[f"unseen_templates_{part}"] = table_of(tagger, split[part])
    scores["unseen_names"] = table_of(tagger, unseen_names())
    scores["false_positives_per_1000_words"] = {}
    for name, examples in held_out().items():
        predicted = tagger.spans([text for text, _ in examples])
        scores[name] = evaluate.names(examples, predicted)
        scores["false_positives_per_1000_words"][name] = false_positives(examples, predicted)
    scores["white_space"] = white_space(tagger)
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


def real_table(scores):
    rows = [
        "| text | micro-F1 | PERSON | ORGANIZATION | LOCATION | names covered | other kinds | entities that cut a word |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, title in REAL.items():
        row = scores[name]
        values = " | ".join(f"{row[kind]['f1']:.3f}" for kind in ("micro", *NAMES))
        rows.append(
            f"| {title} | {values} | {row['covered']:.3f} | {row['other_kinds_per_1000_words']} | {row['cut_words']} |"
        )
    return "\n".join(rows)


def space_table(scores):
    rows = ["| white space between all words | of the names found with single spaces |", "|---|---|"]
    return "\n".join([*rows, *(f"| {name} | {100 * scores[name]:.0f}% |" for name in SPACES)])


def false_table(rates):
    rows = ["| text | words | names | all other kinds | kinds with any |", "|---|---|---|---|---|"]
    for name, row in rates.items():
        some = ", ".join(f"{kind} {rate}" for kind, rate in row["by_kind"].items() if rate)
        rows.append(f"| {name} | {row['words']} | {row['names']} | {row['other_kinds']} | {some} |")
    return "\n".join(rows)


def card(folder, scores, facts):
    size = sum(path.stat().st_size for path in folder.iterdir() if path.name != "README.md") / 1e6
    everyday = scores["everyday_sentences"]
    pretraining, training = facts["pretraining"], facts["training"]
    values = {
        **training,
        "templates": score_table(scores["unseen_templates_test"]),
        "unseen_names": scores["unseen_names"]["micro"]["f1"],
        "unseen_persons": scores["unseen_names"]["PERSON"]["f1"],
        "real": real_table(scores),
        "spaces": space_table(scores["white_space"]),
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
        "pretraining_minutes": pretraining["minutes"],
        "pretraining_tokens": f"{pretraining['tokens'] / 1e6:.1f}",
        "tokens": f"{training['tokens'] / 1e6:.1f}",
        "shift": facts["calibration"]["shift"],
    }
    template = (paths.HERE / "card.md").read_text("utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: str(values[match.group(1)]), template)


def summary(scores):
    """The figures that a change of the training is judged by."""
    ewt = scores["ewt_dev"]
    return {
        "ewt_dev": {
            "micro": ewt["micro"]["f1"],
            **{kind: ewt[kind]["f1"] for kind in NAMES},
            "covered": ewt["covered"],
            "other_kinds_per_1000_words": ewt["other_kinds_per_1000_words"],
            "cut_words": ewt["cut_words"],
        },
        "wikigold_fifth": scores["wikigold_fifth"]["micro"]["f1"],
        "wnut17_test": scores["wnut17_test"]["micro"]["f1"],
        "unseen_templates_test": scores["unseen_templates_test"]["micro"]["f1"],
        "unseen_names": scores["unseen_names"]["micro"]["f1"],
        "white_space": scores["white_space"],
        "everyday_sentences": scores["everyday_sentences"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=type(paths.WORK), default=paths.MODEL)
    options = parser.parse_args()
    facts_file = paths.WORK / "training.json"
    known = options.folder / "scores.json"
    facts = (
        json.loads(facts_file.read_text())
        if facts_file.exists()
        else json.loads(known.read_text())["facts"]
    )
    scores = measure(options.folder)
    write_json(known, {"facts": facts, **scores})
    (options.folder / "README.md").write_text(card(options.folder, scores, facts), "utf-8")
    print(json.dumps(summary(scores), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
