"""The files of the pages as they are served: lean, compressed, named by what is in them."""

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import (  # type: ignore[import-untyped]  # whitenoise ships no types
    CompressedManifestStaticFilesStorage,
)

REMARK = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the same
    """Static files named by their content; imports inside script modules are renamed along.

    The name comes from the file as it is written, not from its lean form: with the same name both do the same.
    """

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: "File[bytes]") -> str:
        # what is vendored keeps its licence, and is small already
        if name.endswith((".css", ".js")) and "/vendor/" not in name:
            content = ContentFile(lean(_words(content)).encode())
        saved: str = super()._save(name, content)
        return saved


def lean(words: str) -> str:
    """A script or style without its lines of comment and its indentation: a sixth less for a phone to fetch.

    Every line of code stays. Raises ValueError for words in backticks over several lines: indentation is part of them.
    """
    code = REMARK.sub("", words)
    if any(line.count("`") % 2 for line in code.splitlines()):
        raise ValueError("words in backticks go over several lines")
    return INDENT.sub("", code)


def _words(content: "File[bytes]") -> str:
    content.seek(0)
    found: bytes = content.read()
    return found.decode()
