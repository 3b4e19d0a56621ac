"""A described voice and the environment -> the values of the variables that it names, or which one is missing."""

from collections.abc import Mapping

from broadcast.base.errors import SpeechError, tell
from broadcast.programme.described_voice import HttpVoice


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
