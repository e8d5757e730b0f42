"""What a front end gets while a person types: completions with types and signatures, pages, in the protocol's own units."""

import statistics
import time
import unittest

from kernel_case import KernelCase


class Assistance(KernelCase):
    def complete(self, code, position=None):
        return self.reply(self.client.complete(code, position))["content"]

    def inspect(self, code, detail=0, position=None):
        return self.reply(self.client.inspect(code, position, detail))["content"]

    def described(self, code):
        """The matches as `_jupyter_types_experimental` describes them, by their texts."""
        content = self.complete(code)
        described = content["metadata"]["_jupyter_types_experimental"]
        self.assertEqual([match["text"] for match in described], content["matches"])
        self.assertTrue(all((match["start"], match["end"]) == (content["cursor_start"], content["cursor_end"]) for match in described))
        return {match["text"]: match for match in described}

    def test_matches_have_types_and_signatures(self):
        self.run_cell('let number = 42\nfunc twice(factor: Int) -> Int { factor * 2 }')
        self.assertEqual(self.described("sampl")["sample"]["type"], "function")
        self.assertRegex(self.described("sampl")["sample"]["signature"], r"^\(_ prompt: .*\) -> \[Image\]$")
        self.assertEqual(self.described("twi")["twice"]["signature"], "(factor: Int) -> Int")
        self.assertEqual((self.described("numb")["number"]["type"], self.described("numb")["number"]["detail"]), ("instance", "Int = 42"))
        self.assertEqual(self.described('sample("x", st')["steps: "]["type"], "param")
        self.assertEqual(self.described('sample("x", sampler: .eu')["euler"]["type"], "enum")
        self.assertEqual(self.described('load("eas')["easel-tiny"]["type"], "module")
        self.assertEqual(self.described("whi")["while"]["type"], "keyword")

    def test_positions_count_characters_outside_of_the_basic_plane_once(self):
        text = 'let 🐈‍⬛ = "🐈"; sampl'
        content = self.complete(text)
        self.assertEqual((content["cursor_start"], content["cursor_end"]), (len(text) - 5, len(text)))
        text = 'sample("🐈🐈", st) // 🐈'
        start = text.index("st)")
        content = self.complete(text, start + 2)
        self.assertEqual((content["cursor_start"], content["cursor_end"]), (start, start + 2))
        self.assertIn("steps: ", content["matches"])
        # Some front ends count UTF-16 units: positions behind the end are the end.
        self.assertEqual(self.complete("sampl", 99)["cursor_end"], 5)

    def test_pages_have_two_levels(self):
        short, full = (self.inspect("images(", detail)["data"] for detail in (0, 1))
        for part in ("images(_ source:", "crop:", "default .center", "8…2048", "EXIF"):
            self.assertIn(part, short["text/plain"])
        self.assertIn("```swift", short["text/markdown"])
        self.assertNotIn("The largest square from the middle.", short["text/plain"])
        self.assertIn("The largest square from the middle.", full["text/plain"])
        self.run_cell("let long = (0..<300).map { $0 }")
        self.assertNotIn("299", self.inspect("long")["data"]["text/plain"])
        self.assertIn("299]", self.inspect("long", 1)["data"]["text/plain"])
        self.assertEqual(self.inspect("unknown"), {"status": "ok", "found": False, "data": {}, "metadata": {}})

    def test_it_is_immediate(self):
        self.run_cell('load("easel-tiny");')
        for code in ('sample("x", ', "sam", 'sample("a photo of <', 'images("'):
            times = []
            for _ in range(15):
                start = time.perf_counter()
                self.complete(code)
                times.append(time.perf_counter() - start)
            # 5 ms are promised; the bound leaves room for a machine that does something else as well.
            self.assertLess(statistics.median(times), 0.02, code)


if __name__ == "__main__":
    unittest.main()
