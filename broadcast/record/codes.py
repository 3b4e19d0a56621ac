"""A reason in the record -> its stable code for programs; the Vietnamese text of an older line -> its sentence.

A code is never renamed and never used for another thing. A sentence may change its wording: the new one is put
beside the old one, which stays for the lines that older versions wrote.
"""

import re
from collections.abc import Mapping
from functools import cache

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Outcome, Why
from broadcast.programme.pending import SKIPPED

OTHER = "other"
"""The code of a sentence that has none of its own."""
AIRTIME = "airtime"
"""The airtime rules do not allow it, in whatever words."""
VOICE = "voice"
"""A voice failed, so another one speaks."""
NOT_RELEASED = "not_released"
"""Nobody has released it, or somebody has taken the release back."""

CODES: Mapping[str, tuple[Message, ...]] = {
    # why it ended early, or did not begin
    "stopped": (tell("đang có lệnh dừng phát: {reason}"),),
    "interrupted": (tell("người trực dừng"), tell("người trực nhấn Ctrl+C")),
    "ended_by_system": (tell("máy tắt, hoặc phiên làm việc kết thúc"),),
    "crash": (tell("máy tắt hoặc chương trình dừng giữa chừng"),),
    "bug": (tell("lỗi: {error}"),),
    "machine_off": (tell("máy không chạy"),),
    "not_ready": (tell("chưa sẵn sàng: {why}"), tell("chưa có tệp tiếng")),
    "too_late": (tell("quá hạn phát bù {grace}: {why}"), tell("hết ngày, không phát bù sang ngày khác: {why}")),
    "bulletin_expired": (
        tell("hết hạn bản tin: {why}"),
        tell("chưa phát được thì đã hết hạn của lần này: {why}"),
    ),
    "bulletin_withdrawn": (tell("bản tin đã bị huỷ"),),
    "script_changed": (
        tell("bài đã sửa, tiếng mới chưa tạo xong"),
        tell("bài đã sửa, mà tiếng đã xếp cho buổi này không còn"),
    ),
    "skipped": (tell("buổi này được nghỉ: {reason}"),),
    "emergency": (tell("nhường bản tin khẩn cấp"),),
    SKIPPED: (tell("bỏ qua theo lệnh của {by}"),),
    "moved_up": (tell("bài trước bị bỏ qua, bài này bắt đầu lại"),),
    "clock": (tell("đồng hồ chưa tin được: {why}"),),
    "sound_broken": (tell("không đọc được tệp tiếng ({reason})"), tell("tệp tiếng ngắn hơn khi đã kiểm")),
    "same_time": (tell("trùng giờ với {other}"),),
    # the airtime rules
    "hours_over": (tell("hết giờ được phát lúc {time}"),),
    "day_closed": (tell("{day} không phải ngày được phát"), tell("ngày này đài không phát: {reason}")),
    "outside_hours": (tell("{time} nằm ngoài khung giờ được phát ({hours})"),),
    "too_long": (
        tell("buổi dài {length}, quá mức tối đa {limit}"),
        tell("buổi dài {length}, quá hạn {limit}"),  # as older lines have it
        tell("buổi dài {length}, kéo quá {end}"),
        tell("buổi đã phát {before}, thêm {length} thì quá mức tối đa {limit}"),
        tell("buổi đã phát {before}, thêm {length} thì quá hạn {limit}"),
    ),
    "too_many_sessions": (tell("quá số buổi được phát trong ngày ({limit})"),),
    # the loudspeaker
    "device": (
        tell("loa chưa phát được: {why}"),
        tell("không thấy loa “{name}”: máy không có thiết bị âm thanh nào"),
        tell("không thấy loa “{name}”; máy đang có {known}"),
        tell("máy này chưa có PortAudio nên chưa phát ra loa được"),
        tell("tên loa “{name}” hợp với nhiều thiết bị: {known}"),
        tell("không mở được loa “{name}” ({reason})"),
        tell("loa “{name}” đang bị tắt tiếng trong máy"),
        tell("loa “{name}” đang bị máy tạm ngưng"),
        tell("loa “{name}” không còn; máy chuyển tiếng sang thiết bị khác nên đã ngừng phát"),
        tell("mất loa “{name}”"),
        tell("loa “{name}” không nhận tiếng nữa"),
        tell("loa “{name}” vừa hỏng giữa chừng"),
    ),
    # how it came to be aired
    "at_once": (tell("phát ngay theo lệnh người trực"),),
    "other_day": (tell("chương trình của ngày {day}, không phải hôm nay"),),
    "override": (tell("phát ngoài quy định: {reason} (người cho phép: {by})"),),
    "bulletin": (tell("{name}, người cho phát: {by}"),),
    "rehearsal": (tell("tổng duyệt"),),
    # what nobody has released
    NOT_RELEASED: (
        tell("chưa duyệt phát: {why}"),
        tell("lần duyệt đã được rút: {why}"),
        tell("lần duyệt không còn hiệu lực: {why}"),
        tell("lần duyệt không còn trong nhật ký"),
    ),
    # notes about no single cue
    "stop": (tell("lệnh dừng phát: {reason}"),),
    "stop_after": (tell("lệnh dừng phát sau bài đang phát: {reason}"),),
    "skip": (tell("bỏ bài đang phát: {title}"),),
    "stop_explained": (tell("lý do dừng: {reason}"),),
    "resume": (tell("cho phát trở lại"),),
    "bulletin_cancelled": (tell("đã huỷ {name} số {number}, người huỷ: {by}, {why}"),),
    "bulletin_asked": (tell("giao {level} “{title}”, số {number}"),),
    "bulletin_released": (tell("cho phát tiếp {name} số {number}"),),
    "bulletin_held": (tell("giữ lại {name} số {number}"),),
    "clock_doubted": (tell("không phát: {why}"),),
    "clock_right": (tell("giờ máy đã đúng trở lại"),),
    "clock_confirmed": (tell("người trực xác nhận giờ máy là đúng"),),
    "underflow": (tell("loa hụt tiếng {count} chỗ trong buổi vừa phát"),),
    "loudspeaker": (tell("phát ra loa “{name}”: {why}"),),
    "preview": (
        tell("nghe thử “{title}” ra loa phường, dài {length}"),
        tell("nghe thử ra loa phường"),
        tell("{what}, ngoài quy định: {reason} (người cho phép: {by})"),
    ),
    # events about no single cue
    "program": (
        tell("chương trình bản {version} bắt đầu trực"),
        tell("chương trình thôi trực: {why}"),
    ),
    "duty_begun": (tell("bắt đầu trực từ trang điều khiển"),),
    "settings": (
        tell("playlist.yaml, {key}: đã đổi, giá trị không ghi ra vì có thể có mật khẩu"),
        tell("playlist.yaml, thêm {key}: “{new}”"),
        tell("playlist.yaml, bỏ {key}, trước là “{old}”"),
        tell("playlist.yaml, {key}: trước là “{old}”, nay là “{new}”"),
        tell("sửa {name}"),
    ),
    "scripts": (tell("viết bài mới “{title}”"), tell("sửa bài “{title}”")),
    "facts": (
        tell("điền dữ kiện {name}: “{new}”"),
        tell("bỏ trống dữ kiện {name}, trước là “{old}”"),
        tell("dữ kiện {name}: trước là “{old}”, nay là “{new}”"),
    ),
    "lexicon": (
        tell("từ điển đọc thêm “{written}”, đọc là “{new}”"),
        tell("từ điển đọc bỏ “{written}”, trước đọc là “{old}”"),
        tell("từ điển đọc, “{written}”: trước đọc là “{old}”, nay là “{new}”"),
    ),
    "keys": (tell("đổi danh sách khoá"), tell("đổi danh sách khoá: {reason}")),
    "files": (tell("ký lịch phát và từ điển đọc"),),
    "orders": (tell("nhận lệnh phát bản tin, có chữ ký"),),
    "accounts": (
        tell("thêm tài khoản {name}, quyền {roles}"),
        tell("đổi quyền của tài khoản {name}: nay là {roles}"),
        tell("đổi mật khẩu của tài khoản {name}"),
        tell("xoá tài khoản {name}"),
    ),
    "correction": (
        tell("đính chính bài “{title}” bằng bản tin số {number}"),
        tell("đính chính bài “{title}” bằng bản tin số {number}, không nghe lại trước khi phát"),
    ),
    "chore": (tell("dọn kho tiếng, được {size} MB"),),
    "chore_failed": (tell("việc định kỳ “{name}” chưa xong: {why}"),),
    "rehearsed": (tell("tổng duyệt: {outcome}"),),
    # why a fallback voice speaks, as older lines have it
    VOICE: (
        tell("không kết nối được giọng Google"),
        tell("không kết nối được máy đọc qua mạng"),
        tell("sát giờ phát, không chờ giọng Google"),
        tell("sát giờ phát, không chờ máy đọc qua mạng"),
        tell("kết nối tới giọng Google bị ngắt giữa chừng"),
        tell("kết nối tới máy đọc qua mạng bị ngắt giữa chừng"),
        tell("giọng Google không trả lời trọn vẹn trong {seconds:.0f} giây"),
        tell("máy đọc qua mạng không trả lời trọn vẹn trong {seconds:.0f} giây"),
        tell("không gửi được tới giọng Google: {why}"),
        tell("không gửi được tới máy đọc qua mạng: {why}"),
        tell("chứng chỉ của giọng Google không tin được, nên không gửi gì"),
        tell("chứng chỉ của máy đọc qua mạng không tin được, nên không gửi gì"),
        tell("khẩn cấp, không chờ giọng Google lâu hơn"),
        tell("khẩn cấp, không chờ máy đọc qua mạng lâu hơn"),
        tell("Google tạm từ chối vì yêu cầu quá dày (429)"),
        tell("Google từ chối yêu cầu đọc (mã {code})"),
        tell("yêu cầu đọc bị chuyển sang {host}: mạng đòi đăng nhập, hoặc Google tạm chặn"),
        tell("{why}; giọng {engine}: {what}"),
    ),
}
"""The sentences of each code."""

