"""Plain sentences without any entity, out of the texts to pretrain on: English, and the six other languages of the generator.

A sentence counts as plain when nothing in it can be a name or a number: no digit, no sign of an address, and no capital letter but
the first; in German, whose nouns have capitals, none of the names that these texts are about.
"""

import re

SENTENCE = re.compile(r"(?<=[.!?:]) +")
PLAIN = re.compile(r"[^\W\d_][^\d@/\\<>|_A-ZÀ-ÖØ-Þ\[\]{}=]{30,220}[.!?]")
GERMAN = re.compile(r"[^\d@/\\<>|_\[\]{}=()„“\"«»'.]{40,220}[.!?]")
NAMES = re.compile(
    r"\b(Debian|Linux|GNU|Ubuntu|Windows|Mac|Unix|Intel|Internet|Web|Free|Software|Apt|Firefox|Gnome|[A-Z]\w*[A-Z]\w*|[A-Z])\b"
)
WORDS = {
    "de": "der die das und nicht ist sie werden eine auf mit",
    "fr": "les des une pour avec est dans vous sur que pas",
    "es": "los las una para con está por puede este como más",
    "it": "gli della che per una sono questo può non con nel",
    "nl": "het een voor van niet deze met worden zijn dat kan",
    "pt": "uma para não com você pode este são mais como do",
}
LANGUAGES = {language: frozenset(words.split()) for language, words in WORDS.items()}


def language_of(sentence):
    """One of WORDS, or 'en'."""
    words = re.findall(r"\w+", sentence.lower())
    counts = {name: sum(word in known for word in words) for name, known in LANGUAGES.items()}
    best = max(counts, key=counts.get)
    return best if counts[best] >= 3 else "en"


def is_plain(sentence, language):
    if language == "de":
        return GERMAN.fullmatch(sentence) is not None and NAMES.search(sentence) is None
    return PLAIN.fullmatch(sentence) is not None


def sentences(texts, count, rng):
    """At most `count` of each language, without an order."""
    found = {}
    for text in texts:
        for sentence in SENTENCE.split(text):
            language = language_of(sentence)
            if is_plain(sentence, language):
                found.setdefault(language, set()).add(sentence)
    return {name: rng.sample(sorted(known), min(count, len(known))) for name, known in found.items()}
