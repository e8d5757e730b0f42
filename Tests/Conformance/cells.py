"""Cells in the kernel's language, in one place."""

import os
import tempfile

# The person's own history is none of the tests' business.
_history = tempfile.TemporaryDirectory()
HISTORY_FOLDER = _history.name
os.environ["EASEL_HISTORY"] = os.path.join(HISTORY_FOLDER, "history.sqlite")

KERNEL = os.environ.get("EASEL_KERNEL", "easel")

HELLO = 'print("hello, world")'
STDERR = 'fputs("oh no\\n", stderr)'
ERROR = "let numbers = [1, 2, 3]\nnumbers[7]"
RESULT = "1 + 1"
DISPLAY = 'show("a text")'
CLEAR = 'print("gone")\nclearOutput()'
SLEEP = "sleep({seconds})"
ENDLESS = "var turns = 0\nwhile true { turns += 1 }"
FLOOD = "for number in 0..<{count} {{ print(number) }}"
READ = 'let answer = readLine("name? ")\nprint("got", answer ?? "nothing")'
