"""A folder in diffusers' layout with Stable Diffusion 1.5's shapes and random float16 weights, for measuring how long loading takes.

    python random_model.py FOLDER
"""

import json
import pathlib
import shutil
import sys

import torch

from peer_pytorch import TINY, autoencoder, text_model, unet_model

PARTS = dict(
    text_encoder=["transformers", "CLIPTextModel"], tokenizer=["transformers", "CLIPTokenizer"], unet=["diffusers", "UNet2DConditionModel"],
    vae=["diffusers", "AutoencoderKL"], scheduler=["diffusers", "PNDMScheduler"])


def write(folder):
    for name, make in dict(text_encoder=text_model, unet=unet_model, vae=autoencoder).items():
        make().to(torch.float16).save_pretrained(folder / name)
    for name in ("tokenizer", "scheduler"):
        shutil.copytree(TINY / name, folder / name, dirs_exist_ok=True)
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline", **PARTS}))


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    if not (folder / "model_index.json").exists():
        write(folder)
