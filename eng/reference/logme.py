"""Writes test/reference/logme.json: the maximum evidence of linear models, the plain way, with dense matrices and a general optimiser.

    apt-get install python3-scipy && python3 eng/reference/logme.py

LogME (arXiv:2102.11005) is the evidence p(y | F, alpha, beta) of Bayesian linear regression at its maximum over alpha and beta, per
image, averaged over one target per class. The evidence is Bishop, Pattern Recognition and Machine Learning, 3.86. Inputs are recomputed
by the tests from the formula in `noise` (that of eng/classification_fixture.py).
"""
import json
import os

import numpy as np
import scipy
from scipy.optimize import minimize


def noise(count, salt):
    x = (np.arange(count, dtype=np.uint64) * 0x9E3779B1 + salt * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    x ^= x >> 16
    return (x >> 16).astype(np.float64) / 65536 - 0.5


def evidence(features, target, alpha, beta):
    n, d = features.shape
    a = alpha * np.eye(d) + beta * features.T @ features
    mean = beta * np.linalg.solve(a, features.T @ target)
    energy = beta / 2 * np.sum((target - features @ mean) ** 2) + alpha / 2 * mean @ mean
    return (d / 2 * np.log(alpha) + n / 2 * np.log(beta) - energy - np.linalg.slogdet(a)[1] / 2 - n / 2 * np.log(2 * np.pi)) / n


def best(features, target):
    # The surface has one ridge; several starts make sure that its top is found.
    found = [minimize(lambda p: -evidence(features, target, np.exp(p[0]), np.exp(p[1])), start, method="Nelder-Mead",
                      options={"xatol": 1e-9, "fatol": 1e-13, "maxiter": 4000}) for start in ([0, 0], [2, 3], [4, 1])]
    return -min(result.fun for result in found)


def case(name, rows, width, classes, salt, strength):
    labels = np.array([(i * i + i // 3) % classes for i in range(rows)])
    x = noise(rows * width, salt).reshape(rows, width)
    for i, label in enumerate(labels):
        x[i, label] += strength
    score = float(np.mean([best(x, (labels == c).astype(np.float64)) for c in range(classes)]))
    return {"name": name, "rows": rows, "width": width, "classes": classes, "salt": salt, "strength": strength, "score": score}


target = os.path.join(os.path.dirname(__file__), "..", "..", "test", "reference", "logme.json")
with open(target, "w", newline="\n") as out:
    json.dump({
        "source": f"numpy {np.__version__}, scipy {scipy.__version__}, eng/reference/logme.py",
        "cases": [
            case("more pictures than features", 60, 12, 3, 1, 0.625),
            case("more features than pictures", 30, 80, 4, 2, 0.625),
            case("as many as", 24, 24, 2, 3, 0.5),
            case("features that say little", 80, 16, 4, 4, 0.125),
            case("features that say all", 40, 10, 2, 5, 4.0),
        ],
    }, out, indent=1)
    out.write("\n")
