"""The training loop of both stages: batches of texts of like length, AdamW with warm-up and cosine, a moving average of the
weights, and a state in the work folder from which the next run of the same command continues.

Each core has a process with one thread: operations of this size are too small to be split between threads. Weights, moments
and averages are in memory that the processes share. A step is one batch in each process; then every process adds up the gradients of
its part of the parameters and changes these.

The learning rate follows progress = the larger of step/steps and minutes/max-minutes, over all runs together, so that a
stage ends with a finished schedule. Minutes are the processor time of the first process: those of a clock where nothing else uses the
cores. A stage that the minutes cut short depends on the machine; one that made all its steps depends
on the seed and the number of processes only.
"""

import argparse
import json
import math
import multiprocessing
import os
import time
from pathlib import Path

import numpy
import torch

import paths

BATCH_TOKENS = 2048  # of each process
WARMUP = 0.05
EMA = 0.998
MEAN_FROM = 0.3  # of the training
CLIP = 1.0
LONGEST_WAIT = 1800  # seconds that a process waits for the others, which may be saving
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


def share_moments(optimizer):
    """Makes what AdamW remembers of each parameter, in shared memory; it would make it in the first step."""
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            kept = optimizer.state[parameter]
            kept.setdefault("step", torch.tensor(0.0))
            for moment in ("exp_avg", "exp_avg_sq"):
                kept.setdefault(moment, torch.zeros_like(parameter))
            for tensor in kept.values():
                tensor.share_memory_()


