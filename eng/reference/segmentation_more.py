"""Writes test/reference/segmentation_more.json: segmentation networks of torchvision that segmentation.json does not hold.

Filled by name as every reference network (test/Shared/ReferenceFill.cs). Run from the repository's root with Debian's
python3-torchvision: /usr/bin/python3 eng/reference/segmentation_more.py
"""
import hashlib
import json
import pathlib

import torch
import torchvision

from reference_values import fill, summary


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
