from django.db import models

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import holds


class LoadedPack(models.Model):
    """A pack as it was last imported. `digest`: of its files and of the importers that read them."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField()
    privacy = holds("id key digest loaded_at")

    def __str__(self) -> str:
        return self.key
