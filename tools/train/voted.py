"""Labels for real text that has none: the texts of corpora.py's mail and speeches.

The model that is there (models/pii-tiny) labels every text. Then all places where a name stands vote on its kind, for one place says
little, and few names have two kinds in one collection. What is known of a name votes as well: that a message came from a person of
that name (mail.py), and the lists of gazetteer.py. What was looked at and found wrong is in names.json. A name whose votes differ, and a
word with a capital of which the model is not certain, get no loss (UNSURE).
"""

import collections
import json
import math
import re
import string

import evaluate
import gazetteer
import mail
import paths
import real_text
from corpora import speeches
from labels import LABELS, UNSURE, best_path, units

LONGEST_TEXT = 320  # characters
SENDER, PART_OF_SENDER, LISTED = 6, 2, 2  # votes
OF_LISTS = re.compile(r"\b(List|Lists|Group|News|Digital|Network|Team|Users|Settlement|Support|Announce\w*|Newsletter|Mail\w*)\b")
AGREED, AGREED_OF_FEW = 0.7, 0.9  # of the votes
FEW = 3  # votes
OFTEN = 20  # places of a word
PLAIN_SHARE = 0.3  # of the texts without a name
CERTAIN = 0.9  # probability
TITLE = re.compile(
    r"(?:the|this|that|our|president|vice|mr|mrs|ms|miss|dr|prof|professor|senator|congressman|secretary|speaker|governor|judge|general|king|queen|prime|"
    r"chairman|attorney|first|justice|representative|ambassador|hi|hello|dear|thanks)\b\.?",
    re.I,
)
POSSESSIVE = re.compile(r"['’]s?$")
NAMES = evaluate.NAMES


def pieces(block):
    """Sentences of a paragraph, together as far as they are short."""
    text = ""
    for sentence in re.split(r"(?<=[.!?]) +", block):
        if text and len(text) + len(sentence) > LONGEST_TEXT:
            yield text
            text = ""
        text = f"{text} {sentence}" if text else sentence
    yield text


def documents():
    """[(names of people, texts)]."""
    for people, blocks in mail.messages():
        yield people, [text for block in blocks for text in pieces(block)]
    yield [], [text for block in speeches() for text in pieces(block)]


class Labelled:
    """A text with the model's labels: spans (begin, end, kind, the least probability of its words), and the words that are none."""

    def __init__(self, text, offsets, scores):
        self.text = text
        self.spans, self.others = [], []
        parts = units(text, offsets)
        path = best_path(scores[[first for first, _ in parts]]) if parts else []
        for (first, past), label in zip(parts, path):
            name = LABELS[label]
            begin, end = offsets[first][0], offsets[past - 1][1]
            begin = end - len(text[begin:end].lstrip())
            kinds = [index for index, other in enumerate(LABELS) if other[2:] == name[2:]]
            sure = sum(math.exp(scores[first][index]) for index in kinds)
            if name == "O":
                self.others.append((begin, end, sure))
            elif name.startswith("B-"):
                self.spans.append((begin, end, name[2:], sure))
            else:
                begin, _, kind, least = self.spans[-1]
                self.spans[-1] = (begin, end, kind, min(least, sure))


def name_in(text):
    return POSSESSIVE.sub("", text)


def is_name(text):
    return text[:1].isupper() and len(text) > 1 and not TITLE.match(text) and not re.search(r"[\d@/\\<>|_\[\]{}=:;()\"]", text)


def occurrences(text, names):
    """[(begin, end, name)], the longest at each place; `names` by their first word."""
    words = list(gazetteer.WORD.finditer(text))
    at = 0
    while at < len(words):
        word = name_in(words[at].group())
        for name in names.get(word, ()):
            begin = words[at].start()
            end = begin + len(name)
            if text.startswith(name, begin) and not text[end : end + 1].isalnum():
                yield begin, end, name
                while at < len(words) and words[at].start() < end:
                    at += 1
                break
        else:
            at += 1


