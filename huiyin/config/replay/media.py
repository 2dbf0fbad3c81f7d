"""Pictures and voices for a transcript. It says only that there was one, so a plain one is made, plainly synthetic."""

import io
import math
import wave
from array import array
from datetime import datetime
from hashlib import sha256

from PIL import Image, ImageDraw

from huiyin.lib.times import local

WIDTH, HEIGHT = 640, 480
GROUND = 380  # px from above
RATE_HZ = 8_000
HUM_HZ = 220


def picture(*, seed: str, at: datetime) -> io.BytesIO:
    """A JPEG of a house under the sky with the time in its corner; each seed gives another."""
    dice = sha256(seed.encode()).digest()
    light = 1.0 if 6 <= local(at).hour < 18 else 0.35
    image = Image.new("RGB", (WIDTH, HEIGHT), _shade((160 + dice[0] % 40, 200, 230), light))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), fill=_shade((120, 125 + dice[1] % 30, 115), light))
    for left in (20 + dice[2] % 60, 340 + dice[3] % 60):
        _house(draw, left, floors=4 + dice[left % 8] % 4, light=light)
    mark = 120 + dice[4] % 400
    draw.ellipse((mark, GROUND + 20, mark + 90, GROUND + 70), fill=_shade((150, 90, 60), light))
    draw.text((12, HEIGHT - 22), f"{local(at):%Y-%m-%d %H:%M}  DEMO", fill=(255, 255, 255))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    buffer.seek(0)
    return buffer


def _house(draw: ImageDraw.ImageDraw, left: int, *, floors: int, light: float) -> None:
    top = GROUND - floors * 44
    draw.rectangle((left, top, left + 220, GROUND), fill=_shade((222, 208, 186), light))
    for floor in range(floors):
        for column in range(4):
            x, y = left + 16 + column * 52, top + 10 + floor * 44
            draw.rectangle((x, y, x + 30, y + 24), fill=_shade((110, 140, 160), light))


def _shade(colour: tuple[int, int, int], light: float) -> tuple[int, int, int]:
    red, green, blue = (int(part * light) for part in colour)
    return red, green, blue


def voice(*, seconds: int) -> io.BytesIO:
    """A quiet hum of that length as WAV."""
    step = 2 * math.pi * HUM_HZ / RATE_HZ
    samples = array("h", (int(1200 * math.sin(step * n)) for n in range(seconds * RATE_HZ)))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(samples.tobytes())
    buffer.seek(0)
    return buffer
