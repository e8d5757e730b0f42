"""Proves that Easel paints in pictures as diffusers does: the same seed, prompt, picture and mask, the same result.

    python Tests/Peers/inpainting.py .build/release/easel --work /tmp/inpainting

With the embedded model, which sees latents alone, and with one for inpainting that diffusers saves, made of the embedded one with small random weights
for the mask and the surroundings. `StableDiffusionInpaintPipeline` and `sample(…, from:, mask:, keepUnmasked: false)` draw, sampler by sampler, at
full and at less strength; the largest difference of a pixel's channel may be 2 of 255.

Needs torch, diffusers and transformers; nothing is downloaded.
"""

import argparse
import pathlib
import shutil
import sys

import diffusers
import numpy
import torch
from PIL import Image, ImageDraw

from round_trips import cell, check, failures

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "Sources/Easel/Resources/models/easel-tiny"
PROMPT, SEED, STEPS = "a photo of a blue dog", 42, 10
KARRAS = {"use_karras_sigmas": True}
SAMPLERS = {
    "pndm": ("PNDMScheduler", {}), "ddim": ("DDIMScheduler", {}), "euler": ("EulerDiscreteScheduler", {}), "eulerKarras": ("EulerDiscreteScheduler", KARRAS),
    "heun": ("HeunDiscreteScheduler", {}), "heunKarras": ("HeunDiscreteScheduler", KARRAS), "dpm2Karras": ("KDPM2DiscreteScheduler", KARRAS),
    "dpmpp2m": ("DPMSolverMultistepScheduler", {}), "dpmpp2mKarras": ("DPMSolverMultistepScheduler", KARRAS),
    "dpmpp2s": ("DPMSolverSinglestepScheduler", {}), "deis": ("DEISMultistepScheduler", {}), "unipc": ("UniPCMultistepScheduler", {}),
    "eulerAncestral": ("EulerAncestralDiscreteScheduler", {}), "ddpm": ("DDPMScheduler", {}), "lcm": ("LCMScheduler", {}),
}


def pictures(work):
    """A picture to paint in and an ellipse to paint, at a size that is no multiple of the autoencoder's."""
    generator = numpy.random.default_rng(3)
    rough = Image.fromarray(generator.integers(0, 256, (5, 6, 3), dtype=numpy.uint8)).resize((72, 64), Image.Resampling.BICUBIC)
    mask = Image.new("L", rough.size)
    ImageDraw.Draw(mask).ellipse((13, 9, 55, 47), fill=255)
    for picture, name in ((rough, "picture.png"), (mask.convert("RGB"), "mask.png")):
        picture.save(work / name)
    return rough, mask.convert("RGB")


def inpainting_model(work):
    """The embedded model with five more input channels."""
    pipe = diffusers.StableDiffusionPipeline.from_pretrained(MODEL, safety_checker=None, torch_dtype=torch.float32)
    torch.manual_seed(1)
    unet = diffusers.UNet2DConditionModel.from_config({**pipe.unet.config, "in_channels": 9})
    state = pipe.unet.state_dict()
    first = state["conv_in.weight"]
    state["conv_in.weight"] = torch.cat([first, torch.randn(first.shape[0], 5, 3, 3) * 0.05], dim=1)
    unet.load_state_dict(state)
    diffusers.StableDiffusionInpaintPipeline(
        **{**pipe.components, "unet": unet, "safety_checker": None, "feature_extractor": None}, requires_safety_checker=False).save_pretrained(work / "nine")
    return work / "nine"


def theirs(pipe, config, sampler, picture, mask, strength):
    name, options = SAMPLERS[sampler]
    pipe.scheduler = getattr(diffusers, name).from_config(config, **options)
    result = pipe(
        PROMPT, image=picture, mask_image=mask, width=72, height=64, strength=strength, num_inference_steps=STEPS, guidance_scale=5.0,
        generator=torch.Generator("cpu").manual_seed(SEED), output_type="np").images[0]
    return (result * 255).round().astype(int)


def compare(easel, work, model, what):
    picture, mask = pictures(work)
    pipe = diffusers.StableDiffusionInpaintPipeline.from_pretrained(model, safety_checker=None, torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    config = pipe.scheduler.config
    runs = [(sampler, strength) for sampler in SAMPLERS for strength in (1.0, 0.6)]
    lines = [f'load("{model}")', 'let picture = images("picture.png", crop: .none)[0]', 'let mask = images("mask.png", crop: .none)[0]']
    for sampler, strength in runs:
        lines.append(
            f'save(sample("{PROMPT}", from: picture, mask: mask, strength: {strength}, keepUnmasked: false, steps: {STEPS}, guidanceScale: 5.0, '
            f'sampler: .{sampler}, seed: {SEED}), to: "{sampler}-{strength}.png")')
    output = cell(easel, work, "\n".join(lines))
    for sampler, strength in runs:
        path = work / f"{sampler}-{strength}.png"
        if not path.exists():
            check(False, f"{what}, {sampler}, strength {strength}\n{output[-2000:]}")
            return
        expected = theirs(pipe, config, sampler, picture, mask, strength)
        difference = abs(numpy.asarray(Image.open(path).convert("RGB")).astype(int) - expected).max()
        check(difference <= 2, f"{what}, {sampler}, strength {strength}: at most {difference} of 255")
        path.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("easel", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.work, ignore_errors=True)
    arguments.work.mkdir(parents=True)
    easel, work = arguments.easel.resolve(), arguments.work.resolve()
    compare(easel, work, MODEL, "four channels")
    compare(easel, work, inpainting_model(work), "nine channels")
    sys.exit(1 if failures else 0)
