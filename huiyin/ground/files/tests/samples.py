"""Sample files, made here with Pillow and PyAV, so that no binary lies in the repository."""

from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image, PngImagePlugin

GPS = "+37.1400+118.1100/"
SECRET = "张三的手机"
TAGS = {"title": SECRET, "artist": SECRET, "comment": SECRET, "location": GPS}


def jpeg(
    *, size: tuple[int, int] = (640, 480), colour: str = "teal", orientation: int = 1
) -> bytes:
    """A photo as a phone makes it: maker, place, orientation, comment."""
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 8.0, 24.0), 3: "E", 4: (118.0, 6.0, 36.0)})
    return _encoded(
        Image.new("RGB", size, colour),
        "JPEG",
        exif=exif,
        comment=b"SecretComment",
        xmp=b"SecretXmp",
    )


def png(*, mode: str = "RGB", size: tuple[int, int] = (200, 100)) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SecretAuthor")
    return _encoded(Image.new(mode, size), "PNG", pnginfo=text)


def webp(*, mode: str = "RGB") -> bytes:
    return _encoded(Image.new(mode, (200, 100)), "WEBP", xmp=b"SecretXmp")


def gif() -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    return _encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], comment=b"SecretNote"
    )


def recording(
    path: Path,
    muxer: str,
    *,
    vision: str | None = None,
    sound: str | None = None,
    seconds: float = 1.0,
    rate: int = 48_000,
    size: tuple[int, int] = (320, 240),
    tags: Mapping[str, str] = TAGS,
    options: Mapping[str, str] | None = None,
) -> bytes:
    """A voice or video of `seconds`, with `tags`; what the container cannot hold of them, it drops."""
    with av.open(path, "w", format=muxer) as out:
        out.metadata.update(tags)
        pictures = _vision(out, vision, size, options) if vision else None
        voice = _sound(out, sound, rate) if sound else None
        if pictures:
            _draw(out, pictures, seconds)
        if voice:
            _hum(out, voice, seconds)
    return path.read_bytes()


def turned(mp4: bytes) -> bytes:
    """The same video with the matrix of a phone held upright: a quarter turn."""
    at = mp4.index(b"tkhd") + 4 + 4 + 20 + 16
    one, minus_one = (1 << 16).to_bytes(4, "big"), (-(1 << 16)).to_bytes(4, "big", signed=True)
    none, w = bytes(4), (1 << 30).to_bytes(4, "big")
    matrix = none + one + none + minus_one + none + none + none + none + w
    return mp4[:at] + matrix + mp4[at + 36 :]


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _vision(
    out: OutputContainer, codec: str, size: tuple[int, int], options: Mapping[str, str] | None
) -> VideoStream:
    stream = out.add_stream(codec, rate=25, options=dict(options or {}))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.metadata["title"] = SECRET
    return stream


def _sound(out: OutputContainer, codec: str, rate: int) -> AudioStream:
    stream = out.add_stream(codec, rate=rate)
    assert isinstance(stream, AudioStream)
    stream.layout = "mono"
    stream.metadata["title"] = SECRET
    return stream


def _draw(out: OutputContainer, stream: VideoStream, seconds: float) -> None:
    for number in range(round(seconds * 25)):
        picture = Image.new("RGB", (stream.width, stream.height), (number % 256, 120, 60))
        frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]  # av leaves it bare
        frame.pts, frame.time_base = number, Fraction(1, 25)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _hum(out: OutputContainer, stream: AudioStream, seconds: float) -> None:
    samples = stream.codec_context.frame_size or 1024
    for number in range(round(seconds * stream.rate / samples)):
        frame = av.AudioFrame(
            format=stream.codec_context.format.name, layout="mono", samples=samples
        )
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = stream.rate, number * samples
        frame.time_base = Fraction(1, stream.rate)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))
