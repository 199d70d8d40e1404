"""Writes test/reference/transformers.json: what torchvision says of ConvNeXt, ViT, Swin, Swin V2 and MaxViT.

    apt-get install python3-torchvision && /usr/bin/python3 eng/reference/transformers.py

state_dicts   count and SHA-256 of names and shapes, and the parameters, of every published size
models        logits of the smallest member of each family that classification.json lacks
twins         logits and stage outputs of the catalogue's tiny twins, with torchvision's own classes at their sizes; gradients of the
              sum of the logits' sines in evaluation mode: length and first value for each parameter
resized       logits of twins for images they were not built for

Tensors are filled from their names as test/Shared/ReferenceFill.cs does; relative_position_index and relative_coords_table, whose
values are fixed, keep them. Computed in float64 from float32 parameters.
"""
import hashlib
import json
import math
import os
import re

import numpy as np
import torch
import torchvision
from torchvision import models
from torchvision.models import convnext, maxvit, swin_transformer, vision_transformer

torch.manual_seed(0)
CONSTANT = ("relative_position_index", "relative_coords_table")


def noise(name, count):
    h = 0x811C9DC5
    for byte in name.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    x = (np.uint64(h) + np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
    x = ((x ^ (x >> np.uint64(16))) * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    x = ((x ^ (x >> np.uint64(13))) * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    return (x ^ (x >> np.uint64(16))).astype(np.float64) / 2.0**32 - 0.5


def fill(model):
    for name, tensor in model.state_dict().items():
        if name.endswith(CONSTANT):
            continue
        u = noise(name, tensor.numel())
        if name.endswith("num_batches_tracked"):
            u = 0 * u
        elif name.endswith("running_var"):
            u = 1 + 0.5 * u
        elif name.endswith("running_mean"):
            u = 0.2 * u
        elif tensor.dim() >= 2:
            u = 2 * u * math.sqrt(6 / (tensor.numel() / tensor.shape[0]))
        elif name.endswith("weight"):
            u = 1 + 0.2 * u
        else:
            u = 0.2 * u
        tensor.copy_(torch.from_numpy(u.astype(np.float32)).reshape(tensor.shape))
    return model.eval().double()


def images(*shape):
    return torch.from_numpy((2 * noise("input", math.prod(shape))).astype(np.float32)).reshape(shape).double()


def summary(tensor, count=16):
    flat = tensor.detach().double().flatten()
    at = sorted({int(i) for i in np.linspace(0, flat.numel() - 1, count)})
    return {"shape": list(tensor.shape), "mean": flat.mean().item(), "std": flat.std(unbiased=False).item(),
            "abs_max": flat.abs().max().item(), "at": at, "values": [flat[i].item() for i in at]}


def state_dict(model):
    lines = sorted(f"{name}:{','.join(map(str, tensor.shape))}" for name, tensor in model.state_dict().items())
    return {"count": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def row(name, size=None):
    model = getattr(models, name)(**({"image_size": size} if size else {}))
    return {"model": name, "image_size": size, "parameters": sum(p.numel() for p in model.parameters()), "state_dict": state_dict(model)}


def twins():
    block = convnext.CNBlockConfig
    return {
        "convnext_twin": convnext.ConvNeXt([block(8, 16, 1), block(16, 24, 1), block(24, 32, 2), block(32, None, 1)], 0.1, num_classes=5),
        "vit_twin": vision_transformer.VisionTransformer(64, 16, 4, 4, 32, 64, num_classes=5),
        "swin_twin": swin_transformer.SwinTransformer([4, 4], 8, [2, 2, 2, 1], [1, 2, 4, 8], [4, 4], stochastic_depth_prob=0.2, num_classes=5),
        "swin_v2_twin": swin_transformer.SwinTransformer(
            [4, 4], 8, [2, 2, 2, 1], [1, 2, 4, 8], [4, 4], stochastic_depth_prob=0.2, num_classes=5,
            block=swin_transformer.SwinTransformerBlockV2, downsample_layer=swin_transformer.PatchMergingV2),
        "maxvit_twin": maxvit.MaxVit((64, 64), 8, 2, [8, 16, 24, 32], [1, 2, 1, 1], 8, 0.2, num_classes=5),
    }


def stages(name, model):
    """Modules whose outputs are the stages', and what makes N x C x H x W of them."""
    if name.startswith("vit"):
        layers = list(model.encoder.layers)
        return [model.encoder.dropout] + layers, lambda x: x[:, 1:].transpose(1, 2).reshape(x.shape[0], -1, 4, 4)
    if name.startswith("maxvit"):
        return [model.stem] + list(model.blocks), lambda x: x
    permute = (lambda x: x.permute(0, 3, 1, 2)) if name.startswith("swin") else (lambda x: x)
    return [model.features[i] for i in (0, 1, 3, 5, 7)], permute


def twin(name, model):
    modules, shape = stages(name, fill(model))
    outputs = []
    for module in modules:
        module.register_forward_hook(lambda _, __, output: outputs.append(shape(output)))
    with torch.enable_grad():
        logits = model(images(2, 3, 64, 64))
        logits.sin().sum().backward()
    gradients = {parameter: [tensor.grad.norm().item(), tensor.grad.flatten()[0].item()] for parameter, tensor in model.named_parameters()}
    return {"model": name, "input": [2, 3, 64, 64], "state_dict": state_dict(model), "logits": summary(logits, 10),
            "stages": [summary(output) for output in outputs], "gradients": gradients}


def resized(name, height, width):
    model = fill(twins()[name])
    if name == "vit_twin":
        larger = vision_transformer.VisionTransformer(height, 16, 4, 4, 32, 64, num_classes=5)
        larger.load_state_dict(vision_transformer.interpolate_embeddings(height, 16, model.state_dict()))
        model = larger.double().eval()
    return {"model": name, "input": [2, 3, height, width], "logits": summary(model(images(2, 3, height, width)), 10)}


def published(name, size):
    model = fill(getattr(models, name)())
    return {"model": name, "input": [2, 3, size, size], "logits": summary(model(images(2, 3, size, size)))}


target = os.path.join(os.path.dirname(__file__), "..", "..", "test", "reference", "transformers.json")
names = ["convnext_tiny", "convnext_small", "convnext_base", "convnext_large", "vit_b_16", "vit_b_32", "vit_l_16", "vit_l_32", "vit_h_14",
         "swin_t", "swin_s", "swin_b", "swin_v2_t", "swin_v2_s", "swin_v2_b", "maxvit_t"]
with torch.no_grad():
    result = {
        "source": f"torchvision {torchvision.__version__}, torch {torch.__version__}, eng/reference/transformers.py",
        "twins": [twin(name, model) for name, model in twins().items()],
        "resized": [resized("vit_twin", 96, 96), resized("vit_twin", 32, 32), resized("convnext_twin", 72, 104),
                    resized("swin_twin", 72, 104), resized("swin_v2_twin", 72, 104)],
        "models": [published("swin_t", 224), published("swin_v2_t", 256), published("maxvit_t", 224)],
    }
    for function in ("trunc_normal_", "normal_", "xavier_uniform_", "kaiming_uniform_", "uniform_"):  # only shapes are needed from here on
        setattr(torch.nn.init, function, lambda tensor, *_, **__: tensor)
    result["state_dicts"] = [row(name) for name in names] + [row("vit_b_16", 384), row("vit_l_16", 512), row("vit_h_14", 518)]
with open(target, "w", newline="\n") as out:
    text = json.dumps(result, indent=1)
    out.write(re.sub(r"\[[^\[\]{}]*\]", lambda match: re.sub(r"\s+", " ", match.group()), text) + "\n")  # a list of numbers on one line
