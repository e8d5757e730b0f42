"""Where things are in the repository."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
PROGRAM = Path(os.environ.get("EASEL_PROGRAM", ROOT / ".build/release/easel")).resolve()
KERNEL = os.environ.get("EASEL_KERNEL", "easel")
