"""Styles and scripts with what they import in its place: one request of a weak phone instead of many.

As they are written, a browser takes them too. A style is imported by `@import "./name.css";`, a module by
`import "./name.js";` or `import { one, other } from "./name.js";`, each in a line of its own at the top.
"""

import posixpath
import re
from collections.abc import Callable

STYLES = re.compile(r'^@import (?:url\()?"(?P<place>\.[^"]+)"\)?;\n', re.MULTILINE)
MODULE = re.compile(
    r'^import ?(?:\{ (?P<names>[\w, ]+) \} from )?"(?P<place>\.[^"]+)";\n', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=async |const |class |function )", re.MULTILINE)


def gathered(name: str, read: Callable[[str], str]) -> str:
    """A style or script with all that it imports by a path in its place; a module becomes a function that runs there.

    name: of a file below the folder of static files. read: its words, by its name.
    Raises ValueError for a file that is met twice: its elements would be defined twice.
    """
    met: set[str] = set()

    def whole(name: str) -> str:
        if name in met:
            raise ValueError(f"{name} is imported twice")
        met.add(name)
        folder = posixpath.dirname(name)

        def found(line: re.Match[str]) -> str:
            return whole(posixpath.normpath(posixpath.join(folder, line["place"])))

        words = read(name)
        if name.endswith(".css"):
            return STYLES.sub(found, words)
        return MODULE.sub(lambda line: _module(found(line), line["names"]), words)

    return whole(name)


def _module(words: str, names: str | None) -> str:
    """A module as a function that is called at once, and gives the names that are asked of it."""
    body = EXPORT.sub("", words)
    if names is None:
        return f"(() => {{\n{body}}})();\n"
    return f"const {{ {names} }} = (() => {{\n{body}return {{ {names} }};\n}})();\n"
