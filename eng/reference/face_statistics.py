"""Error rates of a file of scores, in plain Python: the values that test/Tasks/Faces compares Graft's with.

    python eng/reference/face_statistics.py test/reference/faces

Writes scores.csv and probes.csv (simulated people, seed 17) where they are not there, and statistics.json from them.
"""
import csv
import json
import math
import os
import random
import sys
from collections import defaultdict


def simulate(folder):
    draw = random.Random(17)
    people = []
    for person in range(26):
        centre = [draw.gauss(0, 1) for _ in range(6)]
        spread = draw.choice([0.25, 0.35, 0.6])
        people.append([[value + draw.gauss(0, spread) for value in centre] for _ in range(3)])

    def distance(a, b):
        return math.sqrt(sum((x - y) ** 2 for x, y in zip(a, b))) / 4

    faces = [(person, face) for person, own in enumerate(people) for face in own]
    with open(os.path.join(folder, "scores.csv"), "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["first", "second", "distance"])
        for i, (first, one) in enumerate(faces):
            for second, other in faces[i + 1:]:
                rows.writerow([first, second, f"{distance(one, other):.4f}"])
    with open(os.path.join(folder, "probes.csv"), "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["person", "own", "other"])
        gallery = range(13)
        for person, own in enumerate(people):
            for face in own[1:]:
                mine = distance(face, own[0]) if person in gallery else ""
                other = min(distance(face, people[j][0]) for j in gallery if j != person)
                rows.writerow([person, f"{mine:.4f}" if mine != "" else "", f"{other:.4f}"])


def rates(mated, non_mated, threshold):
    return (sum(1 for *_, d in non_mated if d < threshold) / len(non_mated),
            sum(1 for *_, d in mated if d >= threshold) / len(mated))


def equal_error(mated, non_mated):
    before, gap_before, rate_before = 0.0, -1.0, 0.0
    for threshold in sorted({d for *_, d in mated + non_mated}):
        match, miss = rates(mated, non_mated, threshold)
        if match >= miss:
            share = -gap_before / (match - miss - gap_before)
            return before + share * (threshold - before), rate_before + share * (match - rate_before)
        before, gap_before, rate_before = threshold, match - miss, match
    raise ValueError("the curves do not cross")


def true_accept(mated, non_mated, rate):
    distances = sorted(d for *_, d in non_mated)
    threshold = distances[int(rate * len(distances) + 1e-9)]
    return threshold, 1 - rates(mated, non_mated, threshold)[1]


def design_effect(non_mated, threshold):
    """Variance of the false match rate over people, over that of independent comparisons, and its degrees of freedom."""
    count = len(non_mated)
    rate = sum(1 for *_, d in non_mated if d < threshold) / count
    residual = [(a, b, (d < threshold) - rate) for a, b, d in non_mated]
    of_dyad = defaultdict(float)
    for a, b, r in residual:
        of_dyad[min(a, b), max(a, b)] += r
    people = sorted({p for dyad in of_dyad for p in dyad})
    of_person = {p: sum(r for dyad, r in of_dyad.items() if p in dyad) for p in people}
    squares = [r * r for r in of_person.values()]
    persons = sum(squares) * len(people) / (len(people) - 1)
    dyads = sum(r * r for r in of_dyad.values())
    freedom = min(len(people) - 1, max(2.0, sum(squares) ** 2 / sum(s * s for s in squares)))
    return max(1.0, max(persons - dyads, dyads) / count ** 2 / (rate * (1 - rate) / count)), freedom


def of_people(trials):
    """A share, and the effective number of trials it rests on."""
    own = defaultdict(list)
    for person, value in trials:
        own[person].append(value)
    count = len(trials)
    share = sum(value for _, value in trials) / count
    if share in (0, 1):
        return share, float(len(own))
    spread = sum((sum(values) - share * len(values)) ** 2 for values in own.values())
    variance = spread * len(own) / (len(own) - 1) / count ** 2
    return share, min(count, max(1.0, share * (1 - share) / variance))


def view_two(pairs):
    folds = sorted({fold for fold, *_ in pairs})
    accuracies = []
    for fold in folds:
        train = [(same, d) for f, same, d in pairs if f != fold]
        best = max(((sum(1 for same, d in train if (d < t) == same), -t) for t in {d for _, d in train} | {9.0}))
        own = [(same, d) for f, same, d in pairs if f == fold]
        accuracies.append(sum(1 for same, d in own if (d < -best[1]) == same) / len(own))
    mean = sum(accuracies) / len(accuracies)
    return mean, math.sqrt(sum((a - mean) ** 2 for a in accuracies) / (len(accuracies) - 1) / len(accuracies))


def gallery_of(nearer, people, size):
    """By counting, in fractions: the share of galleries of a size in which nobody is nearer."""
    return [(person, 1 - math.comb(people - near, size) / math.comb(people, size)) for person, near in nearer]


def main(folder):
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(os.path.join(folder, "scores.csv")):
        simulate(folder)
    with open(os.path.join(folder, "scores.csv")) as file:
        scores = [(int(r["first"]), int(r["second"]), float(r["distance"])) for r in csv.DictReader(file)]
    with open(os.path.join(folder, "probes.csv")) as file:
        probes = [(int(r["person"]), float(r["own"]) if r["own"] else None, float(r["other"])) for r in csv.DictReader(file)]
    mated = [s for s in scores if s[0] == s[1]]
    non_mated = [s for s in scores if s[0] != s[1]]
    result = {"mated": len(mated), "nonMated": len(non_mated), "thresholds": [], "trueAccepts": [], "openSet": []}
    result["equalErrorThreshold"], result["equalError"] = equal_error(mated, non_mated)
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        match, miss = rates(mated, non_mated, threshold)
        effect, freedom = design_effect(non_mated, threshold)
        result["thresholds"].append({"threshold": threshold, "falseMatch": match, "falseNonMatch": miss,
                                     "designEffect": effect, "freedom": freedom})
        strangers = [(p, 1.0 if other < threshold else 0.0) for p, own, other in probes if own is None]
        known = [(p, own, other) for p, own, other in probes if own is not None]
        positive = of_people(strangers)
        negative = of_people([(p, 0.0 if own < threshold and own < other else 1.0) for p, own, other in known])
        # Every person asks all others: how many of them are nearer with any face.
        nearer = []
        for p in range(26):
            near = {b if a == p else a for a, b, d in non_mated if p in (a, b) and d < threshold}
            nearer.append((p, len(near)))
        result["openSet"].append({"threshold": threshold, "falsePositive": positive[0], "falsePositiveTrials": positive[1],
                                  "falseNegative": negative[0], "falseNegativeTrials": negative[1],
                                  "inGalleryOf9": sum(v for _, v in gallery_of(nearer, 25, 9)) / len(nearer)})
    for rate in (0.1, 0.01, 0.001):
        threshold, accept = true_accept(mated, non_mated, rate)
        result["trueAccepts"].append({"falseAccept": rate, "threshold": threshold, "trueAccept": accept})
    pairs = [(i % 10, a == b, d) for i, (a, b, d) in enumerate(mated + non_mated[::40])]
    result["viewTwo"], result["viewTwoError"] = view_two(pairs)
    with open(os.path.join(folder, "statistics.json"), "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


main(sys.argv[1])
