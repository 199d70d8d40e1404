"""Networks filled by name (as test/Shared/ReferenceFill.cs) and tensors as few numbers: what the scripts beside this one share."""
import numpy
import torch


def fill(name, shape):
    count = int(numpy.prod(shape, dtype=numpy.int64)) if len(shape) else 1
    h = 0x811C9DC5
    for octet in name.encode():
        h = ((h ^ octet) * 0x01000193) & 0xFFFFFFFF
    x = (h + numpy.arange(count, dtype=numpy.uint64) * 0x9E3779B1) & 0xFFFFFFFF
    x ^= x >> 16
    x = (x * 0x85EBCA6B) & 0xFFFFFFFF
    x ^= x >> 13
    x = (x * 0xC2B2AE35) & 0xFFFFFFFF
    x ^= x >> 16
    u = x.astype(numpy.float64) / 2**32 - 0.5
    if name == "input":
        v = 2 * u
    elif name.endswith("num_batches_tracked"):
        v = 0 * u
    elif name.endswith("running_var"):
        v = 1 + 0.5 * u
    elif name.endswith("running_mean"):
        v = 0.2 * u
    elif len(shape) >= 2:
        v = 2 * u * numpy.sqrt(6 / (count / shape[0]))
    elif name.endswith("weight"):
        v = 1 + 0.2 * u
    else:
        v = 0.2 * u
    return torch.from_numpy(v.astype(numpy.float32).reshape(shape))


def summary(tensor):
    flat = tensor.reshape(-1).double()
    at = [round(i * (flat.numel() - 1) / 15) for i in range(16)]
    return {"shape": list(tensor.shape), "mean": flat.mean().item(), "std": flat.std(unbiased=False).item(),
            "abs_max": flat.abs().max().item(), "at": at, "values": [flat[i].item() for i in at]}
