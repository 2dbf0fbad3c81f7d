"""What a process of pages reads before its first visitor would have to wait for it."""

from pathlib import Path
from threading import Thread

from django.apps import apps
from django.template.loader import get_template
from django.urls import reverse

from huiyin.lib.memory import settle


def warm_up() -> None:
    """Import the views of all addresses, half of what a start costs; read the templates while the first visitors come."""
    reverse("healthz")  # the first address that is looked up reads them all
    Thread(target=_read_and_settle, name="templates", daemon=True).start()


def _read_and_settle() -> None:
    read_templates()
    settle()


def read_templates() -> list[str]:
    """Parse every template of the house into the memory of the engine; the names."""
    folders = [Path(app.path, "templates") for app in apps.get_app_configs() if _is_ours(app.name)]
    found = [str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.html")]
    for name in found:
        get_template(name)
    return found


def _is_ours(app_name: str) -> bool:
    return app_name.startswith("huiyin.")
