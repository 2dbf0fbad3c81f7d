"""Pictures are decoded and encoded anew: nothing of the file that came survives but its pixels.

So place, device, author, comments, colour profiles, hidden thumbnails and whatever was appended are gone.
"""

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from huiyin.ground.files.rules import Container, Fault, Kind, Limits, Unfit
from huiyin.ground.files.workshop.product import Product

# what Pillow raises on bytes that are not the picture they claim to be
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError, OverflowError)


def clean_picture(source: Path, folder: Path, *, container: Container, limits: Limits) -> Product:
    """Write an upright copy of at most `limits.side_px` without metadata, and its thumbnail, into `folder`.

    The copy is a PNG when it has transparency, a WebP when it came as one, else a JPEG. Of a moving picture the first
    frame is kept. Raises Unfit.
    """
    if container == Container.HEIF:
        raise Unfit(Fault.HEIF)
    try:
        picture = _bare(_upright(source, container, limits))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unfit(Fault.TOO_MANY_PIXELS) from bomb
    except DAMAGE as damage:
        raise Unfit(Fault.DAMAGED) from damage
    picture.thumbnail((limits.side_px, limits.side_px))
    path, mime = _write(picture, folder, container)
    thumb = write_thumb(picture, folder, limits)
    return Product(Kind.PICTURE, mime, path, thumb, picture.width, picture.height)


def write_thumb(picture: Image.Image, folder: Path, limits: Limits) -> Path:
    """Write a JPEG of at most `limits.thumb_px` a side; what is transparent becomes white."""
    small = picture.copy()
    small.thumbnail((limits.thumb_px, limits.thumb_px))
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    path = folder / "thumb.jpg"
    ground.save(path, "JPEG", quality=80)
    return path


def _upright(source: Path, container: Container, limits: Limits) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        opened = Image.open(source, formats=[container.value.upper()])
    with opened:
        if opened.width * opened.height > limits.pixels:
            raise Unfit(Fault.TOO_MANY_PIXELS)
        if container == Container.JPEG:
            # the decoder itself halves a picture that is far too large: a quarter of the memory and time
            opened.draft("RGB", (limits.side_px, limits.side_px))
        opened.load()
        return _in_srgb(ImageOps.exif_transpose(opened))


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as they looked, without the profile, which can name the device."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        seen = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, seen, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: Pillow carries comments and blocks of the old file in `info` into some new ones."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    bare = Image.new(mode, picture.size)
    bare.paste(picture.convert(mode))
    return bare


def _write(picture: Image.Image, folder: Path, container: Container) -> tuple[Path, str]:
    if container == Container.WEBP:
        path = folder / "picture.webp"
        picture.save(path, "WEBP", quality=82)
        return path, "image/webp"
    if picture.mode == "RGBA":
        path = folder / "picture.png"
        picture.save(path, "PNG")
        return path, "image/png"
    path = folder / "picture.jpg"
    picture.save(path, "JPEG", quality=85, progressive=True)
    return path, "image/jpeg"
