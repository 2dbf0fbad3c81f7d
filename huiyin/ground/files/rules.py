"""What may be stored, how it is recognised, and who may fetch it: plain Python, no database, no clock."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    PICTURE = "picture"
    VOICE = "voice"
    VIDEO = "video"


class Container(StrEnum):
    """The wrapping of a file, told by its first bytes; names and browsers' claims count for nothing."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIF = "heif"
    MP4 = "mp4"  # with MOV, M4A and 3GP: one family
    MATROSKA = "matroska"  # WebM is a subset
    OGG = "ogg"
    WAV = "wav"
    MP3 = "mp3"
    AAC = "aac"
    AMR = "amr"


PICTURES = frozenset({Container.JPEG, Container.PNG, Container.WEBP, Container.GIF, Container.HEIF})
MAYBE_VIDEO = frozenset({Container.MP4, Container.MATROSKA})
HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
SNIFF_BYTES = 16


class Fault(StrEnum):
    """Why a file is not taken; `refusals` has the sentence for each."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    HEIF = "heif"
    CODEC = "codec"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"


class Unfit(Exception):
    """A file that is not taken. Known to the workshop only; people meet it as `Refused`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, lengths in seconds, pictures in pixels. A site changes them by HUIYIN_FILE_LIMITS."""

    picture_bytes: int = 15_000_000
    voice_bytes: int = 20_000_000
    video_bytes: int = 50_000_000
    voice_s: int = 60
    video_s: int = 60
    pixels: int = 8192 * 8192  # the 50 and 64 megapixel cameras of phones fit; a bomb does not
    side_px: int = 4096
    thumb_px: int = 480

    def bytes_of(self, container: Container) -> int:
        """The most bytes a file in this container may bring."""
        if container in PICTURES:
            return self.picture_bytes
        return self.video_bytes if container in MAYBE_VIDEO else self.voice_bytes

    def seconds_of(self, kind: Kind) -> int:
        return self.video_s if kind == Kind.VIDEO else self.voice_s


def sniff(head: bytes) -> Container:
    """Name the container from the first `SNIFF_BYTES` bytes. Raises Unfit when it is none of ours.

    Only a first sorting: whether the rest is what the first bytes say, decoding tells.
    """
    if not head:
        raise Unfit(Fault.EMPTY)
    for magic, container in _MAGIC:
        if head.startswith(magic):
            return container
    if head[4:8] == b"ftyp":
        return Container.HEIF if head[8:12] in HEIF_BRANDS else Container.MP4
    if head[:4] == b"RIFF":
        return _riff(head[8:12])
    return _mpeg_audio(head)


_MAGIC = (
    (b"\xff\xd8\xff", Container.JPEG),
    (b"\x89PNG\r\n\x1a\n", Container.PNG),
    (b"GIF87a", Container.GIF),
    (b"GIF89a", Container.GIF),
    (b"\x1a\x45\xdf\xa3", Container.MATROSKA),
    (b"OggS", Container.OGG),
    (b"#!AMR", Container.AMR),
    (b"ID3", Container.MP3),
)


def _riff(form: bytes) -> Container:
    forms = {b"WEBP": Container.WEBP, b"WAVE": Container.WAV}
    if form not in forms:
        raise Unfit(Fault.UNKNOWN)
    return forms[form]


def _mpeg_audio(head: bytes) -> Container:
    """Bare frames begin with eleven set bits; the layer bits tell MP3 (01) from AAC in ADTS (00)."""
    if len(head) < 2 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        raise Unfit(Fault.UNKNOWN)
    layers = {0b00: Container.AAC, 0b01: Container.MP3}
    layer = head[1] >> 1 & 0b11
    if layer not in layers:
        raise Unfit(Fault.UNKNOWN)
    return layers[layer]


def sign_link(file_id: int, person_id: int, expires_at: datetime, key: bytes) -> str:
    """Return a token with which this person, and nobody else, fetches this file until `expires_at` (aware)."""
    expires = int(expires_at.timestamp())
    return f"{expires}.{_seal(file_id, person_id, expires, key)}"


def check_link(token: str, file_id: int, person_id: int, now: datetime, key: bytes) -> bool:
    """Tell whether `sign_link` made this token for this file and person and it has not expired at `now` (aware)."""
    expires, _, seal = token.partition(".")
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 12):
        return False
    right = _seal(file_id, person_id, int(expires), key)
    return hmac.compare_digest(seal.encode(), right.encode()) and now.timestamp() < int(expires)


def _seal(file_id: int, person_id: int, expires: int, key: bytes) -> str:
    words = f"file:{file_id}:{person_id}:{expires}".encode()
    return hmac.new(key, words, hashlib.sha256).hexdigest()[:32]
