from pathlib import Path

import pytest

from huiyin.ground.packs.reading import Unreadable, read_document
from huiyin.ground.packs.schema import check_schema


def read(folder: Path, text: str | bytes) -> list[str]:
    """What is wrong with a file of this text, or nothing."""
    (folder / "a.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        read_document(folder, "a.yaml")
    except Unreadable as unreadable:
        return [str(unreadable.error)]
    return []


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# c\nrows:\n  - code: '1'\n    name: x\n  - {code: '2'}\n")
    document = read_document(tmp_path, "a.yaml")
    assert document.value == {"rows": [{"code": "1", "name": "x"}, {"code": "2"}]}
    assert document.line_of(("rows", 0, "name")) == 4
    assert document.line_of(("rows", 1)) == 5
    assert document.line_of(("rows", 1, "missing", 3)) == 5


def test_a_date_stays_text_and_a_number_a_number(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("day: 2026-01-01\nmany: 5\nyes: true\n")
    assert read_document(tmp_path, "a.yaml").value == {"day": "2026-01-01", "many": 5, "yes": True}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1, 2\nb: 3\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: &x [1]\nb: *x\n", 2),
        ("? [1, 2]\n: 3\n", 1),
        ("a: !!python/object:os.system {}\n", 1),
        (b"a: \xff\xfe\n", 1),
        ("a: \x07\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: !secret x\n", 1),
        ("[" * 5000 + "]" * 5000, 1),
        ("[" * 300_000 + "]" * 300_000, 1),
    ],
)
def test_a_file_that_is_no_document_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int
) -> None:
    (fault,) = read(tmp_path, text)
    assert fault.startswith(f"a.yaml:{line}: ")


def test_a_missing_a_huge_and_a_foreign_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text("a: " + "x" * 9_000_000)
    (tmp_path / "many.yaml").write_text("[" + "1," * 400_001 + "]")
    for file in ("missing.yaml", "big.yaml", "many.yaml", "../a.yaml", "/etc/hosts"):
        with pytest.raises(Unreadable):
            read_document(tmp_path, file)


def test_aliases_cannot_stand_for_billions_of_values(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert read(tmp_path, "\n".join(lines))


SCHEMA = {
    "type": "object",
    "required": ["rows"],
    "additionalProperties": False,
    "properties": {
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[0-9]+$"},
                    "kind": {"enum": ["a", "b"]},
                    "many": {"type": "integer", "minimum": 1, "maximum": 9},
                    "home": {
                        "oneOf": [
                            {"type": "object", "required": ["room", "unit"]},
                            {"type": "object", "required": ["road"]},
                        ]
                    },
                },
            },
        }
    },
}


def faults(folder: Path, text: str) -> list[str]:
    (folder / "a.yaml").write_text(text)
    return [str(error) for error in check_schema(read_document(folder, "a.yaml"), SCHEMA)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{code: 371625}", "应当是文字"),
        ("{kind: a}", "缺少“code”"),
        ("{code: '1', kind: c}", "a、b"),
        ("{code: x}", "写法不对"),
        ("{code: '1', many: 0}", "超出范围"),
        ("{code: '1', many: 10}", "超出范围"),
        ("{code: '1', colour: red}", "不认识“colour”"),
        ("{code: '1', home: {unit: '1'}}", "缺少"),
        ("7", "一组"),
    ],
)
def test_a_fault_is_a_sentence_at_its_line(tmp_path: Path, row: str, words: str) -> None:
    (fault,) = faults(tmp_path, f"rows:\n  - {row}\n")
    assert fault.startswith("a.yaml:2: ")
    assert words in fault


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = "rows:\n  - {code: x}\n  - {code: '1'}\n  - {many: 0}\nmore: 1\n"
    lines = [fault.split(":")[1] for fault in faults(tmp_path, text)]
    assert lines == ["2", "4", "4", "5"]


def test_an_empty_file_is_no_mapping(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "")) == 1
