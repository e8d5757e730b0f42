"""Pictures that diffusers and PEFT draw with a ControlNet together with what else a person may have learnt: python make_combinations.py (also peft).

Whatever is learnt is filled with sines, as in make.py; so no weights are kept here.
"""

import copy
import pathlib

import numpy
import peft
import torch
from diffusers import (
    ControlNetModel, DDIMScheduler, StableDiffusionControlNetInpaintPipeline, StableDiffusionControlNetPipeline, StableDiffusionPipeline, UNet2DConditionModel)
from PIL import Image

here = pathlib.Path(__file__).parent
folder = here.parent.parent.parent / "Sources/Easel/Resources/models/easel-tiny"
base = StableDiffusionPipeline.from_pretrained(folder, safety_checker=None, feature_extractor=None, requires_safety_checker=False, torch_dtype=torch.float32)
base.scheduler = DDIMScheduler.from_config(base.scheduler.config)
ATTENTION, TEXT = ["to_q", "to_k", "to_v", "to_out.0"], ["q_proj", "k_proj", "v_proj", "out_proj"]


def sines(shape, number):
    count = int(numpy.prod(shape))
    scale = 1 / (numpy.prod(shape[1:]) ** 0.5 if len(shape) > 1 else 10)
    return torch.from_numpy((numpy.sin(numpy.arange(count) * 0.7 + number) * scale).astype(numpy.float32).reshape(shape))


def fill(module, part, number, scale):
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if part in name:
                parameter.copy_(sines(tuple(parameter.shape), number) * scale)


def network():
    made = ControlNetModel.from_unet(base.unet, conditioning_embedding_out_channels=(16, 32, 96))
    fill(made, "controlnet_", 1, 1)
    return made


def rounded(module, dtype):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(parameter.to(dtype))
    return module


def learnt_weights(parts):
    with torch.no_grad():
        for module in (parts["unet"], parts["text_encoder"]):
            for name, parameter in module.named_parameters():
                if parameter.ndim > 1 and "embedding.weight" not in name:
                    parameter += sines(tuple(parameter.shape), 4) * 0.1


def lora(parts):
    for module, targets in ((parts["unet"], ATTENTION), (parts["text_encoder"], TEXT)):
        module.add_adapter(peft.LoraConfig(r=2, lora_alpha=3, target_modules=targets))
        fill(module, "lora_A", 5, 1)
        fill(module, "lora_B", 6, 0.3)


def oft(parts):
    peft.get_peft_model(parts["unet"], peft.OFTConfig(oft_block_size=8, use_cayley_neumann=False, target_modules=ATTENTION))
    fill(parts["unet"], "oft_R", 8, 0.5)


def inpainting(parts):
    unet = UNet2DConditionModel.from_config({**parts["unet"].config, "in_channels": 9})
    state = parts["unet"].state_dict()
    first = state["conv_in.weight"]
    state["conv_in.weight"] = torch.cat([first, sines((first.shape[0], 5, 3, 3), 9) * 0.3], dim=1)
    unet.load_state_dict(state)
    parts["unet"] = unet.eval()


def draw(*changes, token=False, paints=False, dtype=torch.float32, weight=1.0):
    parts = {name: copy.deepcopy(getattr(base, name)) for name in ("unet", "text_encoder", "tokenizer")}
    for change in changes:
        change(parts)
    kind = StableDiffusionControlNetInpaintPipeline if paints else StableDiffusionControlNetPipeline
    pipeline = kind(
        base.vae, parts["text_encoder"], parts["tokenizer"], parts["unet"], rounded(network(), dtype),
        DDIMScheduler.from_config(base.scheduler.config), None, None, requires_safety_checker=False)
    pipeline.set_progress_bar_config(disable=True)
    if token:
        width = parts["text_encoder"].config.hidden_size
        pipeline.load_textual_inversion({"<moss>": sines((1, width), 3)[0]})
    shown = Image.open(here / "first.png")
    images = {"image": shown}
    if paints:
        images = {"image": Image.open(here / "source.png"), "mask_image": Image.open(here / "mask.png").convert("L"), "control_image": shown, "strength": 1.0}
    result = pipeline(
        "a red <moss>" if token else "a red dog", negative_prompt="a sketch", num_inference_steps=10, guidance_scale=4.0, height=64, width=64,
        generator=torch.Generator().manual_seed(7), controlnet_conditioning_scale=weight, output_type="np", **images).images[0]
    return (result * 255).round().astype("uint8")


cases = {
    "weights": dict(changes=[learnt_weights]), "lora": dict(changes=[lora]), "oft": dict(changes=[oft]), "token": dict(token=True),
    "everything": dict(changes=[learnt_weights, lora], token=True), "inpainting": dict(changes=[inpainting], paints=True),
    "bfloat16": dict(dtype=torch.bfloat16),
}
plain = draw().astype(int)
for name, case in cases.items():
    changes = case.pop("changes", [])
    picture = draw(*changes, **case)
    without = draw(*changes, **case, weight=0.0).astype(int)
    print(name, "differs from the picture without it by", abs(picture - plain).max(), "and from that without control by", abs(picture - without).max())
    Image.fromarray(picture).save(here / f"with-{name}.png")
