"""GLiNER as the reference computes it (urchade/GLiNER 0.2), and so its ONNX exports: spans of words against
labels that are written in front of the text.

What a user of an export gets: every span of every word and width goes through out_project, the labels' MLP
runs in every call, and spans behind the last word are computed like others. The parameters have the names
of the checkpoints. Only span_mode markerV0 with at most one BiLSTM over words, the first token standing for
its word.

    python3 tools/bench/exported_gliner.py FOLDER…    compares with known answers (expected.safetensors)
"""

import json
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

sys.path.append(str(Path(__file__).resolve().parent.parent / "train"))

import exported_v2  # noqa: E402
import model as trained  # noqa: E402  tools/train/model.py
import safetensors_io  # noqa: E402


def mlp(inputs, inner, outputs):
    return nn.Sequential(nn.Linear(inputs, inner), nn.ReLU(), nn.Dropout(), nn.Linear(inner, outputs))


def gather_rows(x, index):  # [batch, rows, size], [batch, n] -> [batch, n, size]
    return torch.gather(x, 1, index.unsqueeze(2).expand(-1, -1, x.size(2)))


def put_rows(x, batch, rows, places, count):
    """[batch, count, size]: rows of x at their places, elsewhere 0."""
    y = torch.zeros(x.size(0), count, x.size(2))
    y[batch, places] = x[batch, rows]
    return y


class TokenLayer(nn.Module):
    def __init__(self, encoder_config, size):
        super().__init__()
        encoder = trained.Deberta(encoder_config)
        encoder.encoder = exported_v2.Encoder(encoder_config)
        self.bert_layer = nn.ModuleDict({"model": encoder})
        if encoder_config["hidden_size"] != size:
            self.projection = nn.Linear(encoder_config["hidden_size"], size)

    def forward(self, input_ids, attention_mask):
        x = self.bert_layer["model"](input_ids, attention_mask)[-1]
        return self.projection(x) if hasattr(self, "projection") else x


class WordLayer(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.lstm = nn.LSTM(size, size // 2, batch_first=True, bidirectional=True)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(self.lstm(packed)[0], batch_first=True)[0]


class SpanLayer(nn.Module):
    def __init__(self, size, width):
        super().__init__()
        self.width = width
        self.project_start = mlp(size, 4 * size, size)
        self.project_end = mlp(size, 4 * size, size)
        self.out_project = mlp(2 * size, 4 * size, size)

    def forward(self, words, span_idx):  # [batch, words, width, size]
        starts = gather_rows(self.project_start(words), span_idx[:, :, 0])
        ends = gather_rows(self.project_end(words), span_idx[:, :, 1])
        spans = self.out_project(torch.cat([starts, ends], dim=-1).relu())
        return spans.view(words.size(0), -1, self.width, words.size(2))


class Gliner(nn.Module):
    def __init__(self, config):
        super().__init__()
        size = config["hidden_size"]
        if config["span_mode"] != "markerV0" or config.get("num_rnn_layers", 1) > 1:
            raise ValueError("only what the benchmark has: markerV0, at most one layer of LSTM")
        self.class_token = config["class_token_index"]
        self.after_class_token = 0 if config.get("embed_ent_token", True) else 1
        self.token_rep_layer = TokenLayer(config["encoder_config"], size)
        if config.get("num_rnn_layers", 1) == 1:
            self.rnn = WordLayer(size)
        self.span_rep_layer = nn.ModuleDict({"span_rep_layer": SpanLayer(size, config["max_width"])})
        self.prompt_rep_layer = mlp(size, 4 * size, size)

    def forward(self, input_ids, attention_mask, words_mask, text_lengths, span_idx, span_mask):
        """words_mask: of each word's first token the word's number, from 1; elsewhere 0. text_lengths
        [batch, 1]: words. span_idx [batch, words · width, 2], span_mask [batch, words · width]."""
        tokens = self.token_rep_layer(input_ids, attention_mask)
        is_class = input_ids == self.class_token
        labels = is_class.sum(dim=-1, keepdim=True)
        batch, places = torch.where(torch.arange(labels.max()) < labels)
        rows = torch.where(is_class)[1] + self.after_class_token
        prompts = put_rows(tokens, batch, rows, places, labels.max())
        batch, rows = torch.where(words_mask > 0)
        places = words_mask[batch, rows] - 1
        words = put_rows(tokens, batch, rows, places, text_lengths.max())
        if hasattr(self, "rnn"):
            words = self.rnn(words, text_lengths.squeeze(1))
        spans = self.span_rep_layer["span_rep_layer"](words, span_idx * span_mask.unsqueeze(-1))
        return torch.einsum("BLKD,BCD->BLKC", spans, self.prompt_rep_layer(prompts))


def check(folder):
    """The largest difference of the logits from a case's answers, and the largest of these."""
    folder = Path(folder)
    config = json.loads((folder / "gliner_config.json").read_text())
    model = Gliner(config).eval()
    tensors = safetensors_io.load(folder / "model.safetensors")
    trained.load_weights(
        model, {name: each for name, each in tensors.items() if not name.endswith("position_ids")}
    )
    known = {
        name: torch.from_numpy(array.copy())
        for name, array in safetensors_io.load(folder / "expected.safetensors").items()
    }
    names = ["input_ids", "attention_mask", "words_mask", "text_lengths", "span_idx", "span_mask"]
    inputs = [known[name].long() for name in names]
    inputs[4], inputs[5] = inputs[4].flatten(1, 2), inputs[5].flatten(1)
    with torch.no_grad():
        logits = model(*inputs)
    is_span = known["span_mask"].bool()
    difference = (logits - known["logits"])[is_span].abs().max().item()
    return difference, known["logits"][is_span].abs().max().item()


if __name__ == "__main__":
    for each in sys.argv[1:]:
        difference, most = check(each)
        print(f"{Path(each).name}: differs by at most {difference:.1e}, of at most {most:.1f}")
        if not difference <= 1e-4 * (1 + most):
            sys.exit(f"{each}: not what the reference computes")
