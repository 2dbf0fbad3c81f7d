from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from huiyin.ground.bare import Bare
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.territory.rules import CODE_PATTERNS, GRID_TYPE_LETTERS, NodeKind, door_label


def _code_has_the_shape_of_its_kind() -> Q:
    shapes = Q()
    for kind, pattern in CODE_PATTERNS.items():
        shapes |= Q(kind=kind.value, code__regex=pattern)
    return shapes


def _letter_tells_the_grid_type() -> Q:
    # A check passes when it is unknown, so a missing type is ruled out by name.
    letters = ~Q(kind=NodeKind.GRID.value) & Q(grid_type=None)
    for grid_type, letter in GRID_TYPE_LETTERS.items():
        letters |= Q(
            kind=NodeKind.GRID.value,
            grid_type__isnull=False,
            grid_type=grid_type.value,
            code__regex=f"^.{{12}}{letter}",
        )
    return letters


class Node(models.Model):
    """A place in the one tree: city, county, street, community, grid or micro-grid.

    A node that is dissolved keeps its row with `valid_to`: old cases keep their grid.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=64)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Django gives a unique text column an index for its beginnings too: that one finds a subtree.
    path = models.CharField(max_length=120, unique=True)
    grid_type = models.CharField(max_length=16, null=True, blank=True)
    legacy_code = models.CharField(max_length=32, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    geometry = models.JSONField(null=True, blank=True)  # GeoJSON in WGS84
    phone = models.CharField(max_length=32, blank=True)
    supervision_phone = models.CharField(max_length=32, blank=True)
    # the telephones are those of an office
    privacy = holds(
        "id kind code name parent path grid_type legacy_code valid_from valid_to reason geometry phone supervision_phone"
    )

    class Meta:
        indexes: ClassVar = [
            # whether a number somebody says in a group is one that a place has published
            Index(Bare("phone"), condition=~Q(phone=""), name="node_published"),
            Index(
                Bare("supervision_phone"),
                condition=~Q(supervision_phone=""),
                name="node_supervision",
            ),
        ]
        constraints: ClassVar = [
            # the code is what every list, map and neighbour system knows the place by
            CheckConstraint(condition=_code_has_the_shape_of_its_kind(), name="node_code_shape"),
            # the rule that sizes, members and coverage depend on
            CheckConstraint(
                condition=_letter_tells_the_grid_type(), name="node_only_grids_have_type"
            ),
            # one tree: only its top hangs on nothing
            CheckConstraint(
                condition=Q(kind=NodeKind.CITY.value, parent=None)
                | ~Q(kind=NodeKind.CITY.value) & ~Q(parent=None),
                name="node_only_the_city_is_on_top",
            ),
            # a period that ends before it begins would hide the node from every list
            CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="node_valid_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def node_kind(self) -> NodeKind:
        return NodeKind(self.kind)


class BoundariesVersion(models.Model):
    """One row, new with every change of a boundary or of the days a node counts: who keeps boundaries in memory
    compares it before each answer.

    The version is drawn and not counted: one that is rolled back never comes again for something else.
    """

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.BigIntegerField(default=new_id)
    privacy = holds("id version")

    class Meta:
        constraints: ClassVar = [
            # two rows would be two truths
            CheckConstraint(condition=Q(id=1), name="boundaries_have_one_version"),
        ]

    def __str__(self) -> str:
        return str(self.version)


class Boundary(models.Model):
    """A boundary of a place from a moment on. The last one of a place is the one in force, as `Node.geometry`.

    Kept for good: old cases were taken by it. Whoever drew it is a number: people are a floor above.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, models.PROTECT, related_name="boundaries", db_index=False)
    number = models.PositiveIntegerField()
    # GeoJSON in WGS84; none from when a first boundary was taken back
    geometry = models.JSONField(null=True)
    at = models.DateTimeField()
    by_person_id = models.BigIntegerField(null=True, blank=True)
    by_post_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    privacy = holds(
        "id node number geometry at reason", by_person_id=Data.WORK, by_post_id=Data.WORK
    )

    class Meta:
        constraints: ClassVar = [
            # versions are counted, so that two who draw at once do not both have the next; serves the history of a place
            UniqueConstraint(fields=["node", "number"], name="boundary_number"),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}/{self.number}"


class Compound(models.Model):
    """小区: buildings behind one gate, in one community; its households may belong to several grids."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    community = models.ForeignKey(Node, models.PROTECT, related_name="compounds")
    aliases = models.JSONField(default=list, blank=True)
    privacy = holds("id key name community aliases")

    class Meta:
        constraints: ClassVar = [
            # residents name their compound; two of one name in a community could not be told apart
            UniqueConstraint(fields=["community", "name"], name="compound_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """楼: belongs to one grid, so that every dwelling has one officer."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    compound = models.ForeignKey(
        Compound, models.PROTECT, null=True, blank=True, related_name="buildings"
    )
    community = models.ForeignKey(Node, models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    grid = models.ForeignKey(Node, models.PROTECT, related_name="buildings")
    micro_grid = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    privacy = holds("id compound community name grid micro_grid lat lng")

    class Meta:
        constraints: ClassVar = [
            # one address, one building; village houses stand outside any compound
            UniqueConstraint(
                fields=["community", "compound", "name"],
                name="building_name",
                nulls_distinct=False,
            ),
            # a point needs both numbers, in WGS84 degrees
            CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(lat__isnull=False, lng__isnull=False)
                & Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="building_point",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Dwelling(models.Model):
    """室: one home, lived in or empty."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    building = models.ForeignKey(Building, models.PROTECT, related_name="dwellings", db_index=False)
    unit = models.CharField(max_length=16, blank=True)
    room = models.CharField(max_length=16, blank=True)  # empty for a village house
    is_occupied = models.BooleanField()
    privacy = holds("id building unit room is_occupied")

    class Meta:
        constraints: ClassVar = [
            # one door, one row; serves the look-up by building too
            UniqueConstraint(fields=["building", "unit", "room"], name="dwelling_door"),
        ]

    def __str__(self) -> str:
        return door_label(self.unit, self.room)
