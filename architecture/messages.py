"""The catalogues: what people read is found in code and templates, translated in .po, shipped compiled.

`make messages` writes both files anew; a bare machine needs no gettext for it, nor for running. Django itself turns
a template into something that reads like Python; contexts (`pgettext`) are not used here: two meanings get two words.
"""

import ast
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from architecture.source import PACKAGE, ROOT

LOCALE = PACKAGE / "locale"
SOURCE_LANGUAGE = "zh_Hans"
# sentences of refusals are marked by being said in one
REFUSALS = (
    "Refused",
    "Conflict",
    "NotAllowed",
    "NotThere",
    "TooLarge",
    "UnsupportedMedia",
    "TooMany",
)
SINGLE = {"_", "_N", "gettext", "gettext_lazy", "gettext_noop", *REFUSALS}
PLURAL = {"ngettext", "ngettext_lazy"}
HEADER = "# Texts of Huiyin 回音. Written by `make messages`; translate here, then run it again."
Words = str | tuple[str, str]


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def source_messages(folder: Path = PACKAGE) -> Catalog:
    """Everything below `folder` that asks for a translation, with the files it stands in."""
    found = Catalog(locale=SOURCE_LANGUAGE)
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".html"} or _is_ours_alone(path.relative_to(folder)):
            continue
        for words in messages_of(path):
            found.add(words, locations=[(str(path.relative_to(folder.parent)), 0)])
    return found


def _is_ours_alone(path: Path) -> bool:
    return bool({"tests", "migrations", "locale"} & set(path.parts))


def messages_of(path: Path) -> Iterator[Words]:
    """The messages of one file, a pair where there is a plural."""
    text = path.read_text(encoding="utf-8")
    return _of_template(text, str(path)) if path.suffix == ".html" else _of_python(text)


def _of_python(text: str) -> Iterator[Words]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        wanted = node.args[: 1 if name in SINGLE else 2 if name in PLURAL else 0]
        said = [each.value for each in wanted if isinstance(each, ast.Constant)]
        words = tuple(each for each in said if isinstance(each, str) and each)
        if words and len(words) == len(wanted):
            yield words[0] if name in SINGLE else (words[0], words[1])


def _of_template(text: str, origin: str) -> Iterator[Words]:
    """Django turns a template into what a reader of Python's words understands, but indented like a page."""
    plain = "\n".join(line.lstrip() for line in templatize(text, origin).splitlines())
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for _line, name, words, _comments in extract_python(BytesIO(plain.encode()), keywords, (), {}):
        # a text where there is one argument, else a tuple; the signature knows lists alone
        said: object = words
        if isinstance(said, str):
            yield said
        elif isinstance(said, tuple) and said[0]:
            yield (said[0], said[1]) if name == "ngettext" else said[0]


def catalogue(language: str) -> Catalog:
    """The translations of a language as they are written. Raises FileNotFoundError."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def says(compiled_file: bytes) -> dict[object, str]:
    """What a compiled catalogue answers, apart from its header, which names the tool that wrote it."""
    # typeshed has no name for what every reader of the class uses
    answers: dict[object, str] = vars(GNUTranslations(BytesIO(compiled_file)))["_catalog"]
    return {words: said for words, said in answers.items() if words}


def updated(found: Catalog, known: Catalog) -> Catalog:
    """`found` with the translations that are known; what the source no longer says is gone, nothing is guessed."""
    new = Catalog(
        locale=known.locale,
        header_comment=HEADER,
        project="Huiyin",
        version=version("huiyin"),
        msgid_bugs_address="the maintainers",
        last_translator="the maintainers",
        language_team="the maintainers",
        creation_date=known.creation_date,
        revision_date=known.revision_date,
        charset="utf-8",
        fuzzy=False,
    )
    for message in found:
        if not message.id:
            continue
        before = known.get(message.id)
        new.add(
            message.id,
            before.string if before else "",
            locations=message.locations,
        )
    return new


def write(language: str) -> Catalog:
    """Bring the catalogue of a language up to date with the source and compile it."""
    catalog, path = updated(source_messages(), catalogue(language)), po_file(language)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_by_file=True)
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    return catalog


def untranslated(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id and not is_translated(message)]


def is_translated(message: Message) -> bool:
    said = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(said) and all(said)


def main() -> int:
    """Write every catalogue and list what is still to be translated."""
    missing = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        language = path.parent.parent.name
        lacking = untranslated(write(language))
        missing += len(lacking)
        for message in lacking:
            print(f"{path.relative_to(ROOT)}: {message.id}")  # noqa: T201 - a tool speaks
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
