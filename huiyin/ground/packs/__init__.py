"""Packs: a site's configuration as a folder of YAML. See docs/packs.md.

Apps register their part with `section`; `actions.load_pack` reads, checks and imports a folder.
"""

from huiyin.ground.packs.reading import PackError
from huiyin.ground.packs.sections import Import, Row, SectionReport, section

__all__ = ["Import", "PackError", "Row", "SectionReport", "section"]
