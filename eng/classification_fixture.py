"""Writes test/Tasks/Fixtures/classification.json: what scikit-learn and numpy make of small data sets.

    apt-get install python3-sklearn && python3 eng/classification_fixture.py

The inputs are recomputed by the tests from the formula in `noise`, so only the answers are stored.
"""
import json
import os

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def noise(count, salt):
    """Uniform in [-0.5, 0.5): multiples of 2^-16, exact in float32, from a 32-bit mixing function."""
    x = (np.arange(count, dtype=np.uint64) * 0x9E3779B1 + salt * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    x ^= x >> 16
    return (x >> 16).astype(np.float64) / 65536 - 0.5


def problem(rows, features, classes, salt, strength):
    """Labels that take turns unevenly, features of noise with a shift on the label's own feature."""
    labels = np.array([(i * i + i // 3) % classes for i in range(rows)])
    x = noise(rows * features, salt).reshape(rows, features)
    for i, label in enumerate(labels):
        x[i, label] += strength
    x[:, 1] = x[:, 1] * 8 + 3
    return x, labels


def metric_case(name, rows, classes, salt, coarse=False, used=None):
    logits = noise(rows * classes, salt).reshape(rows, classes) * 4
    used = used or classes
    labels = np.array([(i * i + i // 3) % used for i in range(rows)])
    for i, label in enumerate(labels):
        logits[i, label] += 1.25
    if coarse:
        logits = np.round(logits)  # many ties
    scores = (np.exp(logits) / np.exp(logits).sum(1, keepdims=True)).astype(np.float32)  # as a network answers
    predicted = scores.argmax(1)
    k = min(5, classes - 1)
    p, r, f, support = metrics.precision_recall_fscore_support(labels, predicted, labels=range(classes), zero_division=0)
    present = support > 0
    seen = present | np.isin(range(classes), predicted)
    auc = [float(metrics.roc_auc_score(labels == c, scores[:, c])) if present[c] else None for c in range(classes)]
    confidence, right = scores.max(1).astype(np.float64), predicted == labels
    edges = np.linspace(0, 1, 16)
    ece = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            ece += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    rank = ((scores > scores[np.arange(rows), labels][:, None]).sum(1)
            + np.array([(scores[i, :labels[i]] == scores[i, labels[i]]).sum() for i in range(rows)]))
    return {
        "name": name, "rows": rows, "classes": classes, "used": used, "salt": salt, "coarse": coarse,
        "accuracy": metrics.accuracy_score(labels, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predicted),
        "topK": k, "topKAccuracy": float((rank < k).mean()),
        "logLoss": metrics.log_loss(labels, scores, labels=range(classes)),
        "brier": float(((scores - np.eye(classes)[labels]) ** 2).sum(1).mean()),
        "expectedCalibrationError": ece,
        "precision": p.tolist(), "recall": r.tolist(), "f1": f.tolist(), "support": support.tolist(), "auc": auc,
        # As average="macro": over the classes that occur or were predicted; the recall is the balanced accuracy, over those that occur.
        "macro": [float(p[seen].mean()), float(r[present].mean()), float(f[seen].mean())],
        "weighted": [float(np.average(v, weights=support)) for v in (p, r, f)],
        "macroAuc": float(np.mean([a for a in auc if a is not None])),
        "confusion": metrics.confusion_matrix(labels, predicted, labels=range(classes)).tolist(),
    }


def regression_case(name, rows, features, classes, salt, c, standardise=True, balanced=False):
    x, labels = problem(rows, features, classes, salt, 0.625)
    scaler = StandardScaler(with_mean=standardise, with_std=standardise).fit(x)
    model = LogisticRegression(C=c, multi_class="multinomial", solver="newton-cg", tol=1e-12, max_iter=100000,
                               class_weight="balanced" if balanced else None)
    model.fit(scaler.transform(x), labels)
    w, b = model.coef_, model.intercept_
    if classes == 2:  # scikit-learn keeps one row of the two, which are each other's negatives
        w, b = np.vstack([-w, w]), np.concatenate([-b, b])
    weights = (labels.size / (classes * np.bincount(labels)))[labels] if balanced else np.ones(rows)
    z = scaler.transform(x) @ w.T + b
    log_p = z - np.log(np.exp(z - z.max(1, keepdims=True)).sum(1, keepdims=True)) - z.max(1, keepdims=True)
    objective = c * -(weights * log_p[np.arange(rows), labels]).sum() + 0.5 * (w ** 2).sum()
    return {"name": name, "rows": rows, "features": features, "classes": classes, "salt": salt, "c": c,
            "standardise": standardise, "balanced": balanced, "objective": float(objective),
            "logits": (z - z.mean(1, keepdims=True))[:12].ravel().tolist()}


target = os.path.join(os.path.dirname(__file__), "..", "test", "Tasks", "Fixtures", "classification.json")
with open(target, "w", newline="\n") as out:
    json.dump({
        "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, eng/classification_fixture.py",
        "metrics": [
            metric_case("four classes", 86, 4, 1),
            metric_case("two classes", 40, 2, 2),
            metric_case("twelve classes with ties", 150, 12, 3, coarse=True),
            metric_case("more classes than occur", 30, 9, 4, used=7),
        ],
        "regressions": [
            regression_case("more features than pictures", 40, 96, 4, 5, 0.01),
            regression_case("more pictures than features", 200, 12, 3, 6, 1),
            regression_case("weak penalty", 60, 80, 4, 7, 10),
            regression_case("two classes", 50, 70, 2, 8, 0.1),
            regression_case("balanced", 90, 20, 4, 9, 0.5, balanced=True),
            regression_case("raw features", 90, 20, 4, 10, 0.5, standardise=False),
            regression_case("raw and wide", 30, 60, 3, 11, 0.5, standardise=False),
        ],
        "wilson": [[k, n] + list(map(float, __import__("scipy.stats", fromlist=["x"]).binomtest(k, n).proportion_ci(method="wilson")))
                   for k, n in ((86, 86), (0, 10), (17, 21), (946, 1000))],
    }, out, indent=1)
    out.write("\n")
