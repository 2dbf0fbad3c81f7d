from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from huiyin.ground.files.rules import Container, Fault, Kind, Limits, Unfit, sniff
from huiyin.ground.files.tests import samples
from huiyin.ground.files.workshop.pictures import clean_picture
from huiyin.ground.files.workshop.product import Product


def cleaned(data: bytes, folder: Path, *, limits: Limits | None = None) -> Product:
    source = folder / "upload"
    source.write_bytes(data)
    return clean_picture(source, folder, container=sniff(data[:16]), limits=limits or Limits())


def fault_of(data: bytes, folder: Path, *, limits: Limits | None = None) -> Fault:
    with pytest.raises(Unfit) as unfit:
        cleaned(data, folder, limits=limits)
    return unfit.value.fault


def test_a_photo_loses_maker_place_and_comment(tmp_path: Path) -> None:
    product = cleaned(samples.jpeg(), tmp_path)
    assert (product.kind, product.mime) == (Kind.PICTURE, "image/jpeg")
    data = product.path.read_bytes()
    assert b"Secret" in samples.jpeg()
    assert b"Secret" not in data
    assert b"Exif" not in data
    with Image.open(product.path) as picture:
        assert not picture.getexif()
        assert set(picture.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_a_photo_taken_sideways_stands_upright(tmp_path: Path) -> None:
    product = cleaned(samples.jpeg(size=(640, 480), orientation=6), tmp_path)
    assert (product.width, product.height) == (480, 640)


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (samples.png(mode="RGB"), "image/jpeg"),
        (samples.png(mode="RGBA"), "image/png"),
        (samples.png(mode="LA"), "image/png"),
        (samples.png(mode="L"), "image/jpeg"),
        (samples.png(mode="1"), "image/jpeg"),
        (samples.png(mode="I;16"), "image/jpeg"),
        (samples.webp(), "image/webp"),
        (samples.webp(mode="RGBA"), "image/webp"),
        (samples.gif(), "image/jpeg"),
    ],
)
def test_each_kind_of_picture_is_kept_without_its_words(
    data: bytes, mime: str, tmp_path: Path
) -> None:
    product = cleaned(data, tmp_path)
    assert product.mime == mime
    assert b"Secret" not in product.path.read_bytes()
    with Image.open(product.path) as picture:
        assert picture.size == (product.width, product.height)
        assert getattr(picture, "n_frames", 1) == 1


def test_a_moving_picture_shows_its_first_frame(tmp_path: Path) -> None:
    with Image.open(cleaned(samples.gif(), tmp_path).path) as picture:
        red, green, blue = picture.getpixel((5, 5))  # type: ignore[misc]  # three bands
    assert red > 200
    assert max(green, blue) < 60


def test_a_large_photo_is_made_smaller_and_gets_a_thumbnail(tmp_path: Path) -> None:
    product = cleaned(samples.jpeg(size=(6000, 3000)), tmp_path)
    assert (product.width, product.height) == (4096, 2048)
    assert product.thumb
    with Image.open(product.thumb) as thumb:
        assert thumb.size == (480, 240)


def test_ten_thousand_by_ten_thousand_pixels_are_too_many(tmp_path: Path) -> None:
    assert fault_of(samples.png(mode="1", size=(10_000, 10_000)), tmp_path) == Fault.TOO_MANY_PIXELS


def test_a_header_that_claims_two_thousand_million_pixels_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(samples.png())
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    assert fault_of(bytes(data), tmp_path) in {Fault.TOO_MANY_PIXELS, Fault.DAMAGED}


def test_a_photo_cut_off_in_the_middle_is_damaged(tmp_path: Path) -> None:
    photo = samples.jpeg(size=(900, 900))
    assert fault_of(photo[: len(photo) * 6 // 10], tmp_path) == Fault.DAMAGED


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff" + b"<html><script>" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"GIF89a",
        b"RIFF\xff\xff\xff\xffWEBP",
    ],
)
def test_a_right_beginning_with_a_wrong_rest_is_damaged(data: bytes, tmp_path: Path) -> None:
    assert fault_of(data, tmp_path) == Fault.DAMAGED


def test_what_is_appended_to_a_photo_is_gone(tmp_path: Path) -> None:
    product = cleaned(samples.jpeg() + b"PK\x03\x04<script>alert(1)</script>", tmp_path)
    assert b"script" not in product.path.read_bytes()


def test_a_heic_photo_is_refused_by_name(tmp_path: Path) -> None:
    data = b"\x00\x00\x00\x18ftypheic" + bytes(100)
    assert sniff(data[:16]) == Container.HEIF
    assert fault_of(data, tmp_path) == Fault.HEIF


def test_a_colour_profile_is_applied_and_dropped(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = BytesIO()
    Image.new("RGB", (64, 64), (200, 30, 30)).save(out, "JPEG", icc_profile=profile, quality=95)
    product = cleaned(out.getvalue(), tmp_path)
    with Image.open(product.path) as picture:
        assert "icc_profile" not in picture.info
        assert abs(picture.getpixel((9, 9))[0] - 200) < 6  # type: ignore[index]  # three bands
