"""What goes wrong while models are loaded, trained and drawn with: a clear error each, and the session goes on."""

import pathlib
import shutil
import tempfile
import time

from kernel_case import KernelCase, text

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
MODEL = REPOSITORY / "Sources/Easel/Resources/models/easel-tiny"
PHOTOS = REPOSITORY / "notebooks/concepts/moss-cat/single"


class Mishaps(KernelCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.succeed(f'let precious = 42\nlet model = load("easel-tiny");')

    def succeed(self, code):
        content, messages = self.run_cell(code)
        self.assertEqual(content["status"], "ok", content)
        return text(messages)

    def refuse(self, code, name, *parts):
        content, _ = self.run_cell(code)
        self.assertEqual((content["status"], content["ename"]), ("error", name), content)
        for part in parts:
            self.assertIn(part, content["evalue"])
        self.assertEqual(self.succeed('print(precious, model.name)'), "42 easel-tiny\n")
        self.assertEqual(self.succeed('print(sample("a cat", steps: 1, seed: 1).count)'), "1\n")

    def interrupt_at(self, code, display):
        """Runs a cell and interrupts it when it updates a display whose text has `display` in it."""
        request = self.client.execute(code)
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            ours = message["parent_header"].get("msg_id") == request and message["msg_type"].endswith("display_data")
            if ours and display in message["content"]["data"].get("text/plain", ""):
                break
        start = time.monotonic()
        self.manager.interrupt_kernel()
        content = self.reply(request)["content"]
        self.assertLess(time.monotonic() - start, 3)
        self.assertEqual((content["status"], content["ename"]), ("error", "Interrupted"))

    def test_wrong_cells(self):
        self.refuse('sample("a cat", guidence: 7)', "ArgumentError", "did you mean 'guidanceScale'?")
        self.refuse("precious = 43", "NameError", "'let' constant")
        self.refuse("[1, 2][precious]", "IndexError", "42")

    def test_wrong_paths(self):
        self.refuse('load("/no/such/model")', "ModelError", "/no/such/model")
        self.refuse('images("/no/such/pictures")', "FileError", "/no/such/pictures")
        self.refuse('loadToken("/no/such/token.safetensors")', "ModelError", "/no/such/token.safetensors")
        self.refuse('save(sample("a cat", steps: 1, seed: 1), to: "/proc/no/cat.png")', "FileError", "/proc/no")

    def test_corrupt_checkpoints(self):
        weights = pathlib.Path("unet/diffusion_pytorch_model.safetensors")
        for harm in [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: data[:8] + b"\0" * 64 + data[72:]]:
            copy = self.folder / "corrupt"
            shutil.copytree(MODEL, copy, dirs_exist_ok=True)
            (copy / weights).write_bytes(harm((MODEL / weights).read_bytes()))
            self.refuse(f'load("{copy}")', "ModelError", str(weights))
        shutil.copytree(MODEL, copy, dirs_exist_ok=True)
        (copy / "unet/config.json").write_text("{")
        self.refuse(f'load("{copy}")', "ModelError", "unet/config.json")

    def test_interrupted_training(self):
        self.succeed(f'let cat = addToken("<my-cat>", initializer: "cat")\nlet photos = images("{PHOTOS}")')
        self.interrupt_at("let run = train(cat, on: photos, steps: 4000, validateEvery: 0)", "steps/s")
        done = int(self.succeed("print(run.steps)"))
        self.assertTrue(0 < done < 4000)
        self.assertEqual(self.succeed("print(run.interrupted, precious)"), "true 42\n")
        self.succeed('sample("a photo of <my-cat>", steps: 2, seed: 1);')
        self.succeed(f"let rest = train(cat, on: photos, steps: {done + 2}, resume: run, validateEvery: 0);")
        self.assertEqual(self.succeed("print(rest.steps, rest.interrupted)"), f"{done + 2} false\n")

    def test_interrupted_sampling(self):
        self.interrupt_at('let many = sample("a cat", count: 200, steps: 50, seed: 1)', "drawing")
        self.refuse("many.count", "NameError", "many")
