"""Prints --bfloat16 where this processor multiplies much faster in bfloat16, by measuring: with AMX it does, with avx512_bf16 some do (AMD's Zen 5)
and some do not, because oneDNN has bfloat16 and OpenBLAS 32 bits."""

import time

import torch

ROWS, INPUTS, OUTPUTS = 2048, 256, 768
SECONDS = 0.5  # of each
GAIN = 1.3  # what is not a product takes as long as before, and conversions are added


def rate(kind):
    """Products a second."""
    rows, weights = torch.randn(ROWS, INPUTS).to(kind), torch.randn(OUTPUTS, INPUTS).to(kind)
    torch.nn.functional.linear(rows, weights)
    begin, count = time.perf_counter(), 0
    while time.perf_counter() - begin < SECONDS:
        torch.nn.functional.linear(rows, weights)
        count += 1
    return count / (time.perf_counter() - begin)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if rate(torch.bfloat16) > GAIN * rate(torch.float32):
        print("--bfloat16")
