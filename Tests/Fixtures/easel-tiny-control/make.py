"""Pictures that diffusers draws with the embedded model and ControlNets: python make.py (torch, diffusers, transformers, Pillow, NumPy).

The networks are copies of the model's UNet; what a copy does not have is filled with sines, which a test can compute as well, so no weights are kept here.
"""

import json
import pathlib

import numpy
import torch
from diffusers import (
    ControlNetModel, DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler, StableDiffusionControlNetImg2ImgPipeline,
    StableDiffusionControlNetInpaintPipeline, StableDiffusionControlNetPipeline, StableDiffusionPipeline, UniPCMultistepScheduler)
from PIL import Image, ImageDraw

here = pathlib.Path(__file__).parent
folder = here.parent.parent.parent / "Sources/Easel/Resources/models/easel-tiny"
base = StableDiffusionPipeline.from_pretrained(folder, safety_checker=None, feature_extractor=None, requires_safety_checker=False, dtype=torch.float32)
base.set_progress_bar_config(disable=True)


def sines(shape, number):
    count = int(numpy.prod(shape))
    scale = 1 / (numpy.prod(shape[1:]) ** 0.5 if len(shape) > 1 else 10)
    return torch.from_numpy((numpy.sin(numpy.arange(count) * 0.7 + number) * scale).astype(numpy.float32).reshape(shape))


def network(number):
    made = ControlNetModel.from_unet(base.unet, conditioning_embedding_out_channels=(8, 16, 32))
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            if name.startswith("controlnet_"):
                parameter.copy_(sines(tuple(parameter.shape), number))
    return made


def ellipse(box, size):
    picture = Image.new("RGB", size)
    ImageDraw.Draw(picture).ellipse(box, outline=(255, 255, 255), width=2)
    return picture


networks = [network(1), network(2)]
pictures = {
    "first.png": ellipse((10, 14, 52, 50), (64, 64)), "second.png": ellipse((20, 4, 60, 40), (96, 80)),
    "source.png": Image.effect_mandelbrot((64, 64), (-2, -1.2, 0.8, 1.2), 60).convert("RGB"), "mask.png": ellipse((0, 0, 63, 63), (64, 64)),
}
ImageDraw.Draw(pictures["mask.png"]).rectangle((0, 0, 63, 63), fill=(0, 0, 0))
ImageDraw.Draw(pictures["mask.png"]).rectangle((16, 16, 47, 55), fill=(255, 255, 255))
for name, picture in pictures.items():
    picture.save(here / name)

samplers = {
    "ddim": DDIMScheduler, "euler": EulerDiscreteScheduler, "pndm": PNDMScheduler, "unipc": UniPCMultistepScheduler,
    "dpmpp2m": DPMSolverMultistepScheduler,
}
one = {"controls": [{"picture": "first.png", "net": 1}]}
two = {"controls": [{"picture": "first.png", "net": 1, "weight": 0.7}, {"picture": "second.png", "net": 2, "weight": 0.5, "start": 0.25, "end": 0.75}]}
span = {"controls": [{"picture": "second.png", "net": 2, "weight": 1.2, "start": 0.2, "end": 0.6}]}
cases = [
    {"sampler": "ddim", **one}, {"sampler": "pndm", **two}, {"sampler": "unipc", **span}, {"sampler": "euler", "guess": True, **one},
    {"sampler": "dpmpp2m", "guess": True, **two}, {"sampler": "euler", "guidanceScale": 1, **one}, {"sampler": "ddim", "count": 2, **two},
    {"sampler": "euler", "source": "source.png", "strength": 0.7, **one}, {"sampler": "dpmpp2m", "source": "source.png", "strength": 0.5, **two},
    {"sampler": "ddim", "guess": True, "source": "source.png", "strength": 0.8, **span},
    {"sampler": "ddim", "source": "source.png", "mask": "mask.png", "strength": 0.8, **one},
    {"sampler": "pndm", "source": "source.png", "mask": "mask.png", "strength": 1, **two},
]


def draw(number, case):
    controls = case["controls"]
    chosen = [networks[control["net"] - 1] for control in controls]
    several = len(chosen) > 1

    def values(key, standard):
        found = [float(control.get(key, standard)) for control in controls]
        return found if several else found[0]

    kinds = {2: StableDiffusionControlNetInpaintPipeline, 1: StableDiffusionControlNetImg2ImgPipeline, 0: StableDiffusionControlNetPipeline}
    kind = kinds[("source" in case) + ("mask" in case)]
    scheduler = samplers[case["sampler"]].from_config(base.scheduler.config)
    pipeline = kind(
        base.vae, base.text_encoder, base.tokenizer, base.unet, chosen if several else chosen[0], scheduler, None, None, requires_safety_checker=False)
    pipeline.set_progress_bar_config(disable=True)
    count = case.get("count", 1)
    conditions = [pictures[control["picture"]] for control in controls]
    # Several pictures of one prompt: the pipeline asks for lists of equal length.
    conditions = conditions if several else conditions[0]
    arguments = {
        "prompt": "a red dog", "negative_prompt": "a sketch", "num_inference_steps": 10, "guidance_scale": case["guidanceScale"], "height": 64, "width": 64,
        "generator": [torch.Generator().manual_seed(7 + index) for index in range(count)], "num_images_per_prompt": count,
        "controlnet_conditioning_scale": values("weight", 1), "control_guidance_start": values("start", 0), "control_guidance_end": values("end", 1),
        "guess_mode": case.get("guess", False), "output_type": "np",
    }
    if "source" in case:
        arguments |= {"image": pictures[case["source"]], "control_image": conditions, "strength": case["strength"]}
        if "mask" in case:
            arguments["mask_image"] = pictures[case["mask"]].convert("L")
    else:
        arguments["image"] = conditions
    files = []
    for index, array in enumerate(pipeline(**arguments).images):
        files.append(f"{number:02}-{index}.png")
        Image.fromarray((array * 255).round().astype("uint8")).save(here / files[-1])
    return files


document = {"steps": 10, "seed": 7, "prompt": "a red dog", "negativePrompt": "a sketch", "size": 64, "cases": []}
for number, case in enumerate(cases):
    case = {"guidanceScale": 4, **case}
    document["cases"].append({**case, "files": draw(number, case)})
(here / "cases.json").write_text(json.dumps(document, indent=1) + "\n")
