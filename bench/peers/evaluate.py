"""Loads a model, reads the test images, predicts, and writes the usual report: evaluate.py MODEL PATH OUTPUT
Without PATH and OUTPUT it makes the model."""
import sys

import numpy as np
from common import keras_reference, read_split

if len(sys.argv) == 2:
    x, y = read_split("train")
    model = keras_reference()
    model.fit(x[:6000], y[:6000], batch_size=128, epochs=1, verbose=0)
    model.save(sys.argv[1])
    sys.exit()

import keras
from sklearn.metrics import classification_report, confusion_matrix

file, path, output = sys.argv[1:]
model = keras.models.load_model(file)
if path.endswith(".csv"):
    import pandas

    table = pandas.read_csv(path)
    labels = table.pop("label").to_numpy()
    pictures = table.to_numpy(dtype="float32").reshape(-1, 28, 28, 1) / 255
else:
    dataset = keras.utils.image_dataset_from_directory(
        path, image_size=(28, 28), color_mode="grayscale", batch_size=512, shuffle=False, verbose=False
    )
    batches = list(dataset)
    pictures = np.concatenate([batch.numpy() for batch, _ in batches]) / 255
    labels = np.concatenate([batch.numpy() for _, batch in batches])
predicted = model.predict(pictures, batch_size=512, verbose=0).argmax(1)
with open(output, "w") as report:
    model.summary(print_fn=lambda line: report.write(line + "\n"))
    report.write(classification_report(labels, predicted))
    report.write(str(confusion_matrix(labels, predicted)))
