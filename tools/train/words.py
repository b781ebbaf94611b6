"""The words of a text, as src/text/unicode/words.h has them: what stands between white space, without the punctuation around it.

Scripts without spaces are not in the training texts; here their characters are not words of their own.
"""

import bisect

import regex

RUN = regex.compile(r"[^\s\x1c-\x1f\u0085\u200b]+")
# Punctuation and symbols, but those that belong to words: C#, $5, 5%, C++, @ada and signs of currencies.
EDGE = regex.compile(r"(?![#$%&+/=@¢-¥₠-⃏])[^\p{L}\p{M}\p{N}\p{Pc}]")
ABBREVIATION = regex.compile(r"\.\p{L}$")


def words_in(text):
    """[(begin, end)] in characters, in order."""
    words = []
    for run in RUN.finditer(text):
        piece = run.group()
        begin, end = 0, len(piece)
        while begin < end and EDGE.match(piece[begin]):
            begin += 1
        while begin < end and EDGE.match(piece[end - 1]):
            end -= 1
        if begin == end:
            continue
        if piece[end : end + 1] == "." and ABBREVIATION.search(piece[begin:end]):
            end += 1  # "U.N." keeps its last full stop
        words.append((run.start() + begin, run.start() + end))
    return words


class Words:
    """The words of a text, for questions about positions."""

    def __init__(self, text):
        self.spans = words_in(text)
        self.ends = [end for _, end in self.spans]

    def cut_at(self, position):
        """Whether the position is inside a word, after its beginning and before its end."""
        index = bisect.bisect_right(self.ends, position)
        return index < len(self.spans) and self.spans[index][0] < position
