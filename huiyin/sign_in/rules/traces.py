"""Where somebody came from, as much as they need to recognise themselves, and no more."""

import re
from collections.abc import Callable
from ipaddress import ip_address

from huiyin.lib.words import gettext_noop as _

# the first that is found in what a browser says of itself
BROWSERS = (
    ("MicroMessenger", "wechat"),
    ("Edg", "edge"),
    ("Firefox", "firefox"),
    ("Chrome", "chrome"),
    ("Safari", "safari"),
)
SYSTEMS = (
    ("HarmonyOS", "harmony"),
    ("Android", "android"),
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Windows", "windows"),
    ("Mac OS", "mac"),
    ("Linux", "linux"),
)
WORDS = {
    "wechat": _("微信"),
    "edge": "Edge",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "harmony": _("鸿蒙设备"),
    "android": _("安卓手机"),
    "iphone": "iPhone",
    "ipad": "iPad",
    "windows": _("Windows 电脑"),
    "mac": _("苹果电脑"),
    "linux": _("Linux 电脑"),
}


def shortened(address: str) -> str:
    """The half of an address that tells a place from another place, and nobody from their neighbour.

    113.128.*.* of version 4, the first two groups of version 6; empty for what is no address.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 4:
        return re.sub(r"(\.\d+){2}$", ".*.*", str(parsed))
    return ":".join(parsed.exploded.split(":")[:2]) + ":*"


def device_of(user_agent: str) -> str:
    """The kind of browser and of device, as two words of ours: wechat/android. What is unknown stays empty."""
    return "/".join((_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)))


def device_words(device: str, translate: Callable[[str], str] = str) -> str:
    """The same for people: 微信 · 安卓手机."""
    known = [translate(WORDS[word]) for word in device.split("/") if word in WORDS]
    return " · ".join(known) or translate(_("未知设备"))


def _first(names: tuple[tuple[str, str], ...], said: str) -> str:
    return next((word for mark, word in names if mark in said), "")
