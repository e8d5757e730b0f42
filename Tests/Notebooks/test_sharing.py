"""Notebooks in the hands of other tools: papermill, nbconvert, jupytext."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat

BIN = Path(sys.executable).parent
CONCEPTS = Path(__file__).resolve().parents[2] / "notebooks/concepts"


class Sharing(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def notebook(self, *cells, executed=True):
        cells = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {"name": "easel", "display_name": "Easel (Swift)", "language": "swift"}
        nbformat.write(notebook, self.folder / "a.ipynb")
        if executed:
            self.tool("jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", "a.ipynb")
        return nbformat.read(self.folder / "a.ipynb", as_version=4)

    def tool(self, name, *arguments, fails=False):
        result = subprocess.run(
            [BIN / name, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True, timeout=300,
            env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "JUPYTER_PREFER_ENV_PATH": "1"})
        if not fails:
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result

    def text(self, notebook):
        return "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))

    # papermill

    def test_papermill_sets_parameters(self):
        defaults = nbformat.v4.new_code_cell('let steps = 500  // how long\nlet name: String = "cat"\nlet rate = 0.5', metadata={"tags": ["parameters"]})
        self.notebook(defaults, 'print(steps + 1, name, rate * 2)', executed=False)
        self.tool("papermill", "a.ipynb", "b.ipynb", "-p", "steps", "50", "-p", "name", 'a "moss" \\(cat)\n<é🐈>', "-p", "rate", "1e-5")
        executed = nbformat.read(self.folder / "b.ipynb", as_version=4)
        self.assertEqual(executed.cells[1].metadata.tags, ["injected-parameters"])
        self.assertEqual(self.text(executed), '51 a "moss" \\(cat)\n<é🐈> 2e-05\n')

    def test_papermill_writes_every_kind_of_value(self):
        self.notebook(
            nbformat.v4.new_code_cell("let flag = false", metadata={"tags": ["parameters"]}),
            'print(flag, list[1], table["a"]!, nothing == nil, big, small, table["b"]!, empty.count, none.count)', executed=False)
        (self.folder / "p.yaml").write_text(
            "flag: true\nlist: [1, 2]\ntable: {a: 1.5, b: -2.0}\nnothing: null\nbig: .inf\nsmall: -.inf\nempty: []\nnone: {}\n")
        self.tool("papermill", "a.ipynb", "b.ipynb", "-f", "p.yaml")
        executed = nbformat.read(self.folder / "b.ipynb", as_version=4)
        self.assertEqual(self.text(executed), "true 2 1.5 true inf -inf -2.0 0 0\n")

    def test_papermill_lists_parameters(self):
        defaults = nbformat.v4.new_code_cell('let steps = 500  // how long\nvar name: String = "cat"', metadata={"tags": ["parameters"]})
        self.notebook(defaults, executed=False)
        page = self.tool("papermill", "--help-notebook", "a.ipynb").stdout
        self.assertRegex(page, r"steps: Unknown type \(default 500\)\s+how long")
        self.assertRegex(page, r'name: String \(default "cat"\)')

    def test_papermill_stops_at_an_error_and_says_it(self):
        self.notebook("let a = 1", "unknown", "print(2)", executed=False)
        result = self.tool("papermill", "a.ipynb", "b.ipynb", fails=True)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("NameError: there is no variable or function 'unknown'", result.stderr)

    # nbconvert

    def test_notebooks_say_what_they_are_written_in(self):
        metadata = self.notebook("1 + 1").metadata
        self.assertEqual(metadata.kernelspec, {"name": "easel", "display_name": "Easel (Swift)", "language": "swift"})
        information = metadata.language_info
        self.assertEqual(information.name, "swift")
        self.assertRegex(information.version, r"^\d+\.\d+")
        self.assertEqual(
            [information.mimetype, information.file_extension, information.pygments_lexer, information.codemirror_mode],
            ["text/x-swift", ".swift", "swift", "swift"])

    def test_a_page_is_coloured_and_shows_pictures(self):
        self.notebook('load("easel-tiny");', 'let x = sample("a cat", steps: 2, seed: 1)  // a cat\nx', "chart([1.0, 0.5])", "help(print)")
        self.tool("jupyter", "nbconvert", "--to", "html", "a.ipynb")
        page = (self.folder / "a.html").read_text()
        # Pygments' classes of a keyword, a string and a comment: the lexer is Swift's.
        for mark in ['<span class="kd">let</span>', '<span class="s">', '<span class="c1">// a cat', "data:image/png;base64,", "data:image/svg+xml"]:
            self.assertTrue(mark in page, mark)

    def test_nothing_needs_a_script_or_a_network(self):
        """Viewers that run no scripts, such as GitHub's, have a picture or text of everything."""
        notebook = self.notebook(
            'let model = load("easel-tiny")', 'sample("a cat", count: 2, steps: 2, seed: 1)', "chart([1.0, 0.5])", "help(sample)",
            'let cat = addToken("<my-cat>", initializer: "cat")\n'
            f'train(cat, on: images("{CONCEPTS}/moss-cat/single"), steps: 4, preview: "a photo of <my-cat>", previewEvery: 2)',
            'explore("a photo of a cat", seed: 42, steps: 2)', "manifest()", "[1, 2, 3]")
        bundles = [output.data for cell in notebook.cells for output in cell.outputs if "data" in output]
        self.assertGreater(len(bundles), 8)
        for data in bundles:
            self.assertTrue("text/plain" in data)
            self.assertFalse(re.search(r"<script|javascript:|\son\w+=|(src|href)=.?https?:", data.get("text/html", "") + data.get("image/svg+xml", "")))
            self.assertTrue({"text/plain", "text/html", "image/png", "image/svg+xml"} & set(data))
            if "image/svg+xml" in data:
                self.assertTrue("image/png" in data or "<image" not in data["image/svg+xml"])
        widgets = [data for data in bundles if "application/vnd.jupyter.widget-view+json" in data]
        self.assertEqual(["image/png" in data for data in widgets], [True])

    def test_a_script_is_swift(self):
        self.notebook("let a = 20", nbformat.v4.new_markdown_cell("Words."), "a + 22")
        self.tool("jupyter", "nbconvert", "--to", "script", "a.ipynb")
        script = (self.folder / "a.swift").read_text()
        self.assertIn("let a = 20\n", script)
        self.assertIn("a + 22\n", script)
        self.assertNotIn("Words.", re.sub(r"(?m)^//.*", "", script))

    # jupytext

    # jupytext knows Swift neither by its ending nor in plain Markdown; MyST's code cells need no language.
    def test_jupytext_pairs_with_markdown(self):
        self.notebook(nbformat.v4.new_markdown_cell("# Title"), "let a = 20", "a + 22")
        self.tool("jupytext", "--set-formats", "ipynb,md:myst", "a.ipynb")
        path = self.folder / "a.md"
        self.assertRegex(path.read_text(), r"(?s)```\{code-cell\}[^\n]*\n(---.*---\n)?let a = 20\n```")
        path.write_text(path.read_text().replace("20", "30"))
        self.tool("jupytext", "--sync", "a.md")
        self.tool("jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", "a.ipynb")
        notebook = nbformat.read(self.folder / "a.ipynb", as_version=4)
        self.assertEqual(notebook.cells[-1].outputs[0].data["text/plain"], "52")


if __name__ == "__main__":
    unittest.main()