_WITHIN = (
    tell("lúc ấy máy ngủ, hoặc chương trình bị treo"),
    tell("lúc ấy máy tắt, hoặc chương trình không chạy"),
    tell("tới lượt thì đã muộn"),
    tell("bản tin"), tell("bản tin thường"), tell("bản tin ưu tiên"), tell("bản tin khẩn cấp"),
    tell("{name}, lần {number} trên {times}"), tell("{level} “{title}”"),
    tell("lý do: {reason}"), tell("không ghi lý do"),
    tell("đồng hồ máy chỉ {shows}, trước ngày có chương trình này"),
    tell("đồng hồ máy chỉ {shows}, trước dòng cuối của nhật ký ({last})"),
    tell("đồng hồ máy vừa nhảy tới {length}, nay chỉ {shows}"),
    tell("đồng hồ máy vừa lùi lại {length}, nay chỉ {shows}"),
    tell("{days} ngày"), tell("{hours} giờ"), tell("{minutes} phút"), tell("{minutes} phút {seconds} giây"),
    tell("{seconds} giây"),
    tell("Thứ Hai"), tell("Thứ Ba"), tell("Thứ Tư"), tell("Thứ Năm"), tell("Thứ Sáu"), tell("Thứ Bảy"),
    tell("Chủ nhật"),
)  # fmt: skip
"""Sentences that stand inside others."""

