"""The program without Jupyter: what it prints, writes and returns."""

import json
import os
import pty
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from package import PROGRAM, ROOT

PNG = b"\x89PNG\r\n\x1a\n"


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "XDG_", "VIRTUAL_ENV", "CONDA", "EASEL_"))}
        self.environment["HOME"] = str(self.folder)

    def easel(self, *arguments, program=PROGRAM, **options):
        options = {"env": self.environment, "capture_output": True, "text": True, "timeout": 300} | options
        return subprocess.run([str(program), *map(str, arguments)], **options)

    def script(self, text, name="cells.swift"):
        path = self.folder / name
        path.write_text(text)
        return path

    def notebook(self, *cells, name="cells.ipynb"):
        notebook = nbformat.v4.new_notebook(cells=list(cells))
        path = self.folder / name
        nbformat.write(notebook, path)
        return path

    # Running

    def test_script_runs_cell_by_cell(self):
        result = self.easel("run", self.script("let a = 20\n// %%\na + 22\n// %% [markdown]\n// Not code.\n"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("[1/2] let a = 20", result.stdout)
        self.assertIn("\n42\n", result.stdout)
        self.assertNotIn("\x1b", result.stdout + result.stderr)

    def test_pictures_are_written(self):
        result = self.easel("run", self.script('load("easel-tiny")\n// %%\nsample("a photo of a cat", steps: 2, seed: 1)\n'))
        self.assertEqual(result.returncode, 0, result.stderr)
        pictures = sorted((self.folder / "cells-outputs").glob("cell-02-*.png"))
        self.assertTrue(pictures)
        self.assertTrue(all(picture.read_bytes().startswith(PNG) for picture in pictures))
        self.assertIn(str(pictures[-1]), result.stdout)

    def test_first_error_ends_the_run(self):
        result = self.easel("run", self.script('print("before")\n// %%\nlet b = unknown\n// %%\nprint("after")\n'))
        self.assertEqual(result.returncode, 1)
        self.assertIn("before", result.stdout)
        self.assertNotIn("after", result.stdout)
        self.assertIn("NameError", result.stderr)
        self.assertIn("^^^^^^^", result.stderr)
        self.assertNotIn("\x1b", result.stderr)

    def test_notebook_is_written_with_its_outputs(self):
        path = self.notebook(nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell('print("hello")\n6 * 7'))
        written = self.folder / "executed.ipynb"
        result = self.easel("run", path, "--output", written)
        self.assertEqual(result.returncode, 0, result.stderr)
        notebook = nbformat.read(written, as_version=4)
        nbformat.validate(notebook)
        outputs = notebook.cells[1].outputs
        self.assertEqual([output.output_type for output in outputs], ["stream", "execute_result"])
        self.assertEqual(outputs[0].text, "hello\n")
        self.assertEqual(outputs[1].data["text/plain"], "42")
        self.assertEqual(notebook.cells[1].execution_count, 1)

    def test_failed_notebook_is_written_too(self):
        path = self.notebook(nbformat.v4.new_code_cell("[1][5]"), nbformat.v4.new_code_cell("1"))
        written = self.folder / "executed.ipynb"
        self.assertEqual(self.easel("run", path, "-o", written).returncode, 1)
        notebook = nbformat.read(written, as_version=4)
        nbformat.validate(notebook)
        self.assertEqual(notebook.cells[0].outputs[-1].ename, "IndexError")
        self.assertIsNone(notebook.cells[1].execution_count)

    def test_parameters_come_after_their_defaults(self):
        defaults = nbformat.v4.new_code_cell('let steps = 500\nlet name = "cat"', metadata={"tags": ["parameters"]})
        path = self.notebook(nbformat.v4.new_code_cell("let steps = 1"), defaults, nbformat.v4.new_code_cell('print(steps + 1, name)'))
        result = self.easel("run", path, "-p", "steps=20", "-p", 'name=a "moss" cat')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('21 a "moss" cat\n', result.stdout)

    def test_parameters_are_checked(self):
        path = self.script("1")
        for argument in ["steps", "=3", "1a=3", "a b=3", "steps=[1,"]:
            with self.subTest(argument):
                self.assertNotEqual(self.easel("run", path, "-p", argument).returncode, 0)

    def test_paths_are_relative_to_the_file(self):
        (self.folder / "deep/cat").mkdir(parents=True)
        self.script('load("easel-tiny");\nsave(sample("a cat", steps: 1, seed: 1), to: "cat/cat.png");\nimages("cat").count', name="deep/cells.swift")
        result = self.easel("run", "deep/cells.swift", "--output", "executed.ipynb", cwd=self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((self.folder / "deep/cat/cat.png").read_bytes().startswith(PNG))
        self.assertTrue((self.folder / "executed.ipynb").exists())

    def test_what_cannot_be_run_is_said(self):
        for path, words in [("missing.ipynb", "missing.ipynb"), ("missing.swift", "missing.swift"), ("notes.txt", "neither")]:
            result = self.easel("run", path, cwd=self.folder)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(words, result.stderr)

    def test_broken_notebook_is_refused(self):
        for text in ["", "{", "[]", '{"nbformat": 3}', '{"nbformat": 4, "cells": [{}]}']:
            (self.folder / "broken.ipynb").write_text(text)
            result = self.easel("run", self.folder / "broken.ipynb")
            self.assertNotEqual(result.returncode, 0)
            self.assertIn("broken.ipynb", result.stderr)

    def test_input_is_read(self):
        result = self.easel("run", self.script('let a = readLine("name? ") ?? "nobody"\nlet b = readLine() ?? "nobody"\nprint("<\\(a)> <\\(b)>")'), input="Ann\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("<Ann> <nobody>", result.stdout)

    def test_help_knows_every_verb(self):
        verbs = "addToken chart difference grid help images likeness load loadToken manifest prompts recreate sample save sigmas sweep train trainable verify".split()
        result = self.easel("run", self.script("help()\n// %%\n" + "\n".join(f"help({verb})" for verb in verbs)))
        self.assertEqual(result.returncode, 0, result.stderr)
        for verb in verbs:
            self.assertRegex(result.stdout, rf"(?m)^  {verb} +[A-Z]")
            self.assertRegex(result.stdout, rf"(?m)^{verb}\(")
        self.assertEqual(self.easel("run", self.script('help("smaple")')).returncode, 1)

    def test_interrupt_stops_the_cell(self):
        process = subprocess.Popen(
            [str(PROGRAM), "run", str(self.script('print("ready")\nwhile true {}\n'))], env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        while "ready" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, errors = process.communicate(timeout=20)
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(process.returncode, 130)
        self.assertIn("Interrupted", errors)

    def test_terminal_has_colours_and_a_changing_line(self):
        # Long enough for a line to appear: what is done in a moment shows none.
        path = self.script('load("easel-tiny");\n// %%\nsample("a cat", count: 4, steps: 200, seed: 1)\n// %%\nunknown\n')
        primary, secondary = pty.openpty()
        process = subprocess.Popen([str(PROGRAM), "run", str(path)], env=self.environment, stdin=secondary, stdout=secondary, stderr=secondary)
        os.close(secondary)
        shown = b""
        while True:
            try:
                piece = os.read(primary, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(primary)
        self.assertEqual(process.wait(timeout=20), 1)
        self.assertIn(b"\r\x1b[K", shown)
        self.assertIn(b"\x1b[1;31mNameError", shown)

    # Compiling

    CELLS = """// %%
let model = load("easel-tiny")
let cat = addToken("<my-cat>", initializer: "cat")
// %%
func draw(_ seed: Int) -> [Image] {
    return sample("a photo of <my-cat>", count: 2, steps: 3, sampler: .eulerKarras, seed: seed)
}
let drawn = [1, 2].map { draw($0) }
for pictures in drawn { for picture in pictures { print(picture.seed!, picture.width) } }
// %% [markdown]
// Words, and an empty line:
//
// more words.
// %%
let photos = images("PHOTOS", prompts: .object, flip: true)
let run = train(cat, on: photos, steps: 2, seed: 1)
print(run.steps, photos.count, likeness(drawn[0], to: photos) <= 1)
save(cat, to: "cat.safetensors")
// %%
model.sample(["a red cat", "a dog"], steps: 2, seed: 5)
// %%
let dog = subject("sks", category: "dog")
let small = lora(rank: 2, subject: dog)
let lesson = train(small, on: photos, steps: 2, optimizer: .adamW8bit, seed: 3, priorImages: 2, snrGamma: 5, validateEvery: 0, checkpointEvery: 1)
let whole = train(dog, on: photos, steps: 1, priorImages: photos, trainTextEncoder: true, textLearningRate: 1e-6, validateEvery: 0, like: lesson)
let turned = oft(blockSize: 8)
let drawings = sample("a photo of sks dog", steps: 1, seed: 1, with: [small * 0.7, turned])
save(small, to: "small.safetensors")
let again = loadAdapter("small.safetensors")
merge(again)
model.reset()
print(lesson.steps, whole.steps, whole.settings.trainsTextEncoder!, again.label, drawings.count)
// %%
round(1.5) + 2
""".replace("PHOTOS", str(ROOT / "notebooks/concepts/moss-cat/single"))

    def test_script_compiles_against_the_library(self):
        program = self.folder / "main.swift"
        result = self.easel("script", self.script(self.CELLS), "--output", program)
        self.assertEqual(result.returncode, 0, result.stderr)
        text = program.read_text()
        self.assertIn("func draw(_ seed: Int) throws -> [Image] {\n    return try sample(", text)
        self.assertIn("// %% [markdown]\n// Words, and an empty line:\n//\n// more words.\n", text)
        build = PROGRAM.parent
        rooms = "Easel Measures Detectors Personalization Diffusion Hub NeuralNetworks Tensors Digests JSONValues CVectorKernels".split()
        objects = [path for room in rooms for path in (build / f"{room}.build").rglob("*.o")]
        shims = [f"-I{ROOT}/Sources/{shim}" for shim in "COpenSSL CCurl CPNG CJPEG CWebP CZip".split()]
        shims += ["-Xcc", f"-fmodule-map-file={build}/CVectorKernels.build/module.modulemap"]
        libraries = subprocess.run(
            "pkg-config --libs libcrypto libcurl libpng libturbojpeg libwebp libzip".split(), capture_output=True, text=True, check=True)
        compiled = self.folder / "program"
        subprocess.run(
            ["swiftc", "-I", build / "Modules", *shims, program, *objects, *libraries.stdout.split(), "-o", compiled], check=True, timeout=300)
        ran = subprocess.run(
            [compiled], cwd=self.folder, env=self.environment | {"EASEL_RESOURCES": str(build / "easel_Easel.resources/Resources")},
            capture_output=True, text=True, timeout=300)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        lines = ran.stdout.splitlines()
        self.assertEqual(lines[:6], ["1 64", "2 64", "2 64", "3 64", "2 8 true", 'Image 64×64, seed 5: "a red cat" (' + lines[5].split(" (", 1)[1]])
        self.assertEqual(lines[-2], "2 1 true small 1")
        self.assertEqual(lines[-1], "4.0")
        self.assertTrue((self.folder / "cat.safetensors").exists())

    def test_script_of_a_notebook(self):
        path = self.notebook(nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell('let a = images("x")\na.count'))
        result = self.easel("script", path)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('import Easel\nimport Foundation\n\n// %% [markdown]\n// # Title\n\n// %%\nlet a = try images("x")\nshow(a.count)\n', result.stdout)
        broken = self.easel("script", self.script("1\n// %%\nlet = 2"))
        self.assertEqual(broken.returncode, 1)
        self.assertIn("Cell 2: SyntaxError", broken.stderr)

    # Installing

    def test_install_status_uninstall(self):
        folder = self.folder / ".local/share/jupyter/kernels/easel"
        self.assertEqual(self.easel("status").returncode, 1)
        self.assertEqual(self.easel("install", "--display-name", "Easel of mine").returncode, 0)
        specification = json.loads((folder / "kernel.json").read_text())
        self.assertEqual(specification["argv"], [f"{PROGRAM}-listen", "kernel", "--connection-file", "{connection_file}"])
        self.assertEqual(specification["display_name"], "Easel of mine")
        self.assertEqual(specification["interrupt_mode"], "message")
        self.assertTrue((folder / "logo-svg.svg").exists())
        status = self.easel("status")
        self.assertEqual(status.returncode, 0)
        self.assertIn("easel-tiny", status.stdout)
        self.assertEqual(self.easel("uninstall").returncode, 0)
        self.assertFalse(folder.exists())

    def test_install_in_an_environment(self):
        self.assertNotEqual(self.easel("install", "--sys-prefix").returncode, 0)
        self.environment["VIRTUAL_ENV"] = str(self.folder / "env")
        self.assertEqual(self.easel("install", "--sys-prefix", "--name", "easel-2").returncode, 0)
        self.assertTrue((self.folder / "env/share/jupyter/kernels/easel-2/kernel.json").exists())
        self.assertNotEqual(self.easel("install", "--user", "--sys-prefix").returncode, 0)
        self.assertNotEqual(self.easel("install", "--name", "No Name").returncode, 0)

    def python(self, folder):
        """A Python environment, as far as an installer sees it."""
        modules = folder / "lib/python3.11/site-packages"
        modules.mkdir(parents=True)
        (folder / "bin").mkdir()
        return modules

    def tool(self, folder, name, text="exit 1"):
        """A program that Python would run, in a folder that is on the search path from now on."""
        path = folder / "bin" / name
        path.write_text(f"#!/bin/sh\n'''exec' \"{folder}/bin/python\" \"$0\" \"$@\"\n' '''\n")
        path.chmod(0o755)
        (folder / "bin/python").write_text(f"#!/bin/sh\n{text}\n")
        (folder / "bin/python").chmod(0o755)
        self.environment["PATH"] = f"{folder}/bin:/usr/bin:/bin"

    def test_install_sets_the_environment(self):
        self.assertEqual(self.easel("install", "--user", "--env", "EASEL_THREADS=4", "--env", "A=b=c").returncode, 0)
        specification = json.loads((self.folder / ".local/share/jupyter/kernels/easel/kernel.json").read_text())
        self.assertEqual(specification["env"], {"EASEL_THREADS": "4", "A": "b=c"})
        self.assertNotEqual(self.easel("install", "--env", "EASEL_THREADS").returncode, 0)

    def test_install_teaches_papermill(self):
        modules = self.python(self.folder / "my env")
        (modules / "easel_papermill-0.0.1.dist-info").mkdir()
        for _ in range(2):
            self.assertEqual(self.easel("install", "--prefix", self.folder / "my env").returncode, 0)
        names = sorted(path.name for path in modules.iterdir())
        self.assertEqual(names[1:], ["easel_papermill.py"])
        self.assertRegex(names[0], r"^easel_papermill-[1-9.0]+\.dist-info$")
        self.assertNotEqual(names[0], "easel_papermill-0.0.1.dist-info")
        recorded = [line.split(",")[0] for line in (modules / names[0] / "RECORD").read_text().splitlines()]
        self.assertEqual(sorted(recorded), sorted(str(path.relative_to(modules)) for path in modules.rglob("*") if path.is_file()))
        self.assertEqual(self.easel("uninstall", "--prefix", self.folder / "my env").returncode, 0)
        self.assertEqual(list(modules.iterdir()), [])

    def test_install_finds_papermill_wherever_it_is(self):
        modules = self.python(self.folder / "pipx papermill")
        self.tool(self.folder / "pipx papermill", "papermill")
        self.assertEqual(self.easel("install").returncode, 0)
        self.assertTrue((modules / "easel_papermill.py").exists())

    def test_doctor_says_what_to_type(self):
        self.environment["PATH"] = "/nowhere"
        result = self.easel("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertIn("type: easel install", result.stdout)
        self.assertIn("type: python3 -m pip install jupyterlab", result.stdout)
        tools = self.folder / "tools"
        self.python(tools)
        self.tool(tools, "papermill")
        self.tool(tools, "jupyter", 'echo \'{"kernelspecs": {}}\'')
        self.assertEqual(self.easel("install", "--user").returncode, 0)
        result = self.easel("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"does not find the kernel 'easel'\n       type: easel install --prefix {tools}\n", result.stdout)
        self.assertIn(f"can't set parameters yet\n       type: easel install --prefix {tools}\n", result.stdout)
        self.tool(tools, "jupyter", f'echo \'{{"kernelspecs": {{"easel": {{"spec": {{"argv": ["{PROGRAM}-listen"]}}}}}}}}\'')
        self.assertEqual(self.easel("install", "--prefix", tools).returncode, 0)
        result = self.easel("doctor")
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("Everything is in its place.", result.stdout)
        self.assertNotIn("type:", result.stdout)

    def test_moved_program_finds_its_data(self):
        prefix = self.folder / "usr"
        subprocess.run(["make", "-s", "install", f"DESTDIR={self.folder}", "PREFIX=/usr"], cwd=ROOT, check=True, capture_output=True)
        moved = self.folder / "my programs"
        prefix.rename(moved)
        # A read-only installation: everything that is written goes elsewhere.
        for path in [*moved.rglob("*"), moved]:
            path.chmod(path.stat().st_mode & ~0o222)
        self.addCleanup(subprocess.run, ["chmod", "-R", "u+w", str(moved)])
        program = moved / "bin/easel"
        self.assertEqual(self.easel("models", program=program).stdout, "easel-tiny\n")
        self.assertEqual(self.easel("install", program=program).returncode, 0)
        folder = self.folder / ".local/share/jupyter/kernels/easel"
        self.assertEqual(json.loads((folder / "kernel.json").read_text())["argv"][0], f"{program}-listen")
        result = self.easel("run", self.script('load("easel-tiny").name'), program=program)
        self.assertEqual(result.returncode, 0, result.stderr)
        manager = KernelManager(kernel_name="easel", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder.parent)]))
        manager.start_kernel(cwd=str(self.folder))
        self.addCleanup(manager.shutdown_kernel, now=True)
        client = manager.client()
        client.start_channels()
        self.addCleanup(client.stop_channels)
        client.wait_for_ready(timeout=20)
        reply = client.execute_interactive('load("easel-tiny"); sample("a cat", steps: 1, seed: 1)', output_hook=lambda message: None, timeout=60)
        self.assertEqual(reply["content"]["status"], "ok")

    def test_lost_program_is_noticed(self):
        program = self.folder / "easel"
        shutil.copy(PROGRAM, program)
        environment = self.environment | {"EASEL_RESOURCES": str(ROOT)}
        self.assertEqual(self.easel("install", program=program, env=environment).returncode, 0)
        program.unlink()
        status = self.easel("status")
        self.assertEqual(status.returncode, 1)
        self.assertIn("install again", status.stdout)

    # Measuring

    def test_bench_prints_one_line_of_json(self):
        result = self.easel("bench", "--sgemm", "128", "--repetitions", "2", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 1)
        figures = json.loads(result.stdout)
        self.assertEqual((figures["name"], len(figures["all"])), ("sgemm", 2))
        self.assertEqual(figures["seconds"], min(figures["all"]))
        self.assertGreater(figures["peakMemory"], 1 << 20)

    def test_bench_lists_operations(self):
        result = self.easel("bench", "--tiny", "picture", "--batch", "1", "--repetitions", "1", "--profile")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("of OpenBLAS's sgemm", result.stdout)
        for operation in ("convolution 3×3", "attention", "linear", "between operations"):
            self.assertIn(operation, result.stdout)

    def test_bench_says_what_is_wrong(self):
        for arguments, expected in [
            ([], "Name one thing to measure"), (["--unet", "sd15", "--text"], "--unet and --text"), (["--unet", "sdxl"], "'sd15'"),
            (["--unet", "sd15", "--size", "100"], "a multiple of 64"), (["--text", "--size", "512"], "--size means nothing to --text"),
            (["--text", "--repetitions", "0"], "--repetitions is from 1"), (["--load", "/nowhere"], "/nowhere"),
        ]:
            with self.subTest(arguments=arguments):
                result = self.easel("bench", *arguments)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn(expected, result.stderr)

    def test_version(self):
        self.assertRegex(self.easel("version").stdout, r"^easel \d+\.\d+\.\d+\n$")
        self.assertRegex(self.easel("--version").stdout, r"^\d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
