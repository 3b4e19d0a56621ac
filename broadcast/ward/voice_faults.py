"""The section `voice` of playlist.yaml -> what cannot be in it, and what had better not."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from xml.parsers import expat

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.described_voice import Answer, BodyKind, HttpVoice, filled, written_secrets
from broadcast.programme.settings import EDGE, HTTP, Voice
from broadcast.ward.script import Script
from broadcast.ward.yamlfile import Path, YamlFile

_HTTP = ("voice", "http")


def voice_errors(source: YamlFile, voice: Voice) -> Iterator[Fault]:
    """Yield why the voice `http` cannot be asked as it is described, and that it is named and not described."""
    if voice.http is not None:
        yield from (source.fault((*_HTTP, key), what, fix) for key, what, fix in _unsound(voice.http))
    elif HTTP in voice.engines:
        what = tell("có máy đọc http mà chưa tả nó ở mục voice.http")
        fix = tell("Chép một mẫu trong docs/may-doc-qua-mang.md vào mục voice, hoặc bỏ http khỏi danh sách.")
        yield source.fault(("voice", "engines"), what, fix)


def voice_warnings(source: YamlFile, voice: Voice) -> Iterator[Fault]:
    """Yield, as WARNING: keys and passwords written out in `voice.http`, and a voice that is not installed."""
    for path, what, fix in (*_secrets(voice.http), *_missing(voice)):
        yield replace(source.fault(path, what, fix, at_key=path[:2] == _HTTP), level=Level.WARNING)


def undescribed(voice: Voice, scripts: Iterable[Script]) -> Iterator[Fault]:
    """Yield, as WARNING, each script that asks for the voice `http` where playlist.yaml describes none."""
    if voice.http is not None:
        return
    for script in scripts:
        if script.voice == HTTP:
            what = tell("bài chọn máy đọc http mà playlist.yaml chưa tả nó, nên giọng khác đọc thay")
            fix = tell("Chép một mẫu trong docs/may-doc-qua-mang.md vào mục voice, hoặc bỏ mục voice của bài.")
            yield Fault(file=script.file, what=what, fix=fix, level=Level.WARNING)


def _unsound(http: HttpVoice) -> Iterator[tuple[str, Message, Message | None]]:
    if "{text}" not in http.url + http.body:
        yield "body", tell("chưa có chỗ cho lời đọc: viết {place} ở đó", place="{text}"), None
    if http.answer is not Answer.BYTES and not http.field:
        what = tell("máy đọc trả lời bằng JSON: ghi ở field tên mục chứa tiếng, như data.audio")
        yield "answer", what, None
    if http.answer is Answer.BYTES and http.field:
        what = tell("field chỉ dùng khi answer là base64 hoặc link")
        yield (
            "field",
            what,
            tell("Ghi answer: base64 khi tiếng nằm ngay trong mục ấy, answer: link khi đó là địa chỉ."),
        )
    if http.body and not _well_formed(http):
        what = tell("nội dung này không thành {kind} khi điền lời đọc vào", kind=http.body_kind.upper())
        yield (
            "body",
            what,
            tell("Soát lại dấu ngoặc; trong JSON, {place} đứng giữa hai dấu nháy kép.", place="{text}"),
        )


def _well_formed(http: HttpVoice) -> bool:
    written = filled(http.body, "a", 1.0, dict.fromkeys(http.variables, "1"))
    try:
        match http.body_kind:
            case BodyKind.JSON:
                json.loads(written)
            case BodyKind.XML:
                expat.ParserCreate().Parse(written, True)
            case BodyKind.FORM | BodyKind.TEXT:
                pass
    except (ValueError, RecursionError, expat.ExpatError):
        return False
    return True


def _secrets(http: HttpVoice | None) -> Iterator[tuple[Path, Message, Message | None]]:
    for key in written_secrets(http) if http is not None else ():
        what = tell("có khoá hay mật khẩu ghi thẳng trong tệp này: ai đọc được tệp là dùng được nó")
        fix = tell("Đặt nó vào một biến môi trường, rồi ở đây chỉ ghi {place}. Cách đặt: docs/may-doc-qua-mang.md",
                   place="${TÊN_BIẾN}")  # fmt: skip
        yield (*_HTTP, key), what, fix


def _missing(voice: Voice) -> Iterator[tuple[Path, Message, Message | None]]:
    if EDGE not in voice.engines:
        return
    try:
        version("edge-tts")
    except PackageNotFoundError:
        what = tell("máy chưa có gói edge-tts, nên giọng edge chưa đọc được")
        yield (
            ("voice", "engines"),
            what,
            tell("Cài một lần bằng lệnh: {python} -m pip install edge-tts", python=sys.executable),
        )
