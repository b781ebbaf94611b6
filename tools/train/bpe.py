"""Byte-level BPE as GPT-2 and DeBERTa v1 use it: trainer, and an encoder with character offsets.

Merges are kept narrow on purpose, because an entity can only start or end between two tokens:
  * a digit is never merged with a digit, so a card number is counted and not memorised;
  * punctuation merges only with its own kind ("--", "..."), so ".:+" never swallows the "+" of a phone number.
Any such merges.txt is still an ordinary one, and every byte-level BPE reads it the same way.
"""

import heapq
import json

import regex

PATTERN = regex.compile(
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
)
SPECIALS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]
MASK = "[MASK]"
PAD_ID, CLS_ID, SEP_ID, UNK_ID = range(4)
LONGEST_TOKEN = 14  # bytes; longer ones would be rare words learnt by heart


def byte_alphabet():
    """GPT-2's byte -> printable character table, in its order."""
    kept = [
        *range(ord("!"), ord("~") + 1),
        *range(ord("¡"), ord("¬") + 1),
        *range(ord("®"), ord("ÿ") + 1),
    ]
    table, shifted = {byte: chr(byte) for byte in kept}, 0
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(256 + shifted)
            shifted += 1
    return table


ALPHABET = byte_alphabet()
BYTE_OF = {character: byte for byte, character in ALPHABET.items()}


def to_alphabet(text):
    return "".join(ALPHABET[byte] for byte in text.encode("utf-8", "replace"))


def may_merge(token):
    """Whether the trainer may create this token (in alphabet characters)."""
    raw = bytes(BYTE_OF[character] for character in token)
    if len(raw) > LONGEST_TOKEN:
        return False
    if not raw.strip(b" "):
        return True  # a run of spaces
    body = raw[1:] if raw[:1] == b" " else raw
    if body[:1].isalpha() or body[0] >= 0x80:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return len(body) <= 3  # a piece of one character
        return text.isalpha() or len(text) == 1
    if body[:1].isdigit():
        return len(body) == 1
    return len(set(body)) == 1 and len(body) <= 4


def train(word_counts, vocab_size):
    """Returns the list of merges. Deterministic: ties go to the pair that sorts first."""
    words = [[list(to_alphabet(word)), count] for word, count in sorted(word_counts.items())]
    counts, places = {}, {}
    for index, (symbols, count) in enumerate(words):
        for pair in zip(symbols, symbols[1:]):
            counts[pair] = counts.get(pair, 0) + count
            places.setdefault(pair, set()).add(index)
    heap = [(-count, pair) for pair, count in counts.items() if may_merge("".join(pair))]
    heapq.heapify(heap)
    merges = []
    wanted = vocab_size - len(SPECIALS) - len(ALPHABET) - 1
    while heap and len(merges) < wanted:
        negative, pair = heapq.heappop(heap)
        if -negative != counts.get(pair, 0):
            if counts.get(pair, 0) > 0:
                heapq.heappush(heap, (-counts[pair], pair))
            continue
        merges.append(pair)
        changed = set()
        for index in sorted(places.pop(pair)):
            symbols, count = words[index]
            for old in zip(symbols, symbols[1:]):
                counts[old] -= count
            symbols = words[index][0] = apply_merge(symbols, pair)
            for new in zip(symbols, symbols[1:]):
                counts[new] = counts.get(new, 0) + count
                places.setdefault(new, set()).add(index)
                changed.add(new)
        for new in sorted(changed):
            if counts[new] > 0 and may_merge("".join(new)):
                heapq.heappush(heap, (-counts[new], new))
    if len(merges) < wanted:
        raise ValueError(f"only {len(merges)} of {wanted} merges can be learnt from this text")
    return merges


def apply_merge(symbols, pair):
    merged, position = [], 0
    while position < len(symbols):
        if tuple(symbols[position : position + 2]) == pair:
            merged.append(pair[0] + pair[1])
            position += 2
        else:
            merged.append(symbols[position])
            position += 1
    return merged


def build_vocab(merges):
    tokens = [
        *SPECIALS,
        *sorted(ALPHABET.values()),
        *(left + right for left, right in merges),
        MASK,
    ]
    vocab = {token: index for index, token in enumerate(dict.fromkeys(tokens))}
    if len(vocab) != len(tokens):
        raise ValueError("two merges give the same token")
    return vocab


def save(folder, merges):
    vocab = build_vocab(merges)
    lines = "".join(f"{left} {right}\n" for left, right in merges)
    (folder / "vocab.json").write_text(
        json.dumps(vocab, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
    )
    (folder / "merges.txt").write_text("#version: 0.2\n" + lines, "utf-8")
    return vocab


class Encoder:
    """Special tokens written out in the text are ordinary text here."""

    def __init__(self, folder):
        self.vocab = json.loads((folder / "vocab.json").read_text("utf-8"))
        lines = (folder / "merges.txt").read_text("utf-8").split("\n")
        pairs = [
            tuple(line.split(" ")) for line in lines if line and not line.startswith("#version")
        ]
        self.ranks = {pair: rank for rank, pair in enumerate(pairs)}
        self.cache = {}

    def split(self, symbols, dropout=None):
        """dropout: a function that says whether to leave out a possible merge this time."""
        while len(symbols) > 1:
            pairs = [pair for pair in zip(symbols, symbols[1:]) if pair in self.ranks]
            if dropout:
                pairs = [pair for pair in pairs if not dropout()]
            if not pairs:
                break
            symbols = apply_merge(symbols, min(pairs, key=self.ranks.__getitem__))
        return symbols

    def word(self, word, dropout=None):
        """Returns (ids, byte lengths)."""
        if not dropout and word in self.cache:
            return self.cache[word]
        symbols = self.split(list(to_alphabet(word)), dropout)
        result = [self.vocab[symbol] for symbol in symbols], [len(symbol) for symbol in symbols]
        if not dropout:
            self.cache[word] = result
        return result

    def encode(self, text, dropout_for_word=None):
        """Returns (ids, offsets) without special tokens; offsets are [begin, end) in characters, whole ones."""
        ids, offsets = [], []
        for match in PATTERN.finditer(text):
            word, start = match.group(), match.start()
            dropout = dropout_for_word() if dropout_for_word else None
            pieces, lengths = self.word(word, dropout)
            ids += pieces
            if word.isascii():
                for length in lengths:
                    offsets.append((start, start + length))
                    start += length
                continue
            owner = [
                start + index
                for index, character in enumerate(word)
                for _ in character.encode("utf-8", "replace")
            ]
            position = 0
            for length in lengths:
                offsets.append((owner[position], owner[position + length - 1] + 1))
                position += length
        return ids, offsets
