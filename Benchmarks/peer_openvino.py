"""The UNet in OpenVINO, in float32: converted from PyTorch once, by a process of its own, so that the figures are OpenVINO's alone.

    python peer_openvino.py FOLDER
"""

import pathlib
import sys

import numpy
import openvino

NAME = "unet.xml"
SHAPES = {"sample": ["batch", 4, "side", "side"], "timestep": [], "context": ["batch", 77, 768]}
threads_in_use = 0


def use(threads):
    global threads_in_use
    threads_in_use = threads


def version():
    return f"OpenVINO {openvino.__version__.split('-')[0]}"


def inputs(size, batch):
    extents = {"batch": batch, "side": size // 8}
    shapes = {name: [extents.get(extent, extent) for extent in shape] for name, shape in SHAPES.items()}
    generator = numpy.random.default_rng(2)
    values = {name: generator.standard_normal(shape, dtype=numpy.float32) for name, shape in shapes.items()}
    values["timestep"] = numpy.array(501, dtype=numpy.int64)
    return shapes, values


def compiled(folder, shapes, threads):
    """For one shape: OpenVINO computes fixed shapes faster. No bfloat16, which it takes by itself where the processor has it."""
    core = openvino.Core()
    model = core.read_model(pathlib.Path(folder) / NAME)
    model.reshape({name: openvino.PartialShape(shape) for name, shape in shapes.items()})
    return core.compile_model(
        model, "CPU",
        {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "CACHE_DIR": ""})


def prepared(work, arguments):
    if work != "unet":
        raise SystemExit(f"OpenVINO is not asked for {work}.")
    shapes, values = inputs(arguments.size, arguments.batch)
    request = compiled(arguments.folder, shapes, threads_in_use).create_infer_request()
    return lambda: request.infer(values)


def convert(folder):
    """Writes the UNet, and compares what both make of a small picture."""
    import torch

    from peer_pytorch import unet_model

    class Positional(torch.nn.Module):
        def __init__(self, unet):
            super().__init__()
            self.unet = unet

        def forward(self, sample, timestep, context):
            return self.unet(sample, timestep, context, return_dict=False)[0]

    module = Positional(unet_model())
    shapes, values = inputs(128, 2)
    example = {name: torch.from_numpy(value) for name, value in values.items()}
    with torch.no_grad():
        expected = module(**example).numpy()
        model = openvino.convert_model(
            module, example_input=example,
            input={name: (openvino.PartialShape([extent if isinstance(extent, int) else -1 for extent in shape]),
                          openvino.Type.i64 if name == "timestep" else openvino.Type.f32) for name, shape in SHAPES.items()})
    folder.mkdir(parents=True, exist_ok=True)
    openvino.save_model(model, folder / "unfinished.xml", compress_to_fp16=False)
    (folder / "unfinished.bin").rename(folder / pathlib.Path(NAME).with_suffix(".bin"))
    (folder / "unfinished.xml").rename(folder / NAME)
    found = compiled(folder, shapes, 0)(values)[0]
    error = float(numpy.abs(found - expected).max() / numpy.sqrt((expected**2).mean()))
    if not error < 1e-3:
        (folder / NAME).unlink()
        raise SystemExit(f"OpenVINO's UNet is {error:.1e} away from PyTorch's.")
    print(f"converted; {error:.1e} of the root mean square away from PyTorch")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    if not (folder / NAME).exists():
        convert(folder)
