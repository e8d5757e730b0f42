"""Proves that adapters mean the same to Easel, diffusers and PEFT: the same file, the same picture.

    python Tests/Peers/adapters.py .build/release/easel --work /tmp/adapters

With the embedded model: PEFT puts a random LoRA into UNet and text encoder, diffusers saves it, and both draw a picture with it; the same for PEFT's
OFT in each of its forms. Then Easel trains, saves in every dialect and merges, and diffusers and PEFT draw with what it wrote. Models that it has taught
a subject, or fine-tuned, are saved as folders that diffusers draws with.

Needs torch, diffusers, transformers, peft and safetensors; nothing is downloaded.
"""

import argparse
import pathlib
import shutil
import sys

import diffusers
import numpy
import peft
import torch
from diffusers.utils import convert_state_dict_to_diffusers
from peft.utils import get_peft_model_state_dict
from PIL import Image

from round_trips import cell, check, failures

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "Sources/Easel/Resources/models/easel-tiny"
PICTURES = ROOT / "notebooks/concepts/moss-cat/single"
PROMPT = "a photo of a cat"
SETTINGS = "steps: 8, guidanceScale: 3, sampler: .ddim, seed: 42"
ATTENTION, TEXT = ["to_q", "to_k", "to_v", "to_out.0"], ["q_proj", "k_proj", "v_proj", "out_proj"]


def pipeline(path=MODEL):
    pipe = diffusers.StableDiffusionPipeline.from_pretrained(path, safety_checker=None, torch_dtype=torch.float32)
    pipe.scheduler = diffusers.DDIMScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def draw(pipe, prompt=PROMPT):
    generator = torch.Generator("cpu").manual_seed(42)
    picture = pipe(prompt, num_inference_steps=8, guidance_scale=3.0, generator=generator, output_type="np").images[0]
    return (picture * 255).round().astype("uint8")


def same(ours, theirs, base, what, output=""):
    """Within 2 of 255 everywhere, and not simply the picture without the adapter."""
    if not ours.exists():
        return check(False, f"{what}\n{output}")
    picture = numpy.asarray(Image.open(ours).convert("RGB")).astype(int)
    difference, effect = abs(picture - theirs).max(), abs(theirs.astype(int) - base).max()
    check(difference <= 2 and effect > 8, f"{what}: off by {difference} of 255, the adapter's effect is {effect}")


def randomize(module, part, scale):
    generator = torch.Generator().manual_seed(7)
    for name, parameter in module.named_parameters():
        if part in name:
            parameter.data = torch.randn(parameter.shape, generator=generator) * scale


def loras_of_theirs(easel, work, base):
    for rank, alpha, targets in ((4, 4, ATTENTION), (4, 2, ATTENTION), (2, 6, ATTENTION + ["conv1", "ff.net.2", "proj_in"])):
        pipe, folder = pipeline(), work / "theirs"
        shutil.rmtree(folder, ignore_errors=True)
        pipe.unet.add_adapter(peft.LoraConfig(r=rank, lora_alpha=alpha, target_modules=targets, init_lora_weights="gaussian"))
        pipe.text_encoder.add_adapter(peft.LoraConfig(r=rank, lora_alpha=alpha, target_modules=TEXT, init_lora_weights="gaussian"))
        for part in (pipe.unet, pipe.text_encoder):
            # Weak enough that a picture is left: noise amplifies rounding.
            randomize(part, "lora_B", 0.6 / alpha / len(targets))
        states = [convert_state_dict_to_diffusers(get_peft_model_state_dict(part)) for part in (pipe.unet, pipe.text_encoder)]
        configurations = [part.peft_config["default"].to_dict() for part in (pipe.unet, pipe.text_encoder)]
        pipe.save_lora_weights(folder, unet_lora_layers=states[0], text_encoder_lora_layers=states[1],
                               unet_lora_adapter_metadata=configurations[0], text_encoder_lora_adapter_metadata=configurations[1])
        ours = work / "ours.png"
        ours.unlink(missing_ok=True)
        output = cell(easel, work, f'load("{MODEL}")\nlet a = loadAdapter("{folder}")\nsave(sample("{PROMPT}", {SETTINGS}, with: a), to: "{ours}")')
        same(ours, draw(pipe), base, f"diffusers' LoRA of rank {rank}, alpha {alpha}, {len(targets)} kinds of layers", output)


