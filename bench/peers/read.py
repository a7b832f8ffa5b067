"""Reads data to pixels, once: read.py pandas|polars|numpy|pillow|keras|idx PATH"""
import sys

import numpy as np

who, path = sys.argv[1:]

if who == "pandas":
    import pandas

    table = pandas.read_csv(path)
    pixels = table.drop(columns="label").to_numpy(dtype="uint8")
elif who == "polars":
    import polars

    table = polars.read_csv(path)
    pixels = table.drop("label").cast(polars.UInt8).to_numpy()
elif who == "numpy":
    pixels = np.loadtxt(path, dtype=np.uint8, delimiter=",", skiprows=1)[:, 1:]
elif who == "pillow":
    import glob

    from PIL import Image

    pixels = np.stack([np.asarray(Image.open(file)) for file in sorted(glob.glob(path + "/*/*.png"))])
elif who == "keras":
    import keras

    dataset = keras.utils.image_dataset_from_directory(
        path, image_size=(28, 28), color_mode="grayscale", batch_size=512, verbose=False
    )
    pixels = np.concatenate([batch.numpy() for batch, _ in dataset])
else:
    import gzip

    with gzip.open(path) as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
assert len(pixels) in (10000, 60000)
