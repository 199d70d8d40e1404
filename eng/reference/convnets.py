"""Writes test/reference/convnets.json: what torchvision 0.14.1 makes of its convolutional families.

    apt-get install python3-torchvision && /usr/bin/python3 eng/reference/convnets.py

Tensors are filled from their own names (test/Shared/ReferenceFill.cs has the formula), so no weight files are needed.
`rows`    names and shapes of every architecture's state_dict, as a hash
`models`  logits of some of them, for two images
`twins`   logits and stage outputs of small networks made of torchvision's own blocks, for two images of 64 pixels
"""
import hashlib
import importlib
import json
import os
import sys
import warnings
from functools import partial

import numpy as np
import torch
from torch import nn
from torchvision import models
from torchvision.models import densenet, efficientnet, mnasnet, mobilenetv3, regnet, shufflenetv2, squeezenet

googlenet = importlib.import_module("torchvision.models.googlenet")  # the package's own name for it is the function
warnings.filterwarnings("ignore")
torch.set_num_threads(2)

ROWS = ["alexnet", "googlenet", "squeezenet1_0", "squeezenet1_1", "densenet121", "densenet161", "densenet169", "densenet201",
        "mobilenet_v3_large", "mobilenet_v3_small", "shufflenet_v2_x0_5", "shufflenet_v2_x1_0", "shufflenet_v2_x1_5", "shufflenet_v2_x2_0",
        "mnasnet0_5", "mnasnet0_75", "mnasnet1_0", "mnasnet1_3",
        *[f"regnet_x_{size}" for size in ("400mf", "800mf", "1_6gf", "3_2gf", "8gf", "16gf", "32gf")],
        *[f"regnet_y_{size}" for size in ("400mf", "800mf", "1_6gf", "3_2gf", "8gf", "16gf", "32gf", "128gf")],
        *[f"efficientnet_b{i}" for i in range(8)], *[f"efficientnet_v2_{size}" for size in "sml"]]

LOGITS = {"alexnet": 224, "googlenet": 224, "squeezenet1_0": 224, "squeezenet1_1": 224, "densenet161": 128,
          "mobilenet_v3_small": 224, "shufflenet_v2_x0_5": 224, "shufflenet_v2_x1_0": 224, "shufflenet_v2_x2_0": 128,
          "mnasnet0_5": 224, "mnasnet1_3": 160, "regnet_x_400mf": 224, "regnet_y_400mf": 224, "regnet_y_1_6gf": 128,
          "efficientnet_b1": 160, "efficientnet_b5": 128, "efficientnet_v2_s": 160}


