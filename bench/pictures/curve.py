"""One picture: lines over sizes, as SVG that reads in light and dark and without colours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bench.harness.table import number

WIDTH, HEIGHT = 860, 400
LEFT, RIGHT, TOP, BOTTOM = 84, 190, 70, 62
LABEL_GAP = 20.0
TICKS = 4
STYLE = (
    ".bg{fill:#fff}.title{fill:#12332b;font-weight:700}.what{fill:#5b6f6a}.grid{stroke:#dfe8e5}"
    ".line{fill:none;stroke:#5b6f6a;stroke-width:2}.dot{fill:#5b6f6a}.ours{stroke:#0b7a5c;stroke-width:3}"
    ".ours-dot,.ours-name{fill:#0b7a5c}.ours-name{font-weight:700}.band{fill:#0b7a5c;opacity:.16}"
    "@media (prefers-color-scheme:dark){.bg{fill:#14191b}.title{fill:#e6f2ee}.what{fill:#a3b5b0}.grid{stroke:#2a3638}"
    ".line{stroke:#a3b5b0}.dot{fill:#a3b5b0}.ours{stroke:#4cc9a0}.ours-dot,.ours-name{fill:#4cc9a0}.band{fill:#4cc9a0}}"
)
DASHES = ("7 5", "2 4", "12 4 2 4")


@dataclass(frozen=True)
class Line:
    """One line: a value for each size, with least and most of the runs. is_ours: drawn with weight and a band."""

    name: str
    medians: Sequence[float]
    leasts: Sequence[float]
    mosts: Sequence[float]
    is_ours: bool


@dataclass(frozen=True)
class Picture:
    """unit: what the height is, in words. size_of: what grows from left to right, in equal steps."""

    title: str
    unit: str
    size_of: str
    sizes: Sequence[int]
    lines: Sequence[Line]


def svg(picture: Picture) -> str:
    """The picture as a document, with a description for those who hear it."""
    top = _round_up(
        max(max(line.mosts if line.is_ours else line.medians) for line in picture.lines)
    )
    parts = [
        *_frame(picture, top),
        *(part for index, line in enumerate(picture.lines) for part in _line(line, index, top)),
        *_names(picture.lines, top),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d" '
        "font-family=\"system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif\">\n"
        f'<title id="t">{escape(picture.title)}</title>\n<desc id="d">{escape(_told(picture))}</desc>\n'
        f"<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _frame(picture: Picture, top: float) -> Iterator[str]:
    yield f'<rect class="bg" width="{WIDTH}" height="{HEIGHT}" rx="12"/>'
    yield _text("title", LEFT, 32, picture.title, size=17)
    yield _text("what", LEFT, 54, picture.unit, size=13)
    for tick in range(TICKS + 1):
        value = top * tick / TICKS
        y = _y(value, top)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield _text("what", LEFT - 10, y + 4, _short(value), size=12, anchor="end")
    for index, size in enumerate(picture.sizes):
        x = _x(index, len(picture.sizes))
        yield _text("what", x, HEIGHT - BOTTOM + 22, f"{size:,}", size=12, anchor="middle")
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield _text("what", middle, HEIGHT - 16, picture.size_of, size=13, anchor="middle")


def _line(line: Line, index: int, top: float) -> Iterator[str]:
    points = _points(line.medians, top)
    if line.is_ours:
        edge = [*_points(line.mosts, top), *reversed(_points(line.leasts, top))]
        yield f'<path class="band" d="M{"L".join(edge)}Z"/>'
    kind = "line ours" if line.is_ours else "line"
    dash = "" if line.is_ours else f' stroke-dasharray="{DASHES[index % len(DASHES)]}"'
    yield f'<path class="{kind}" d="M{"L".join(points)}"{dash}/>'
    for point in points:
        x, y = point.split()
        yield f'<circle class="{"ours-dot" if line.is_ours else "dot"}" cx="{x}" cy="{y}" r="3.5"/>'


def _names(lines: Sequence[Line], top: float) -> Iterator[str]:
    """Each line has its name at its end; names too near one another move apart."""
    last = float("-inf")
    for line in sorted(lines, key=lambda line: -line.medians[-1]):
        last = max(_y(line.medians[-1], top) + 5, last + LABEL_GAP)
        kind = "ours-name" if line.is_ours else "what"
        words = f"{line.name} {number(line.medians[-1])}"
        yield _text(kind, WIDTH - RIGHT + 14, last, words, size=13)


def _text(kind: str, x: float, y: float, words: str, *, size: int, anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _points(values: Sequence[float], top: float) -> list[str]:
    return [f"{_x(i, len(values)):.1f} {_y(value, top):.1f}" for i, value in enumerate(values)]


def _x(index: int, count: int) -> float:
    room = WIDTH - RIGHT - LEFT - 40
    return LEFT + 20 + room * (index / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top


def _round_up(value: float) -> float:
    """The next number of one or two digits and zeros, so that the scale reads easily."""
    scale: float = 10.0 ** (len(f"{value:.0f}") - 1) if value >= 1 else 0.1
    while scale > value:
        scale /= 10
    steps = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
    return next((step * scale for step in steps if step * scale >= value), 10 * scale)


def _short(value: float) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g} M"
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def _told(picture: Picture) -> str:
    """The figures in words."""
    lines = (
        f"{line.name}: "
        + ", ".join(
            f"{number(value)} at {size:,}"
            for size, value in zip(picture.sizes, line.medians, strict=True)
        )
        for line in picture.lines
    )
    return f"{picture.unit} by {picture.size_of}. " + "; ".join(lines) + "."
