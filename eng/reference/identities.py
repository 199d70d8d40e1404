"""Writes test/reference/identities.json: losses with gradients, discriminants and rates of identities, computed plainly.

    apt-get install python3-numpy && /usr/bin/python3 eng/reference/identities.py

`losses`        CosFace (Wang et al. 2018), ArcFace (Deng et al. 2019) and batch-hard triplets (Hermans et al. 2017), one image at a time, with gradients
                by central differences in float64
`discriminants` linear discriminant analysis with Ledoit and Wolf's shrinkage, by dense inverses; the answer as products of the projected rows, which
                have no sign
`rates`         rank-1, true accept rates, equal error rate and the loss of neighbours, by sorting all pairs
"""
import json
import math
import os

import numpy as np

random = np.random.RandomState(5)


def rounded(values):
    return [float(f"{value:.9g}") for value in np.asarray(values).ravel()]


def unit(values):
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def margin_loss(kind, descriptors, prototypes, labels, margin, scale):
    total = 0.0
    for x, label in zip(descriptors, labels):
        logits = []
        for at, prototype in enumerate(prototypes):
            cosine = float(np.dot(x, prototype / np.linalg.norm(prototype)))
            if at == label:
                if kind == "cosface":
                    cosine -= margin
                else:
                    angle = math.acos(cosine)
                    cosine = math.cos(angle + margin) if angle + margin <= math.pi else cosine - margin * math.sin(margin)
            logits.append(scale * cosine)
        total += math.log(sum(math.exp(logit) for logit in logits)) - logits[label]
    return total / len(labels)


def triplet_loss(descriptors, labels, margin):
    total = 0.0
    for i, x in enumerate(descriptors):
        same = [math.sqrt(2 - 2 * float(np.dot(x, y))) for j, y in enumerate(descriptors) if j != i and labels[j] == labels[i]]
        other = [math.sqrt(2 - 2 * float(np.dot(x, y))) for j, y in enumerate(descriptors) if labels[j] != labels[i]]
        total += max(0.0, margin + max(same) - min(other))
    return total / len(labels)


def gradient(function, values, step=1e-6):
    result = np.zeros_like(values)
    for at in np.ndindex(*values.shape):
        ends = []
        for sign in (1, -1):
            moved = values.copy()
            moved[at] += sign * step
            ends.append(function(moved))
        result[at] = (ends[0] - ends[1]) / (2 * step)
    return result


def losses():
    labels = [0, 0, 1, 1, 2, 2, 3, 3]
    descriptors, prototypes = unit(random.randn(8, 5)), random.randn(4, 5)
    # An image far from its own prototype: there the angle with its margin is beyond 180 degrees.
    descriptors[7] = -prototypes[3] / np.linalg.norm(prototypes[3]) * 0.9 + 0.1 * descriptors[7]
    descriptors = unit(descriptors)
    cases = []
    for kind, margin, scale in [("cosface", 0.35, 30), ("arcface", 0.5, 30), ("arcface", 0.2, 8), ("triplet", 0.3, 1)]:
        def of(x, w):
            return triplet_loss(x, labels, margin) if kind == "triplet" else margin_loss(kind, x, w, labels, margin, scale)
        cases.append({
            "kind": kind, "margin": margin, "scale": scale, "loss": of(descriptors, prototypes),
            "descriptors": rounded(gradient(lambda x: of(x, prototypes), descriptors)),
            "prototypes": [] if kind == "triplet" else rounded(gradient(lambda w: of(descriptors, w), prototypes)),
        })
    return {"width": 5, "labels": labels, "descriptors": rounded(descriptors), "prototypes": rounded(prototypes), "cases": cases}


def discriminant(identities, each, width, directions):
    labels = [i for i in range(identities) for _ in range(each + i % 3)]
    centres, spread = 2 * random.randn(identities, width), random.randn(width, width) / math.sqrt(width)
    x = np.float32(centres[labels] + random.randn(len(labels), width) @ spread).astype(np.float64)
    means = np.array([x[[label == i for label in labels]].mean(0) for i in range(identities)])
    residuals, centre = x - means[labels], means.mean(0)
    n = len(labels)
    s = residuals.T @ residuals / n
    mu = np.trace(s) / width
    d2 = np.linalg.norm(s - mu * np.eye(width), "fro") ** 2
    b2 = sum(np.linalg.norm(np.outer(row, row) - s, "fro") ** 2 for row in residuals) / n ** 2
    shrinkage = min(b2, d2) / d2
    within = (1 - shrinkage) * s + shrinkage * mu * np.eye(width)
    values, vectors = np.linalg.eigh(within)
    root = vectors @ np.diag(values ** -0.5) @ vectors.T
    _, _, main = np.linalg.svd((means - centre) @ root)
    y = (x - centre) @ root @ main[:directions].T
    return {"labels": labels, "width": width, "directions": directions, "features": rounded(x), "shrinkage": shrinkage, "products": rounded(y @ y.T)}


def rates():
    labels = [i for i in range(6) for _ in range(2 + i % 4)] + [6]
    x = unit(np.float32(unit(random.randn(7, 6))[labels] + 0.35 * random.randn(len(labels), 6)).astype(np.float64))
    x = np.float32(x).astype(np.float64)
    n, cosines = len(labels), x @ x.T
    hits, neighbour = [], []
    for i in range(n):
        if labels.count(labels[i]) < 2:
            continue
        others = [j for j in range(n) if j != i]
        hits.append(labels[max(others, key=lambda j: cosines[i, j])] == labels[i])
        weights = {j: math.exp(10 * cosines[i, j]) for j in others}
        neighbour.append(-math.log(sum(w for j, w in weights.items() if labels[j] == labels[i]) / sum(weights.values())))
    pairs = [(1 - cosines[i, j], labels[i] == labels[j]) for i in range(n) for j in range(i)]
    strangers = sorted(distance for distance, same in pairs if not same)
    own = [distance for distance, same in pairs if same]
    accepted = {}
    for rate in (0.1, 0.01):
        allowed = int(rate * len(strangers) + 1e-9)
        accepted[str(rate)] = sum(distance < strangers[allowed] for distance in own) / len(own) if allowed >= 1 else None
    return {"width": 6, "labels": labels, "descriptors": rounded(x), "rank1": sum(hits) / len(hits), "accepted": accepted, "mated": len(own),
            "nonMated": len(strangers), "scale": 10, "neighbour": sum(neighbour) / len(neighbour)}


if __name__ == "__main__":
    target = os.path.join(os.path.dirname(__file__), "..", "..", "test", "reference", "identities.json")
    with open(target, "w") as file:
        json.dump({"losses": losses(), "discriminants": [discriminant(6, 3, 40, 4), discriminant(8, 6, 7, 5)], "rates": rates()}, file)
        file.write("\n")