def loras_of_ours(easel, work, base):
    kinds = ("rank: 4, targets: [.attention, .textEncoder]", "rank: 2, alpha: 5",
             "rank: 2, alpha: 1, targets: [.attention, .feedForward, .projections, .convolutions]")
    for arguments in kinds:
        for dialect in ("diffusers", "kohya"):
            ours, path, merged = work / "ours.png", work / "ours.safetensors", work / "merged"
            for place in (ours, path):
                place.unlink(missing_ok=True)
            shutil.rmtree(merged, ignore_errors=True)
            output = cell(easel, work, f"""
                let model = load("{MODEL}")
                let a = lora({arguments})
                train(a, on: images("{PICTURES}", prompts: ["{PROMPT}"]), steps: 4, learningRate: 3e-2, validateEvery: 0)
                save(a, to: "{path}", format: .{dialect})
                save(sample("{PROMPT}", {SETTINGS}, with: a), to: "{ours}")
                merge(a)
                save(model, to: "{merged}")""")
            if not path.exists():
                check(False, f"Easel's LoRA, {arguments}\n{output}")
                continue
            pipe = pipeline()
            pipe.load_lora_weights(str(path))
            same(ours, draw(pipe), base, f"Easel's LoRA ({arguments}) with the keys of {dialect}", output)
        same(ours, draw(pipeline(merged)), base, "Easel's model with it merged", output)


def rotations(easel, work, base):
    forms = [dict(oft_block_size=8), dict(oft_block_size=8, use_cayley_neumann=False), dict(oft_block_size=4, block_share=True),
             dict(oft_block_size=8, coft=True, eps=0.5, use_cayley_neumann=False)]
    for form in forms:
        pipe, folder, ours = pipeline(), work / "theirs", work / "ours.png"
        shutil.rmtree(folder, ignore_errors=True)
        ours.unlink(missing_ok=True)
        wrapped = peft.get_peft_model(pipe.unet, peft.OFTConfig(target_modules=ATTENTION, **form))
        randomize(wrapped, "oft_R", 0.1)
        theirs = draw(pipe)
        # Drawing has put constrained rotations back to where they may be.
        wrapped.save_pretrained(folder)
        output = cell(easel, work, f'load("{MODEL}")\nlet a = loadAdapter("{folder}")\nsave(sample("{PROMPT}", {SETTINGS}, with: a), to: "{ours}")')
        same(ours, theirs, base, f"PEFT's OFT, {form}", output)
    for arguments in ("blockSize: 8", "blockSize: 16, shared: true", "blockSize: 8, constraint: 1e-2"):
        ours, folder = work / "ours.png", work / "ours"
        ours.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        output = cell(easel, work, f"""
            let model = load("{MODEL}")
            let a = oft({arguments})
            train(a, on: images("{PICTURES}", prompts: ["{PROMPT}"]), steps: 4, learningRate: 3e-2, validateEvery: 0)
            save(a, to: "{folder}")
            save(sample("{PROMPT}", {SETTINGS}, with: a), to: "{ours}")""")
        if not folder.exists():
            check(False, f"Easel's OFT, {arguments}\n{output}")
            continue
        pipe = pipeline()
        peft.PeftModel.from_pretrained(pipe.unet, str(folder))
        same(ours, draw(pipe), base, f"Easel's OFT ({arguments})", output)


def models_of_ours(easel, work):
    """DreamBooth with the text model, with the identifier's vector alone, and ordinary fine-tuning."""
    subject = 'subject("sks", category: "cat")'
    settings = "steps: 4, learningRate: 1e-4, validateEvery: 0"
    kinds = {
        "DreamBooth": (subject, f"priorImages: 4, trainTextEncoder: true, textLearningRate: 1e-3, {settings}"),
        "DreamBooth with its identifier": (subject, f"priorImages: 4, trainTextEncoder: false, trainIdentifier: true, textLearningRate: 0.05, {settings}"),
        "fine-tuning": ("model", settings),
    }
    prompt = "a photo of sks cat"
    base = draw(pipeline(), prompt).astype(int)
    for name, (thing, arguments) in kinds.items():
        ours, folder = work / "ours.png", work / "taught"
        ours.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        output = cell(easel, work, f"""
            let model = load("{MODEL}")
            train({thing}, on: images("{PICTURES}", prompts: ["{prompt}"]), {arguments})
            save(model, to: "{folder}")
            save(sample("{prompt}", {SETTINGS}), to: "{ours}")""")
        if not folder.exists():
            check(False, f"Easel's model after {name}\n{output}")
            continue
        same(ours, draw(pipeline(folder), prompt), base, f"Easel's model after {name}", output)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("easel", help="the program")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="a folder for what is written")
    arguments = parser.parse_args()
    work, easel = arguments.work.resolve(), str(pathlib.Path(arguments.easel).resolve())
    work.mkdir(parents=True, exist_ok=True)
    diffusers.utils.logging.set_verbosity_error()
    base = draw(pipeline()).astype(int)
    loras_of_theirs(easel, work, base)
    loras_of_ours(easel, work, base)
    rotations(easel, work, base)
    models_of_ours(easel, work)
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
