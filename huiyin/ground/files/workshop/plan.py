"""Which streams of a recording are kept, and the container they go into."""

from dataclasses import dataclass

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from huiyin.ground.files.rules import Container, Fault, Kind, Unfit

AAC = "aac"
MP4_VISION = frozenset({"h264", "hevc", "vp9", "av1"})
MP4_SOUND = frozenset({AAC, "mp3"})
WEBM_VISION = frozenset({"vp8", "vp9", "av1"})
WEBM_SOUND = frozenset({"opus", "vorbis"})
# sounds no browser plays, or that come uncompressed: they are decoded and become AAC
ENCODED_SOUND = frozenset({"amr_nb", "amr_wb", "alac", "flac", "opus", "vorbis"})


@dataclass(frozen=True)
class Plan:
    """`muxer`: FFmpeg's name of the container to write. A sound that is not copied is encoded as AAC."""

    muxer: str
    extension: str
    mime: str
    vision: VideoStream | None
    sound: AudioStream | None
    is_sound_copied: bool

    @property
    def kind(self) -> Kind:
        return Kind.VIDEO if self.vision else Kind.VOICE

    @property
    def is_mp4(self) -> bool:
        return self.muxer in ("mp4", "ipod")


def plan(recording: InputContainer, container: Container) -> Plan:
    """Choose at most one stream of pictures and one of sound. Raises Unfit where neither can be kept."""
    vision = _vision(recording)
    sound = recording.streams.audio[0] if recording.streams.audio else None
    if vision:
        return _video(vision, sound, container)
    if sound is None:
        raise Unfit(Fault.DAMAGED)
    return _voice(sound, container)


def _vision(recording: InputContainer) -> VideoStream | None:
    """The first stream that moves; a cover picture does not."""
    moving = (s for s in recording.streams.video if not s.disposition & Disposition.attached_pic)
    return next(moving, None)


def _video(vision: VideoStream, sound: AudioStream | None, container: Container) -> Plan:
    codec = vision.codec.canonical_name
    if container == Container.MATROSKA and codec in WEBM_VISION:
        kept = sound if sound and sound.codec.canonical_name in WEBM_SOUND else None
        return Plan("webm", "webm", "video/webm", vision, kept, is_sound_copied=True)
    if codec in MP4_VISION:
        is_copied = sound is not None and sound.codec.canonical_name in MP4_SOUND
        kept = sound if sound and (is_copied or _is_encodable(sound)) else None
        return Plan("mp4", "mp4", "video/mp4", vision, kept, is_copied)
    raise Unfit(Fault.CODEC)


def _voice(sound: AudioStream, container: Container) -> Plan:
    codec = sound.codec.canonical_name
    if codec == AAC:
        return Plan("ipod", "m4a", "audio/mp4", None, sound, is_sound_copied=True)
    if codec == "mp3":
        return Plan("mp3", "mp3", "audio/mpeg", None, sound, is_sound_copied=True)
    if codec in WEBM_SOUND and container == Container.MATROSKA:
        return Plan("webm", "webm", "audio/webm", None, sound, is_sound_copied=True)
    if codec in WEBM_SOUND and container == Container.OGG:
        return Plan("ogg", "ogg", "audio/ogg", None, sound, is_sound_copied=True)
    if _is_encodable(sound):
        return Plan("ipod", "m4a", "audio/mp4", None, sound, is_sound_copied=False)
    raise Unfit(Fault.CODEC)


def _is_encodable(sound: AudioStream) -> bool:
    codec = sound.codec.canonical_name
    return codec in ENCODED_SOUND or codec.startswith("pcm_")
