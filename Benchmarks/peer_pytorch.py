"""The works of the table in PyTorch, diffusers and transformers. Each function prepares one and returns what a repetition does."""

import functools
import pathlib

import diffusers
import torch
import transformers

import shapes
from random_weights import with_random_weights

TINY = pathlib.Path(__file__).parent.parent / "Sources/Easel/Resources/models/easel-tiny"


def text_model():
    return with_random_weights(lambda: transformers.CLIPTextModel(transformers.CLIPTextConfig(**shapes.TEXT)))


def unet_model():
    return with_random_weights(lambda: diffusers.UNet2DConditionModel(**shapes.UNET))


def control_model():
    config = {key: value for key, value in shapes.UNET.items() if key not in ("sample_size", "out_channels", "up_block_types")}
    return with_random_weights(lambda: diffusers.ControlNetModel(**config))


def autoencoder():
    return with_random_weights(lambda: diffusers.AutoencoderKL(**shapes.VAE))


def prompt_ids(batch):
    ids = torch.randint(0, 49406, (batch, 77), generator=torch.Generator().manual_seed(1))
    ids[:, 0], ids[:, 20:] = 49406, 49407
    return ids


def latents(batch, size, seed=2):
    return torch.randn(batch, 4, size // 8, size // 8, generator=torch.Generator().manual_seed(seed))


def inference(compute):
    """Without a tape, as a pipeline computes."""
    return torch.inference_mode()(compute)


def unet(size, batch):
    model, sample, context = unet_model(), latents(batch, size), torch.randn(batch, 77, 768)
    return inference(lambda: model(sample, torch.tensor(501), context).sample)


def unet_control(size, batch):
    model, network, sample, context = unet_model(), control_model(), latents(batch, size), torch.randn(batch, 77, 768)
    condition, timestep = torch.rand(batch, 3, size, size), torch.tensor(501)

    def step():
        down, mid = network(sample, timestep, context, condition, return_dict=False)
        return model(sample, timestep, context, down_block_additional_residuals=down, mid_block_additional_residual=mid).sample

    return inference(step)


def vae_decode(size, batch):
    model, sample = autoencoder(), latents(batch, size)
    return inference(lambda: model.decode(sample).sample)


def vae_encode(size, batch):
    model, pixels = autoencoder(), torch.rand(batch, 3, size, size) * 2 - 1
    return inference(lambda: model.encode(pixels).latent_dist.mean)


def text(size, batch):
    model, ids = text_model(), prompt_ids(batch)
    return inference(lambda: model(ids).last_hidden_state)


def step_of(unet, encode, parameters, noisy, noise, timesteps, optimizer=None):
    """From a prompt to the loss, and back to what learns."""

    def step():
        for parameter in parameters:
            parameter.grad = None
        prediction = unet(noisy, timesteps, encode()).sample
        loss = torch.nn.functional.mse_loss(prediction, noise)
        loss.backward()
        if optimizer:
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
        return loss.item()

    return step


class JoinedTable(torch.nn.Module):
    """A frozen table of word vectors with rows of its own that learn."""

    def __init__(self, table, vectors):
        super().__init__()
        self.table, self.vectors = [table], vectors

    @property
    def weight(self):
        return self.table[0]

    def forward(self, ids):
        return torch.nn.functional.embedding(ids, torch.cat([self.weight, self.vectors]))


def inverted(text, ids, count=1):
    """Vectors of a new word in the prompts `ids`, and the text model's answer with them."""
    table = text.get_input_embeddings().weight
    vectors = torch.nn.Parameter(torch.randn(count, table.shape[1]) * 0.02)
    text.requires_grad_(False)
    text.set_input_embeddings(JoinedTable(table, vectors))
    ids[:, 5 : 5 + count] = torch.arange(count) + table.shape[0]
    return [vectors], lambda: text(ids).last_hidden_state


def textual_inversion(size, batch):
    model = unet_model().requires_grad_(False)
    vectors, encode = inverted(text_model(), prompt_ids(batch))
    return step_of(model, encode, vectors, latents(batch, size), latents(batch, size, 3), torch.full((batch,), 250))


def full(size, batch):
    model, context = unet_model().requires_grad_(True), torch.randn(batch, 77, 768)
    return step_of(
        model, lambda: context, list(model.parameters()), latents(batch, size), latents(batch, size, 3), torch.full((batch,), 250))


def tiny_part(kind, name):
    return kind.from_pretrained(TINY, subfolder=name, dtype=torch.float32)


def tiny_picture(size, batch):
    pipeline = diffusers.StableDiffusionPipeline.from_pretrained(
        TINY, safety_checker=None, feature_extractor=None, requires_safety_checker=False, dtype=torch.float32)
    pipeline.scheduler = diffusers.DDIMScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    prompts = ["a red circle"] * batch
    return lambda: pipeline(
        prompts, num_inference_steps=25, guidance_scale=7.5, height=size, width=size, output_type="pt",
        generator=torch.Generator().manual_seed(4)).images


def tiny_ids(text, batch):
    config = text.config
    length = config.max_position_embeddings
    ids = torch.randint(0, config.vocab_size - 2, (batch, length), generator=torch.Generator().manual_seed(1))
    ids[:, 0], ids[:, length // 4 :] = config.bos_token_id, config.eos_token_id
    return ids


def tiny_latents(model, size, batch, seed):
    channels = model.config.in_channels
    return torch.randn(batch, channels, size // 4, size // 4, generator=torch.Generator().manual_seed(seed))


def tiny_step(size, batch, everything):
    model, text = tiny_part(diffusers.UNet2DConditionModel, "unet"), tiny_part(transformers.CLIPTextModel, "text_encoder")
    model.requires_grad_(everything)
    ids = tiny_ids(text, batch)
    if everything:
        text.requires_grad_(False)
        parameters, encode = list(model.parameters()), torch.no_grad()(lambda: text(ids).last_hidden_state)
    else:
        parameters, encode = inverted(text, ids, 2)
    optimizer = torch.optim.AdamW(parameters, lr=1e-4)
    timesteps = torch.arange(batch) * 900 // batch + 50
    noisy, noise = tiny_latents(model, size, batch, 2), tiny_latents(model, size, batch, 3)
    return step_of(model, encode, parameters, noisy, noise, timesteps, optimizer)


def load(folder):
    """Loads a folder's float16 weights as float32, part by part, as a session does."""

    def parts():
        kinds = dict(text_encoder=transformers.CLIPTextModel, unet=diffusers.UNet2DConditionModel, vae=diffusers.AutoencoderKL)
        return [kind.from_pretrained(folder, subfolder=name, dtype=torch.float32) for name, kind in kinds.items()]

    return parts


WORKS = {
    "unet": unet, "unet-control": unet_control, "vae-decode": vae_decode, "vae-encode": vae_encode, "text": text, "train-textual-inversion": textual_inversion,
    "train-full": full, "tiny-picture": tiny_picture, "tiny-textual-inversion": functools.partial(tiny_step, everything=False),
    "tiny-full": functools.partial(tiny_step, everything=True)}


def use(threads):
    torch.set_num_threads(threads)


def version():
    return f"PyTorch {torch.__version__}, diffusers {diffusers.__version__}, {torch.backends.cpu.get_cpu_capability()}"


def prepared(work, arguments):
    if work == "load":
        return load(arguments.folder)
    return WORKS[work](arguments.size, arguments.batch)
