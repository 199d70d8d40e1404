"""Writes the tiny checkpoints under test/Networks/Checkpoints/fixtures with a real torch.

Run from the repository's root with any Python that has torch (made with torch 1.13): python3 eng/make_checkpoint_fixtures.py
Expected values are written to expected.json beside them.
"""
import collections
import io
import json
import os
import pathlib
import pickle
import tarfile
import tempfile
import zipfile

import torch

HERE = pathlib.Path(__file__).resolve().parent.parent / "test/Networks/Checkpoints/fixtures"
HERE.mkdir(parents=True, exist_ok=True)


def values(*shape, scale=0.125):
    count = 1
    for dimension in shape:
        count *= dimension
    return ((torch.arange(count, dtype=torch.float64) - count // 3) * scale).reshape(shape)


class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3, bias=False)
        self.bn = torch.nn.BatchNorm2d(4)
        self.fc = torch.nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(self.bn(self.conv(x)).mean((2, 3)))


tiny = Tiny()
for name, tensor in tiny.state_dict().items():
    tensor.copy_(values(*tensor.shape) if tensor.dim() else torch.tensor(7))
state = tiny.state_dict()

torch.save(state, HERE / "zip.pth")
torch.save(state, HERE / "legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"epoch": 3, "model": state, "note": "a note"}, HERE / "nested.pth")
torch.save(collections.OrderedDict(("module." + name, tensor) for name, tensor in state.items()), HERE / "parallel.pth")
torch.save(dict(tiny.named_parameters()), HERE / "parameters.pth")

everything = {
    "half": values(2, 3).half(),
    "bfloat16": values(2, 3, scale=3.0).bfloat16(),
    "single": values(2, 3).float(),
    "double": values(2, 3),
    "int64": values(5, scale=1).long(),
    "int32": values(5, scale=1).int(),
    "int16": values(5, scale=1).short(),
    "int8": values(5, scale=1).to(torch.int8),
    "uint8": torch.arange(250, 255, dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
}
torch.save(everything, HERE / "types.pth")
torch.save(everything, HERE / "types_legacy.pth", _use_new_zipfile_serialization=False)

big = values(4, 6, 2, 2).float()
views = {
    "transposed": big[:, :, 0, 0].t(),
    "channels_last": big.contiguous(memory_format=torch.channels_last),
    "slice": big[1:3, ::2, :, 1],
    "half_view": big.half()[2:, 1],
    "permuted": big.permute(3, 0, 2, 1),
    "tail": big.flatten()[-5:],
}
torch.save(views, HERE / "views.pth")
torch.save(views, HERE / "views_legacy.pth", _use_new_zipfile_serialization=False)

expected = {
    stem: {name: {"shape": list(tensor.shape), "values": [float(v) for v in tensor.double().flatten()]} for name, tensor in tensors.items()}
    for stem, tensors in {"state": state, "types": everything, "views": views}.items()
}
(HERE / "expected.json").write_text(json.dumps(expected) + "\n")


class Call:
    """Pickles as a call: what a hostile checkpoint does."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


torch.save({"a": Call(os.system, "touch executed")}, HERE / "calls_os_system.pth")
torch.save({"a": Call(os.system, "touch executed")}, HERE / "calls_os_system_legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"a": Call(eval, "1")}, HERE / "calls_eval.pth", pickle_protocol=4)
torch.save(tiny.conv, HERE / "whole_module.pth")
(HERE / "plain_pickle.pth").write_bytes(pickle.dumps({"a": [1.0, 2.0]}, protocol=2))
torch.save({"epoch": 3}, HERE / "no_tensors.pth")
torch.save({"a": torch.zeros(1).expand(1_000_000_000)}, HERE / "repeated.pth")
torch.save({"a": torch.sparse_coo_tensor([[0]], [1.0], (3,))}, HERE / "sparse.pth")
with tempfile.NamedTemporaryFile() as scripted:
    torch.jit.script(tiny).save(scripted.name)
    with zipfile.ZipFile(scripted.name) as source, zipfile.ZipFile(HERE / "script.pt", "w") as target:
        for name in source.namelist():
            if not name.endswith(".debug_pkl"):  # they hold paths of the machine
                target.writestr(zipfile.ZipInfo("script/" + name.split("/", 1)[1]), source.read(name))
with tarfile.open(HERE / "oldest.pth", "w", format=tarfile.GNU_FORMAT) as tar:
    for name in ("sys_info", "pickle", "tensors", "storages"):
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())

# What training programs keep beside the parameters.
import argparse
import datetime
import enum
import types

import numpy

training = types.ModuleType("my_training")  # a package of the user's


class Settings:
    def __init__(self):
        self.rate, self.layers = 0.1, [1, 2]


class Mode(enum.Enum):
    FAST = 1


class Config(dict):
    pass


for thing in (Settings, Mode, Config):
    thing.__module__, thing.__qualname__ = "my_training", thing.__name__
    setattr(training, thing.__name__, thing)
import sys

sys.modules["my_training"] = training

beside = {
    "args": argparse.Namespace(lr=0.1, out=pathlib.PurePosixPath("runs"), milestones=[1, 2]),
    "counts": collections.Counter("abca"),
    "history": collections.defaultdict(list, loss=[1.0, 0.5]),
    "recent": collections.deque([1, 2], maxlen=4),
    "path": pathlib.PurePosixPath("/tmp/x"),
    "best": numpy.float64(0.75),
    "confusion": numpy.eye(2),
    "when": datetime.datetime(2024, 5, 6, 7, 8),
    "names": {"a", "b"},
    "frozen": frozenset({1}),
    "settings": Settings(),
    "mode": Mode.FAST,
    "config": Config(depth=3, inner=Config(width=2)),
    "large": 10**400,
    "dtype": torch.float32,
    "device": torch.device("cpu"),
    "type": argparse.Namespace,
    "random": numpy.random.RandomState(1).get_state(),
}
optimizer = torch.optim.SGD(tiny.parameters(), lr=0.1).state_dict()
for protocol in (2, 4):
    torch.save({"epoch": 3, "best_acc1": torch.tensor(71.5), "optimizer": optimizer, **beside, "state_dict": state},
               HERE / f"training_{protocol}.pth", pickle_protocol=protocol)
torch.save({"epoch": 3, "best_acc1": torch.tensor(71.5), **beside, "state_dict": state}, HERE / "training_legacy.pth",
           _use_new_zipfile_serialization=False)
torch.save({"net": {"ema": {"module": state}}, "step": 1}, HERE / "nested_deeply.pth")
torch.save({"model": Settings(), "epoch": 1}, HERE / "object_in_model.pth")
lightning = collections.OrderedDict(("model.module." + name, tensor) for name, tensor in state.items())
lightning["criterion.weight"] = torch.ones(2)
torch.save({"pytorch-lightning_version": "2.0", "state_dict": lightning, "callbacks": {Settings: {"best": 1}},
            "hyper_parameters": argparse.Namespace(lr=1)}, HERE / "lightning.ckpt")
