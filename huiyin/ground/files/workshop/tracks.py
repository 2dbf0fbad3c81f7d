"""One stream on its way from the old container to the new: copied or encoded, and decoded to see that it is sound."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import chain

import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet  # noqa: TC002 - beside its neighbours
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from huiyin.ground.files.rules import Fault, Unfit

VOICE_BIT_RATE = 48_000
WHOLE = 0.9  # of the packets a container lists, so many must be there
HEARD = 0.5  # of the packets of a sound, so many must decode: noise decodes now and then


class Track(ABC):
    """`take` each packet in turn, then `finish`; both return what goes into the new container."""

    def __init__(self, source: Stream) -> None:
        self.source = source
        self.packets = 0
        self.decoded = 0
        self._first_s: float | None = None
        self._last_s = 0.0

    @property
    def seconds(self) -> float:
        return self._last_s - (self._first_s or 0.0)

    @property
    def is_sound(self) -> bool:
        """Whether what was taken is whole and really is what it claims to be."""
        return self.decoded > 0 and self.packets >= WHOLE * self.source.frames

    def take(self, packet: "Packet[Stream]") -> "Sequence[Packet[Stream]]":
        frames = _frames(packet)
        self.decoded += len(frames)
        if packet.dts is not None:
            self._count(packet)
        elif packet.size:
            # Matroska gives no times of decoding where pictures refer forward, and MP4 cannot do without
            raise Unfit(Fault.CODEC)
        return self._pass_on(packet, frames)

    def finish(self) -> "Sequence[Packet[Stream]]":
        return []

    @abstractmethod
    def _pass_on(
        self, packet: "Packet[Stream]", frames: Sequence[object]
    ) -> "Sequence[Packet[Stream]]": ...

    def _count(self, packet: "Packet[Stream]") -> None:
        self.packets += 1
        at_s = float((packet.dts or 0) * packet.time_base)
        self._first_s = at_s if self._first_s is None else min(self._first_s, at_s)
        length_s = float((packet.duration or 0) * packet.time_base)
        self._last_s = max(self._last_s, at_s + length_s)


class Vision(Track):
    """Pictures are copied; key pictures are decoded, and the first becomes the poster."""

    def __init__(self, source: VideoStream, clean: OutputContainer) -> None:
        super().__init__(source)
        self.poster: Image.Image | None = None
        source.codec_context.skip_frame = "NONKEY"
        self._clean = clean.add_stream_from_template(source, opaque=True)

    def _pass_on(
        self, packet: "Packet[Stream]", frames: Sequence[object]
    ) -> "Sequence[Packet[Stream]]":
        for frame in frames:
            if self.poster is None and isinstance(frame, VideoFrame):
                self.poster = _upright(frame)
        return _moved(packet, self._clean)


class Sound(Track):
    """A sound that the new container takes as it is."""

    def __init__(self, source: AudioStream, clean: OutputContainer) -> None:
        super().__init__(source)
        self._clean = clean.add_stream_from_template(source, opaque=True)

    @property
    def is_sound(self) -> bool:
        return super().is_sound and self.decoded >= HEARD * self.packets

    def _pass_on(
        self, packet: "Packet[Stream]", frames: Sequence[object]
    ) -> "Sequence[Packet[Stream]]":
        return _moved(packet, self._clean)


class Encoded(Track):
    """A sound that becomes AAC, one channel: it is a voice."""

    def __init__(self, source: AudioStream, clean: OutputContainer) -> None:
        super().__init__(source)
        rate = min(max(source.rate, 8_000), 48_000)
        self._clean = clean.add_stream("aac", rate=rate, layout="mono", bit_rate=VOICE_BIT_RATE)
        self._resampler = AudioResampler(format="fltp", layout="mono", rate=rate)

    @property
    def is_sound(self) -> bool:
        # a packet of raw samples may hold any part of a second: what is listed counts samples
        return self.decoded > 0 and self.decoded >= HEARD * self.packets

    def finish(self) -> "Sequence[Packet[Stream]]":
        return [*self._encode([None]), *self._clean.encode(None)]

    def _pass_on(
        self, packet: "Packet[Stream]", frames: Sequence[object]
    ) -> "Sequence[Packet[Stream]]":
        return self._encode([frame for frame in frames if isinstance(frame, AudioFrame)])

    def _encode(self, frames: Sequence[AudioFrame | None]) -> "list[Packet[Stream]]":
        even = chain.from_iterable(self._resampler.resample(frame) for frame in frames)
        return list(chain.from_iterable(self._clean.encode(frame) for frame in even))


def _moved(packet: "Packet[Stream]", stream: Stream) -> "Sequence[Packet[Stream]]":
    """The packet, for its new stream; the empty one that ends a stream goes nowhere."""
    if packet.dts is None:
        return []
    packet.stream = stream
    return [packet]


def _upright(frame: VideoFrame) -> Image.Image:
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # av leaves it bare
    return picture.rotate(frame.rotation, expand=True)


def _frames(packet: "Packet[Stream]") -> Sequence[object]:
    """What can be decoded of it: one bad packet spoils no recording."""
    try:
        return packet.decode()
    except (av.error.InvalidDataError, av.error.PatchWelcomeError):
        return []
