"""Writes test/reference/detection_more.json: detectors of torchvision that detection.json does not hold, and their settings.

Filled by name as every reference network (test/Shared/ReferenceFill.cs). Run from the repository's root with Debian's
python3-torchvision: /usr/bin/python3 eng/reference/detection_more.py
"""
import json
import pathlib

import torch
from torchvision.models import detection

from reference_values import fill, summary


def settings(model, name):
    entry = {"min_size": list(model.transform.min_size), "max_size": model.transform.max_size}
    if name.startswith("retinanet"):
        return entry | {"score_thresh": model.score_thresh, "nms_thresh": model.nms_thresh, "detections": model.detections_per_img, "candidates": model.topk_candidates}
    rpn, heads = model.rpn, model.roi_heads
    return entry | {
        "before": rpn.pre_nms_top_n(), "after": rpn.post_nms_top_n(), "rpn_nms": rpn.nms_thresh, "rpn_score": rpn.score_thresh,
        "score_thresh": heads.score_thresh, "nms_thresh": heads.nms_thresh, "detections": heads.detections_per_img,
    }


def reference(name):
    model = getattr(detection, name)(weights=None, weights_backbone=None).eval()
    model.load_state_dict({key: fill(key, tuple(value.shape)).to(value.dtype) for key, value in model.state_dict().items()})
    entry = {"model": name, "input": [1, 3, 160, 224], "settings": settings(model, name)}
    answers = {"scores": [], "codes": []}
    if name.startswith("retinanet"):
        layers = (model.head.classification_head.cls_logits, model.head.regression_head.bbox_reg)
    else:
        layers = (model.rpn.head.cls_logits, model.rpn.head.bbox_pred)
    for key, layer in zip(answers, layers):
        layer.register_forward_hook(lambda _, __, output, key=key: answers[key].append(summary(output)))
    with torch.no_grad():
        features = list(model.backbone(fill("input", (1, 3, 160, 224))).values())
        (model.head if name.startswith("retinanet") else model.rpn.head)(features)
        entry["features"] = [summary(level) for level in features]
        if name.endswith("_v2") and not name.startswith("retinanet"):
            cells = fill("cells", (3, 256, 7, 7))
            entry["class_logits"], entry["box_regression"] = (summary(part) for part in model.roi_heads.box_predictor(model.roi_heads.box_head(cells)))
    return entry | answers


names = ["retinanet_resnet50_fpn", "retinanet_resnet50_fpn_v2", "fasterrcnn_resnet50_fpn_v2", "fasterrcnn_mobilenet_v3_large_fpn", "fasterrcnn_mobilenet_v3_large_320_fpn"]
here = pathlib.Path(__file__).resolve().parent.parent.parent
(here / "test/reference/detection_more.json").write_text(json.dumps({"source": "torchvision 0.14.1", "models": [reference(name) for name in names]}) + "\n")
