"""Commands that make no sound load nothing that does; those that make some do."""

import subprocess
import sys
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.piper_voice import put_voice
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.cli.root import _COMMANDS
from broadcast.library.codec import encode, read_builtin

OF_SOUND = {
    "numpy", "soxr", "soundfile", "scipy", "pydub", "sounddevice", "libpulse", "espeakng_loader",
    "onnxruntime", "piper",
}  # fmt: skip
SILENT: dict[str, list[list[str]]] = {
    "init": [["{folder}/phuong", "--name", "Đài thử"]],
    "new": [["script", "Bài", "--in", "chung", "--text", "Lời."]],
    "import": [["{home}/scripts/chung/treo-co.md", "--in", "chung"]],
    "check": [[], ["--json"]],
    "spoken": [[]],
    "today": [[], ["--date", "06/10/2025", "--json"]],
    "status": [[], ["--json"]],
    "stop": [["-m", "thử"]],
    "resume": [[]],
    "clock": [[], ["--confirm"]],
    "bulletins": [[], ["--json"], ["cancel", "all", "--by", "An"]],
    "log": [[], ["--json"], ["--verify"]],
    "devices": [[], ["--json"]],
    "cache": [[], ["--verify"], ["--prune"]],
    "service": [["status"], ["install", "--print"]],
    "play-today": [["--dry-run"], ["--date", "06/10/2025", "--dry-run"]],
    "preview": [["01-mot", "--text"]],
    "record": [["01-mot", "--list"]],
    "skip": [["chieu", "--date", "03/10/2198", "--reason", "thử"]],
    "move": [["chieu", "--date", "04/10/2198", "--at", "17:30", "--reason", "thử"]],
    "add": [["treo-co", "--date", "05/10/2198", "--at", "17:30", "--reason", "thử"]],
    "undo": [[]],
    "changes": [[], ["--json"]],
    "voices": [[], ["--help"], ["list", "--json"], ["remove", "vi_VN-thu-medium", "--yes"]],
}
SOUNDING = {"jingle", "build", "run", "rehearse-tomorrow", "announce", "doctor"}
LOADED = (
    "import sys; from broadcast.cli.root import broadcast; broadcast.run(sys.argv[1:]);"
    "print(*sys.modules, file=sys.stderr)"
)


def _loaded(home: Path, *words: str) -> set[str]:
    """What of sound a command has loaded into its own process when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--home", str(home), *words],
        input="", capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    modules = {name.split(".")[0] for name in done.stderr.splitlines()[-1].split()}
    assert "click" in modules
    return modules & OF_SOUND


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with a jingle and a human voice of its own, made ready for a day."""
    playlist = PLAYLIST.replace("engines: [espeak]", "engines: [piper, espeak]")
    home = write_ward(tmp_path_factory.mktemp("ward"), playlist + "sound: {sting: nhac.wav}\n")
    put_voice(home)
    (home / "nhac.wav").write_bytes(encode(read_builtin("mo-dau"), ".wav"))
    assert run_here("--home", home, "build", "--date", "06/10/2025", "--days", "1").code == 0
    return home


def _shown(home: Path) -> str:
    """The day as it is planned, though it is over."""
    seen = run_here("--home", home, "play-today", "--date", "06/10/2025", "--dry-run")
    assert seen.code == 0
    return seen.stdout


def test_every_command_is_known_to_be_silent_or_not() -> None:
    assert sorted({*SILENT, *SOUNDING}) == sorted(_COMMANDS)
    assert not SOUNDING & {*SILENT}


@pytest.mark.parametrize(
    "words", [[name, *more] for name, calls in SILENT.items() for more in calls], ids=" ".join
)
def test_a_silent_command_loads_nothing_of_sound(home: Path, tmp_path: Path, words: list[str]) -> None:
    assert _loaded(home, *(word.format(folder=tmp_path, home=home) for word in words)) == set()


@pytest.mark.parametrize(
    "words", [["build", "--days", "1"], ["preview", "01-mot", "-o", "{folder}/nghe.wav"]], ids=" ".join
)
def test_a_command_that_makes_sound_does_load_it(home: Path, tmp_path: Path, words: list[str]) -> None:
    """The negative control; but what runs a human voice is loaded by its child alone."""
    loaded = _loaded(home, *(word.format(folder=tmp_path) for word in words))
    assert {"numpy", "soundfile"} <= loaded
    assert not {"onnxruntime", "piper"} & loaded


def test_a_human_voice_has_read_the_day(home: Path) -> None:
    """So that the commands above had one to load."""
    slips = [path.read_text(encoding="utf-8") for path in (home / "audio_cache" / "carts").rglob("*.json")]
    assert any('"piper"' in slip for slip in slips)


def test_a_day_is_seen_ready_without_a_sample_being_read(home: Path) -> None:
    assert _shown(home).count("sẵn sàng") == 3


def test_a_cart_made_with_our_jingle_in_place_of_a_broken_one_is_seen_ready(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST + "sound: {sting: nhac.mp3}\n")
    (home / "nhac.mp3").write_text("không phải nhạc", encoding="utf-8")
    day = ("--date", "06/10/2025")
    assert run_here("--home", home, "build", *day, "--days", "1").code == 0
    assert _shown(home).count("sẵn sàng") == 3
    (home / "nhac.mp3").write_bytes(encode(read_builtin("mo-dau"), ".mp3"))
    assert _shown(home).count("chưa tạo tiếng") == 3


def test_a_recording_that_is_not_there_is_told_and_does_not_hide_the_day(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    (home / "scripts/chung/treo-co.md").write_text(
        "---\ntitle: Treo cờ\nrecording: loi.wav\n---\n", encoding="utf-8"
    )
    assert "không mở được tệp tiếng “loi.wav”" in _shown(home)
