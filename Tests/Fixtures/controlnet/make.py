"""Gradients of a ControlNet's weights through a frozen UNet, by PyTorch: python make.py (in this folder; torch, diffusers, safetensors)."""

import pathlib

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from safetensors.torch import load_file, save_file

here = pathlib.Path(__file__).parent
tiny = here.parent / "sd1-tiny"
inputs = load_file(tiny / "controlnet.safetensors")


def run(dtype):
    network = ControlNetModel.from_pretrained(tiny / "controlnet").to(dtype)
    unet = UNet2DConditionModel.from_pretrained(tiny / "model/unet").to(dtype).requires_grad_(False)
    sample, context, condition = (inputs["1." + key].to(dtype) for key in ("sample", "encoder_hidden_states", "controlnet_cond"))
    timesteps = torch.tensor([77, 500])
    down, mid = network(
        sample, timesteps, encoder_hidden_states=context, controlnet_cond=condition, conditioning_scale=0.6, return_dict=False)
    output = unet(
        sample, timesteps, encoder_hidden_states=context, down_block_additional_residuals=down, mid_block_additional_residual=mid).sample
    seed = torch.randn(output.shape, generator=torch.Generator().manual_seed(5))
    (output * seed.to(dtype)).sum().backward()
    return {name: parameter.grad for name, parameter in network.named_parameters()}, seed, output.detach()


single, seed, output = run(torch.float32)
double, _, _ = run(torch.float64)
difference = sum(((single[key].double() - double[key]) ** 2).sum() for key in single) ** 0.5
print("float32 from float64, relative L2:", float(difference / sum((value**2).sum() for value in double.values()) ** 0.5))
save_file({**single, "seed": seed, "unet_out": output}, here / "gradients.safetensors", metadata={"format": "pt"})
