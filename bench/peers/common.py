"""What the peers' scripts share: the real data, the reference network, and the rounds."""
import gzip
import os
import sys
import time

import numpy as np

REAL_SET = os.environ.get("FASHION_MNIST_DATA") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../../shared/fashion-mnist"
)
THREADS = os.cpu_count()


def read_split(name):
    """Pixels / 255 as [count, 28, 28, 1] and labels of `train` or `t10k`."""
    with gzip.open(os.path.join(REAL_SET, f"{name}-images-idx3-ubyte.gz")) as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28, 1)
    with gzip.open(os.path.join(REAL_SET, f"{name}-labels-idx1-ubyte.gz")) as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return pixels.astype("float32") / 255, labels.astype("int64")


def serve(images, work):
    """For each line on standard input one piece of work, and its images a second on standard output."""
    for _ in sys.stdin:
        started = time.perf_counter()
        work()
        print(images / (time.perf_counter() - started), flush=True)


def keras_reference():
    """The recipe `reference` in Keras."""
    import keras
    from keras import layers as L

    model = keras.Sequential([
        L.Input((28, 28, 1)),
        L.Conv2D(32, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(), L.Dropout(0.25),
        L.Conv2D(64, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(), L.Dropout(0.25),
        L.Flatten(), L.Dense(128, activation="relu"), L.BatchNormalization(), L.Dropout(0.5),
        L.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def torch_reference():
    """The recipe `reference` in PyTorch."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.BatchNorm2d(32), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.BatchNorm2d(64), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.BatchNorm1d(128), nn.Dropout(0.5),
        nn.Linear(128, 10),
    )


def torch_pictures(x, layout):
    """[count, height, width, channel] as PyTorch's [count, channel, height, width], in a memory layout."""
    import torch

    return torch.tensor(x).permute(0, 3, 1, 2).contiguous(memory_format=layout)