def values(name, count, offset, scale):
    h = 0x811C9DC5
    for octet in name.encode():
        h = (h ^ octet) * 0x01000193 & 0xFFFFFFFF
    x = (h + np.arange(count, dtype=np.uint64) * 0x9E3779B1) & 0xFFFFFFFF
    x = (x ^ (x >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    x = (x ^ (x >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    x ^= x >> 16
    return (offset + scale * (x / 2.0**32 - 0.5)).astype(np.float32)


def filled(name, shape):
    count = int(np.prod(shape, dtype=np.int64))
    if name.endswith("num_batches_tracked"):
        return torch.tensor(0)
    if name.endswith("running_var"):
        rule = (1, 0.5)
    elif name.endswith("running_mean"):
        rule = (0, 0.2)
    elif len(shape) >= 2:
        rule = (0, 2 * np.sqrt(6.0 / (count // shape[0])))
    else:
        rule = (1, 0.2) if name.endswith("weight") else (0, 0.2)
    return torch.from_numpy(values(name, count, *rule).reshape(shape))


def fill(model):
    for name, tensor in model.state_dict().items():
        tensor.copy_(filled(name, tuple(tensor.shape)))
    return model.eval()


def images(side):
    return torch.from_numpy(values("input", 2 * 3 * side * side, 0, 2).reshape(2, 3, side, side))


def summary(tensor):
    a = tensor.detach().double().numpy()
    at = np.round(np.linspace(0, a.size - 1, 16)).astype(int)
    return {"shape": list(a.shape), "mean": float(a.mean()), "std": float(a.std()), "abs_max": float(np.abs(a).max()),
            "at": at.tolist(), "values": a.ravel()[at].tolist()}


def state_dict(model):
    lines = sorted(f"{name}:{','.join(map(str, tensor.shape))}" for name, tensor in model.state_dict().items())
    return {"count": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def options(name):
    return {"transform_input": True, "init_weights": False} if name == "googlenet" else {}


def row(name):
    """Only names and shapes are of interest: nothing is allocated, nothing initialised."""
    kept = torch.empty, {f: getattr(nn.init, f) for f in dir(nn.init) if f.endswith("_")}
    torch.empty = partial(torch.empty, device="meta")
    for function in kept[1]:
        if not function.startswith("_"):
            setattr(nn.init, function, lambda tensor, *a, **k: tensor)
    try:
        model = getattr(models, name)(**options(name))
    finally:
        torch.empty = kept[0]
        for function, original in kept[1].items():
            setattr(nn.init, function, original)
    return {"model": name, "parameters": sum(p.numel() for p in model.parameters()), "state_dict": state_dict(model)}


@torch.no_grad()
def logits(name, side):
    # In double precision: filled like this, EfficientNetV2 is so chaotic that float32 leaves no digit of its answer.
    model = fill(getattr(models, name)(**options(name)))
    model = model.double()
    return {"model": name, "kwargs": options(name), "input": [2, 3, side], "parameters": sum(p.numel() for p in model.parameters()),
            "state_dict": state_dict(model), "logits": summary(model(images(side).double()))}


@torch.no_grad()
def twin(name, model, stages):
    """`stages` are modules whose outputs are the stages' before the neck, in order."""
    outputs = {}
    modules = dict(model.named_modules())
    for stage in stages:
        modules[stage].register_forward_hook(lambda module, x, y, stage=stage: outputs.update({stage: y.clone()}))
    answer = fill(model)(images(64))
    return {"model": name, "input": [2, 3, 64], "state_dict": state_dict(model), "logits": summary(answer),
            "stages": [summary(outputs[stage]) for stage in stages]}


def alexnet_tiny():
    model = models.alexnet(num_classes=10)
    widths = [3, 8, 8, 16, 16, 8]
    for i, layer in enumerate((0, 3, 6, 8, 10)):
        old = model.features[layer]
        model.features[layer] = nn.Conv2d(widths[i], widths[i + 1], old.kernel_size, old.stride, old.padding)
    model.classifier[1], model.classifier[4], model.classifier[6] = nn.Linear(8 * 36, 32), nn.Linear(32, 32), nn.Linear(32, 10)
    return model


def googlenet_tiny():
    def conv(i, o, **kwargs):
        return googlenet.BasicConv2d(i if i == 3 else i // 8, o // 8, **kwargs)

    def auxiliary(i, classes, **kwargs):
        module = googlenet.InceptionAux(i, classes, conv_block=conv, **kwargs)
        module.fc1, module.fc2 = nn.Linear(256, 128), nn.Linear(128, classes)
        return module

    model = googlenet.GoogLeNet(10, transform_input=True, init_weights=False, blocks=[conv, partial(googlenet.Inception, conv_block=conv), auxiliary])
    model.fc = nn.Linear(128, 10)
    return model


def squeezenet_tiny():
    def fire(i, squeezed):
        return squeezenet.Fire(i, squeezed, 4 * squeezed, 4 * squeezed)

    def pool():
        return nn.MaxPool2d(3, 2, ceil_mode=True)

    model = squeezenet.SqueezeNet("1_1", 10)
    model.features = nn.Sequential(nn.Conv2d(3, 8, 3, 2), nn.ReLU(), pool(), fire(8, 2), fire(16, 2), pool(), fire(16, 4), pool(), fire(32, 4), fire(32, 6))
    model.classifier[1] = nn.Conv2d(48, 10, 1)
    return model


def mobilenet_v3_tiny():
    block = partial(mobilenetv3.InvertedResidualConfig, dilation=1, width_mult=1.0)
    settings = [(8, 3, 8, 8, True, "RE", 1), (8, 3, 16, 8, False, "RE", 2), (8, 3, 16, 8, False, "RE", 1), (8, 5, 24, 16, True, "HS", 2),
                (16, 5, 32, 16, True, "HS", 1), (16, 3, 32, 16, False, "HS", 2)]
    return mobilenetv3.MobileNetV3([block(*setting) for setting in settings], 32, 10)


def regnet_tiny(ratio):
    parameters = regnet.BlockParams.from_init_params(depth=5, w_0=8, w_a=6, w_m=1.8, group_width=8, se_ratio=ratio)
    return regnet.RegNet(parameters, 10, stem_width=8)


def efficientnet_tiny():
    runs = [efficientnet.MBConvConfig(*run) for run in [(1, 3, 1, 8, 8, 1), (6, 3, 2, 8, 8, 2), (6, 5, 2, 8, 16, 2), (6, 3, 1, 16, 16, 1)]]
    return efficientnet.EfficientNet(runs, 0.2, num_classes=10, last_channel=32)


def efficientnet_v2_tiny():
    runs = [efficientnet.FusedMBConvConfig(1, 3, 1, 8, 8, 1), efficientnet.FusedMBConvConfig(4, 3, 2, 8, 16, 2), efficientnet.MBConvConfig(4, 3, 2, 16, 16, 2)]
    return efficientnet.EfficientNet(runs, 0.2, num_classes=10, norm_layer=partial(nn.BatchNorm2d, eps=1e-3), last_channel=32)


def twins():
    regnet_stages = ["stem", "trunk_output.block1", "trunk_output.block2", "trunk_output.block3"]
    yield twin("alexnet_tiny", alexnet_tiny(), ["features.2", "features.5", "features.12"])
    yield twin("googlenet_tiny", googlenet_tiny(), ["maxpool2", "inception3b", "inception4e", "inception5b"])
    yield twin("squeezenet_tiny", squeezenet_tiny(), ["features.2", "features.4", "features.6", "features.9"])
    dense = densenet.DenseNet(8, (2, 3, 2, 2), 8, num_classes=10)
    yield twin("densenet_tiny", dense, ["features.pool0", "features.denseblock1", "features.denseblock2", "features.denseblock3"])
    yield twin("mobilenet_v3_tiny", mobilenet_v3_tiny(), ["features.0", "features.1", "features.3", "features.5", "features.6"])
    yield twin("shufflenet_v2_tiny", shufflenetv2.ShuffleNetV2([2, 3, 1], [8, 8, 16, 32, 32], 10), ["maxpool", "stage2", "stage3", "stage4"])
    yield twin("mnasnet_tiny", mnasnet.MNASNet(0.1, 10), ["layers.2", "layers.7", "layers.8", "layers.9", "layers.11", "layers.13"])
    yield twin("regnet_x_tiny", regnet_tiny(None), regnet_stages)
    yield twin("regnet_y_tiny", regnet_tiny(0.25), regnet_stages)
    yield twin("efficientnet_tiny", efficientnet_tiny(), ["features.0", "features.1", "features.2", "features.4"])
    yield twin("efficientnet_v2_tiny", efficientnet_v2_tiny(), ["features.0", "features.1", "features.2", "features.3"])


def lines(rows):
    return "[\n  " + ",\n  ".join(json.dumps(row) for row in rows) + "\n ]"


target = os.path.join(os.path.dirname(__file__), "..", "..", "test", "reference", "convnets.json")
parts = {"rows": [row(name) for name in ROWS], "twins": list(twins()), "models": [logits(*item) for item in LOGITS.items()]}
with open(target, "w", newline="\n") as out:
    out.write('{\n "source": "torchvision 0.14.1 on torch 1.13, eng/reference/convnets.py"')
    for part, rows in parts.items():
        out.write(f',\n "{part}": {lines(rows)}')
    out.write("\n}\n")
