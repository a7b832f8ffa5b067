"""Trains the recipe `reference` in Keras on all 60,000 images and tells the test accuracy after each epoch with the seconds of
training so far (without those of the test), a line each: accuracy.py SEED EPOCHS"""
import json
import sys
import time

import keras
from common import keras_reference, read_split

seed, epochs = map(int, sys.argv[1:])
keras.utils.set_random_seed(seed)
x, y = read_split("train")
test_x, test_y = read_split("t10k")
model = keras_reference()
seconds = 0
for _ in range(epochs):
    started = time.perf_counter()
    model.fit(x, y, batch_size=128, epochs=1, verbose=0)
    seconds += time.perf_counter() - started
    accuracy = model.evaluate(test_x, test_y, batch_size=512, verbose=0)[1]
    print(json.dumps({"seconds": seconds, "accuracy": accuracy}), flush=True)
