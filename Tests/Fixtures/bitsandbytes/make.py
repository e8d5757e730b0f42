"""Makes adamw8bit.safetensors: three steps of bitsandbytes' AdamW8bit on a CPU.

Its quick path for CPUs looks codes of small numbers up coarsely; here the nearest value is taken, as on its other devices.
"""

import pathlib

import bitsandbytes
import bitsandbytes.backends.cpu.ops as cpu
import torch
from bitsandbytes.functional import create_dynamic_map
from safetensors.torch import save_file


def quantize(numbers, code, scales, codes, block):
    flat = numbers.reshape(-1)
    largest = torch.nn.functional.pad(flat, (0, -flat.numel() % block)).reshape(-1, block).abs().amax(1)
    scaled = (flat / largest.repeat_interleave(block)[: flat.numel()].clamp(min=1e-38)).clamp(-1, 1)
    codes.copy_(torch.bucketize(scaled, (code[:-1] + code[1:]) / 2).to(torch.uint8).reshape(codes.shape))
    scales.copy_(largest)


cpu._quant_blockwise_fp32_direct = quantize
torch.manual_seed(7)
before = torch.randn(61, 83) * 0.1  # 5063 numbers: the last block is not full
weights = torch.nn.Parameter(before.clone())
optimizer = bitsandbytes.optim.AdamW8bit([weights], lr=1e-3, weight_decay=0.01)
tensors = {"before": before, "map.signed": create_dynamic_map(signed=True), "map.unsigned": create_dynamic_map(signed=False)}
for step in range(3):
    gradient = torch.randn_like(weights) * torch.logspace(-2, 0, 83) * 10 ** (-step * 0.5)
    weights.grad = gradient.clone()
    optimizer.step()
    tensors |= {f"gradient.{step}": gradient, f"after.{step}": weights.detach().clone()}
    tensors |= {f"{name}.{step}": optimizer.state[weights][name].clone() for name in ("state1", "state2", "absmax1", "absmax2")}
made_by = f"bitsandbytes {bitsandbytes.__version__}, torch {torch.__version__}"
path = pathlib.Path(__file__).with_name("adamw8bit.safetensors")
save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path, metadata={"format": "pt", "made_by": made_by})
