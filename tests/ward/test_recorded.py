"""`keep_silence` and `music` in a script's header."""

import pytest
from stand_ins.wards import script_text

from broadcast.base.errors import FaultsFound
from broadcast.ward.script import Script, read_script


def _script(**header: str) -> Script:
    return read_script("scripts/chung/x.md", script_text("Lời chủ tịch", "Mời bà con nghe.", **header).encode())


def test_a_header_says_how_its_recording_airs() -> None:
    assert (_script(recording="a.wav").keep_silence, _script(recording="a.wav").music) == (False, False)
    kept = _script(recording="a.wav", keep_silence="true")
    assert (kept.keep_silence, kept.music) == (True, False)
    song = _script(recording="a.wav", music="có", keep_silence="không")
    assert (song.keep_silence, song.music) == (False, True)


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ({"recording": "a.wav", "keep_silence": "giữ"}, 4, "Viết keep_silence: true khi phải giữ nguyên"),
        ({"recording": "a.wav", "music": "nhạc"}, 4, "Viết music: true khi tệp thu sẵn là bài hát"),
        ({"basis": "II", "keep_silence": "true"}, 4, "mục “keep_silence” chỉ dùng cho bài có tệp thu sẵn"),
        ({"music": "true"}, 3, "mục “music” chỉ dùng cho bài có tệp thu sẵn"),
        ({"recording": "a.wav", "keep_silance": "true"}, 4, "Ý bạn là “keep_silence”?"),
    ],
)
def test_a_wrong_value_or_no_recording_is_a_fault_at_its_line(
    header: dict[str, str], line: int, words: str
) -> None:
    with pytest.raises(FaultsFound) as found:
        _script(**header)
    [fault] = found.value.faults
    assert fault.line == line
    assert words in f"{fault.what} {fault.fix}"


def test_a_mistyped_recording_is_told_alone() -> None:
    with pytest.raises(FaultsFound) as found:
        _script(recordin="a.wav", keep_silence="true")
    [fault] = found.value.faults
    assert "Ý bạn là “recording”?" in str(fault.fix)
