"""Models of true shapes with random weights, without the minutes that drawing 860 million of them anew would take."""

import math

import torch

PATTERN = 1 << 20


@torch.no_grad()
def with_random_weights(make):
    """What `make` makes, in float32 and evaluation mode: weights spread as initialisers spread them, norms near one, biases near zero."""
    with torch.device("meta"):
        model = make()
    model = model.to_empty(device="cpu").eval()
    generator = torch.Generator().manual_seed(20)
    pattern = torch.randn(PATTERN, generator=generator)
    for name, parameter in model.named_parameters():
        # Each begins at another place of the pattern: equal weights would be kept once by a peer that looks for them.
        start = int(torch.randint(PATTERN, (), generator=generator))
        count = parameter.numel()
        values = pattern.repeat(math.ceil((start + count) / PATTERN))[start : start + count].view_as(parameter)
        if parameter.ndim == 1:
            parameter.copy_(values * 0.1 + (1 if name.endswith("weight") else 0))
        else:
            parameter.copy_(values / math.sqrt(parameter[0].numel()))
    for name, buffer in model.named_buffers():
        if name.endswith("position_ids"):
            buffer.copy_(torch.arange(buffer.shape[-1]).expand(buffer.shape))
    return model
