from pathlib import Path

import av
import pytest
from PIL import Image

from huiyin.ground.files.rules import Fault, Kind, Limits, Unfit, sniff
from huiyin.ground.files.tests import samples
from huiyin.ground.files.workshop.product import Product
from huiyin.ground.files.workshop.recordings import clean_recording


def cleaned(data: bytes, folder: Path, *, limits: Limits | None = None) -> Product:
    source = folder / "upload"
    source.write_bytes(data)
    return clean_recording(source, folder, container=sniff(data[:16]), limits=limits or Limits())


def fault_of(data: bytes, folder: Path, *, limits: Limits | None = None) -> Fault:
    with pytest.raises(Unfit) as unfit:
        cleaned(data, folder, limits=limits)
    return unfit.value.fault


def words_in(path: Path) -> str:
    """Everything a second reader finds written in the container and its streams."""
    with av.open(path) as recording:
        return str([recording.metadata, *(stream.metadata for stream in recording.streams)])


VOICES = [
    ("ipod", "aac", 48_000, "audio/mp4"),
    ("adts", "aac", 48_000, "audio/mp4"),
    ("mp3", "libmp3lame", 44_100, "audio/mpeg"),
    ("ogg", "libopus", 48_000, "audio/ogg"),
    ("webm", "libopus", 48_000, "audio/webm"),
    ("wav", "pcm_s16le", 44_100, "audio/mp4"),
    ("amr", "libopencore_amrnb", 8_000, "audio/mp4"),
]


@pytest.mark.parametrize(("muxer", "codec", "rate", "mime"), VOICES)
def test_a_voice_keeps_its_sound_and_loses_its_tags(
    muxer: str, codec: str, rate: int, mime: str, tmp_path: Path
) -> None:
    data = samples.recording(tmp_path / "in", muxer, sound=codec, rate=rate, seconds=2)
    product = cleaned(data, tmp_path)
    assert (product.kind, product.mime, product.thumb) == (Kind.VOICE, mime, None)
    assert product.seconds == pytest.approx(2, abs=0.2)
    assert samples.SECRET.encode() not in product.path.read_bytes()
    assert samples.SECRET not in words_in(product.path)
    with av.open(product.path) as recording:
        samples_heard = sum(
            frame.samples / frame.sample_rate for frame in recording.decode(audio=0)
        )
    assert samples_heard == pytest.approx(2, abs=0.2)


VIDEOS = [
    ("mp4", "libx264", "aac", "video/mp4"),
    ("mov", "libx264", "aac", "video/mp4"),
    ("mov", "libx264", "pcm_s16le", "video/mp4"),
    ("webm", "libvpx", "libopus", "video/webm"),
    ("mp4", "libx264", None, "video/mp4"),
]


@pytest.mark.parametrize(("muxer", "vision", "sound", "mime"), VIDEOS)
def test_a_video_keeps_pictures_and_sound_and_loses_tags_and_place(
    muxer: str, vision: str, sound: str | None, mime: str, tmp_path: Path
) -> None:
    data = samples.recording(tmp_path / "in", muxer, vision=vision, sound=sound)
    product = cleaned(data, tmp_path)
    assert (product.kind, product.mime) == (Kind.VIDEO, mime)
    assert (product.width, product.height) == (320, 240)
    assert product.seconds == pytest.approx(1, abs=0.1)
    clean = product.path.read_bytes()
    assert samples.SECRET.encode() in data
    assert samples.SECRET.encode() not in clean
    assert b"+37.14" not in clean
    assert samples.SECRET not in words_in(product.path)
    with av.open(product.path) as recording:
        assert len(recording.streams) == (2 if sound else 1)
        assert sum(1 for _ in recording.decode(video=0)) == 25


def test_a_video_of_a_browser_that_records_h264_becomes_an_mp4(tmp_path: Path) -> None:
    live = {"tune": "zerolatency"}
    data = samples.recording(
        tmp_path / "in", "matroska", vision="libx264", sound="libopus", options=live
    )
    product = cleaned(data, tmp_path)
    assert product.mime == "video/mp4"
    with av.open(product.path) as recording:
        assert sum(1 for _ in recording.decode(video=0)) == 25
        assert recording.streams.audio[0].codec.canonical_name == "aac"


def test_a_matroska_video_without_times_of_decoding_is_refused_and_not_cut(tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "matroska", vision="libx264")
    assert fault_of(data, tmp_path) == Fault.CODEC


def test_a_video_begins_to_play_before_it_is_loaded(tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "mp4", vision="libx264", sound="aac")
    clean = cleaned(data, tmp_path).path.read_bytes()
    assert clean.index(b"moov") < clean.index(b"mdat")