def by_first_word(names):
    found = collections.defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        word = gazetteer.WORD.match(name)
        if word:
            found[name_in(word.group())].append(name)
    return found


def election(texts, people):
    """{name: {kind or 'O': votes}} of all names that the model, or a list, knows."""
    votes = collections.defaultdict(collections.Counter)
    for labelled in texts:
        for begin, end, kind, sure in labelled.spans:
            name = name_in(labelled.text[begin:end])
            if kind in NAMES and is_name(name):
                votes[name][kind] += sure
                votes[name]["O"] += 1 - sure
    for name in people:
        votes[name]["PERSON"] += SENDER
        for part in (name.split(" ")[0], name.split(" ")[-1]):
            if len(part) >= mail.SHORTEST - 1:
                votes[part]["PERSON"] += PART_OF_SENDER
    index = by_first_word(votes)
    for labelled in texts:
        for begin, _, name in occurrences(labelled.text, index):
            if not any(one[0] <= begin < one[1] for one in labelled.spans):
                votes[name]["O"] += 1
    known, _ = gazetteer.known()
    for name, counts in votes.items():
        if known.get(name) in NAMES:
            counts[known[name]] += LISTED
    return votes


def kind_of(name, counts):
    kind, most = counts.most_common(1)[0]
    total = sum(counts.values())
    if name.isupper() and kind != "O":  # an abbreviation: a model takes all for organizations
        return UNSURE
    return kind if most >= (AGREED if total > FEW else AGREED_OF_FEW) * total else UNSURE


def common_words(texts):
    """Words that are mostly written without a capital, in small letters: they begin sentences and stand in titles."""
    counts = collections.Counter(word for labelled in texts for word in gazetteer.WORD.findall(labelled.text))
    return {word for word, count in counts.items() if word.islower() and count >= OFTEN and count > counts[word.capitalize()]}


def relabelled(labelled, kinds, index, common):
    spans = [(begin, end, kinds[name]) for begin, end, name in occurrences(labelled.text, index)]
    more = []
    for begin, end, kind, sure in labelled.spans:
        if not evaluate.touches((begin, end), spans):
            more.append((begin, end, kind if kind not in NAMES and sure >= CERTAIN else UNSURE))
    for begin, end, sure in labelled.others:
        word = labelled.text[begin:end].strip(string.punctuation)
        if word[:1].isupper() and sure < CERTAIN and word.lower() not in common and not evaluate.touches((begin, end), spans):
            more.append((begin, end, UNSURE))
    spans = [span for span in spans + more if span[2] != "O"]
    return labelled.text, real_text.add_patterns(labelled.text, spans)


def labelled_texts():
    """([Labelled], names of people)."""
    texts, people = [], set()
    for names, pieces_of in documents():
        people.update(name for name in names if not OF_LISTS.search(name))
        texts += pieces_of
    texts = sorted(set(texts))
    scores = evaluate.Tagger(paths.TEACHER).scores(texts)
    return [Labelled(text, *rows) for text, rows in zip(texts, scores)], people


def elected(texts, people):
    """[(text, spans)] of what labelled_texts() returns."""
    kinds = {name: kind_of(name, counts) for name, counts in election(texts, people).items()}
    kinds.update(dict.fromkeys(gazetteer.peoples(), "O"))
    for kind, names in json.loads((paths.HERE / "names.json").read_text("utf-8")).items():
        kinds.update(dict.fromkeys(names, kind))
    index, common = by_first_word(kinds), common_words(texts)
    return [relabelled(labelled, kinds, index, common) for labelled in texts]


def examples(rng):
    """[(text, spans)] of all texts with a name, and of some others."""
    found = elected(*labelled_texts())
    return [(text, spans) for text, spans in found if any(span[2] in NAMES for span in spans) or rng.random() < PLAIN_SHARE]
