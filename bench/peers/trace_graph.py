"""Traces training steps of a graph of ours: trace_graph.py SAVED_MODEL BATCH PARAMETERS. Prints JSON."""
import collections
import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

tf1 = tf.compat.v1
tf1.disable_eager_execution()
file, batch, parameters = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
saved = saved_model_pb2.SavedModel()
with open(file, "rb") as model:
    saved.ParseFromString(model.read())
graph = saved.meta_graphs[0].graph_def
names = {node.name for node in graph.node}
WARM_UP, TIMED, TRACED = 20, 40, 20

with tf1.Graph().as_default():
    tf1.import_graph_def(graph, name="")
    session = tf1.Session()
    random = np.random.default_rng(1)
    for variable in ["parameters", "velocity", "first", "second", "average"]:
        if f"set_{variable}" in names:
            values = random.normal(0, 0.05, parameters) if variable == "parameters" else np.zeros(parameters)
            session.run(f"set_{variable}:0", {"values:0": values})
    feeds = {
        "pictures:0": random.random((batch, 28, 28, 1)),
        "targets:0": np.eye(10)[random.integers(0, 10, batch)],
        "shares:0": np.full((batch, 1), 1 / batch),
        "learning_rate:0": 1e-3,
        "seed:0": [1, 1],
        "adam:0": [0.9, 0.999, 1e-7],
        "averaging_rate:0": 0.1,
    }
    feeds = {name: value for name, value in feeds.items() if name[:-2] in names}
    step = lambda **options: session.run(["logits:0", "statistics:0"], feeds, **options)
    for _ in range(WARM_UP):
        step()
    started = time.perf_counter()
    for _ in range(TIMED):
        step()
    milliseconds = 1000 * (time.perf_counter() - started) / TIMED
    total, count = collections.Counter(), collections.Counter()
    for _ in range(TRACED):
        told = tf1.RunMetadata()
        step(options=tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE), run_metadata=told)
        for device in told.step_stats.dev_stats:
            for node in device.node_stats:
                label = node.timeline_label
                name = label.split(" = ")[1].split("(")[0] if " = " in label else node.node_name
                total[name] += (node.op_end_rel_micros - node.op_start_rel_micros) / 1000 / TRACED
                count[name] += 1 / TRACED
operations = [{"name": name, "milliseconds": value, "count": count[name]} for name, value in total.most_common()]
print(json.dumps({"step": milliseconds, "operations": operations}))
