"""DeBERTa v1 in PyTorch, with the parameter names of the Hugging Face checkpoints.

    score(i, j) = (q_i . k_j + q_i . PosK[r(i - j)] + k_j . PosQ[r(i - j)]) / sqrt(head_dim * (1 + terms))

r(d) = clamp(d + span, 0, 2 * span - 1), PosK = pos_proj(rel_embeddings), PosQ = pos_q_proj(rel_embeddings).
Written to train fast on a CPU: the position terms are one product with the 2L-1 rows that a sequence of
length L can meet, then a skew (pad, reshape, slice), so there is no gather and no [L, L] index.
Positions that the mask rules out answer as in the reference (transformers >= 4.48).
"""

import math

import numpy
import torch
from torch import nn
from torch.nn import functional as F

SUPPORTED_TERMS = {"c2p", "p2c"}


def skew(scores):
    """[..., L, 2L-1] -> [..., L, L]: out[i, j] = scores[i, L-1-i+j]."""
    length = scores.shape[-2]
    flat = F.pad(scores, (0, 1)).flatten(-2)  # element (i, c) sits at i * 2L + c
    flat = flat[..., length - 1 : length - 1 + length * (2 * length - 1)]
    return flat.unflatten(-1, (length, 2 * length - 1))[..., :length]


class Dropout(nn.Dropout):
    """As PyTorch's, with a mask of random bytes: its own generator takes an eighth of a training step on a CPU. The probability
    is a multiple of 1/256."""

    def forward(self, x):
        dropped = round(256 * self.p)
        if not self.training or not dropped:
            return x
        seed = int(torch.randint(2**62, ()))  # torch.manual_seed() decides
        noise = numpy.random.Generator(numpy.random.SFC64(seed)).integers(256, size=tuple(x.shape), dtype=numpy.uint8)
        return x * ((torch.from_numpy(noise) >= dropped).to(x.dtype) * (256 / (256 - dropped)))


class SelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden = config["hidden_size"]
        self.heads = config["num_attention_heads"]
        self.head_dim = hidden // self.heads
        self.terms = config["pos_att_type"]
        self.in_proj = nn.Linear(
            hidden, 3 * hidden, bias=False
        )  # rows: head 0 q, k, v, head 1 q, k, v …
        self.q_bias = nn.Parameter(torch.zeros(hidden))
        self.v_bias = nn.Parameter(torch.zeros(hidden))
        if "c2p" in self.terms:
            self.pos_proj = nn.Linear(hidden, hidden, bias=False)
        if "p2c" in self.terms:
            self.pos_q_proj = nn.Linear(hidden, hidden)
        self.dropout = Dropout(config["attention_probs_dropout_prob"])

    def split_heads(self, x):  # [rows, hidden] -> [heads, head_dim, rows]
        return x.view(-1, self.heads, self.head_dim).permute(1, 2, 0)

    def forward(self, x, mask, relative):
        batch, length, hidden = x.shape
        # Heads first: the position terms are then one product a head for all texts.
        qkv = self.in_proj(x).view(batch, length, self.heads, 3 * self.head_dim).permute(2, 0, 1, 3)
        query, key, value = qkv.chunk(3, dim=-1)  # each [heads, batch, length, head_dim]
        scale = 1.0 / math.sqrt(self.head_dim * (1 + len(self.terms)))
        query = ((query + self.q_bias.view(self.heads, 1, 1, self.head_dim)) * scale).contiguous()
        key = key.contiguous()
        value = value + self.v_bias.view(self.heads, 1, 1, self.head_dim)
        scores = query @ key.transpose(-1, -2)

        def with_positions(of_tokens, of_positions):  # -> [heads, batch, length, 2L-1]
            flat = torch.bmm(of_tokens.flatten(1, 2), of_positions)
            return flat.view(self.heads, batch, length, -1)

        if (
            "c2p" in self.terms
        ):  # distances L-1 … -(L-1): column L-1-i+j of row i is the distance i-j
            rows = self.split_heads(self.pos_proj(relative.flip(0)))
            scores = scores + skew(with_positions(query, rows))
        if (
            "p2c" in self.terms
        ):  # distances -(L-1) … L-1, rows are keys: column L-1-j+i of row j is i-j
            rows = self.split_heads(self.pos_q_proj(relative)) * scale
            scores = scores + skew(with_positions(key, rows)).transpose(-1, -2)
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
        probabilities = self.dropout(torch.softmax(scores, dim=-1))
        return (probabilities @ value).permute(1, 2, 0, 3).reshape(batch, length, hidden)


