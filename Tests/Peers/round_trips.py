"""Proves that what Easel reads and writes means the same to diffusers, transformers, safetensors and torch.

    python Tests/Peers/round_trips.py .build/release/easel --work /tmp/round-trips

diffusers saves small models with random weights in every form; Easel loads and saves them; diffusers loads the result and compares every tensor
byte by byte. Tokens that Easel saves are loaded by `load_textual_inversion` and by `torch.load(weights_only=True)`, and files that only look like
weights are refused. `--large` adds a model of Stable Diffusion 1.5's size and reports the memory that loading takes.

Needs torch, diffusers, transformers and safetensors; nothing is downloaded.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys

import diffusers
import safetensors.torch
import torch
import transformers

CROSS_DOWN, CROSS_UP, DOWN, UP = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D", "DownBlock2D", "UpBlock2D"
failures = []


def check(condition, what):
    print(f"{'ok     ' if condition else 'FAILED '} {what}", flush=True)
    if not condition:
        failures.append(what)


def cell(easel, work, code, name="cell.swift"):
    """Runs a cell with the program and returns what it printed, errors included."""
    path = work / name
    path.write_text(code + "\n")
    result = subprocess.run([easel, "run", str(path)], capture_output=True, text=True, cwd=work)
    return result.stdout + result.stderr


# --- models


def vocabulary(folder):
    """A tokenizer of single bytes and the special tokens, as CLIP's files are laid out."""
    printable = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or 174 <= b <= 255]
    others = iter(range(256, 512))
    characters = [chr(b) if b in printable else chr(next(others)) for b in range(256)]
    merges = [("c", "a"), ("ca", "t</w>"), ("d", "o"), ("do", "g</w>"), ("p", "h"), ("ph", "o"), ("pho", "t"), ("phot", "o</w>")]
    tokens = characters + [c + "</w>" for c in characters] + [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges) + "\n")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    (folder / "tokenizer_config.json").write_text(json.dumps({**special, "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"}))
    return len(tokens)


