"""A kernel that may not take as much memory as it likes refuses what does not fit, in words, and the session stands."""

import resource
import unittest

from kernel_case import KernelCase

GIGABYTE = 1 << 30
PREPARE = 'let precious = 42\nlet model = load("easel-tiny");\nlet cat = addToken("<my-cat>", initializer: "cat")'
# Each is more than there is room for.
TOO_MUCH = {
    "a large picture": 'sample("a cat", width: 2048, height: 2048, steps: 2)',
    "a larger one": 'sample("a cat", width: 4096, height: 4096, steps: 1)',
    "a long list": "let lists = (0..<64).map { _ in Array(repeating: 1, count: 20_000_000) }",
}


class LimitedMemory(KernelCase):
    def start_options(self):
        return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (3 * GIGABYTE, 3 * GIGABYTE))}

    def test_what_does_not_fit_is_refused(self):
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")
        for what, code in TOO_MUCH.items():
            with self.subTest(what):
                request = self.client.execute(code)
                content = self.reply(request, timeout=60)["content"]
                self.published(request)
                self.assertEqual((content["status"], content["ename"]), ("error", "MemoryError"), content)
                self.assertEqual(self.run_cell('print(precious)\nsample("a cat", steps: 2);')[0]["status"], "ok")


if __name__ == "__main__":
    unittest.main()
