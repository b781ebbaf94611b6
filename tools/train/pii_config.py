"""The shape of models/pii-tiny, and writing the model's folder."""

import json

import safetensors_io
from bpe import CLS_ID, MASK, PAD_ID, SEP_ID, SPECIALS
from labels import LABELS

VOCAB_SIZE = 10000
MAX_LENGTH = 512

CONFIG = {
    "architectures": ["DebertaForTokenClassification"],
    "model_type": "deberta",
    "vocab_size": VOCAB_SIZE,
    "hidden_size": 256,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "intermediate_size": 768,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "attention_probs_dropout_prob": 0.0,
    "initializer_range": 0.02,
    "layer_norm_eps": 1e-7,
    "max_position_embeddings": MAX_LENGTH,
    "type_vocab_size": 0,
    "position_biased_input": False,
    "relative_attention": True,
    "max_relative_positions": 64,
    "pos_att_type": ["c2p", "p2c"],
    "pooler_hidden_size": 256,
    "pooler_hidden_act": "gelu",
    "pooler_dropout": 0,
    "pad_token_id": PAD_ID,
    "bos_token_id": CLS_ID,
    "eos_token_id": SEP_ID,
    "torch_dtype": "float16",
    "id2label": {str(index): label for index, label in enumerate(LABELS)},
    "label2id": {label: index for index, label in enumerate(LABELS)},
    # The defaults of its pipelines: labels are those of whole words (labels.py).
    "task_specific_params": {"token-classification": {"aggregation_strategy": "viterbi"}},
}
TOKENS = {
    "bos_token": "[CLS]",
    "eos_token": "[SEP]",
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}
# As newer transformers write them; [MASK] takes the space before it, as DebertaTokenizer's does.
ADDED_TOKENS = {
    str(index): {
        "content": token,
        "lstrip": token == MASK,
        "normalized": token == MASK,
        "rstrip": False,
        "single_word": False,
        "special": True,
    }
    for index, token in [*enumerate(SPECIALS), (VOCAB_SIZE - 1, MASK)]
}
TOKENIZER = {
    "added_tokens_decoder": ADDED_TOKENS,
    "tokenizer_class": "DebertaTokenizer",
    "vocab_type": "gpt2",
    "do_lower_case": False,
    "add_prefix_space": False,
    "model_max_length": MAX_LENGTH,
    **TOKENS,
}


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")


def write_settings(folder):
    write_json(folder / "config.json", CONFIG)
    write_json(folder / "tokenizer_config.json", TOKENIZER)
    write_json(folder / "special_tokens_map.json", TOKENS)


def write_weights(folder, state):
    """state: {name: float32 tensor}. Stored as F16."""
    tensors = {name: tensor.numpy().astype("float16") for name, tensor in state.items()}
    safetensors_io.save(folder / "model.safetensors", tensors, {"format": "pt"})
