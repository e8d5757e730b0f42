"""Saves small random Stable Diffusion folders of many configurations, with what diffusers and transformers compute from them.

Each folder is a fixture group as `Tests/Fixtures/sd1-tiny` is: `model/` in diffusers' layout, a manifest, inputs and outputs. So

    python Tests/Peers/make_model_groups.py /tmp/peers
    EASEL_FIXTURES=/tmp/peers swift test -c release --filter ParityTests

compares the engine with the libraries themselves. Needs torch, diffusers, transformers and safetensors.
"""

import argparse
import copy
import json
import pathlib

import diffusers
import safetensors.torch
import torch
import transformers

CROSS_DOWN, CROSS_UP, DOWN, UP = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D", "DownBlock2D", "UpBlock2D"

UNET = dict(in_channels=4, out_channels=4, sample_size=8, block_out_channels=[16, 32], layers_per_block=1, norm_num_groups=8,
            attention_head_dim=4, cross_attention_dim=24, down_block_types=[CROSS_DOWN, DOWN], up_block_types=[UP, CROSS_UP])
VAE = dict(block_out_channels=[8, 16], layers_per_block=1, norm_num_groups=4, latent_channels=4, sample_size=32)
TEXT = dict(vocab_size=99, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=3, hidden_act="quick_gelu",
            max_position_embeddings=77)

# What differs from the above; `dtype` is that of the files, `keys` how the keys of the text model and autoencoder are written.
GROUPS = {
    "plain": {},
    "heads-by-block": dict(
        unet=dict(block_out_channels=[12, 24, 36], attention_head_dim=[2, 3, 9], norm_num_groups=6, layers_per_block=2,
                  use_linear_projection=True, down_block_types=[CROSS_DOWN] * 3, up_block_types=[CROSS_UP] * 3),
        vae=dict(block_out_channels=[8, 12, 16], layers_per_block=2, mid_block_add_attention=False),
        text=dict(hidden_act="gelu", num_hidden_layers=4), dtype="bfloat16"),
    "layers-by-block": dict(
        unet=dict(block_out_channels=[8, 16, 24], layers_per_block=[1, 2, 3], transformer_layers_per_block=[1, 2, 3],
                  attention_head_dim=[1, 2, 4], norm_num_groups=4, down_block_types=[CROSS_DOWN, DOWN, CROSS_DOWN],
                  up_block_types=[CROSS_UP, UP, CROSS_UP]),
        vae=dict(block_out_channels=[4, 8, 8, 12], layers_per_block=3, norm_num_groups=2), dtype="float16", keys="prefixed"),
    "odd-widths": dict(
        unet=dict(block_out_channels=[6, 15, 21], attention_head_dim=[3, 5, 7], norm_num_groups=3, cross_attention_dim=24,
                  down_block_types=[DOWN, CROSS_DOWN, DOWN], up_block_types=[UP, CROSS_UP, UP]),
        vae=dict(block_out_channels=[9, 15], norm_num_groups=3, use_quant_conv=False, use_post_quant_conv=False, latent_channels=6),
        text=dict(num_attention_heads=1, intermediate_size=7)),
    "kernels": dict(
        unet=dict(conv_in_kernel=5, conv_out_kernel=5, downsample_padding=0, transformer_layers_per_block=2, layers_per_block=3),
        vae=dict(block_out_channels=[8]), text=dict(max_position_embeddings=16), keys="former"),
    "scales": dict(
        unet=dict(flip_sin_to_cos=False, freq_shift=1, center_input_sample=True, mid_block_scale_factor=1.4142, norm_eps=1e-3,
                  norm_num_groups=16, use_linear_projection=True),
        vae=dict(use_quant_conv=False, norm_num_groups=8), text=dict(layer_norm_eps=1e-3, num_hidden_layers=1), dtype="float64",
        keys="former-convolutions"),
    "other-ways-up": dict(
        unet=dict(block_out_channels=[16, 16, 24], layers_per_block=2, attention_head_dim=[4, 8, 2], down_block_types=[DOWN, DOWN, CROSS_DOWN],
                  up_block_types=[UP, CROSS_UP, CROSS_UP]),
        vae=dict(block_out_channels=[8, 8, 8, 8], use_post_quant_conv=False)),
    "single-level": dict(
        unet=dict(block_out_channels=[16], down_block_types=[CROSS_DOWN], up_block_types=[CROSS_UP], attention_head_dim=16)),
}

