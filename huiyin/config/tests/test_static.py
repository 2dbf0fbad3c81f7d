"""Scripts and styles lose their comments and indentation, and nothing else."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import override_settings

from huiyin.config.static import HashedFiles, lean

HOUSE = Path(__file__).parents[2]
FILES = sorted(
    path
    for ending in ("css", "js")
    for path in HOUSE.glob(f"web/*/static/**/*.{ending}")
    if "vendor" not in path.parts
)


def test_lines_of_comment_and_indentation_go() -> None:
    words = """// what it does
/** @param {string} name
 *  of somebody */
const say = (name) => {
  // a reason
  const far = "https://huiyin.example.cn"; // stays
  return `${name} /* not a comment */`;
};
/* one */ const two = 2; /* three */
"""
    assert lean(words) == (
        "const say = (name) => {\n"
        'const far = "https://huiyin.example.cn"; // stays\n'
        "return `${name} /* not a comment */`;\n"
        "};\n"
        "/* one */ const two = 2; /* three */\n"
    )


def test_words_whose_indentation_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="backticks"):
        lean("const said = `one\n  two`;\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_of_code_of_the_house_stays(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    kept = lean(words).splitlines()
    gone = [line.strip() for line in words.splitlines()]
    for line in kept:  # in their order, with nothing but comments between
        while (before := gone.pop(0)) != line:
            assert is_comment(before), f"{path.name} lost {before!r}"
    assert all(is_comment(line) for line in gone)


def is_comment(line: str) -> bool:
    return line.startswith(("//", "/*", "*")) or line.endswith("*/") or not line


def test_what_is_vendored_keeps_its_licence(tmp_path: Path) -> None:
    said = b"/* licence */\n  run();\n"
    with override_settings(STATIC_ROOT=tmp_path):
        files = HashedFiles(location=tmp_path)
        for name in ("kit/vendor/theirs.js", "kit/ours.js"):
            files._save(name, ContentFile(said))
    assert (tmp_path / "kit/vendor/theirs.js").read_bytes() == said
    assert (tmp_path / "kit/ours.js").read_bytes() == b"run();\n"


def test_it_is_worth_it() -> None:
    def weight(words: list[str]) -> int:
        return sum(len(gzip.compress(each.encode())) for each in words)

    written = [path.read_text(encoding="utf-8") for path in FILES]
    assert weight([lean(words) for words in written]) < 0.9 * weight(written)


def test_what_a_page_asks_for_holds_what_it_imports(tmp_path: Path) -> None:
    served = {"BACKEND": "huiyin.config.static.HashedFiles"}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": served}
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    for name in ("resident/resident.css", "resident/talk.js"):
        words = (tmp_path / names[name]).read_text(encoding="utf-8")
        assert not re.search(r"^@?import", words, re.MULTILINE)
        small = gzip.decompress((tmp_path / f"{names[name]}.gz").read_bytes())
        assert small.decode() == words
