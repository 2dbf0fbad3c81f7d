"""What a drawn boundary comes with: the forms, other systems of coordinates, and what may be a slip."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.queries import boundaries as ground
from huiyin.territory.rules.coordinates import CoordinateSystem, swapped_or_far, to_wgs84
from huiyin.territory.rules.coordinates import around as around_of
from huiyin.territory.rules.rings import DECIMALS, read, rings_of, written
from huiyin.web.kit.forms import VersionedForm
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import resent
from huiyin.web.office.maps import Layer, map_data

if TYPE_CHECKING:
    from huiyin.territory.models import Node

FAR_M = 30_000  # further from everything drawn around it than a county is wide


class DrawForm(VersionedForm):
    """A boundary as rings of points, why it changes, and that doubts have been read."""

    # the points stand in a part that may be folded: the browser could not show there what it misses
    use_required_attribute = False

    points = forms.CharField(
        label=gettext_lazy("各点的经纬度"),
        strip=False,
        help_text=gettext_lazy(
            "一行一个点，先经度后纬度，例如 118.1234, 37.1234。画完一圈空一行再画下一圈；圈里的圈是挖空的部分。"
        ),
        error_messages={"required": gettext_lazy("地界还是空的：请至少画三个点。")},
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    system = forms.ChoiceField(
        label=gettext_lazy("这些经纬度的坐标系"),
        choices=[(each.value, gettext_lazy(each.label)) for each in CoordinateSystem],
        initial=CoordinateSystem.WGS84.value,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=200,
        help_text=gettext_lazy("例如：新建小区划入；与第二网格调整分界。"),
        error_messages={"required": gettext_lazy("请写一句为什么改，以后查得到。")},
    )
    is_accepted = forms.BooleanField(label=gettext_lazy("我看过了，仍然这样保存"), required=False)


class BackForm(VersionedForm):
    """Going back to an earlier boundary."""

    reason = forms.CharField(
        label=gettext_lazy("为什么恢复"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写一句为什么恢复，以后查得到。")},
    )


def in_wgs84(form: DrawForm) -> list[list[tuple[float, float]]]:
    """The rings of the form. Points of another system are converted and shown once more before anything is kept."""
    system = CoordinateSystem(form.cleaned_data["system"] or CoordinateSystem.WGS84)
    rings = read(form.cleaned_data["points"])
    if system is CoordinateSystem.WGS84:
        return rings
    converted = [
        [
            (round(x, DECIMALS), round(y, DECIMALS))
            for x, y in (to_wgs84(*at, system) for at in ring)
        ]
        for ring in rings
    ]
    resent(form, "points", written(converted))
    resent(form, "system", CoordinateSystem.WGS84.value)
    raise Refused(
        _("这些点已经从%(system)s换算成 WGS84：请在地图上核对，没有问题再保存。"),
        system=system.label,
    )


def doubts_of(
    request: SignedIn, node: "Node", around: list["Node"], geometry: dict[str, Any]
) -> list[str]:
    """What may be a slip: far from everything, or ground that is somebody else's. Each a sentence."""
    far = _far(geometry, around)
    shared = ground.sharing(geometry, node, on=local(request.now).date())
    sentence = gettext("和“%(name)s”重叠 %(area)s 平方米；这块地归编码小的“%(owner)s”。")
    overlaps = [
        sentence
        % {
            "name": each.node.name,
            "area": f"{each.area_m2:,.0f}",
            "owner": min(each.node, node, key=lambda place: place.code).name,
        }
        for each in shared
    ]
    return ([far] if far else []) + overlaps


def _far(geometry: dict[str, Any], around: list["Node"]) -> str:
    """Whether it lies where nothing of the county does; nothing can be said while nothing is drawn."""
    drawn = map_data([Layer(around, "neighbour")])
    if not drawn["shapes"]:
        return ""
    points = [point for shape in drawn["shapes"] for ring in shape["rings"] for point in ring]
    lng, lat = rings_of(geometry)[0][0]
    county = around_of(points, beyond_m=FAR_M)
    doubt = swapped_or_far(lng, lat, CoordinateSystem.WGS84, county=county)
    return doubt.said(gettext) if doubt else ""
