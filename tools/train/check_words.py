"""Compares words.py with the cases of tests/cpp/text/unicode/words_test.cc, and the decoding of labels with a brute force."""

import itertools
import random
import sys

import numpy

from labels import FIRST, LABELS, TRANSITIONS, best_path
from words import words_in

TEXTS = {
    "Ada  Lovelace\tin\r\nParis\u00a0or\u3000Rome\u200bnow": "Ada Lovelace in Paris or Rome now",
    "x.org. Mr. 1.2. .N. A.": "x.org Mr 1.2 N A",
    "— … 😀": "",
}
DATA = {
    '{"first_name":"Wei","age":36,"city":"Beijing"}': "first_name Wei age 36 city Beijing",
    "1,Ada Lovelace,ada@example.org,Paris,120.50": "1 Ada Lovelace ada@example.org Paris 120.50",
    "Ada;Paris|Rome;'Bob','Eve'": "Ada Paris Rome Bob Eve",
    "user=ada ip=10.0.0.1:443 name='Ada'": "user ada ip 10.0.0.1:443 name Ada",
    "?name=Ada&city=New%20York&x": "name Ada city New%20York&x",
    "<b>Ada</b>(Paris)[Rome]": "b Ada /b Paris Rome",
    "Name:Ada mailto:ada@example.org": "Name Ada mailto ada@example.org",
    "well...Ada—who--left…then": "well Ada who left then",
    "Ada«Bob»Eve„Tom“Ann•Kim😀Lee，Wu、Li": "Ada Bob Eve Tom Ann Kim Lee Wu Li",
    "==&=a,,b::c": "& a b c",
    "12:Alice Brown,41,28001,5551234567": "12 Alice Brown 41 28001 5551234567",
    "7:Ada id:fe80::1 12,50": "7 Ada id fe80::1 12 50",
}
PARIS = "Paris. (Paris) “Paris”, 'Paris' Paris… [Paris]?! «Paris» <Paris> „Paris“ –Paris– *Paris* `Paris` ¿Paris?"
WHOLE = (
    "e-mail O'Brien AT&T ada@example.org 3.14 Ada's a_b 1,000 and/or so\u00adft l’Oréal C++ C# $5 5% £5 5€ @ada +44 #1 ½ "
    "U.N. U.S.A. Ph.D. e.g. É.U. 1,000,000.50 10:30:00 2001:db8::1 fe80::1ff:fe23:4567:890a 00:1a:2b:3c:4d:5e ac:de:48:00:11:22 "
    "aa:bb:cc:dd:ee:ff abcd::1 "
    "https://example.org/a R&D&x a-b.c"
)


def cases():
    yield from ((text, words.split()) for text, words in (TEXTS | DATA).items())
    yield from ((word, ["Paris"]) for word in PARIS.split())
    for word in WHOLE.split():
        yield word, [word]
        if not word.endswith("."):
            yield f"({word}).", [word]


def wrong_words():
    for text, expected in cases():
        found = [text[begin:end] for begin, end in words_in(text)]
        if found != expected:
            yield f"{text!r}: {found}, expected {expected}"


def wrong_paths():
    rng = random.Random(1)
    some = [0, 1, 2, 3, 4]
    for length in (1, 2, 3, 4):
        scores = numpy.full((length, len(LABELS)), -1e6)
        scores[:, some] = [[rng.gauss(0, 1) for _ in some] for _ in range(length)]

        def total(path):
            steps = sum(TRANSITIONS[a, b] for a, b in zip(path, path[1:]))
            return FIRST[path[0]] + steps + sum(scores[at, label] for at, label in enumerate(path))

        best = max(map(total, itertools.product(some, repeat=length)))
        if abs(total(best_path(scores)) - best) > 1e-9:
            yield f"not the best path of {length} words"


def main():
    wrong = [*wrong_words(), *wrong_paths()]
    print("\n".join(wrong) or "words and paths: as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