def test_a_video_taken_upright_stays_upright(tmp_path: Path) -> None:
    data = samples.turned(samples.recording(tmp_path / "in", "mp4", vision="libx264"))
    product = cleaned(data, tmp_path)
    assert (product.width, product.height) == (240, 320)
    assert product.thumb
    with Image.open(product.thumb) as thumb:
        assert thumb.size == (240, 320)
    with av.open(product.path) as recording:
        assert abs(next(recording.decode(video=0)).rotation) == 90


def test_the_atoms_of_a_phone_that_name_the_place_are_gone(tmp_path: Path) -> None:
    data = samples.recording(
        tmp_path / "in", "mov", vision="libx264", tags={"location": samples.GPS}
    )
    assert b"+37.14" in data
    assert b"+37.14" not in cleaned(data, tmp_path).path.read_bytes()


def test_a_song_with_a_cover_picture_is_a_voice(tmp_path: Path) -> None:
    path = tmp_path / "in"
    with av.open(path, "w", format="matroska") as out:
        voice = out.add_stream("aac", rate=48_000, layout="mono")
        out.add_attachment("cover.jpg", "image/jpeg", samples.jpeg())
        samples._hum(out, voice, 1.0)
    product = cleaned(path.read_bytes(), tmp_path)
    assert product.kind == Kind.VOICE
    assert b"JFIF" not in product.path.read_bytes()


def test_a_voice_longer_than_a_minute_is_too_long(tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "ogg", sound="libopus", seconds=62)
    assert fault_of(data, tmp_path) == Fault.TOO_LONG


def test_a_video_longer_than_allowed_is_too_long(tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "webm", vision="libvpx", seconds=4)
    assert fault_of(data, tmp_path, limits=Limits(video_s=2)) == Fault.TOO_LONG


@pytest.mark.parametrize("part", [0.1, 0.5])
def test_a_video_that_was_not_uploaded_whole_is_damaged(part: float, tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "mp4", vision="libx264", sound="aac", seconds=3)
    assert fault_of(data[: int(len(data) * part)], tmp_path) == Fault.DAMAGED


def test_a_streamable_video_that_was_not_uploaded_whole_is_damaged(tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "mp4", vision="libx264", sound="aac", seconds=3)
    whole = cleaned(data, tmp_path).path.read_bytes()
    assert fault_of(whole[: len(whole) * 7 // 10], tmp_path) == Fault.DAMAGED


@pytest.mark.parametrize(
    "head",
    [
        b"\x00\x00\x00\x18ftypmp42",
        b"\x1a\x45\xdf\xa3",
        b"OggS\x00",
        b"ID3\x04",
        b"#!AMR\n",
        b"RIFF\xff\x00\x00\x00WAVE",
        b"\xff\xf1",
    ],
)
def test_a_right_beginning_with_a_wrong_rest_is_damaged(head: bytes, tmp_path: Path) -> None:
    assert fault_of(head + b"<html>not a recording</html>" * 40, tmp_path) in {
        Fault.DAMAGED,
        Fault.CODEC,
    }


def test_a_codec_that_few_can_play_is_named(tmp_path: Path) -> None:
    data = samples.recording(tmp_path / "in", "mov", vision="mpeg4")
    assert fault_of(data, tmp_path) == Fault.CODEC


@pytest.mark.parametrize(
    "script",
    [
        b"#EXTM3U\n#EXTINF:1,\n{}\n",
        b"ffconcat version 1.0\nfile '{}'\n",
        b"<MPD><BaseURL>{}</BaseURL></MPD>",
    ],
)
def test_a_playlist_behind_a_right_beginning_opens_no_other_file(
    script: bytes, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.wav"
    samples.recording(secret, "wav", sound="pcm_s16le")
    data = b"#!AMR\n" + script.replace(b"{}", bytes(secret))
    source = tmp_path / "upload"
    source.write_bytes(data)
    with pytest.raises(Unfit):
        clean_recording(source, tmp_path, container=sniff(data[:16]), limits=Limits())


def test_an_mp4_that_refers_to_another_file_does_not_get_it(tmp_path: Path) -> None:
    other = tmp_path / "other.mp4"
    data = samples.recording(other, "mp4", vision="libx264")
    # the reference of the track, "url " with flag 1 (self), becomes an alias naming the other file
    body = b"alis" + bytes(4) + str(other).encode() + b"\x00"
    foreign = data.replace(b"url \x00\x00\x00\x01", body[: len(b"url \x00\x00\x00\x01")])
    assert foreign != data
    try:
        product = cleaned(foreign, tmp_path)
    except Unfit:
        return
    assert product.kind == Kind.VIDEO  # its own pictures, nothing of the other file
