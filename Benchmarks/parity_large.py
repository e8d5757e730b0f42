"""Prepares the comparison with PyTorch at the shapes of Stable Diffusion 1.5 with random weights; `make parity-large` runs it and the test that reads it.

    python Benchmarks/parity_large.py FOLDER

writes a folder in diffusers' layout (text_encoder, unet, vae: 4.2 GB), `large.safetensors` with inputs and what PyTorch and diffusers computed from
them, and `large.json`, which says what is what. One model is in memory at a time. A folder that is complete is left alone. Needs torch, diffusers and
transformers; nothing is downloaded.
"""

import gc
import json
import pathlib
import sys
import time

import diffusers
import torch
import transformers
from safetensors.torch import save_file

from shapes import TEXT, UNET, VAE

SEED = 20
WIDTH, HEIGHT, PLACEHOLDER = 64, 64, 49408


def shake(model):
    """Norms and biases are given values too, so that none can be left out unseen."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 1:
                parameter.add_(torch.randn_like(parameter) * 0.1)
    return model.eval()


class Recording:
    def __init__(self, folder):
        self.folder, self.tensors, self.cases = folder, {}, []

    def case(self, name, kind, seconds, values=(), **tensors):
        self.tensors.update({f"{kind}.{key}": tensor.detach().clone().contiguous() for key, tensor in tensors.items()})
        self.cases.append(dict(name=name, kind=kind, **dict(values)))
        print(f"{name}: {seconds:.1f} s in PyTorch", flush=True)

    def finish(self):
        save_file(self.tensors, self.folder / "large.safetensors")
        versions = {module.__name__: module.__version__ for module in (torch, diffusers, transformers)}
        (self.folder / "large.json").write_text(json.dumps(dict(seed=SEED, versions=versions, cases=self.cases), indent=1))


def index(folder):
    """What makes a folder of components a pipeline."""
    parts = dict(
        text_encoder=["transformers", "CLIPTextModel"], tokenizer=["transformers", "CLIPTokenizer"], unet=["diffusers", "UNet2DConditionModel"],
        vae=["diffusers", "AutoencoderKL"], scheduler=["diffusers", "PNDMScheduler"])
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline", **parts}))


def timed(compute):
    start = time.monotonic()
    result = compute()
    return result, time.monotonic() - start


def text_model():
    torch.manual_seed(SEED)
    return shake(transformers.CLIPTextModel(transformers.CLIPTextConfig(**TEXT)))


def unet_model():
    torch.manual_seed(SEED + 1)
    return shake(diffusers.UNet2DConditionModel(**UNET))


def record_text(recording):
    model = text_model()
    model.save_pretrained(recording.folder / "text_encoder")
    ids = torch.randint(0, 49406, (2, 77))
    ids[:, 0], ids[:, -1] = 49406, 49407
    with torch.no_grad():
        output, seconds = timed(lambda: model(ids).last_hidden_state)
    recording.case("Text model, 77 tokens", "text", seconds, ids=ids, output=output)


def record_unet(recording):
    model = unet_model()
    model.save_pretrained(recording.folder / "unet")
    sample, context = torch.randn(2, 4, HEIGHT, WIDTH), torch.randn(2, 77, 768)
    with torch.no_grad():
        output, seconds = timed(lambda: model(sample, torch.tensor(501), context).sample)
    recording.case("UNet, two samples of 64×64 latents", "unet", seconds, dict(timestep=501), sample=sample, context=context, output=output)


def record_autoencoder(recording):
    torch.manual_seed(SEED + 2)
    model = shake(diffusers.AutoencoderKL(**VAE))
    model.save_pretrained(recording.folder / "vae")
    pixels, latents = torch.rand(1, 3, HEIGHT * 8, WIDTH * 8) * 2 - 1, torch.randn(1, 4, HEIGHT, WIDTH)
    with torch.no_grad():
        moments, seconds = timed(lambda: model.encode(pixels).latent_dist)
        recording.case(
            "Encoder, 512×512 pixels", "encoding", seconds, pixels=pixels, mean=moments.mean, logvar=moments.logvar)
        picture, seconds = timed(lambda: model.decode(latents).sample)
    recording.case("Decoder, 512×512 pixels", "decoding", seconds, latents=latents, output=picture)


def record_inversion(recording):
    """A step of textual inversion: from the vectors of a token to the loss, and back."""
    text, unet = text_model(), unet_model()
    for model in (text, unet):
        model.requires_grad_(False)
    unet.enable_gradient_checkpointing()
    unet.train()  # Checkpointing asks for it; nothing in this network drops out.
    torch.manual_seed(SEED + 3)
    vectors = (torch.randn(2, 768) * 0.02).requires_grad_()
    ids = torch.randint(0, 49406, (1, 77))
    ids[0, 0], ids[0, 5], ids[0, 6], ids[0, 9:] = 49406, PLACEHOLDER, PLACEHOLDER + 1, 49407
    table = text.get_input_embeddings().weight
    noisy, noise = torch.randn(1, 4, HEIGHT, WIDTH), torch.randn(1, 4, HEIGHT, WIDTH)

    class Joined(torch.nn.Module):
        weight = table

        def forward(self, ids):
            return torch.nn.functional.embedding(ids, torch.cat([table, vectors]))

    text.set_input_embeddings(Joined())

    def step():
        loss = torch.nn.functional.mse_loss(unet(noisy, torch.tensor(250), text(ids).last_hidden_state).sample, noise)
        loss.backward()
        return loss

    loss, seconds = timed(step)
    recording.case(
        "Textual inversion, the gradient of two vectors", "inversion", seconds, dict(timestep=250, loss=loss.item(), placeholder=PLACEHOLDER),
        ids=ids, vectors=vectors, noisy=noisy, noise=noise, gradient=vectors.grad)


def main():
    folder = pathlib.Path(sys.argv[1])
    if (folder / "large.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    index(folder)
    recording = Recording(folder)
    for record in (record_text, record_autoencoder, record_unet, record_inversion):
        record(recording)
        gc.collect()
    recording.finish()


if __name__ == "__main__":
    main()