class Team:
    """The processes of a run. Each owns the parameters at its places of `parts`: about the same number of values."""

    def __init__(self, size, model, ema):
        self.size = size
        self.rank = 0
        self.barrier = multiprocessing.get_context("fork").Barrier(size, timeout=LONGEST_WAIT)
        self.children = []
        self.named = list(model.named_parameters())
        self.ema = ema
        self.sent = [{name: torch.zeros_like(p).share_memory_() for name, p in self.named} for _ in range(size)] if size > 1 else []
        self.squares = torch.zeros(size).share_memory_()
        self.tokens = torch.zeros(size, dtype=torch.int64).share_memory_()
        self.progress = torch.zeros(()).share_memory_()
        loads = [0] * size
        self.owner = {}
        for name, parameter in sorted(self.named, key=lambda pair: -pair[1].numel()):
            self.owner[name] = loads.index(min(loads))
            loads[self.owner[name]] += parameter.numel()

    def start(self, work):
        """Runs work() in the other processes."""
        context = multiprocessing.get_context("fork")
        for rank in range(1, self.size):

            def run(rank=rank):
                self.rank = rank
                try:
                    work()
                except BaseException:
                    self.barrier.abort()  # or the others would wait for it
                    raise

            self.children.append(context.Process(target=run, daemon=True))
            self.children[-1].start()

    def wait(self):
        if self.size > 1:
            self.barrier.wait()

    def update(self, optimizer, step):
        """One step of the optimizer with the mean of all gradients."""
        for name, parameter in self.named:
            if self.owner[name] != self.rank:
                self.sent[self.rank][name].copy_(parameter.grad)
                parameter.grad = None
        self.wait()
        own = [(name, parameter) for name, parameter in self.named if self.owner[name] == self.rank]
        for name, parameter in own:
            for rank in range(self.size):
                if rank != self.rank:
                    parameter.grad += self.sent[rank][name]
        self.squares[self.rank] = sum(parameter.grad.square().sum() for _, parameter in own)
        self.wait()
        norm = self.squares.sum().sqrt() / self.size
        scale = min(1.0, CLIP / (norm.item() + 1e-6)) / self.size
        for _, parameter in own:
            parameter.grad *= scale
        optimizer.step()
        decay = min(EMA, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, parameter in own:
                self.ema[name].lerp_(parameter, 1 - decay)

    def end(self):
        for child in self.children:
            child.join()


def options_parser(doc, stage_minutes):
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--steps", type=int, default=10**9)
    parser.add_argument("--max-minutes", type=float, default=stage_minutes, help="of all runs together")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--from", dest="origin", type=Path, help="a folder of the same shape, its weights in 8 bits or more, to go on from")
    parser.add_argument(
        "--bfloat16", action="store_true", help="in matrix products: for processors that have them"
    )
    return parser


def run(name, model, options, batches, loss_of, checkpoint=None):
    """Trains the model and returns its moving average; with a checkpoint() the mean of what that average was at each save after the
    first MEAN_FROM (Izmailov et al. 2018): it knows texts of other kinds than those of training better than the last one does.

    loss_of(batch, number) → the loss of a list of texts and the number of its tokens. checkpoint(weights, state) is called at each
    save. The state is work/NAME.pt."""
    path = paths.WORK / f"{name}.pt"
    torch.set_num_threads(1)
    optimizer = optimizer_for(model, options.rate)
    state = {"step": 0, "minutes": 0.0, "tokens": 0, "saves": 0}
    ema = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    mean = {key: tensor.clone() for key, tensor in ema.items()}
    if path.exists():
        saved = torch.load(path)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        ema, mean, state = saved["ema"], saved["mean"], saved["state"]
        print(f"{name}: goes on at step {state['step']}, minute {state['minutes']:.1f}", flush=True)
    model.share_memory()
    share_moments(optimizer)
    for tensor in ema.values():
        tensor.share_memory_()
    team = Team(options.processes, model, ema)
    team.progress.fill_(state["minutes"] / options.max_minutes)
    team.tokens[0] = state["tokens"]
    team.start(lambda: work(team, state["step"], model, optimizer, batches, loss_of, options))

    def save():
        state["tokens"] = int(team.tokens.sum())
        if checkpoint and team.progress.item() >= MEAN_FROM:
            state["saves"] += 1
            for key, tensor in ema.items():
                mean[key].lerp_(tensor, 1 / state["saves"])
        weights = mean if state["saves"] else ema
        parts = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "ema": ema, "mean": mean, "state": state}
        torch.save(parts, f"{path}.new")
        os.replace(f"{path}.new", path)
        if checkpoint:
            model.eval()
            checkpoint(weights, state)
            model.train()

    offset = 60 * state["minutes"] - time.process_time()  # as if all runs had been one
    last_save = last_report = time.monotonic()
    tokens, losses = state["tokens"], []

    def after(loss):
        """Called after each step of the first process; the others wait for it."""
        nonlocal offset, last_save, last_report, tokens, losses
        state["step"] += 1
        state["minutes"] = (time.process_time() + offset) / 60
        losses.append(loss)
        progress = max(state["step"] / options.steps, state["minutes"] / options.max_minutes)
        team.progress.fill_(progress)
        if state["step"] % 50 > 0:
            return
        now, sum_now = time.monotonic(), int(team.tokens.sum())
        print(
            f"{name}: step {state['step']} {100 * progress:.0f}% loss {sum(losses) / len(losses):.4f} "
            f"{(sum_now - tokens) / (now - last_report):.0f} tokens/s",
            flush=True,
        )
        last_report, tokens, losses = now, sum_now, []
        if now - last_save > 60 * options.save_minutes:
            before = time.process_time()
            save()
            offset -= time.process_time() - before
            last_save = last_report = time.monotonic()

    work(team, state["step"], model, optimizer, batches, loss_of, options, after)
    team.end()
    save()
    return (mean if state["saves"] else ema), state


def work(team, step, model, optimizer, batches, loss_of, options, after=None):
    """What each process does."""
    model.train()
    for number, batch in enumerate(batches.after(step * team.size), step * team.size):
        if number % team.size != team.rank:
            continue
        progress = team.progress.item()
        if progress >= 1:
            return
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rate_at(progress)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bfloat16):
            loss, count = loss_of(batch, number)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        team.update(optimizer, number // team.size)
        team.tokens[team.rank] += count
        team.wait()  # all have changed their weights, and none has read the new progress
        if after:
            after(loss.item())
        team.wait()


def facts_of(stage, state, options):
    """What a stage did, with what it did in the runs that made the weights of options.origin."""
    facts = {
        "steps": state["step"],
        "tokens": state["tokens"],
        "minutes": round(state["minutes"], 1),
        "seed": options.seed,
        "processes": options.processes,
        "batch_tokens": BATCH_TOKENS,
        "rate": options.rate,
        "bfloat16": options.bfloat16,
        "cpus": os.cpu_count(),
    }
    if options.origin:
        before = json.loads((options.origin / "scores.json").read_text())["facts"][stage]
        for name in ("steps", "tokens", "minutes"):
            facts[name] = round(facts[name] + before[name], 1)
    return facts


def write_facts(stage, facts):
    path = paths.WORK / "training.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**known, stage: facts}, indent=2) + "\n")
