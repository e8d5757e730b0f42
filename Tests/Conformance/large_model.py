"""A model that takes a while to load, made on the fly: the embedded one with a text model of a gigabyte and a half, whose weights are a hole in a file."""

import json
import pathlib
import shutil

TINY = pathlib.Path(__file__).resolve().parents[2] / "Sources/Easel/Resources/models/easel-tiny"
LAYERS, WIDE = 8, 262_144


def make(folder):
    shutil.copytree(TINY, folder)
    part = folder / "text_encoder"
    configuration = json.loads((part / "config.json").read_text()) | {"num_hidden_layers": LAYERS, "intermediate_size": WIDE}
    (part / "config.json").write_text(json.dumps(configuration))
    with open(part / "model.safetensors", "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    shapes = {key: entry["shape"] for key, entry in header.items() if key != "__metadata__"}
    narrow = shapes["text_model.encoder.layers.0.mlp.fc1.bias"][0]
    for key in [key for key in shapes if ".layers.0." in key]:
        shape = [WIDE if extent == narrow else extent for extent in shapes[key]]
        shapes |= {key.replace(".layers.0.", f".layers.{layer}."): shape for layer in range(LAYERS)}
    write_hole(part / "model.safetensors", shapes)
    return folder


def write_hole(path, shapes):
    """A safetensors file of float16 zeros that takes no disk."""
    header, end = {}, 0
    for key, shape in shapes.items():
        start, count = end, 1
        for extent in shape:
            count *= extent
        end += 2 * count
        header[key] = {"dtype": "F16", "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + end)
