"""JSON-schema faults as sentences for the person who wrote the pack."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from huiyin.ground.packs.reading import Document, PackError, Place

TYPE_NAMES = {
    "string": "文字（数字编码请加引号）",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "一组“名称: 内容”",
    "null": "空",
}


def check_schema(document: Document, schema: Mapping[str, Any]) -> list[PackError]:
    """Every fault of the document against its schema, in the order of the lines."""
    validator = Draft202012Validator(dict(schema))
    errors = (
        document.error((*fault.absolute_path, *at), sentence)
        for fault in validator.iter_errors(document.value)
        for at, sentence in _faults(fault)
    )
    return sorted(errors, key=lambda error: error.line)


def _faults(fault: ValidationError) -> Iterator[tuple[Place, str]]:
    """The places below the fault's own, and what is wrong there."""
    if fault.validator == "additionalProperties":
        for name in _unknown_names(fault):
            yield (name,), _("不认识“%s”这一项。") % name
    elif fault.validator in {"anyOf", "oneOf"} and fault.context:
        yield from _nearest(fault)
    else:
        yield (), _sentence(fault)


def _nearest(fault: ValidationError) -> Iterator[tuple[Place, str]]:
    """Of the allowed shapes, speak of the one that the value comes closest to."""
    shapes: dict[Any, list[ValidationError]] = {}
    for part in fault.context or ():
        shapes.setdefault(part.relative_schema_path[0], []).append(part)
    for part in min(shapes.values(), key=_distance):
        for at, sentence in _faults(part):
            yield (*part.relative_path, *at), sentence


def _distance(parts: list[ValidationError]) -> tuple[bool, int]:
    return any(part.validator == "type" and not part.relative_path for part in parts), len(parts)


def _unknown_names(fault: ValidationError) -> list[str]:
    known = fault.schema.get("properties", {}) if isinstance(fault.schema, Mapping) else {}
    value = fault.instance if isinstance(fault.instance, dict) else {}
    return [name for name in value if name not in known]


def _sentence(fault: ValidationError) -> str:
    value: Any = fault.instance
    shown = _shown(value)
    limit: Any = fault.validator_value
    match fault.validator:
        case "type":
            wanted = " / ".join(TYPE_NAMES[name] for name in _listed(limit))
            return _("“%(shown)s”应当是%(wanted)s。") % {"shown": shown, "wanted": wanted}
        case "required":
            missing = [name for name in limit if name not in value]
            return _("缺少“%s”。") % "”“".join(missing)
        case "enum" | "const":
            allowed = "、".join(str(value) for value in _listed(limit))
            return _("“%(shown)s”不在可选范围内：%(allowed)s。") % {
                "shown": shown,
                "allowed": allowed,
            }
        case "pattern":
            return _("“%(shown)s”的写法不对，应符合 %(limit)s。") % {"shown": shown, "limit": limit}
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            return _("“%(shown)s”超出范围，界限是 %(limit)s。") % {"shown": shown, "limit": limit}
        case "minLength" | "minItems" | "minProperties":
            return _("这里至少要有 %s 项或字。") % str(limit)
        case "maxLength" | "maxItems" | "maxProperties":
            return _("这里最多只能有 %s 项或字。") % str(limit)
        case "uniqueItems":
            return _("列表里有重复的内容。")
        case _:
            return _("“%(shown)s”不符合要求（%(rule)s）。") % {
                "shown": shown,
                "rule": fault.validator,
            }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
