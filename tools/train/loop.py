"""The training loop of both stages: batches of texts of like length, AdamW with warm-up and cosine, a moving average of the
weights, and a state in the work folder from which the next run of the same command continues.

The learning rate follows progress = the larger of step/steps and minutes/max-minutes, over all runs together, so that a
stage ends with a finished schedule. Minutes are the processor time of a thread: those of a clock where nothing else uses the
cores. A stage that the minutes cut short depends on the machine; one that made all its steps depends
on the seed and the number of threads only.
"""

import argparse
import json
import math
import os
import time

import numpy
import torch

import paths

BATCH_TOKENS = 2048
WARMUP = 0.05
EMA = 0.998
CLIP = 1.0
IGNORED = -100


class Batches:
    """Texts of like length together, padded to the longest; a new order each epoch. Places are [start, length] of ids."""

    def __init__(self, lengths, seed):
        self.lengths = lengths
        self.starts = numpy.concatenate([[0], numpy.cumsum(lengths)[:-1]])
        self.seed = seed

    def epoch(self, number):
        rng = numpy.random.default_rng([self.seed, number])
        noisy = self.lengths * rng.uniform(0.9, 1.1, len(self.lengths))
        batches, batch, longest = [], [], 0
        for index in numpy.argsort(noisy, kind="stable"):
            longest_now = max(longest, self.lengths[index])
            if batch and longest_now * (len(batch) + 1) > BATCH_TOKENS:
                batches.append(batch)
                batch, longest_now = [], self.lengths[index]
            batch.append(index)
            longest = longest_now
        batches.append(batch)
        return [batches[index] for index in rng.permutation(len(batches))]

    def after(self, done):
        """The batches that follow the first `done` ones."""
        number = 0
        while True:
            batches = self.epoch(number)
            yield from batches[done:]
            done = max(0, done - len(batches))
            number += 1

    def padded(self, batch, values, padding):
        """[texts, longest] of values that lie back to back."""
        width = int(self.lengths[batch].max())
        rows = numpy.full((len(batch), width), padding, "int64")
        for row, index in enumerate(batch):
            start, length = self.starts[index], self.lengths[index]
            rows[row, :length] = values[start : start + length]
        return torch.from_numpy(rows)


def optimizer_for(model, rate):
    decayed = [p for p in model.parameters() if p.dim() == 2]
    plain = [p for p in model.parameters() if p.dim() != 2]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-8)


def rate_at(progress):
    if progress < WARMUP:
        return progress / WARMUP
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (progress - WARMUP) / (1 - WARMUP)))


def averaged(model, ema, step):
    decay = min(EMA, (1 + step) / (10 + step))
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            ema[name].lerp_(tensor, 1 - decay)


def options_parser(doc, stage_minutes):
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--steps", type=int, default=10**9)
    parser.add_argument("--max-minutes", type=float, default=stage_minutes, help="of all runs together")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument(
        "--bfloat16", action="store_true", help="in matrix products: for processors that have them"
    )
    return parser


def run(name, model, options, batches, loss_of, checkpoint=None):
    """Trains the model and returns its averaged weights.

    loss_of(batch, step) → the loss of a list of texts and the number of its tokens. checkpoint(ema, report) is called at each
    save. The state is work/NAME.pt."""
    path = paths.WORK / f"{name}.pt"
    optimizer = optimizer_for(model, options.rate)
    state = {"step": 0, "minutes": 0.0, "tokens": 0}
    ema = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    if path.exists():
        saved = torch.load(path)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        ema, state = saved["ema"], saved["state"]
        print(f"{name}: goes on at step {state['step']}, minute {state['minutes']:.1f}", flush=True)

    def save():
        parts = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "ema": ema, "state": state}
        torch.save(parts, f"{path}.new")
        os.replace(f"{path}.new", path)
        if checkpoint:
            model.eval()
            checkpoint(ema, state)
            model.train()

    model.train()
    # As if all runs had been one.
    offset = 60 * options.threads * state["minutes"] - time.process_time()
    last_save = last_report = time.monotonic()
    last_work = time.process_time()
    tokens, total_loss = 0, 0.0
    for batch in batches.after(state["step"]):
        state["minutes"] = (time.process_time() + offset) / (60 * options.threads)
        progress = max(state["step"] / options.steps, state["minutes"] / options.max_minutes)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rate_at(progress)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bfloat16):
            loss, count = loss_of(batch, state["step"])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        averaged(model, ema, state["step"])
        state["step"] += 1
        state["tokens"] += count
        tokens, total_loss = tokens + count, total_loss + loss.item()
        if state["step"] % 50 == 0:
            now, work = time.monotonic(), time.process_time()
            print(
                f"{name}: step {state['step']} {100 * progress:.0f}% loss {total_loss / 50:.4f} "
                f"{tokens / (now - last_report):.0f} tokens/s, "
                # On a busy machine this tells what quiet cores would do.
                f"{tokens / (work - last_work):.0f} a second of one core",
                flush=True,
            )
            last_report, last_work, tokens, total_loss = now, work, 0, 0.0
            if now - last_save > 60 * options.save_minutes:
                save()
                last_save = last_report = time.monotonic()
                last_work = time.process_time()
                offset -= last_work - work
    save()
    return ema, state


def facts_of(state, options):
    return {
        "steps": state["step"],
        "tokens": state["tokens"],
        "minutes": round(state["minutes"], 1),
        "seed": options.seed,
        "threads": options.threads,
        "batch_tokens": BATCH_TOKENS,
        "rate": options.rate,
        "bfloat16": options.bfloat16,
        "cpus": os.cpu_count(),
    }


def write_facts(name, facts):
    path = paths.WORK / "training.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**known, name: facts}, indent=2) + "\n")
