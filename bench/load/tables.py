"""The tables of a county as its communities have them, any number of households: what imports are measured with."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from huiyin.ground.sheets import Format, write_table
from huiyin.groups.imports import GROUPS
from huiyin.people.imports.kinds import HOUSEHOLDS, POSTS
from huiyin.territory.imports.kinds import HOMES, NODES

GRIDS = 614
HOUSEHOLDS_IN_ALL = 120_000
GRIDS_OF_COMMUNITY = 5
COMMUNITIES_OF_STREET = 12
DOORS_OF_BUILDING = 40
FAMILY = (2, 3, 1, 4, 2)  # sizes of households, in turn: 2.4 on average
NAMES = "王李张刘陈杨赵黄周吴"
MOST_ROWS = 150_000  # of a file: a county sends several
COUNTY = "3701"
Row = list[str]


def grids(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"{_community(number)}Z{number % GRIDS_OF_COMMUNITY + 1:03}"


def _community(grid: int) -> str:
    number = grid // GRIDS_OF_COMMUNITY
    street, place = divmod(number, COMMUNITIES_OF_STREET)
    return f"{COUNTY}01{street + 1:03}{place + 201:03}"


def nodes(count: int) -> Iterator[Row]:
    """The city, the county, and everything down to so many grids."""
    yield [COUNTY, "东海市"]
    yield [f"{COUNTY}01", "东海县"]
    communities = list(dict.fromkeys(_community(grid) for grid in range(count)))
    for street in dict.fromkeys(code[:9] for code in communities):
        yield [street, f"第{int(street[-3:])}街道"]
    for code in communities:
        yield [code, f"第{code[-3:]}社区"]
    for code in grids(count):
        yield [code, f"第{code[-3:]}网格"]


def _doors(count: int, households: int) -> Iterator[tuple[str, Row]]:
    """Each household's grid and door, in the order of the grids."""
    codes = list(grids(count))
    for number in range(households):
        grid = number * count // households
        place = number - -(-grid * households // count)
        building, door = divmod(place, DOORS_OF_BUILDING)
        name = f"{grid % GRIDS_OF_COMMUNITY + 1}-{building + 1}号楼"
        yield (
            codes[grid],
            ["东海小区", name, str(door // 20 + 1), f"{door % 20 // 4 + 1}0{door % 4 + 1}"],
        )


def homes(count: int, households: int) -> Iterator[Row]:
    for grid, door in _doors(count, households):
        yield [grid, *door, "是"]


def people(count: int, households: int) -> Iterator[Row]:
    number = 0
    for home, (grid, door) in enumerate(_doors(count, households)):
        for member in range(FAMILY[home % len(FAMILY)]):
            number += 1
            name = f"{NAMES[home % 10]}{chr(0x4E00 + number % 5000)}{chr(0x4E00 + member)}"
            born = f"{1940 + number % 70}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            yield [grid, *door, name, f"1{3000000000 + number}", born, "是", "是"]


def posts(count: int) -> Iterator[Row]:
    """An officer for each grid, a secretary for each community, the command."""
    yield ["县级指挥部", f"{COUNTY}01", "周县长", "19900000000"]
    for number, code in enumerate(dict.fromkeys(_community(grid) for grid in range(count))):
        yield ["社区书记", code, f"书{chr(0x4E00 + number)}", f"1{9100000000 + number}"]
    for number, code in enumerate(grids(count)):
        yield ["网格员", code, f"员{chr(0x4E00 + number)}", f"1{9200000000 + number}"]


def groups(count: int) -> Iterator[Row]:
    """A group for each grid, one for each community, and a second in some grids: 762 of 614 grids."""
    for code in grids(count):
        yield ["网格服务群", code, f"{code}服务群"]
    for code in dict.fromkeys(_community(grid) for grid in range(count)):
        yield ["社区大群", code, f"{code}大群"]
    for code in islice(grids(count), count * 25 // GRIDS):
        yield ["网格服务群", code, f"{code}老年群"]


HEADERS = {
    NODES.code: ["编码", "名称"],
    HOMES.code: ["网格编码", "小区", "楼栋", "单元", "房号", "是否入住"],
    HOUSEHOLDS.code: [
        "网格编码", "小区", "楼栋", "单元", "房号", "姓名", "手机", "出生日期", "是否居住", "是否户籍",
    ],
    POSTS.code: ["岗位类型", "所在地编码", "任职人", "任职人手机"],
    GROUPS.code: ["群类型", "所在地编码", "群名称"],
}  # fmt: skip


def written(folder: Path, kind: str, rows: Iterator[Row]) -> list[Path]:
    """The rows as spreadsheets, none with more than MOST_ROWS."""
    paths: list[Path] = []
    while (first := next(rows, None)) is not None:
        path = folder / f"{kind}-{len(paths)}.xlsx"
        part = chain([first], islice(rows, MOST_ROWS - 1))
        write_table(path, Format.XLSX, HEADERS[kind], part, sheet=kind)
        paths.append(path)
    return paths


def county(folder: Path, count: int, households: int) -> list[tuple[str, Path]]:
    """Every table of a county with so many grids, in the order in which they are imported."""
    made: Sequence[tuple[str, Callable[[], Iterator[Row]]]] = (
        (NODES.code, lambda: nodes(count)),
        (HOMES.code, lambda: homes(count, households)),
        (HOUSEHOLDS.code, lambda: people(count, households)),
        (POSTS.code, lambda: posts(count)),
        (GROUPS.code, lambda: groups(count)),
    )
    return [(kind, path) for kind, rows in made for path in written(folder, kind, rows())]
