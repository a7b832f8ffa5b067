"""What cleanlab finds in the same noisy labels, from probabilities out of sample.

    python -m venv VENV && VENV/bin/pip install -r bench/peers/requirements.txt
    VENV/bin/python bench/peers/cleanlab_scores.py FOLDER [FOLDER ...]

Each FOLDER is one that bench/labelErrors.ts made with folds: it holds data/train-labels-idx1-ubyte (the labels that were
given), truth.bin (the true ones) and out-of-sample.f32 (probabilities, [images, 10] little-endian floats).
"""

import sys
from pathlib import Path

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import average_precision_score, f1_score

CLASSES = 10


def measure(folder: Path) -> str:
    labels = np.frombuffer((folder / "data/train-labels-idx1-ubyte").read_bytes()[8:], dtype=np.uint8).astype(int)
    truth = np.frombuffer((folder / "truth.bin").read_bytes(), dtype=np.uint8)
    is_wrong = labels != truth
    probabilities = np.fromfile(folder / "out-of-sample.f32", dtype="<f4").reshape(-1, CLASSES).astype(float)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    cells = [f"{folder.name:40}", f"wrong {is_wrong.sum():5}"]
    for method in ("self_confidence", "normalized_margin"):
        quality = get_label_quality_scores(labels, probabilities, method=method)
        cells.append(f"{method} AP {average_precision_score(is_wrong, -quality):.3f}")
        shown = np.argsort(quality, kind="stable")[: round(0.05 * len(labels))]
        cells.append(f"shown {is_wrong[shown].sum():5}")
    for chosen in ("prune_by_noise_rate", "confident_learning"):
        found = find_label_issues(labels, probabilities, filter_by=chosen, n_jobs=1)
        cells.append(f"{chosen} flags {found.sum():5} F1 {f1_score(is_wrong, found):.3f}")
    return "  ".join(cells)


for name in sys.argv[1:]:
    print(measure(Path(name)))
