"""The words of a text, as src/text/unicode/words.h has them: what stands between white space and the signs of data, such as JSON
and CSV, without the punctuation around it.

Scripts without spaces are not in the training texts; here their characters are not words of their own.
"""

import bisect

import regex

# White space, and what separates words wherever it stands or by its neighbours. Of a colon, its neighbours are not all.
BETWEEN = regex.compile(
    r"""(?: [\s\x1c-\x1f\u0085\u200b]
          | ["()\[\]{}<>;|=«»،؛—―“”„•…‹›、。（），：；\U0001f000-\U0001ffff]
          | (?<![0-9]), | ,(?![0-9]{3}(?![0-9]))
          | (?<=-)- | -(?=-) | (?<=\.)\. | \.(?=\.)
          | &(?=[0-9A-Za-z_.%-]+=)
          | (?P<colon> (?: (?<![0-9]): | :(?![0-9]) ) (?!/) )
        )""",
    regex.VERBOSE,
)
# What may be an IPv6 address, or one of hardware, from its beginning.
ADDRESS = regex.compile(r"[0-9a-fA-F:]{0,45}+(?![0-9a-zA-Z:])")
LONGEST_GROUP = 4
# Punctuation and symbols, but those that belong to words: C#, $5, 5%, C++, @ada and signs of currencies.
EDGE = regex.compile(r"(?![#$%&+/@¢-¥₠-⃏])[^\p{L}\p{M}\p{N}\p{Pc}]")
ABBREVIATION = regex.compile(r"\.\p{L}$")


def is_address(text, begin, colon):
    """Whether the text at begin is an address at least up to the colon."""
    found = ADDRESS.match(text, begin)
    if not found or found.end() <= colon:
        return False
    groups = found.group().split(":")
    has_digit = any(sign in "0123456789" for sign in found.group())
    return max(map(len, groups)) <= LONGEST_GROUP and len(groups) > (2 if has_digit else 5)


def runs_in(text):
    """(begin, end) of what stands between two of them: words with the punctuation around them, or nothing."""
    begin = 0
    for sign in BETWEEN.finditer(text):
        at = sign.start()
        if sign["colon"] and is_address(text, begin, at):
            continue
        yield begin, at
        begin = sign.end()
    yield begin, len(text)


def words_in(text):
    """[(begin, end)] in characters, in order."""
    words = []
    for start, past in runs_in(text):
        begin, end = start, past
        while begin < end and EDGE.match(text[begin]):
            begin += 1
        while begin < end and EDGE.match(text[end - 1]):
            end -= 1
        if begin == end:
            continue
        if end < past and text[end] == "." and ABBREVIATION.search(text[begin:end]):
            end += 1  # "U.N." keeps its last full stop
        words.append((begin, end))
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