_CODE_OF = {sentence.template: code for code, sentences in CODES.items() for sentence in sentences}
_COUNTED = {"number", "times", "count"}
_DIGITS = r"\d+"
_PLACE = re.compile(r"\{(\w+)(:[^}]*)?\}")


def code_of(message: Message, outcome: Outcome | None = None) -> str:
    """Return the reason's stable code; where it has none, AIRTIME for a refusal and else OTHER."""
    known = _CODE_OF.get(message.template)
    if known is not None:
        return known
    return AIRTIME if outcome is Outcome.REFUSED else OTHER


def why_of(message: Message, outcome: Outcome | None = None) -> Why:
    """Return the reason with its code."""
    return Why(code=code_of(message, outcome), what=message)


def recognised(text: str) -> tuple[Message, ...]:
    """Find the sentences that a Vietnamese text of the record was made of, with their values.

    A text that is none of ours, or has somebody's own words in it, comes back as one sentence without values;
    none for an empty text.
    """
    if not text:
        return ()
    parts = text.split("; ")
    found = [_recognised(part) for part in parts]
    if None in found and (whole := _recognised(text)) is not None:  # a semicolon in somebody's own words
        return (whole,)
    if not any(found):
        return (Message(text),)
    return tuple(one or Message(part) for one, part in zip(found, parts, strict=True))


def _recognised(text: str) -> Message | None:
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is not None and (values := _values(template, match.groupdict())) is not None:
            return Message(template, values)
    return None


def _values(template: str, texts: Mapping[str, str]) -> dict[str, object] | None:
    """None where a number does not stand where the template has one."""
    numbers = {place[1] for place in _PLACE.finditer(template) if place[2]}
    try:
        return {key: float(text) if key in numbers else _recognised(text) or text for key, text in texts.items()}
    except ValueError:
        return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each template and the pattern of its texts; the more fixed words, the sooner asked."""
    known = {*_CODE_OF, *(one.template for one in _WITHIN)}
    ordered = sorted(known, key=lambda template: -len(_PLACE.sub("", template)))
    return tuple((template, _pattern(template)) for template in ordered)


def _pattern(template: str) -> re.Pattern[str]:
    """The template's fixed words, and for each place whatever stands there; a number where it has to be one."""
    made, end = "", 0
    for place in _PLACE.finditer(template):
        made += (
            re.escape(template[end : place.start()])
            + f"(?P<{place[1]}>{_DIGITS if place[1] in _COUNTED else '.+?'})"
        )
        end = place.end()
    return re.compile(made + re.escape(template[end:]), re.DOTALL)
