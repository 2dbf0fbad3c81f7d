"""What `<huiyin-map>` is given: shapes with their names, buildings as dots, and where the middle is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from huiyin.territory.rules.coordinates import Position
from huiyin.territory.rules.rings import rings_of

if TYPE_CHECKING:
    from huiyin.territory.models import Building, Node

# where a map begins while nothing is drawn and no building has a point: the middle of the country
NOWHERE: Position = (105.0, 35.0)


class Layer(NamedTuple):
    """Places that are drawn alike. role: self, neighbour, above, child. is_link: whether they lead to their own page."""

    nodes: Sequence["Node"]
    role: str
    is_link: bool = False


def map_data(
    layers: Iterable[Layer],
    buildings: Iterable["Building"] = (),
    *,
    marked: Position | None = None,
    near: "Callable[[], Node | None]" = lambda: None,
) -> dict[str, Any]:
    """The data of a map, the lower layers first; places without a boundary are left out.

    marked: a point that somebody is to look at. near: finds a place with a boundary to begin at where there is nothing.
    """
    shapes = [
        shape_of(node.pk, node.name, node.geometry, layer.role, _url(node, layer))
        for layer in layers
        for node in layer.nodes
        if node.geometry
    ]
    dots = [
        {"name": _name(building), "at": (building.lng, building.lat)}
        for building in buildings
        if building.lng is not None
    ]
    marks = [{"name": "", "at": marked}] if marked else []
    return {"shapes": shapes, "dots": dots, "marks": marks, "middle": _middle(shapes, dots, near)}


def shape_of(
    node_id: int, name: str, geometry: Mapping[str, Any], role: str, url: str = ""
) -> dict[str, Any]:
    from huiyin.territory.rules.coverage import label_point  # noqa: PLC0415 - loads numpy and GEOS

    return {
        "id": node_id,
        "name": name,
        "role": role,
        "url": url,
        "label": label_point(geometry),
        "rings": rings_of(geometry),
    }


def _url(node: "Node", layer: Layer) -> str:
    return reverse("office:boundary", args=[node.pk]) if layer.is_link else ""


def _name(building: "Building") -> str:
    return (building.compound.name if building.compound else "") + building.name


def _middle(
    shapes: Sequence[dict[str, Any]],
    dots: Sequence[dict[str, Any]],
    near: "Callable[[], Node | None]",
) -> Position:
    points = [each["label"] for each in shapes] or [each["at"] for each in dots]
    if not points:
        place = near()
        return rings_of(place.geometry)[0][0] if place and place.geometry else NOWHERE
    return (
        sum(lng for lng, _lat in points) / len(points),
        sum(lat for _lng, lat in points) / len(points),
    )
