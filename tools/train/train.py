"""Trains the model on work/train.npz. The weights kept are a moving average, stored as F16.

The learning rate follows progress = the larger of step/steps and minutes/max-minutes, so a run on a slow or busy machine
still ends on time with a finished schedule. A run that --max-minutes cut short depends on the machine; one that made all its
steps depends on the seed and the number of threads only.
"""

import argparse
import json
import math
import os
import time

import numpy
import torch

import evaluate
import paths
import pii_config
from model import TokenClassifier, initialize, load_weights
from safetensors_io import load as load_tensors

BATCH_TOKENS = 4096
WARMUP = 0.05
EMA = 0.998
CLIP = 1.0


class Batches:
    """Texts of like length together, padded to the longest; a new order each epoch."""

    def __init__(self, path, seed):
        data = numpy.load(path)
        self.ids, self.labels, self.lengths = data["ids"], data["labels"], data["lengths"]
        self.starts = numpy.concatenate([[0], numpy.cumsum(self.lengths)[:-1]])
        self.rng = numpy.random.default_rng(seed)

    def epoch(self):
        noisy = self.lengths * self.rng.uniform(0.9, 1.1, len(self.lengths))
        batches, batch, longest = [], [], 0
        for index in numpy.argsort(noisy, kind="stable"):
            longest_now = max(longest, self.lengths[index])
            if batch and longest_now * (len(batch) + 1) > BATCH_TOKENS:
                batches.append(batch)
                batch, longest_now = [], self.lengths[index]
            batch.append(index)
            longest = longest_now
        batches.append(batch)
        for index in self.rng.permutation(len(batches)):
            yield self.pad(batches[index])

    def pad(self, batch):
        width = int(self.lengths[batch].max())
        ids = numpy.zeros((len(batch), width), "int64")
        labels = numpy.full((len(batch), width), -100, "int64")
        for row, index in enumerate(batch):
            start, length = self.starts[index], self.lengths[index]
            ids[row, :length] = self.ids[start : start + length]
            labels[row, :length] = self.labels[start : start + length]
        return torch.from_numpy(ids), torch.from_numpy(labels)

    def forever(self):
        while True:
            yield from self.epoch()


def optimizer_for(model, rate):
    decayed = [p for p in model.parameters() if p.dim() == 2]
    plain = [p for p in model.parameters() if p.dim() != 2]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-8)


def rate_at(progress):
    if progress < WARMUP:
        return progress / WARMUP
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - WARMUP) / (1 - WARMUP))))


def averaged(model, ema, step):
    """ema <- model, slowly; quicker at the start so that the random weights are forgotten."""
    decay = min(EMA, (1 + step) / (10 + step))
    with torch.no_grad():
        for name, parameter in model.state_dict().items():
            ema[name].lerp_(parameter, 1 - decay)


def checkpoint(ema, folder, report):
    pii_config.write_weights(folder, ema)
    scores = evaluate.quick(folder)
    print(f"  checkpoint: {json.dumps({**report, **scores})}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=type(paths.WORK), default=paths.MODEL)
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--max-minutes", type=float, default=math.inf)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint-minutes", type=float, default=10)
    parser.add_argument("--from-weights", help="a model.safetensors to go on from")
    parser.add_argument(
        "--float32", action="store_true", help="no bfloat16 in matrix products (half as fast)"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = TokenClassifier(pii_config.CONFIG)
    initialize(model, torch.Generator().manual_seed(options.seed))
    if options.from_weights:
        load_weights(model, load_tensors(options.from_weights))
    ema = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    optimizer = optimizer_for(model, options.rate)
    batches = Batches(paths.WORK / "train.npz", options.seed).forever()
    model.train()
    began = last_checkpoint = last_report = time.monotonic()
    step = tokens = 0
    total_loss = 0.0
    while True:
        progress = max(step / options.steps, (time.monotonic() - began) / 60 / options.max_minutes)
        if progress >= 1:
            break
        ids, labels = next(batches)
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rate_at(progress)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.float32):
            logits = model(ids, (ids != 0).long())
        loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        averaged(model, ema, step)
        step, tokens, total_loss = step + 1, tokens + ids.numel(), total_loss + loss.item()
        if step % 100 == 0:
            now = time.monotonic()
            print(
                f"step {step} {100 * progress:.0f}% loss {total_loss / 100:.4f} {tokens / (now - last_report):.0f} tokens/s",
                flush=True,
            )
            last_report, tokens, total_loss = now, 0, 0.0
            if now - last_checkpoint > options.checkpoint_minutes * 60:
                checkpoint(
                    ema, options.folder, {"step": step, "minutes": round((now - began) / 60, 1)}
                )
                last_checkpoint = last_report = time.monotonic()
    minutes = round((time.monotonic() - began) / 60, 1)
    checkpoint(ema, options.folder, {"step": step, "minutes": minutes})
    facts = {
        "steps": step,
        "planned_steps": options.steps,
        "minutes": minutes,
        "seed": options.seed,
        "threads": options.threads,
        "batch_tokens": BATCH_TOKENS,
        "rate": options.rate,
        "bfloat16": not options.float32,
        "went_on": bool(options.from_weights),
        "cpus": os.cpu_count(),
    }
    (paths.WORK / "training.json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main()
