"""DeBERTa v2 and v3 with the attention of transformers (4.48 and newer), and so of its ONNX exports.

What a user of transformers.js gets: rel_embeddings normalized in every call, and projected in every layer of
it by the projections of the content; logarithmic buckets computed in the graph; an index [length, length] by
which the products with all rows are gathered. Only what v3's checkpoints have: shared projections, no
convolution.
"""

import math

import torch
from torch import Tensor, nn

import model as trained  # tools/train/model.py


@torch.jit.script
def log_buckets(relative: Tensor, buckets: int, most: int) -> Tensor:
    sign = torch.sign(relative)
    mid = buckets // 2
    near = (relative < mid) & (relative > -mid)
    distance = torch.where(near, torch.tensor(mid - 1).type_as(relative), torch.abs(relative))
    steps = torch.log(distance / mid) / torch.log(torch.tensor((most - 1) / mid)) * (mid - 1)
    far = torch.ceil(steps) + mid
    return torch.where(distance <= mid, relative.type_as(far), far * sign)


@torch.jit.script
def relative_positions(x: Tensor, buckets: int, most: int) -> Tensor:
    """Scripted, as in transformers: a trace would keep the length of the example."""
    ids = torch.arange(x.size(-2), dtype=torch.long)
    relative = ids[:, None] - ids[None, :]
    return log_buckets(relative, buckets, most).to(torch.long).unsqueeze(0)


@torch.jit.script
def expand_index(index: Tensor, x: Tensor, relative: Tensor) -> Tensor:
    return index.squeeze(0).expand([x.size(0), x.size(1), relative.size(-1)])


class SelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden = config["hidden_size"]
        self.heads = config["num_attention_heads"]
        self.span = config["position_buckets"]
        self.query_proj = nn.Linear(hidden, hidden)
        self.key_proj = nn.Linear(hidden, hidden)
        self.value_proj = nn.Linear(hidden, hidden)

    def split_heads(self, x):  # [batch, rows, heads * size] -> [batch * heads, rows, size]
        x = x.view(x.size(0), x.size(1), self.heads, -1).permute(0, 2, 1, 3).contiguous()
        return x.view(-1, x.size(2), x.size(3))

    def forward(self, x, mask, positions):
        relative, rel_embeddings = positions
        query = self.split_heads(self.query_proj(x))
        key = self.split_heads(self.key_proj(x))
        value = self.split_heads(self.value_proj(x))
        scale = math.sqrt(query.size(-1) * 3)
        scores = torch.bmm(query, key.transpose(-1, -2) / scale)

        rows = rel_embeddings[0 : self.span * 2, :].unsqueeze(0)
        batch = query.size(0) // self.heads
        pos_query = self.split_heads(self.query_proj(rows)).repeat(batch, 1, 1)
        pos_key = self.split_heads(self.key_proj(rows)).repeat(batch, 1, 1)
        c2p = torch.bmm(query, pos_key.transpose(-1, -2))
        index = torch.clamp(relative + self.span, 0, self.span * 2 - 1)
        scores = scores + torch.gather(c2p, -1, expand_index(index, query, relative)) / scale
        p2c = torch.bmm(key, pos_query.transpose(-1, -2))
        index = torch.clamp(-relative + self.span, 0, self.span * 2 - 1)
        gathered = torch.gather(p2c, -1, expand_index(index, key, relative))
        scores = scores + gathered.transpose(-1, -2) / scale

        scores = scores.view(-1, self.heads, scores.size(-2), scores.size(-1))
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
        probabilities = torch.softmax(scores, dim=-1)
        context = torch.bmm(
            probabilities.view(-1, probabilities.size(-2), probabilities.size(-1)), value
        )
        context = context.view(-1, self.heads, context.size(-2), context.size(-1))
        context = context.permute(0, 2, 1, 3).contiguous()
        return context.view(context.size(0), context.size(1), -1)


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.buckets = config["position_buckets"]
        self.most = trained.span_of(config)
        self.layer = nn.ModuleList(trained.Layer(config) for _ in range(config["num_hidden_layers"]))
        for layer in self.layer:
            layer.attention.self = SelfAttention(config)
        self.rel_embeddings = nn.Embedding(2 * self.buckets, config["hidden_size"])
        self.LayerNorm = nn.LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])

    def forward(self, x, attention_mask):
        real = attention_mask.unsqueeze(1).unsqueeze(2)
        mask = (real * real.squeeze(-2).unsqueeze(-1)).bool()  # query AND key
        relative = relative_positions(x, self.buckets, self.most)
        positions = (relative, self.LayerNorm(self.rel_embeddings.weight))
        states = [x]
        for layer in self.layer:
            states.append(layer(states[-1], mask, positions))
        return states


def token_classifier(config):
    """A TokenClassifier of tools/train/model.py with v3's parameters and names."""
    if not config["share_att_key"] or config["norm_rel_ebd"] != "layer_norm":
        raise ValueError("only what v3 has: share_att_key, norm_rel_ebd 'layer_norm'")
    classifier = trained.TokenClassifier(config)
    classifier.deberta.encoder = Encoder(config)
    return classifier.eval()
