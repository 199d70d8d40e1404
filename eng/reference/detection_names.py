"""Writes test/reference/detection_names.json: fingerprints of the state dictionaries of torchvision's detectors.

Run with torchvision installed: python3 eng/reference/detection_names.py > test/reference/detection_names.json
"""
import hashlib
import json

import torchvision
from torchvision.models import detection

NAMES = [
    "fasterrcnn_resnet50_fpn", "fasterrcnn_resnet50_fpn_v2", "fasterrcnn_mobilenet_v3_large_fpn",
    "fasterrcnn_mobilenet_v3_large_320_fpn", "maskrcnn_resnet50_fpn", "maskrcnn_resnet50_fpn_v2", "retinanet_resnet50_fpn",
    "retinanet_resnet50_fpn_v2",
]
models = []
for name in NAMES:
    model = getattr(detection, name)(weights=None, weights_backbone=None)
    lines = sorted(f"{key}:{','.join(map(str, value.shape))}" for key, value in model.state_dict().items())
    models.append({
        "model": name,
        "count": len(lines),
        "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "parameters": sum(p.numel() for p in model.parameters()),
    })
print(json.dumps({"source": f"torchvision {torchvision.__version__}", "models": models}, indent=1))