FORMER = {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."}


def randomised(model, generator):
    """Gives every parameter, norms and biases too, a value that shows when it is dropped or swapped."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.ndim == 1:
                parameter.copy_(0.2 * noise + (1 if "norm" in name and name.endswith("weight") else 0))
            elif "embedding" in name and "time" not in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise / parameter[0].numel() ** 0.5)
    return model.eval().requires_grad_(False)


def stored(model, dtype):
    """The model with its weights rounded to what the file holds."""
    return model.to(dtype).to(torch.float32)


def former_keys(state, convolutions):
    result = {}
    for key, value in state.items():
        for current, former in FORMER.items():
            if current in key:
                key = key.replace(current, former)
                if convolutions and value.ndim == 2:
                    value = value[:, :, None, None]
        result[key] = value.contiguous()
    return result


def doubled(value):
    if isinstance(value, torch.Tensor):
        return value.double() if value.is_floating_point() else value
    return value


class Group:
    """The files and the manifest of one group."""

    def __init__(self, name, folder, settings, seed):
        self.name, self.folder = name, folder / name
        self.generator = torch.Generator().manual_seed(seed)
        self.seed = seed
        self.settings = settings
        self.dtype = getattr(torch, settings.get("dtype", "float32"))
        self.keys = settings.get("keys", "")
        self.tensors, self.cases = {}, []

    def randn(self, *shape):
        return torch.randn(shape, generator=self.generator)

    def reference(self, file, key, value):
        value = value.contiguous().to(torch.int32 if not value.is_floating_point() else torch.float32)
        self.tensors.setdefault(file, {})[key] = value
        return dict(file=file, key=key, shape=list(value.shape), dtype=str(value.dtype).removeprefix("torch."))

    def tolerance(self, pairs):
        """As the fixtures state it: twenty times the error of float32 itself, on this very computation."""
        error = max((single.double() - double).abs().max().item() for single, double in pairs)
        rms = max(double.square().mean().sqrt().item() for _, double in pairs)
        return dict(rms=rms, f32_vs_f64_maxerr=error, atol=max(20 * error, 2e-6 * rms))

    def both(self, model, call):
        """The results in float32 and, to measure its error, in float64."""
        return call(model, lambda value: value), call(copy.deepcopy(model).double(), doubled)

    def add(self, name, tensors, pairs, **members):
        self.cases.append(dict(name=name, tolerance=self.tolerance(pairs), tensors=tensors, **members))

    def write(self, versions):
        model = self.folder / "model"
        model.mkdir(parents=True, exist_ok=True)
        self.text_model(model / "text_encoder")
        self.unet(model / "unet")
        self.autoencoder(model / "vae")
        index = dict(_class_name="StableDiffusionPipeline", text_encoder=["transformers", "CLIPTextModel"],
                     tokenizer=["transformers", "CLIPTokenizer"], unet=["diffusers", "UNet2DConditionModel"],
                     vae=["diffusers", "AutoencoderKL"], scheduler=["diffusers", "DDIMScheduler"])
        (model / "model_index.json").write_text(json.dumps(index, indent=2))
        described = {}
        for file, tensors in self.tensors.items():
            safetensors.torch.save_file(tensors, self.folder / file)
            described[file] = {key: dict(shape=list(value.shape), dtype=str(value.dtype)) for key, value in tensors.items()}
        manifest = dict(format="sd-oracle-1", group=self.name, seed=self.seed, versions=versions, cases=self.cases, tensors=described)
        (self.folder / "manifest.json").write_text(json.dumps(manifest, indent=1))

    def text_model(self, folder):
        file = "text_encoder.safetensors"
        config = transformers.CLIPTextConfig(**{**TEXT, **self.settings.get("text", {})})
        model = stored(randomised(transformers.CLIPTextModel(config), self.generator), self.dtype)
        copy.deepcopy(model).to(self.dtype).save_pretrained(folder)
        if self.keys == "prefixed":
            weights = folder / "model.safetensors"
            state = safetensors.torch.load_file(weights)
            safetensors.torch.save_file({f"text_model.{key.removeprefix('text_model.')}": value for key, value in state.items()}, weights)
        ids = torch.randint(0, config.vocab_size, (3, config.max_position_embeddings), generator=self.generator)
        short = ids[:2, :5]
        single, double = self.both(model, lambda model, _: (model(ids, output_hidden_states=True), model(short)))
        norm = (getattr(model, "text_model", model)).final_layer_norm
        states = single[0].hidden_states
        tensors = dict(
            input_ids=self.reference(file, "input_ids", ids), short_ids=self.reference(file, "short_ids", short),
            last_hidden_state=self.reference(file, "last_hidden_state", single[0].last_hidden_state),
            short_last_hidden_state=self.reference(file, "short_last_hidden_state", single[1].last_hidden_state),
            hidden_states=self.reference(file, "hidden_states", torch.stack(states)),
            clip_skip={str(skip): self.reference(file, f"clip_skip{skip}", norm(states[-1 - skip][:1]))
                       for skip in range(1, config.num_hidden_layers + 1)})
        pairs = [(a.last_hidden_state, b.last_hidden_state) for a, b in zip(single, double)] + list(zip(states, double[0].hidden_states))
        self.add("text_encoder", tensors, pairs)

    def unet(self, folder):
        file = "unet.safetensors"
        model = stored(randomised(diffusers.UNet2DConditionModel(**{**UNET, **self.settings.get("unet", {})}), self.generator), self.dtype)
        copy.deepcopy(model).to(self.dtype).save_pretrained(folder)
        width = model.config.cross_attention_dim
        inputs = [("square", (1, 8, 8), 500, 77), ("wide", (2, 8, 16), 999, 77), ("odd size", (1, 9, 13), 3, 20),
                  ("per sample", (3, 12, 8), [0, 17, 801], 4), ("fractional", (2, 11, 8), 123.456, 1)]
        for index, (name, (batch, height, width_), timestep, tokens) in enumerate(inputs):
            sample, context = self.randn(batch, 4, height, width_), self.randn(batch, tokens, width)
            steps = torch.tensor(timestep)
            single, double = self.both(model, lambda model, up: model(up(sample), up(steps), up(context)).sample)
            tensors = dict(sample=self.reference(file, f"{index}.sample", sample), out=self.reference(file, f"{index}.out", single),
                           encoder_hidden_states=self.reference(file, f"{index}.encoder_hidden_states", context))
            self.add(f"unet {name}", tensors, [(single, double)], timestep=steps.tolist())

        self.unet_gradients(model)

    def unet_gradients(self, model):
        """What Σ seed · output changes by with every weight, the sample and the context."""
        file = "unet_gradients.safetensors"
        sample, context, seed = self.randn(2, 4, 9, 13), self.randn(2, 20, model.config.cross_attention_dim), self.randn(2, 4, 9, 13)

        def gradients(model, up):
            model = model.requires_grad_(True)
            inputs = [up(value).clone().requires_grad_(True) for value in (sample, context)]
            with torch.enable_grad():
                (model(inputs[0], torch.tensor([250, 7]), inputs[1]).sample * up(seed)).sum().backward()
            result = {name: parameter.grad for name, parameter in model.named_parameters()}
            return {**result, "sample": inputs[0].grad, "encoder_hidden_states": inputs[1].grad}

        single, double = self.both(copy.deepcopy(model), gradients)
        length = lambda values: sum(value.double().square().sum() for value in values).sqrt().item()
        error = length([single[name].double() - double[name] for name in single]) / length(double.values())
        tensors = {key: self.reference(file, key, value) for key, value in dict(sample=sample, encoder_hidden_states=context, seed=seed).items()}
        tensors["gradients"] = {name: self.reference(file, f"grad.{name}", value) for name, value in single.items()}
        self.cases.append(dict(name="unet gradients", timestep=[250, 7], tensors=tensors,
                               tolerance=dict(grad_rel_l2=max(20 * error, 2e-6), measured=error)))

    def autoencoder(self, folder):
        file = "vae.safetensors"
        blocks = {**VAE, **self.settings.get("vae", {})}
        levels = len(blocks["block_out_channels"])
        model = diffusers.AutoencoderKL(**blocks, down_block_types=["DownEncoderBlock2D"] * levels, up_block_types=["UpDecoderBlock2D"] * levels)
        model = stored(randomised(model, self.generator), self.dtype)
        copy.deepcopy(model).to(self.dtype).save_pretrained(folder)
        if self.keys.startswith("former"):
            weights = folder / "diffusion_pytorch_model.safetensors"
            state = former_keys(safetensors.torch.load_file(weights), self.keys == "former-convolutions")
            safetensors.torch.save_file(state, weights)
        scale = 2 ** (levels - 1)
        for index, (batch, height, width) in enumerate([(1, 4, 4), (2, 3, 5)]):
            pixels = self.randn(batch, 3, height * scale, width * scale).clamp(-1, 1)
            single, double = self.both(model, lambda model, up: model.encode(up(pixels)).latent_dist)
            noise = self.randn(*single.mean.shape)
            sample = single.mean + single.std * noise
            tensors = {key: self.reference(file, f"enc{index}.{key}", value) for key, value in dict(
                pixels=pixels, mean=single.mean, logvar=single.logvar, noise=noise, sample=sample).items()}
            pairs = [(single.mean, double.mean), (single.logvar, double.logvar), (sample, double.mean + double.std * noise)]
            self.add(f"vae encode {batch}x{height * scale}x{width * scale}", tensors, pairs)
            latents = self.randn(batch, model.config.latent_channels, height, width)
            single, double = self.both(model, lambda model, up: model.decode(up(latents)).sample)
            tensors = dict(latents=self.reference(file, f"dec{index}.latents", latents), image=self.reference(file, f"dec{index}.image", single))
            self.add(f"vae decode {batch}x{height}x{width}", tensors, [(single, double)])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    torch.set_grad_enabled(False)
    diffusers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    torch.use_deterministic_algorithms(True)
    versions = dict(torch=torch.__version__, diffusers=diffusers.__version__, transformers=transformers.__version__)
    for index, (name, settings) in enumerate(GROUPS.items()):
        Group(name, options.folder, settings, options.seed + index).write(versions)
        print(name)


if __name__ == "__main__":
    main()
