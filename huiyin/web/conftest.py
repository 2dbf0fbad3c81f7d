"""Tests of pages: static files under their own names, because nothing was collected."""

from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.conftest import Town
from huiyin.territory.models import Building, Compound, Dwelling


@pytest.fixture(autouse=True)
def _nothing_collected(settings: Settings, tmp_path: Path) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def built(town: Town) -> Town:
    """Two buildings of one compound, one in each grid."""
    compound = Compound.objects.create(key="liuan", name="柳岸小区", community=town.community)
    for name, grid in (("3号楼", town.grid), ("8号楼", town.grid_next_door)):
        building = Building.objects.create(
            compound=compound, community=town.community, name=name, grid=grid
        )
        Dwelling.objects.create(building=building, unit="2", room="501", is_occupied=True)
    return town
