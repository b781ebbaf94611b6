"""Where things are."""

import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
MODEL = pathlib.Path(os.environ.get("DEBERTA_TRAIN_MODEL", REPOSITORY / "models" / "pii-tiny"))
TEACHER = REPOSITORY / "models" / "pii-tiny"  # labels texts that have no labels: voted.py
# Texts, the state of the training, checkpoints: outside of the tree, so that the next checkout goes on from it.
WORK = pathlib.Path(
    os.environ.get("DEBERTA_TRAIN_WORK", pathlib.Path.home() / ".cache" / "deberta-wasm" / "train")
)
CORPORA = WORK / "corpora"  # fetched: corpora.py
FLOAT16 = WORK / "float16"  # the model while it is trained: settings, vocabulary, averaged weights


def shared():
    """The folder with the data sets and the known answers; not part of the repository."""
    folder = pathlib.Path(os.environ.get("DEBERTA_SHARED_DIR", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        raise SystemExit(
            f"{folder} is not there: set DEBERTA_SHARED_DIR to the folder with data/ and golden/"
        )
    return folder
