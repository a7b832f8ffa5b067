"""Predictions of the test images by the recipe `reference`: predict.py keras|torch|torch_channels_last"""
import sys

from common import THREADS, keras_reference, read_split, serve, torch_pictures, torch_reference

who = sys.argv[1]
BATCH = 512
x, _ = read_split("t10k")

if who == "keras":
    model = keras_reference()
    serve(len(x), lambda: model.predict(x, batch_size=BATCH, verbose=0))
else:
    import torch

    torch.set_num_threads(THREADS)
    layout = torch.channels_last if who == "torch_channels_last" else torch.contiguous_format
    model = torch_reference().to(memory_format=layout).eval()
    pictures = torch_pictures(x, layout)

    def predict():
        with torch.inference_mode():
            for at in range(0, len(x), BATCH):
                torch.softmax(model(pictures[at : at + BATCH]), 1)

    serve(len(x), predict)
