"""Training steps of the recipe `reference`: train.py keras|torch|torch_channels_last STEPS"""
import sys

from common import THREADS, keras_reference, read_split, serve, torch_pictures, torch_reference

who, steps = sys.argv[1], int(sys.argv[2])
BATCH = 128
count = steps * BATCH
x, y = read_split("train")
x, y = x[:count], y[:count]

if who == "keras":
    model = keras_reference()
    serve(count, lambda: model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0))
else:
    import torch

    torch.set_num_threads(THREADS)
    layout = torch.channels_last if who == "torch_channels_last" else torch.contiguous_format
    model = torch_reference().to(memory_format=layout)
    pictures, labels = torch_pictures(x, layout), torch.tensor(y)
    optimizer = torch.optim.Adam(model.parameters(), eps=1e-7)
    loss = torch.nn.CrossEntropyLoss()

    def epoch():
        order = torch.randperm(count)
        for at in range(0, count, BATCH):
            chosen = order[at : at + BATCH]
            optimizer.zero_grad(set_to_none=True)
            loss(model(pictures[chosen]), labels[chosen]).backward()
            optimizer.step()

    serve(count, epoch)
