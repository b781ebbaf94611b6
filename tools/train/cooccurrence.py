"""First vectors for the vocabulary, from which tokens stand near which (Levy and Goldberg 2014).

    M(i, j) = max(0, log( count(i, j) · total / (count(i) · count(j)^0.75 …) )),   M ≈ U S V',   vectors = U √S

Minutes of counting give what hours of masked words would: tokens that are used alike begin near each other.
"""

import numpy
import torch

WINDOW = 5  # tokens to each side; a neighbour at distance d counts 1/d
SMOOTHING = 0.75  # of the neighbours' counts: rare ones count less


def counts_of(ids, size):
    """[size, size] of how often two tokens are near each other."""
    counts = numpy.zeros(size * size, "float32")
    ids = ids.astype("int64")
    for distance in range(1, WINDOW + 1):
        pairs = ids[:-distance] * size + ids[distance:]
        for at in range(0, len(pairs), 8_000_000):
            counts += numpy.bincount(pairs[at : at + 8_000_000], minlength=size * size).astype("float32") / distance
    counts = counts.reshape(size, size)
    return counts + counts.T


def vectors(ids, size, width, seed):
    """[size, width], of mean 0 and deviation 1 over all values."""
    counts = counts_of(ids, size)
    near = counts.sum(0) ** SMOOTHING
    near /= near.sum()
    own = counts.sum(1, keepdims=True)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        information = numpy.log(counts / (own * near))
    information[~(information > 0)] = 0
    torch.manual_seed(seed)
    left, strength, _ = torch.svd_lowrank(torch.from_numpy(information), q=width + 16, niter=3)
    result = left[:, :width] * strength[:width].sqrt()
    result = result - result.mean(0)
    return result / result.std()