class ResidualOutput(nn.Module):
    """LayerNorm(dropout(dense(x)) + residual)."""

    def __init__(self, inputs, config):
        super().__init__()
        self.dense = nn.Linear(inputs, config["hidden_size"])
        self.LayerNorm = nn.LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])
        self.dropout = Dropout(config["hidden_dropout_prob"])

    def forward(self, x, residual):
        return self.LayerNorm(self.dropout(self.dense(x)) + residual)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.self = SelfAttention(config)
        self.output = ResidualOutput(config["hidden_size"], config)

    def forward(self, x, mask, relative):
        return self.output(self.self(x, mask, relative), x)


class Intermediate(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dense = nn.Linear(config["hidden_size"], config["intermediate_size"])

    def forward(self, x):
        return F.gelu(self.dense(x))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.attention = Attention(config)
        self.intermediate = Intermediate(config)
        self.output = ResidualOutput(config["intermediate_size"], config)

    def forward(self, x, mask, relative):
        x = self.attention(x, mask, relative)
        return self.output(self.intermediate(x), x)


class Embeddings(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.word_embeddings = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.LayerNorm = nn.LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])
        self.dropout = Dropout(config["hidden_dropout_prob"])

    def forward(self, input_ids, attention_mask):
        x = self.LayerNorm(self.word_embeddings(input_ids))
        return self.dropout(x * attention_mask.unsqueeze(-1).to(x.dtype))


def span_of(config):
    span = config["max_relative_positions"]
    return span if span > 0 else config["max_position_embeddings"]


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.span = span_of(config)
        self.layer = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))
        self.rel_embeddings = nn.Embedding(2 * self.span, config["hidden_size"])

    def forward(self, x, attention_mask):
        length = x.shape[1]
        distances = torch.arange(1 - length, length)
        relative = self.rel_embeddings((distances + self.span).clamp(0, 2 * self.span - 1))
        real = attention_mask.bool()
        # [1, batch, length, length]: query AND key, as the reference
        mask = (real.unsqueeze(1) & real.unsqueeze(2)).unsqueeze(0)
        states = [x]
        for layer in self.layer:
            states.append(layer(states[-1], mask, relative))
        return states


class Deberta(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.embeddings = Embeddings(config)
        self.encoder = Encoder(config)

    def forward(self, input_ids, attention_mask):
        return self.encoder(self.embeddings(input_ids, attention_mask), attention_mask)


class ContextPooler(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dense = nn.Linear(config["pooler_hidden_size"], config["pooler_hidden_size"])

    def forward(self, hidden):
        return F.gelu(self.dense(hidden[:, 0]))


class TokenClassifier(nn.Module):
    def __init__(self, config):
        super().__init__()
        refuse_unsupported(config)
        self.deberta = Deberta(config)
        self.dropout = Dropout(config["hidden_dropout_prob"])
        self.classifier = nn.Linear(config["hidden_size"], len(config["id2label"]))

    def forward(self, input_ids, attention_mask):
        return self.classifier(self.dropout(self.deberta(input_ids, attention_mask)[-1]))


class SequenceClassifier(nn.Module):
    """Not trained here; it lets check_model.py try the pooler's golden case."""

    def __init__(self, config):
        super().__init__()
        refuse_unsupported(config)
        self.deberta = Deberta(config)
        self.pooler = ContextPooler(config)
        self.classifier = nn.Linear(config["pooler_hidden_size"], len(config["id2label"]))

    def forward(self, input_ids, attention_mask):
        return self.classifier(self.pooler(self.deberta(input_ids, attention_mask)[-1]))


def refuse_unsupported(config):
    """This file is the architecture that we train, not all of DeBERTa: say so instead of answering wrongly."""
    expected = {
        "relative_attention": True,
        "position_biased_input": False,
        "type_vocab_size": 0,
        "hidden_act": "gelu",
    }
    for key, value in expected.items():
        if config[key] != value:
            raise ValueError(f"config.{key} is {config[key]!r}; only {value!r} is supported here")
    unknown = set(config["pos_att_type"]) - SUPPORTED_TERMS
    if unknown:
        raise ValueError(
            f"config.pos_att_type has {sorted(unknown)}; only {sorted(SUPPORTED_TERMS)} are supported"
        )


def initialize(model, generator):
    """Normal(0, 0.02) for every matrix; biases zero and LayerNorms one as PyTorch leaves them."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 2:
                parameter.normal_(0.0, 0.02, generator=generator)
            elif name.endswith("bias"):
                parameter.zero_()


def load_weights(model, tensors):
    """Every parameter must be there with its shape; a leftover tensor is an error too."""
    model.load_state_dict(
        {name: torch.from_numpy(array.astype("float32")) for name, array in tensors.items()}
    )