def pipeline(work, second, dtype, large=False):
    """A pipeline with random weights: SD 1.x or 2.x in its shapes, tiny or true."""
    torch.manual_seed(5 if second else 3)
    tokens = vocabulary(work / "vocabulary")
    width = (1024 if second else 768) if large else 64
    channels = [320, 640, 1280, 1280] if large else [32, 64, 64, 64]
    unet = dict(sample_size=64 if large else 8, cross_attention_dim=width, block_out_channels=channels, layers_per_block=2,
                attention_head_dim=[max(1, c // 64) for c in channels] if second else 8, use_linear_projection=second,
                down_block_types=[CROSS_DOWN] * 3 + [DOWN], up_block_types=[UP] + [CROSS_UP] * 3)
    vae = dict(block_out_channels=[128, 256, 512, 512] if large else [32, 32, 64, 64], layers_per_block=2, latent_channels=4,
               down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, sample_size=512 if large else 64)
    text = dict(vocab_size=49408 if large else tokens, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=12 if large else 2,
                num_attention_heads=max(1, width // 64), max_position_embeddings=77, hidden_act="gelu" if second else "quick_gelu",
                eos_token_id=tokens - 1, bos_token_id=tokens - 2)
    scheduler = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1, clip_sample=False, set_alpha_to_one=False,
                     prediction_type="v_prediction" if second else "epsilon")
    parts = dict(unet=diffusers.UNet2DConditionModel(**unet), vae=diffusers.AutoencoderKL(**vae),
                 text_encoder=transformers.CLIPTextModel(transformers.CLIPTextConfig(**text)))
    for part in parts.values():
        part.to(dtype).eval()
    return diffusers.StableDiffusionPipeline(
        **parts, tokenizer=transformers.CLIPTokenizer.from_pretrained(work / "vocabulary"), scheduler=diffusers.DDIMScheduler(**scheduler),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def states(pipe):
    return {name: getattr(pipe, name).state_dict() for name in ("text_encoder", "unet", "vae")}


def equal(one, other):
    """Whether two pipelines hold the same bytes under the same keys; keys without the prefix that transformers 5 dropped count as the same."""
    strip = lambda state: {re.sub(r"^text_model\.", "", key): value for key, value in state.items() if not key.endswith("position_ids")}
    for name, state in one.items():
        ours, theirs = strip(state), strip(other[name])
        if ours.keys() != theirs.keys():
            return False
        if any(ours[key].dtype != theirs[key].dtype or not torch.equal(ours[key], theirs[key]) for key in ours):
            return False
    return True


# --- the original layout, the inverse of diffusers' conversion


def original(pipe, open_clip):
    """The state of a single file: `model.diffusion_model`, `first_stage_model` and `cond_stage_model`."""
    state = {f"model.diffusion_model.{unet_key(key)}": value for key, value in pipe.unet.state_dict().items()}
    for key, value in pipe.vae.state_dict().items():
        name, is_attention = vae_key(key)
        state[f"first_stage_model.{name}"] = value[:, :, None, None] if is_attention and value.ndim == 2 else value
    text = {re.sub(r"^text_model\.", "", key): value for key, value in pipe.text_encoder.state_dict().items()}
    if not open_clip:
        state.update({f"cond_stage_model.transformer.text_model.{key}": value for key, value in text.items()})
        return {key: value.contiguous() for key, value in state.items()}
    layers = pipe.text_encoder.config.num_hidden_layers
    names = {"embeddings.token_embedding.weight": "token_embedding.weight", "embeddings.position_embedding.weight": "positional_embedding",
             "final_layer_norm.weight": "ln_final.weight", "final_layer_norm.bias": "ln_final.bias"}
    inner = {"layer_norm1": "ln_1", "layer_norm2": "ln_2", "self_attn.out_proj": "attn.out_proj", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj"}
    prefix = "cond_stage_model.model."
    for key, value in text.items():
        if key in names:
            state[prefix + names[key]] = value
        for former, current in inner.items():
            match = re.fullmatch(rf"encoder\.layers\.(\d+)\.{re.escape(former)}\.(weight|bias)", key)
            if match:
                state[f"{prefix}transformer.resblocks.{match[1]}.{current}.{match[2]}"] = value
    for layer in range(layers):
        for ending in ("weight", "bias"):
            parts = [text[f"encoder.layers.{layer}.self_attn.{name}_proj.{ending}"] for name in "qkv"]
            state[f"{prefix}transformer.resblocks.{layer}.attn.in_proj_{ending}"] = torch.cat(parts)
    # The original has one layer more, whose output nobody looks at.
    last = f"{prefix}transformer.resblocks.{layers - 1}."
    for key in [key for key in state if key.startswith(last)]:
        state[key.replace(last, f"{prefix}transformer.resblocks.{layers}.")] = torch.zeros_like(state[key])
    width = pipe.text_encoder.config.hidden_size
    state[prefix + "text_projection"] = torch.zeros(width, width, dtype=state[prefix + "positional_embedding"].dtype)
    state[prefix + "logit_scale"] = torch.tensor(1.0)
    return {key: value.contiguous() for key, value in state.items()}


def unet_key(key):
    for current, former in {"conv_in": "input_blocks.0.0", "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
                            "conv_norm_out": "out.0", "conv_out": "out.2", "mid_block.resnets.0": "middle_block.0",
                            "mid_block.attentions.0": "middle_block.1", "mid_block.resnets.1": "middle_block.2"}.items():
        if key.startswith(current + "."):
            return residual_key(former + key[len(current):])
    match = re.match(r"down_blocks\.(\d+)\.(resnets|attentions)\.(\d+)\.(.*)", key)
    if match:
        level, kind, layer, rest = int(match[1]), match[2], int(match[3]), match[4]
        return residual_key(f"input_blocks.{3 * level + layer + 1}.{0 if kind == 'resnets' else 1}.{rest}")
    match = re.match(r"down_blocks\.(\d+)\.downsamplers\.0\.conv\.(.*)", key)
    if match:
        return f"input_blocks.{3 * int(match[1]) + 3}.0.op.{match[2]}"
    match = re.match(r"up_blocks\.(\d+)\.(resnets|attentions)\.(\d+)\.(.*)", key)
    if match:
        level, kind, layer, rest = int(match[1]), match[2], int(match[3]), match[4]
        return residual_key(f"output_blocks.{3 * level + layer}.{0 if kind == 'resnets' else 1}.{rest}")
    match = re.match(r"up_blocks\.(\d+)\.upsamplers\.0\.(.*)", key)
    # The lowest level has no attention, so its upsampler comes right behind the residual block.
    return f"output_blocks.{3 * int(match[1]) + 2}.{1 if match[1] == '0' else 2}.{match[2]}"


def residual_key(key):
    for current, former in {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
                            "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}.items():
        if "transformer_blocks" not in key:
            key = re.sub(rf"(?<=\.){current}(?=\.)", former, key)
    return key


def vae_key(key):
    attention = "attentions.0" in key
    key = re.sub(r"mid_block\.resnets\.(\d)", lambda match: f"mid.block_{int(match[1]) + 1}", key).replace("mid_block.attentions.0", "mid.attn_1")
    for current, former in {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}.items():
        key = key.replace(f"attn_1.{current}.", f"attn_1.{former}.")
    key = re.sub(r"down_blocks\.(\d)\.resnets\.(\d)", r"down.\1.block.\2", key)
    key = re.sub(r"up_blocks\.(\d)\.resnets\.(\d)", lambda match: f"up.{3 - int(match[1])}.block.{match[2]}", key)
    key = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", key)
    key = re.sub(r"up_blocks\.(\d)\.upsamplers\.0", lambda match: f"up.{3 - int(match[1])}.upsample", key)
    return key.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut"), attention


# --- the proofs


def folders(easel, work):
    """diffusers saves, Easel loads and saves, diffusers loads: the same bytes."""
    for second in (False, True):
        for dtype in (torch.float32, torch.float16, torch.bfloat16):
            for form in ({}, {"variant": "fp16"}, {"safe_serialization": False}, {"max_shard_size": "400KB"}):
                name = f"SD {2 if second else 1}.x, {str(dtype)[6:]}, {form or 'plain'}"
                pipe = pipeline(work, second, dtype)
                source, target = work / "source", work / "target"
                for folder in (source, target):
                    shutil.rmtree(folder, ignore_errors=True)
                pipe.save_pretrained(source, **form)
                variant = f', variant: "{form["variant"]}"' if "variant" in form else ""
                output = cell(easel, work, f'let model = load("{source}"{variant})\nsave(model, to: "{target}")')
                if not (target / "model_index.json").exists():
                    check(False, f"{name}\n{output}")
                    continue
                again = diffusers.StableDiffusionPipeline.from_pretrained(target, torch_dtype=dtype, safety_checker=None)
                check(equal(states(pipe), states(again)), f"folder round trip: {name}")


def single_files(easel, work):
    """diffusers reads the single file and Easel's folder of it as the same weights."""
    for second in (False, True):
        pipe = pipeline(work, second, torch.float16)
        config, target = work / "config", work / "target"
        for folder in (config, target):
            shutil.rmtree(folder, ignore_errors=True)
        pipe.save_pretrained(config)
        for ending in ("safetensors", "ckpt"):
            path = work / f"single.{ending}"
            state = original(pipe, open_clip=second)
            if ending == "ckpt":
                torch.save({"state_dict": state, "global_step": 470000, "epoch": 3, "callbacks": {}}, path)
            else:
                safetensors.torch.save_file(state, path)
            shutil.rmtree(target, ignore_errors=True)
            output = cell(easel, work, f'let model = load("{path}", config: "{config}")\nsave(model, to: "{target}")')
            if not (target / "model_index.json").exists():
                check(False, f"single file .{ending}\n{output}")
                continue
            ours = diffusers.StableDiffusionPipeline.from_pretrained(target, torch_dtype=torch.float16, safety_checker=None)
            theirs = diffusers.StableDiffusionPipeline.from_single_file(str(path), config=str(config), torch_dtype=torch.float16, local_files_only=True)
            check(equal(states(theirs), states(ours)) and equal(states(pipe), states(ours)), f"single file .{ending}, SD {2 if second else 1}.x")


def tokens(easel, work):
    """What Easel saves loads in torch, safetensors and diffusers; what diffusers gives a prompt with it is what Easel's vectors say."""
    pipe = pipeline(work, False, torch.float32)
    source = work / "source"
    shutil.rmtree(source, ignore_errors=True)
    pipe.save_pretrained(source)
    saves = "\n".join(f'save(token, to: "{work}/token.{ending}")' for ending in ("safetensors", "bin", "pt"))
    output = cell(easel, work, f'load("{source}");\nlet token = addToken("<thing>", initializer: "cat", vectors: 2)\n{saves}')
    row = pipe.text_encoder.get_input_embeddings().weight[pipe.tokenizer.encode("cat")[1]].detach()
    for ending in ("safetensors", "bin", "pt"):
        path = work / f"token.{ending}"
        if not path.exists():
            check(False, f"token .{ending}\n{output}")
            continue
        loaded = safetensors.torch.load_file(path) if ending == "safetensors" else torch.load(path, weights_only=True)
        value = loaded["string_to_param"]["*"] if ending == "pt" else loaded["<thing>"]
        check(torch.equal(value, torch.stack([row, row])), f"token .{ending} holds the vectors")
        fresh = diffusers.StableDiffusionPipeline.from_pretrained(source, safety_checker=None)
        fresh.load_textual_inversion(str(path))
        ids = fresh.tokenizer.convert_tokens_to_ids(["<thing>", "<thing>_1"])
        rows = fresh.text_encoder.get_input_embeddings().weight[ids].detach()
        check(torch.equal(rows, torch.stack([row, row])), f"token .{ending} loads in diffusers")
    # And back: what the libraries write.
    theirs = torch.randn(3, 64)
    torch.save({"<theirs>": theirs}, work / "theirs.bin")
    torch.save({"string_to_token": {"*": 265}, "string_to_param": {"*": torch.nn.Parameter(theirs)}, "name": "theirs", "step": 5}, work / "theirs.pt")
    torch.save({"string_to_token": {"*": torch.tensor(265)}, "string_to_param": torch.nn.ParameterDict({"*": torch.nn.Parameter(theirs)})}, work / "dict.pt")
    torch.save({"<old>": theirs}, work / "old.bin", _use_new_zipfile_serialization=False)
    for name in ("theirs.bin", "theirs.pt", "dict.pt", "old.bin"):
        output = cell(easel, work, f'load("{source}");\nsave(loadToken("{work}/{name}", placeholder: "<t>"), to: "{work}/back.safetensors")')
        back = work / "back.safetensors"
        good = back.exists() and torch.equal(safetensors.torch.load_file(back)["<t>"], theirs)
        check(good, f"{name} loads in Easel" + ("" if good else "\n" + output))
        back.unlink(missing_ok=True)


def refusals(easel, work):
    """A pickle that would run something is refused by the name of what it asks for."""
    class Evil:
        def __reduce__(self):
            return print, ("ran",)

    source = work / "source"
    torch.save({"x": Evil(), "w": torch.zeros(2)}, work / "evil.bin")
    output = cell(easel, work, f'load("{source}");\nloadToken("{work}/evil.bin")')
    check("__builtin__.print" in output and "ran" not in output.splitlines(), "a pickle that calls is refused by name")


def memory(easel, work):
    """Loading Stable Diffusion 1.5 in float16, folder and single file: the peak of private memory in parts of the float32 size."""
    pipe = pipeline(work, False, torch.float16, large=True)
    scalars = sum(value.numel() for state in states(pipe).values() for value in state.values())
    source, path = work / "large", work / "large.safetensors"
    shutil.rmtree(source, ignore_errors=True)
    pipe.save_pretrained(source)
    safetensors.torch.save_file(original(pipe, open_clip=False), path)
    torch.save({"state_dict": original(pipe, open_clip=False)}, work / "large.ckpt")
    shutil.copytree(work / "vocabulary", work / "tokenizer", dirs_exist_ok=True)
    del pipe
    for place in (source, path, work / "large.ckpt"):
        script = work / "large.swift"
        script.write_text(f'let model = load("{place}")\nprint(model.size, model.parameterCount)\n')
        process = subprocess.Popen([easel, "run", str(script)], cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        peak = 0
        while process.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                peak = max([peak] + [int(size) * 1024 for size in re.findall(r"RssAnon:\s+(\d+)", status)])
                process.wait(0.01)
            except (subprocess.TimeoutExpired, FileNotFoundError):
                pass
        output = process.stdout.read()
        share = peak / (scalars * 4)
        check(process.returncode == 0 and share <= 1.3, f"{place.name}: peak {share:.3f} of the float32 size ({scalars:,} numbers)")
        if process.returncode:
            print(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("easel", help="the program")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="a folder for what is written")
    parser.add_argument("--large", action="store_true", help="also measure the memory of a model of true size")
    arguments = parser.parse_args()
    work, easel = arguments.work.resolve(), str(pathlib.Path(arguments.easel).resolve())
    work.mkdir(parents=True, exist_ok=True)
    diffusers.utils.logging.set_verbosity_error()
    folders(easel, work)
    single_files(easel, work)
    tokens(easel, work)
    refusals(easel, work)
    if arguments.large:
        memory(easel, work)
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
