"""The Tab key: commands, scripts, folders; silent where there is no ward."""

from pathlib import Path

import pytest
from stand_ins.cli import run
from stand_ins.voice_slips import put_slip
from stand_ins.wards import write_ward


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("pre", ["preview"]),
        ("preview truoc/0", ["truoc/01-mot", "truoc/02-hai", "truoc/03-ba", "truoc/04-thieu"]),
        ("preview treo", ["chung/treo-co"]),
        ("import a.docx --in t", ["trong", "truoc"]),
        ("voices re", ["remove"]),
        ("voices remove vi_VN-t", ["vi_VN-thu-medium"]),
        ("voices try e", ["espeak", "edge"]),
    ],
)
def test_the_tab_key_offers_what_there_is(tmp_path: Path, typed: str, offered: list[str]) -> None:
    home = write_ward(tmp_path)
    put_slip(home, "vi_VN-thu-medium")
    words = f"broadcast {typed}"
    done = run(
        _BROADCAST_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
        BROADCAST_HOME=str(home),
    )
    assert done.stdout.split() == [f"plain,{one}" for one in offered]
    assert done.stderr == ""


def test_outside_a_ward_the_tab_key_is_silent(tmp_path: Path) -> None:
    done = run(
        _BROADCAST_COMPLETE="bash_complete",
        COMP_WORDS="broadcast preview a",
        COMP_CWORD="2",
        BROADCAST_HOME=str(tmp_path / "none"),
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_the_tab_key_leaves_a_voice_s_files_to_the_shell(tmp_path: Path) -> None:
    done = run(
        _BROADCAST_COMPLETE="bash_complete",
        COMP_WORDS="broadcast voices install /me",
        COMP_CWORD="3",
        BROADCAST_HOME=str(write_ward(tmp_path)),
    )
    assert done.stdout.split() == ["file,/me"]
