"""From the start of the process to the end of the first training step: first_step.py keras|torch"""
import sys

from common import keras_reference, read_split, torch_pictures, torch_reference

x, y = read_split("train")
if sys.argv[1] == "keras":
    keras_reference().train_on_batch(x[:128], y[:128])
else:
    import torch

    model = torch_reference()
    optimizer = torch.optim.Adam(model.parameters())
    loss = torch.nn.functional.cross_entropy(
        model(torch_pictures(x[:128], torch.contiguous_format)), torch.tensor(y[:128])
    )
    loss.backward()
    optimizer.step()
