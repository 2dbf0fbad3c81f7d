"""The sentence a person reads for each fault of a file."""

from django.utils.translation import gettext as _

from huiyin.ground.files.rules import Fault, Limits
from huiyin.lib.refusal import Refused, TooLarge, UnsupportedMedia


def refusal_of(fault: Fault, limits: Limits) -> Refused:
    """Return the refusal to raise: 413 for what is too much, 415 for what we do not know, 422 for what is broken."""
    match fault:
        case Fault.EMPTY:
            return Refused(_("这个文件是空的,请重新选择后再发送。"))
        case Fault.DAMAGED:
            return Refused(_("这个文件打不开,可能没有传完整或已经损坏,请重新拍摄或选择后再发送。"))
        case Fault.HEIF:
            return UnsupportedMedia(
                _(
                    "这张照片是 HEIC 格式,暂时打不开。请把手机相机的格式改为“兼容性最佳”,或发送它的截图。"
                )
            )
        case Fault.CODEC:
            return UnsupportedMedia(
                _("这段录音或视频的格式暂时不支持,请用手机自带的相机或录音机重新录制后再发送。")
            )
        case Fault.UNKNOWN:
            return UnsupportedMedia(_("只能发送照片、语音和短视频,这个文件不是其中任何一种。"))
        case _:
            return _too_much(fault, limits)


def _too_much(fault: Fault, limits: Limits) -> TooLarge:
    if fault == Fault.TOO_LONG:
        return TooLarge(
            _("录得太长了:语音最长 %(voice)d 秒,视频最长 %(video)d 秒,请剪短或分几段发送。")
            % {"voice": limits.voice_s, "video": limits.video_s}
        )
    if fault == Fault.TOO_MANY_PIXELS:
        return TooLarge(_("画面太大了,请调低相机的分辨率,或截图后再发送。"))
    return TooLarge(
        _("文件太大了:照片最大 %(picture)d 兆,语音最大 %(voice)d 兆,视频最大 %(video)d 兆。")
        % {
            "picture": limits.picture_bytes // 1_000_000,
            "voice": limits.voice_bytes // 1_000_000,
            "video": limits.video_bytes // 1_000_000,
        }
    )
