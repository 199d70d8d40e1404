"""Writes test/reference/detection_cases.json: small cases of torchvision's box operations with their inputs.

Run with torchvision installed: python3 eng/reference/detection_cases.py > test/reference/detection_cases.json
"""
import json

import torch
import torchvision
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.ops import sigmoid_focal_loss

generator = torch.Generator().manual_seed(5)


def boxes(count, size=100.0):
    corner = torch.rand(count, 2, generator=generator) * size
    return torch.cat([corner, corner + 2 + torch.rand(count, 2, generator=generator) * size / 2], 1)


references = boxes(6)
codes = torch.randn(6, 4, generator=generator) * 2
codes[0, 2] = 40  # is cut off
logits = torch.randn(12, generator=generator) * 3
targets = (torch.rand(12, generator=generator) > 0.5).float()
candidates, objects = boxes(40), boxes(4)
overlaps = torchvision.ops.box_iou(objects, candidates)
print(json.dumps({
    "source": f"torchvision {torchvision.__version__}",
    "references": references.tolist(),
    "codes": codes.tolist(),
    "decoded_regions": BoxCoder((10.0, 10.0, 5.0, 5.0)).decode_single(codes, references).tolist(),
    "decoded_plain": BoxCoder((1.0, 1.0, 1.0, 1.0)).decode_single(codes, references).tolist(),
    "logits": logits.tolist(),
    "targets": targets.tolist(),
    "focal": sigmoid_focal_loss(logits, targets).tolist(),
    "candidates": candidates.tolist(),
    "objects": objects.tolist(),
    "matches_one_stage": Matcher(0.5, 0.4, True)(overlaps).tolist(),
}))
