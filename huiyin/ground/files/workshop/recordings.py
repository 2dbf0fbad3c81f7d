"""Voice and video are remuxed: their streams are copied into a fresh container that carries nothing else.

Tags, places, chapters, cover pictures, subtitles and data tracks stay behind. What a browser cannot play or comes
uncompressed (AMR of old phones, WAV) becomes AAC. Every sound and every key picture is decoded once on the way, so that a
file with a right beginning and a wrong rest is found out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import av
import av.error
from av.container import InputContainer, OutputContainer
from PIL import Image

from huiyin.ground.files.rules import Container, Fault, Kind, Limits, Unfit
from huiyin.ground.files.workshop.pictures import write_thumb
from huiyin.ground.files.workshop.plan import Plan, plan
from huiyin.ground.files.workshop.product import Product
from huiyin.ground.files.workshop.tracks import Encoded, Sound, Track, Vision

# the demuxer is named, never guessed: a playlist or a script of FFmpeg would open further files and addresses
DEMUXERS = {
    Container.MP4: "mov",
    Container.MATROSKA: "matroska",
    Container.OGG: "ogg",
    Container.WAV: "wav",
    Container.MP3: "mp3",
    Container.AAC: "aac",
    Container.AMR: "amr",
}
GRACE_S = 1.0  # recorders stop a little after the limit they show


def clean_recording(source: Path, folder: Path, *, container: Container, limits: Limits) -> Product:
    """Write a copy without metadata into `folder`, of a video a picture too. Raises Unfit."""
    try:
        with source.open("rb") as file, _opened(file, container) as recording:
            return _remux(recording, folder, container, limits)
    except (av.error.FFmpegError, ValueError, OverflowError, MemoryError, OSError) as damage:
        raise Unfit(Fault.DAMAGED) from damage


@contextmanager
def _opened(file: object, container: Container) -> Iterator[InputContainer]:
    # io_open: a file that names others (references, playlists) gets none of them
    with av.open(
        file, "r", format=DEMUXERS[container], io_open=_refuse, metadata_errors="replace"
    ) as recording:
        yield recording


def _refuse(url: str, flags: int, options: dict[str, str]) -> NoReturn:
    raise PermissionError("an uploaded file may not open another")


def _remux(
    recording: InputContainer, folder: Path, container: Container, limits: Limits
) -> Product:
    chosen = plan(recording, container)
    if chosen.vision and chosen.vision.width * chosen.vision.height > limits.side_px**2:
        raise Unfit(Fault.TOO_MANY_PIXELS)
    path = folder / f"recording.{chosen.extension}"
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if chosen.is_mp4 else {})
    with av.open(path, "w", format=chosen.muxer, options=options) as clean:
        tracks = _tracks(chosen, clean)
        _pour(recording, clean, tracks, limits.seconds_of(chosen.kind) + GRACE_S)
    if not all(track.is_sound for track in tracks.values()):
        raise Unfit(Fault.DAMAGED)
    return _product(chosen, path, tracks, folder, limits)


def _tracks(chosen: Plan, clean: OutputContainer) -> dict[int, Track]:
    tracks: dict[int, Track] = {}
    if chosen.vision:
        tracks[chosen.vision.index] = Vision(chosen.vision, clean)
    if chosen.sound:
        make = Sound if chosen.is_sound_copied else Encoded
        tracks[chosen.sound.index] = make(chosen.sound, clean)
    return tracks


def _pour(
    recording: InputContainer, clean: OutputContainer, tracks: dict[int, Track], most_s: float
) -> None:
    for packet in recording.demux([track.source for track in tracks.values()]):
        track = tracks[packet.stream_index]
        if packet.is_corrupt:
            raise Unfit(Fault.DAMAGED)
        clean.mux(track.take(packet))
        if track.seconds > most_s:
            raise Unfit(Fault.TOO_LONG)
    for track in tracks.values():
        clean.mux(track.finish())


def _product(
    chosen: Plan, path: Path, tracks: dict[int, Track], folder: Path, limits: Limits
) -> Product:
    seconds = round(max(track.seconds for track in tracks.values()), 1)
    poster = next((track.poster for track in tracks.values() if isinstance(track, Vision)), None)
    if poster is None:
        return Product(Kind.VOICE, chosen.mime, path, seconds=seconds)
    thumb = write_thumb(_as_rgb(poster), folder, limits)
    return Product(Kind.VIDEO, chosen.mime, path, thumb, poster.width, poster.height, seconds)


def _as_rgb(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "RGB" else picture.convert("RGB")
