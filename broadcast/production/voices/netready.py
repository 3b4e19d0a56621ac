"""The playlist's voices of the network -> why one cannot be asked from this machine; no server is asked."""

import os
import sys
from collections.abc import Mapping

from broadcast.base.errors import SpeechError, tell
from broadcast.production.voices.identity import edge_version
from broadcast.programme.described_voice import HttpVoice
from broadcast.programme.settings import EDGE, HTTP, Voice


def why_not_online(engine: str, voice: Voice) -> SpeechError | None:
    """Return why the engine `http` or `edge` lacks something on this machine, and what to do; else None.

    `voice`: the playlist's settings of voices. Any other engine lacks nothing.
    """
    if engine == EDGE and edge_version() is None:
        return SpeechError(
            tell("máy chưa có gói edge-tts, nên giọng edge chưa đọc được"),
            tell("Cài một lần bằng lệnh: {python} -m pip install edge-tts", python=sys.executable),
        )
    if engine != HTTP:
        return None
    if voice.http is None:
        return SpeechError(
            tell("chưa tả máy đọc http ở mục voice.http"),
            tell("Chép một mẫu trong docs/may-doc-qua-mang.md vào mục voice của playlist.yaml."),
        )
    try:
        variables_of(voice.http, os.environ)
    except SpeechError as why:
        return why
    return None


def variables_of(voice: HttpVoice, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Look up the variables that the description names; return their values by name, without blanks around them.

    Raises SpeechError, which tells the name alone, where one is missing, empty or could not be sent.
    """
    found = {name: environment.get(name, "").strip() for name in voice.variables}
    for name, value in found.items():
        if not value:
            raise SpeechError(
                tell("chưa có biến môi trường {name}, nơi giữ khoá của giọng {who}", name=name, who=voice.called),
                tell("Gõ lệnh trong cửa sổ thì nạp tệp khoá trước. Cách đặt biến: docs/may-doc-qua-mang.md"),
            )
        if not (value.isascii() and value.isprintable()):
            raise SpeechError(
                tell("biến môi trường {name} chứa ký tự không gửi được", name=name),
                tell("Chép lại khoá, chỉ lấy đúng một dòng chữ không dấu."),
            )
    return found
