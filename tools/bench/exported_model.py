"""DeBERTa v1 with the attention of transformers (4.48 and newer), and so of its ONNX exports.

tools/train/model.py computes the position terms as skewed products, which no export has. Here they are
what a user of transformers.js gets: the rows of rel_embeddings within the length, projected in every
call, multiplied with every query (key), and gathered by an index [length, length].
"""

import math

import torch
from torch import Tensor

import model as trained  # tools/train/model.py


@torch.jit.script
def attention_span(length_of: Tensor, most: int) -> Tensor:
    """Scripted, as in transformers: a trace would keep the length of the example."""
    return torch.tensor(min(length_of.size(1), most))


@torch.jit.script
def relative_positions(length_of: Tensor) -> Tensor:  # [1, 1, length, length], i - j
    ids = torch.arange(0, length_of.size(1), dtype=torch.long)
    return (ids.unsqueeze(1) - ids.unsqueeze(0)).unsqueeze(0).unsqueeze(0)


@torch.jit.script
def expand_for_heads(index: Tensor, x: Tensor) -> Tensor:
    return index.expand([x.size(0), x.size(1), index.size(2), index.size(3)])


class SelfAttention(trained.SelfAttention):
    def __init__(self, config):
        super().__init__(config)
        self.span = trained.span_of(config)

    def split_heads(self, x):  # [batch, rows, heads * size] -> [batch, heads, rows, size]
        return x.view(x.size(0), x.size(1), self.heads, -1).permute(0, 2, 1, 3)

    def forward(self, x, mask, rel_embeddings):
        query, key, value = self.split_heads(self.in_proj(x)).chunk(3, dim=-1)
        query = query + self.split_heads(self.q_bias[None, None, :])
        value = value + self.split_heads(self.v_bias[None, None, :])
        scale = math.sqrt(self.head_dim * (1 + len(self.terms)))
        query = query / scale
        scores = query @ key.transpose(-1, -2)

        span = attention_span(x, self.span)
        rows = rel_embeddings[self.span - span : self.span + span, :].unsqueeze(0)
        relative = relative_positions(x)
        if "c2p" in self.terms:
            products = query @ self.split_heads(self.pos_proj(rows)).transpose(-1, -2)
            index = torch.clamp(relative + span, 0, span * 2 - 1)
            scores = scores + torch.gather(products, -1, expand_for_heads(index, query))
        if "p2c" in self.terms:
            positions = self.split_heads(self.pos_q_proj(rows)) / scale
            products = key @ positions.transpose(-1, -2)
            index = torch.clamp(-relative + span, 0, span * 2 - 1)
            gathered = torch.gather(products, -1, expand_for_heads(index, key))
            scores = scores + gathered.transpose(-1, -2)

        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
        context = torch.softmax(scores, dim=-1) @ value
        context = context.permute(0, 2, 1, 3).contiguous()
        return context.view(context.size(0), context.size(1), -1)


class Encoder(trained.Encoder):
    def forward(self, x, attention_mask):
        real = attention_mask.unsqueeze(1).unsqueeze(2)
        mask = (real * real.squeeze(-2).unsqueeze(-1)).bool()  # query AND key
        states = [x]
        for layer in self.layer:
            states.append(layer(states[-1], mask, self.rel_embeddings.weight))
        return states


def token_classifier(config):
    """A TokenClassifier of tools/train/model.py, with the same parameters, that exports like transformers'."""
    classifier = trained.TokenClassifier(config)
    encoder = Encoder(config)
    for layer in encoder.layer:
        layer.attention.self = SelfAttention(config)
    classifier.deberta.encoder = encoder
    return classifier.eval()
