"""What a script's header says of its recording -> how it airs, or what is wrong with that."""

from collections.abc import Mapping

from broadcast.base.errors import Message, tell
from broadcast.ward.values import NO, YES, shown

KEYS = ("keep_silence", "music")
"""The keys that say how a recording airs; without `recording` they say nothing."""


def wrong_recorded(key: str, value: str) -> tuple[Message, Message | None] | None:
    """Tell what is wrong with the value of `keep_silence` or `music`, and how to mend it.

    None where nothing is, and for any other key.
    """
    if key not in KEYS or value.lower() in YES | NO:
        return None
    what = tell("không hiểu “{value}” ở mục {key}", value=shown(value), key=key)
    if key == "music":
        return what, tell(
            "Viết music: true khi tệp thu sẵn là bài hát, tiếng trống, quốc ca; không phải thì bỏ dòng này."
        )
    return what, tell(
        "Viết keep_silence: true khi phải giữ nguyên mọi quãng lặng của tệp thu sẵn; không thì bỏ dòng này."
    )


def without_recording(key: str) -> tuple[Message, Message]:
    """Tell that a header has `key`, one of KEYS, and names no recording; and how to mend it."""
    what = tell("mục “{key}” chỉ dùng cho bài có tệp thu sẵn", key=key)
    return what, tell("Thêm dòng recording: tên tệp, hoặc bỏ dòng này đi.")


def is_set(fields: Mapping[str, str], key: str) -> bool:
    """Whether a header's fields say yes to `key`, one of KEYS; a key that is not there says no."""
    return fields.get(key, "false").lower() in YES
