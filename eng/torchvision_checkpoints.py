"""Makes .pth files with torchvision and says what its networks answer, for test/Runtime/TorchvisionCheckpointTests and the bench.

    apt-get install python3-torchvision && python3 eng/torchvision_checkpoints.py [--in-turn] FOLDER NAME[:SIDE]...

For every architecture that this torchvision knows: FOLDER/NAME.pth (torch.save's zip), with --legacy NAME for that one also
FOLDER/NAME.legacy.pth (torch.save before 1.6), and FOLDER/NAME.json with the logits for one reference image. Values are torchvision's own initial
ones, but no tensor stays constant: a fresh ViT has a head of zeros, a fresh batch norm is the identity, and either would hide
mistakes. Prints one line per architecture: NAME, "made" or the reason why not. With --in-turn it goes on to the next one when a line
comes in, so that whoever reads the files can delete them first. Without names: says the version and ends.
"""
import inspect
import json
import pathlib
import sys

import numpy
import torch
import torchvision


def reference_input(side):
    """The reference image: 2 u(i) with the name "input" (see test/Shared/ReferenceFill.cs)."""
    x = numpy.uint32(2166136261)
    for octet in b"input":
        x = numpy.uint32(((int(x) ^ octet) * 0x01000193) & 0xFFFFFFFF)
    count = 3 * side * side
    x = (int(x) + numpy.arange(count, dtype=numpy.uint64) * 0x9E3779B1) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    x ^= x >> 16
    return torch.from_numpy((2 * (x / 2 ** 32 - 0.5)).astype(numpy.float32).reshape(1, 3, side, side))


def build(name):
    torch.manual_seed(20)
    make = getattr(torchvision.models, name)
    known = inspect.signature(make).parameters
    weights = {"weights": None} if "weights" in known else {"pretrained": False}
    if name in ("googlenet", "inception_v3"):
        weights.update(init_weights=False, transform_input=True, aux_logits=True)
    model = make(**weights).eval()
    with torch.no_grad():
        for tensor in list(model.parameters()) + [b for n, b in model.named_buffers() if "running_" in n]:
            if tensor.numel() > 1 and tensor.std() < 1e-6:
                tensor += 0.1 * torch.rand_like(tensor) if tensor.dim() == 1 else 0.02 * torch.randn_like(tensor)
    return model


def main():
    arguments = sys.argv[1:]
    legacy = None
    if "--legacy" in arguments:
        at = arguments.index("--legacy")
        legacy = arguments[at + 1]
        del arguments[at:at + 2]
    in_turn = "--in-turn" in arguments
    if in_turn:
        arguments.remove("--in-turn")
    if not arguments:
        print(f"torchvision {torchvision.__version__}, torch {torch.__version__}")
        return
    folder = pathlib.Path(arguments[0])
    torch.set_num_threads(2)
    for name in arguments[1:]:
        name, _, side = name.partition(":")
        side = int(side or 224)
        if not callable(getattr(torchvision.models, name, None)):
            print(f"{name} torchvision {torchvision.__version__} does not have it", flush=True)
            continue
        model = build(name)
        with torch.no_grad():
            logits = model(reference_input(side))[0]
        state = model.state_dict()
        torch.save(state, folder / f"{name}.pth")
        if name == legacy:
            torch.save(state, folder / f"{name}.legacy.pth", _use_new_zipfile_serialization=False)
        (folder / f"{name}.json").write_text(json.dumps({"model": name, "side": side, "logits": logits.tolist()}))
        print(f"{name} made", flush=True)
        del model, state
        if in_turn:
            sys.stdin.readline()


main()
