"""export_folder.py FOLDER TO: the ONNX that transformers' exporter would make of a token classifier (DeBERTa v1), in floats, and the
configuration beside it, for transformers.js. Weights in 8 bits are widened. Needs torch (1.13 or newer)."""

import json
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.append(str(here.parent / "train"))

import exported_model  # noqa: E402
import safetensors_io  # noqa: E402
from make_models import export  # noqa: E402
from model import load_weights  # noqa: E402


def main(folder, to):
    folder, to = Path(folder), Path(to)
    (to / "onnx").mkdir(parents=True, exist_ok=True)
    text = (folder / "config.json").read_text("utf-8")
    model = exported_model.token_classifier(json.loads(text))
    load_weights(model, safetensors_io.load(folder / "model.safetensors"))
    export(model, to / "onnx" / "model.onnx")
    (to / "config.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
