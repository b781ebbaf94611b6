"""White space of all kinds, and what scanning and typing do to letters: changes of a labelled text that keep its spans."""

BETWEEN = ["\u00a0", "\t", "\n", "  ", "\u00a0 ", " \u00a0", "\u202f", "\u2009", "\u3000", " \u200b", "   ", "\u2003"]
INVISIBLE = ["\u00ad", "\u200b", "\ufeff"]
# What optical character recognition mistakes; one character for one.
MISREAD = {"l": "1", "I": "l", "O": "0", "o": "0", "0": "O", "S": "5", "5": "S", "B": "8", "e": "c", "i": "1"}


def replaced(example, change):
    """change(index, character) returns what stands in place of a character of the text."""
    text, spans = example
    out, positions = [], []
    length = 0
    for index, character in enumerate(text):
        positions.append(length)
        piece = change(index, character)
        out.append(piece)
        length += len(piece)
    positions.append(length)
    moved = [(positions[begin], positions[end], kind) for begin, end, kind in spans]
    return "".join(out), moved


def respaced(example, rng):
    """Other white space between the words: everywhere, in some places, or a mixture."""
    kinds = rng.sample(BETWEEN, rng.choice([1, 1, 1, 2, 4]))
    share = rng.choice([1.0, 1.0, 0.5, 0.2])

    def change(_, character):
        return rng.choice(kinds) if character == " " and rng.random() < share else character

    return replaced(example, change)


def with_invisible(example, rng):
    """Soft hyphens, zero-width spaces behind spaces, byte order marks: inside of some words and after some spaces."""
    text = example[0]
    mark = rng.choice(INVISIBLE)
    share = rng.choice([0.03, 0.1, 0.25])

    def change(index, character):
        if mark == "\u200b":
            return " \u200b" if character == " " and rng.random() < share * 2 else character
        inside = character.isalpha() and text[index + 1 : index + 2].isalpha()
        return character + mark if inside and rng.random() < share else character

    return replaced(example, change)


def misread(example, rng):
    share = rng.choice([0.02, 0.06])
    return replaced(example, lambda _, character: MISREAD.get(character, character) if rng.random() < share else character)


def disturbed(example, rng):
    """A third of the texts have other white space, some also invisible characters; a few were scanned badly."""
    chosen = rng.random()
    if chosen < 0.26:
        example = respaced(example, rng)
    if 0.22 < chosen < 0.34:
        example = with_invisible(example, rng)
    if rng.random() < 0.02:
        example = misread(example, rng)
    return example
