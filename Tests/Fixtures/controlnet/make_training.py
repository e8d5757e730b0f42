"""Steps of diffusers' train_controlnet.py on the small model, with recorded draws: python make_training.py CHECKPOINT (torch, diffusers, transformers).

CHECKPOINT is the folder of fixtures that holds sd1-tiny with its vocabulary. Two runs of three steps: from a trained ControlNet, and from one that
ControlNetModel.from_unet has just made. Tolerances come from the same steps in float64.
"""

import json
import pathlib
import sys

import torch
from diffusers import ControlNetModel, DDPMScheduler, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTokenizer

here = pathlib.Path(__file__).parent
tiny = pathlib.Path(sys.argv[1]) / "sd1-tiny"
STEPS, BATCH, RATE = 3, 2, 1e-3
PROMPTS = ["a photo of a dog on the beach", ""]
WIDTHS = (8, 8, 16, 16)
tokenizer = CLIPTokenizer.from_pretrained(tiny / "model/tokenizer")
scheduler = DDPMScheduler.from_pretrained(tiny / "model/scheduler")


def draws():
    generator = torch.Generator().manual_seed(20)
    for _ in range(STEPS):
        yield {
            "latents": torch.randn(BATCH, 4, 8, 8, generator=generator), "noise": torch.randn(BATCH, 4, 8, 8, generator=generator),
            "controls": torch.rand(BATCH, 3, 64, 64, generator=generator), "timesteps": torch.randint(0, 1000, (BATCH,), generator=generator),
        }


def run(net, dtype):
    """The training step of examples/controlnet/train_controlnet.py."""
    unet = UNet2DConditionModel.from_pretrained(tiny / "model/unet").to(dtype)
    text = CLIPTextModel.from_pretrained(tiny / "model/text_encoder").to(dtype)
    net = net.to(dtype).train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.999), weight_decay=1e-2, eps=1e-8)
    ids = tokenizer(PROMPTS, padding="max_length", truncation=True, max_length=77, return_tensors="pt").input_ids
    context = text(ids)[0].detach()
    start = {name: value.detach().clone() for name, value in net.named_parameters()}
    losses, norms, gradients = [], [], {}
    for index, draw in enumerate(draws()):
        latents, noise, controls = (draw[name].to(dtype) for name in ("latents", "noise", "controls"))
        noisy = scheduler.add_noise(latents, noise, draw["timesteps"])
        down, mid = net(noisy, draw["timesteps"], context, controlnet_cond=controls, return_dict=False)
        prediction = unet(noisy, draw["timesteps"], context, down_block_additional_residuals=down, mid_block_additional_residual=mid).sample
        loss = torch.nn.functional.mse_loss(prediction, noise)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(net.parameters(), float("inf")).item())
        if index == 0:
            gradients = {name: value.grad.clone() for name, value in net.named_parameters()}
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    changes = {name: value.detach() - start[name] for name, value in net.named_parameters()}
    return losses, norms, gradients, changes


def fresh():
    torch.manual_seed(21)
    return ControlNetModel.from_unet(UNet2DConditionModel.from_pretrained(tiny / "model/unet"), conditioning_embedding_out_channels=WIDTHS)


def trained():
    return ControlNetModel.from_pretrained(tiny / "controlnet", torch_dtype=torch.float32)


def relative(first, second):
    first, second = (torch.cat([values[name].double().flatten() for name in sorted(values)]) for values in (first, second))
    return (torch.linalg.norm(first - second) / torch.linalg.norm(second)).item()


tensors = {f"{index}.{name}": value for index, draw in enumerate(draws()) for name, value in draw.items() if name != "timesteps"}
tensors |= {f"fresh.{name}": value.contiguous() for name, value in fresh().state_dict().items() if name.startswith("controlnet_cond_embedding.")}
cases = []
for name, make in (("trained", trained), ("fresh", fresh)):
    single, double = run(make(), torch.float32), run(make(), torch.float64)
    # Of all the others the lengths of their changes tell enough.
    for kind, values in (("gradient", single[2]), ("change", single[3])):
        tensors |= {f"{name}.{kind}.{key}": value.contiguous() for key, value in values.items() if "cond_embedding" in key or "controlnet_" in key}
    cases.append({
        "name": name, "losses": single[0], "norms": single[1],
        "changes": {key: torch.linalg.norm(value).item() for key, value in single[3].items()},
        "tolerance": {
            "loss": max(10 * max(abs(a - b) for a, b in zip(single[0], double[0])), 1e-6),
            "gradients": max(10 * relative(single[2], double[2]), 1e-5), "changes": max(10 * relative(single[3], double[3]), 1e-3),
        },
    })
    print(name, single[0], single[1], cases[-1]["tolerance"])
save_file(tensors, here / "training.safetensors")
document = {
    "steps": STEPS, "batch": BATCH, "learning_rate": RATE, "weight_decay": 1e-2, "clip_norm": 1.0, "prompts": PROMPTS, "embedding": WIDTHS,
    "timesteps": [draw["timesteps"].tolist() for draw in draws()], "cases": cases,
}
(here / "training.json").write_text(json.dumps(document, indent=1) + "\n")
