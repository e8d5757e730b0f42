"""The small ControlNet in the layout of the original code, read back by diffusers: python make_original.py (in this folder; torch, diffusers, safetensors)."""

import json
import pathlib

import torch
from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint
from safetensors.torch import load_file, save_file

here = pathlib.Path(__file__).parent
tiny = here.parent / "sd1-tiny/controlnet"
config = json.loads((tiny / "config.json").read_text())
weights = load_file(tiny / "diffusion_pytorch_model.safetensors")
level = config["layers_per_block"] + 1
residual = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0", "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}


def original(key):
    parts = key.split(".")
    kind, last = parts[0], parts[-1]
    if kind == "conv_in":
        return f"input_blocks.0.0.{last}"
    if kind == "time_embedding":
        return f"time_embed.{0 if parts[1] == 'linear_1' else 2}.{last}"
    if kind == "controlnet_down_blocks":
        return f"zero_convs.{parts[1]}.0.{last}"
    if kind == "controlnet_mid_block":
        return f"middle_block_out.0.{last}"
    if kind == "controlnet_cond_embedding":
        return f"input_hint_block.{ {'conv_in': 0, 'conv_out': 14}.get(parts[1], None) if parts[1] != 'blocks' else 2 * int(parts[2]) + 2}.{last}"
    if kind == "mid_block":
        place = f"middle_block.{1 if parts[1] == 'attentions' else 2 * int(parts[2])}"
        return f"{place}.{inner(parts[1], parts[3:])}"
    if parts[2] == "downsamplers":
        return f"input_blocks.{(int(parts[1]) + 1) * level}.0.op.{last}"
    number = 1 + int(parts[1]) * level + int(parts[3])
    return f"input_blocks.{number}.{0 if parts[2] == 'resnets' else 1}.{inner(parts[2], parts[4:])}"


def inner(kind, parts):
    return ".".join(([residual[parts[0]]] if kind == "resnets" else [parts[0]]) + parts[1:])


renamed = {"control_model." + original(key): value for key, value in weights.items()}
back = convert_controlnet_checkpoint(dict(renamed), config)
assert back.keys() == weights.keys() and all(torch.equal(back[key], weights[key]) for key in weights)
save_file(renamed, here / "original-layout.safetensors")
