"""What `voice.http` and `voice.edge` of playlist.yaml may hold, value by value."""

import re
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from broadcast.base.errors import tell
from broadcast.programme.described_voice import Answer, BodyKind, is_this_machine
from broadcast.text.patterns import lazily
from broadcast.ward.values import WrongValueError, one_of, parse_duration, shown

_HEADER_NAME = lazily(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_NOT_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
"""Headers that say how it is sent, which is not the ward's to say."""
_EDGE_VOICE = lazily(r"vi-VN-[A-Za-z]+Neural")
_WAIT = timedelta(seconds=5), timedelta(minutes=3)
_METHODS = ("POST", "GET")


def parse_address(text: str) -> str:
    """Return `text` where it is an https address, or an http one of this machine. Raises WrongValueError else.

    Its host must be written out, and no name or password may stand before it.
    """
    try:
        address = urlsplit(text)
        whole = bool(address.hostname) and "{" not in address.netloc and not re.search(r"[\s\\]", text)
        _ = address.port
    except ValueError:
        whole = False
    if not whole or address.scheme not in ("https", "http") or address.fragment:
        raise WrongValueError(
            tell("“{text}” không phải một địa chỉ https, như https://api.vi-du.vn/doc", text=_shown_address(text))
        )
    if address.username is not None or address.password is not None:
        raise WrongValueError(
            tell("đừng ghi tên và mật khẩu trong địa chỉ; hãy ghi ở headers, bằng một biến môi trường")
        )
    if address.scheme == "http" and not is_this_machine(address.hostname or ""):
        raise WrongValueError(
            tell("địa chỉ phải bắt đầu bằng https://; http:// chỉ dùng được với máy đọc chạy ngay trên máy này")
        )
    return text


def _shown_address(text: str) -> str:
    return shown(re.split(r"[?@]", text, maxsplit=1)[0])


def parse_method(text: str) -> str:
    """Read `POST` or `GET`, in capitals or not. Raises WrongValueError for anything else."""
    if (method := text.strip().upper()) not in _METHODS:
        raise WrongValueError(tell("cách gửi là POST hoặc GET, không có “{text}”", text=shown(text)))
    return method


def parse_body_kind(text: str) -> BodyKind:
    """Read `json`, `form`, `xml` or `text`. Raises WrongValueError for anything else."""
    what = tell("không có kiểu nội dung “{text}”. Có: {known}", text=shown(text), known=", ".join(BodyKind))
    return one_of(BodyKind, text, what)


def parse_answer(text: str) -> Answer:
    """Read `bytes`, `base64` or `link`. Raises WrongValueError for anything else."""
    what = tell("không có kiểu trả lời “{text}”. Có: {known}", text=shown(text), known=", ".join(Answer))
    return one_of(Answer, text, what)


def parse_wait(text: str) -> timedelta:
    """Read a length of 5 seconds to 3 minutes. Raises WrongValueError for anything else."""
    shortest, longest = _WAIT
    wait = parse_duration(text)
    if not shortest <= wait <= longest:
        raise WrongValueError(tell("chờ từ 5 giây đến 3 phút: máy đọc qua mạng cần chừng ấy"))
    return wait


def parse_edge_voice(text: str) -> str:
    """Return `text` where it has the form of a Vietnamese voice of Edge. Raises WrongValueError otherwise."""
    if not _EDGE_VOICE.fullmatch(text):
        raise WrongValueError(
            tell(
                "“{text}” không phải giọng Việt của Edge. Có: vi-VN-HoaiMyNeural, vi-VN-NamMinhNeural",
                text=shown(text),
            )
        )
    return text


def checked_headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Return the headers where each can be sent. Raises WrongValueError, which never repeats a value."""
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _NOT_OURS:
            raise WrongValueError(tell("không gửi được mục đầu (header) tên “{name}”", name=shown(name)))
        if not (value.isascii() and value.isprintable()):
            raise WrongValueError(
                tell("mục đầu (header) “{name}” chỉ được có chữ không dấu, trên một dòng", name=name)
            )
    return headers
