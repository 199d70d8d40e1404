"""Writes weights/faces/{ssd_mobilenetv1,tiny_face_detector,face_landmark_68}_model.safetensors from the files of an npm package.

    npm pack @vladmandic/face-api@1.7.15 && tar xzf vladmandic-face-api-1.7.15.tgz
    python3 eng/face_weights.py package/model weights/faces

The package stores 8 bits a value. They are copied as they are; the metadata has for each tensor its factor and what is added, so that a value is
byte * factor + addend, in double precision and rounded once to float32, as TensorFlow.js reads it. Tensors that are no parameters are left out.
"""
import json
import struct
import sys
from pathlib import Path

NAMES = ["ssd_mobilenetv1_model", "tiny_face_detector_model", "face_landmark_68_model"]
UNUSED = ("Output/", "Postprocessor/", "Preprocessor/", "concat_1/")


def is_parameter(name):
    return not name.startswith(UNUSED) and "/stack" not in name and "/strided_slice" not in name


def convert(folder, name):
    groups = json.loads((folder / f"{name}-weights_manifest.json").read_text())
    blob = b"".join((folder / path).read_bytes() for group in groups for path in group["paths"])
    header, data, metadata, at = {}, b"", {}, 0
    for entry in (entry for group in groups for entry in group["weights"]):
        count = 1
        for side in entry["shape"]:
            count *= side
        quantization = entry.get("quantization")
        size = count if quantization else 4 * count
        values, at = blob[at:at + size], at + size
        if not is_parameter(entry["name"]):
            continue
        assert quantization and quantization["dtype"] == "uint8", entry
        header[entry["name"]] = {"dtype": "U8", "shape": entry["shape"], "data_offsets": [len(data), len(data) + size]}
        metadata[entry["name"]] = f"{quantization['scale']!r} {quantization['min']!r}"
        data += values
    assert at == len(blob), name
    text = json.dumps({"__metadata__": metadata, **header}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for model in NAMES:
        (target / f"{model}.safetensors").write_bytes(convert(source, model))
