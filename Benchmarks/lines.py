"""The lines of the table in docs/performance.md: what is measured, how, and what it should come to."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Goal:
    """Times (or bytes) of ours divided by a peer's; of the ceiling, the other way round: a share that should be at least so large."""

    must: float
    aim: float


@dataclasses.dataclass(frozen=True)
class Line:
    key: str
    title: str
    #: Arguments of `easel bench`.
    ours: tuple
    #: Arguments of `peer.py`, without the peer's name.
    theirs: tuple
    repetitions: int
    #: Ours by PyTorch's, by the instructions that both may use.
    goals: dict
    #: At least so much of the machine's sgemm.
    ceiling: Goal | None = None
    #: Ours by OpenVINO's.
    openvino: Goal | None = None


def sized(work, size, batch):
    return (work, "--size", str(size), "--batch", str(batch))


def goals(avx2, avx512):
    return {"avx2": Goal(*avx2), "avx512": Goal(*avx512)}


OPENVINO = Goal(0.75, 0.75)
TINY = goals((0.50, 0.35), (0.50, 0.35))
LOADING = goals((0.5, 0.3), (0.5, 0.3))
MEMORY = Goal(1.0, 0.8)

LINES = [
    Line("unet-512", "UNet step with guidance, 512×512", ("--unet", "sd15", "--size", "512"), sized("unet", 512, 2), 2,
         goals((0.50, 0.40), (0.85, 0.65)), Goal(1.0, 1.25), OPENVINO),
    Line("unet-256", "UNet step with guidance, 256×256", ("--unet", "sd15", "--size", "256"), sized("unet", 256, 2), 4,
         goals((0.50, 0.40), (0.75, 0.60)), Goal(0.95, 1.2), OPENVINO),
    Line("control-512", "UNet step with guidance and a ControlNet, 512×512", ("--unet", "sd15", "--control", "--size", "512"),
         sized("unet-control", 512, 2), 2, goals((0.50, 0.40), (0.85, 0.65)), Goal(1.0, 1.25)),
    Line("control-256", "UNet step with guidance and a ControlNet, 256×256", ("--unet", "sd15", "--control", "--size", "256"),
         sized("unet-control", 256, 2), 4, goals((0.50, 0.40), (0.75, 0.60)), Goal(0.95, 1.2)),
    Line("inversion-512", "textual-inversion step, 512×512", ("--train", "textual-inversion", "--size", "512"),
         sized("train-textual-inversion", 512, 1), 2, goals((0.65, 0.50), (0.90, 0.75)), Goal(0.90, 1.15)),
    Line("inversion-256", "textual-inversion step, 256×256", ("--train", "textual-inversion", "--size", "256"),
         sized("train-textual-inversion", 256, 1), 4, goals((0.65, 0.50), (0.90, 0.75)), Goal(0.90, 1.15)),
    Line("decode-512", "VAE decode, 512×512", ("--vae", "decode", "--size", "512"), sized("vae-decode", 512, 1), 2,
         goals((0.50, 0.35), (0.50, 0.35)), Goal(1.5, 2.2)),
    Line("encode-512", "VAE encode, 512×512", ("--vae", "encode", "--size", "512"), sized("vae-encode", 512, 1), 3,
         goals((0.50, 0.35), (0.60, 0.42)), Goal(1.3, 2.0)),
    Line("full-256", "gradients of all UNet weights, 256×256", ("--train", "full", "--size", "256"), sized("train-full", 256, 1), 3,
         goals((0.80, 0.60), (1.0, 0.8))),
    Line("text", "CLIP text model, batch 2", ("--text",), sized("text", 0, 2), 10, goals((0.8, 0.5), (0.9, 0.6))),
    Line("tiny-picture", "easel-tiny: four pictures of 25 steps", ("--tiny", "picture"), sized("tiny-picture", 64, 4), 5, TINY),
    Line("tiny-inversion", "easel-tiny: textual-inversion step, batch 4", ("--tiny", "textual-inversion"),
         sized("tiny-textual-inversion", 64, 4), 20, TINY),
    Line("tiny-full", "easel-tiny: training step of all weights, batch 32", ("--tiny", "full"), sized("tiny-full", 64, 32), 5, TINY),
    Line("load", "loading Stable Diffusion 1.5, float16", ("--load", "{model}"), ("load", "--folder", "{model}"), 3, LOADING),
    Line("load-again", "the same, again in the process", ("--load", "{model}", "--again"), ("load", "--folder", "{model}"), 3, LOADING),
]


def chosen(words):
    """The lines whose keys begin with any of the words; all of them where there are no words."""
    return [line for line in LINES if not words or any(line.key.startswith(word) for word in words)]
