"""Every notebook, from the first cell to the last, in a real Jupyter."""

import base64
import shutil
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from package import KERNEL, NOTEBOOKS


def quickened(notebook):
    """The notebook with `quick` set, where it has a cell of parameters that declares it."""
    for index, cell in enumerate(notebook.cells):
        if "parameters" in cell.metadata.get("tags", []) and "quick" in cell.source:
            injected = nbformat.v4.new_code_cell("// Parameters\nlet quick = true", metadata={"tags": ["injected-parameters"]})
            notebook.cells.insert(index + 1, injected)
            return notebook
    return notebook


def pictures(cell):
    """The PNG pictures that a cell shows."""
    data = [output.get("data", {}).get("image/png") for output in cell.outputs]
    return [base64.b64decode(picture) for picture in data if picture]


class Notebooks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "notebooks"
        shutil.copytree(NOTEBOOKS, self.folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "runs", "*-outputs"))

    def test_all(self):
        paths = sorted(self.folder.rglob("*.ipynb"))
        self.assertTrue(paths, "there are no notebooks")
        for path in paths:
            with self.subTest(notebook=path.relative_to(self.folder)):
                self.execute(path)

    def execute(self, path):
        notebook = quickened(nbformat.read(path, as_version=4))
        nbformat.validate(notebook)
        client = NotebookClient(
            notebook, timeout=1200, kernel_name=KERNEL, resources={"metadata": {"path": str(path.parent)}})
        client.execute()
        nbformat.validate(notebook)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        self.assertEqual([cell.execution_count for cell in cells], list(range(1, len(cells) + 1)))
        shown = [picture for cell in cells for picture in pictures(cell)]
        self.assertTrue(shown, "no cell shows a picture")
        for picture in shown:
            self.assertTrue(picture.startswith(b"\x89PNG\r\n\x1a\n"))


if __name__ == "__main__":
    unittest.main()
