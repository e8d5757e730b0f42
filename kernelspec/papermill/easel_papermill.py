"""Tells papermill how parameters are written in Swift, so that `papermill -p steps 50` works in notebooks of Easel's kernel.

papermill knows the languages that it ships, and has no place for others to announce theirs; but it loads every entry point of the group
`papermill.engine` when it starts. This module is one: it registers the translator, and its engine is papermill's own.
"""

import math
import re

from papermill.engines import NBClientEngine as Engine  # noqa: F401, what the entry point names
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
DECLARATION = re.compile(r"^\s*(?:let|var)\s+(?P<name>\w+)\s*(?::\s*(?P<type>[^=]+?))?\s*=\s*(?P<value>.*?)\s*(?://\s*(?P<help>.*))?$")


class SwiftTranslator(Translator):
    @classmethod
    def translate_none(cls, value):
        return "nil"

    @classmethod
    def translate_float(cls, value):
        if math.isnan(value):
            return "Double.nan"
        if math.isinf(value):
            return "Double.infinity" if value > 0 else "-Double.infinity"
        return repr(value)

    @classmethod
    def translate_str(cls, value):
        return '"' + "".join(ESCAPES.get(letter, letter) for letter in value) + '"'

    @classmethod
    def translate_list(cls, value):
        return "[" + ", ".join(map(cls.translate, value)) + "]"

    @classmethod
    def translate_dict(cls, value):
        return "[" + (", ".join(f"{cls.translate(str(key))}: {cls.translate(item)}" for key, item in value.items()) or ":") + "]"

    @classmethod
    def comment(cls, text):
        return f"// {text}".strip()

    @classmethod
    def assign(cls, name, text):
        # Swift wants to know of what a nothing is.
        return f"let {name}{': Any?' if text == 'nil' else ''} = {text}"

    @classmethod
    def inspect(cls, cell):
        """The parameters of the cell tagged `parameters`, for `papermill --help-notebook`."""
        found = map(DECLARATION.match, cell["source"].splitlines())
        return [
            Parameter(name=match["name"], inferred_type_name=match["type"] or "None", default=match["value"], help=match["help"] or "")
            for match in found if match]


papermill_translators.register("swift", SwiftTranslator)
