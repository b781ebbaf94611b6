"""Where things are."""

import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
MODEL = REPOSITORY / "models" / "pii-tiny"
WORK = pathlib.Path(
    os.environ.get("DEBERTA_TRAIN_WORK", HERE / "work")
)  # git-ignored scratch: texts, checkpoints


def shared():
    """The folder with the data sets and the known answers; not part of the repository."""
    folder = pathlib.Path(os.environ.get("DEBERTA_SHARED_DIR", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        raise SystemExit(
            f"{folder} is not there: set DEBERTA_SHARED_DIR to the folder with data/ and golden/"
        )
    return folder
