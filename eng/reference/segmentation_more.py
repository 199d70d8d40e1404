"""Writes test/reference/segmentation_more.json: segmentation networks of torchvision that segmentation.json does not hold.

Filled by name as every reference network (test/Shared/ReferenceFill.cs). Run from the repository's root with Debian's
python3-torchvision: /usr/bin/python3 eng/reference/segmentation_more.py
"""
import hashlib
import json
import pathlib

import numpy
import torch
import torchvision


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


def reference(name, auxiliary, run):
    arguments = {"aux_loss": True} if auxiliary else {}
    model = getattr(torchvision.models.segmentation, name)(weights=None, weights_backbone=None, num_classes=21, **arguments).eval()
    lines = sorted(f"{key}:{','.join(str(d) for d in value.shape)}" for key, value in model.state_dict().items())
    entry = {"model": name, "parameters": sum(p.numel() for p in model.parameters()), "input": [1, 3, 129, 161],
             "state_dict": {"count": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}}
    if run:
        model.load_state_dict({key: fill(key, tuple(value.shape)).to(value.dtype) for key, value in model.state_dict().items()})
        model.double()
        with torch.no_grad():
            answers = model(fill("input", (1, 3, 129, 161)).double())
        entry.update({key: summary(value) for key, value in answers.items()})
    return entry


root = pathlib.Path(__file__).resolve().parent.parent.parent
models = [reference("fcn_resnet101", True, False), reference("deeplabv3_resnet101", True, False),
          reference("deeplabv3_mobilenet_v3_large", True, True), reference("lraspp_mobilenet_v3_large", False, True)]
(root / "test/reference/segmentation_more.json").write_text(json.dumps({"source": f"torchvision {torchvision.__version__}", "models": models}, indent=1) + "\n")
