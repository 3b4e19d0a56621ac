"""Commands that make no sound load nothing that does; those that make some do."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.piper_voice import put_voice
from stand_ins.voice_slips import put_slip
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.cli.root import _COMMANDS
from broadcast.library.codec import encode, read_builtin

OF_SOUND = {
    "numpy", "soxr", "soundfile", "scipy", "pydub", "sounddevice", "libpulse", "espeakng_loader",
    "onnxruntime", "piper",
}  # fmt: skip
OF_THE_NETWORK = {"asyncio", "ssl", "http", "requests", "aiohttp", "edge_tts", "gtts", "apprise"}
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
    "log": [
        [],
        ["--json"],
        ["--verify"],
        ["--csv", "-"],
        ["--xlsx", "{folder}/so.xlsx"],
        ["--print", "{folder}/so.html"],
    ],
    "report": [["--month", "10/2025"], ["--month", "10/2025", "-o", "{folder}/bao-cao.docx"]],
    "devices": [[], ["--json"]],
    "cache": [[], ["--verify"], ["--prune"]],
    "console": [["--help"]],
    "accounts": [[], ["list", "--json"], ["add", "--help"]],
    "service": [["status"], ["install", "--print"]],
    "play-today": [["--dry-run"], ["--date", "06/10/2025", "--dry-run"]],
    "preview": [["01-mot", "--text"]],
    "record": [["01-mot", "--list"]],
    "approvals": [[], ["--all", "--json"]],
    "approve": [["treo-co", "--by", "An", "--code", "2222"]],
    "reject": [["treo-co", "--by", "An", "--reason", "thử"]],
    "withdraw": [["treo-co", "--by", "An", "--reason", "thử"]],
    "keys": [[], ["list", "--json"], ["--help"]],
    "seal": [["--help"]],
    "skip": [["chieu", "--date", "03/10/2198", "--reason", "thử"]],
    "move": [["chieu", "--date", "04/10/2198", "--at", "17:30", "--reason", "thử"]],
    "add": [["treo-co", "--date", "05/10/2198", "--at", "17:30", "--reason", "thử"]],
    "undo": [[]],
    "changes": [[], ["--json"]],
    "backup": [["{folder}/sao-luu.zip"]],
    "restore": [["{folder}/sao-luu.zip", "{folder}/may-moi"]],
    "voices": [[], ["--help"], ["list", "--json"], ["remove", "vi_VN-thu-medium", "--yes"]],
}
SOUNDING = {
    "jingle", "build", "export", "run", "rehearse-tomorrow", "announce", "correct", "doctor", "aircheck",
}  # fmt: skip
CALLS = [[name, *more] for name, calls in SILENT.items() for more in calls]
_NOT_RUN = (1, 2)
"""Exit codes of a bug, and of a command line that is none; 5, as where no service is installed, is in order."""
LOADED = """
import json, os, sys
from broadcast.cli.root import broadcast
home, calls, told = sys.argv[1], json.loads(sys.argv[2]), os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for words in calls:
    code = broadcast.run(["--home", home, *words])
    print(json.dumps([code, sorted({name.split(".")[0] for name in sys.modules})]), file=told)
"""


def _loaded(home: Path, calls: Sequence[Sequence[str]]) -> list[set[str]]:
    """What of sound a new process holds after each of those commands, which it runs one after another."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(home), json.dumps(calls)],
        input="", capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    ended = [json.loads(line) for line in done.stdout.splitlines()]
    assert [words for words, (code, _) in zip(calls, ended, strict=True) if code in _NOT_RUN] == []
    assert all("click" in modules for _, modules in ended)
    return [OF_SOUND & {*modules} for _, modules in ended]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with a jingle and a human voice of its own, made ready for a day."""
    playlist = PLAYLIST.replace("engines: [espeak]", "engines: [piper, espeak]")
    home = write_ward(tmp_path_factory.mktemp("ward"), playlist + "sound: {sting: nhac.wav}\n")
    put_voice(home)
    (home / "nhac.wav").write_bytes(encode(read_builtin("mo-dau"), ".wav"))
    assert run_here("--home", home, "build", "--date", "06/10/2025", "--days", "1").code == 0
    put_slip(home, "vi_VN-thu-medium")  # one that is installed besides, to be removed
    return home


def _shown(home: Path) -> str:
    """The day as it is planned, though it is over."""
    seen = run_here("--home", home, "play-today", "--date", "06/10/2025", "--dry-run")
    assert seen.code == 0
    return seen.stdout


def test_every_command_is_known_to_be_silent_or_not() -> None:
    assert sorted({*SILENT, *SOUNDING}) == sorted(_COMMANDS)
    assert not SOUNDING & {*SILENT}


@pytest.fixture(scope="module")
def loaded(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """A silent command -> what of sound there is when it and all those before it are done."""
    folder = tmp_path_factory.mktemp("silent")
    calls = [[word.format(folder=folder, home=home) for word in words] for words in CALLS]
    return dict(zip(map(" ".join, CALLS), _loaded(home, calls), strict=True))


@pytest.mark.parametrize("words", [" ".join(words) for words in CALLS])
def test_a_silent_command_loads_nothing_of_sound(loaded: dict[str, set[str]], words: str) -> None:
    assert loaded[words] == set()


@pytest.mark.parametrize(
    "words", [["build", "--days", "1"], ["preview", "01-mot", "-o", "{folder}/nghe.wav"]], ids=" ".join
)
def test_a_command_that_makes_sound_does_load_it(home: Path, tmp_path: Path, words: list[str]) -> None:
    """The negative control; but what runs a human voice is loaded by its child alone."""
    silent, sounding = _loaded(home, [["status"], [word.format(folder=tmp_path) for word in words]])
    assert silent == set()
    assert {"numpy", "soundfile"} <= sounding
    assert not {"onnxruntime", "piper"} & sounding


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


def test_where_nothing_is_signed_what_verifies_signatures_is_not_loaded(home: Path) -> None:
    calls = [["today"], ["status"], ["check"], ["approvals"], ["play-today", "--dry-run"]]
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(home), json.dumps(calls)],
        input="", capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    loaded = set(json.loads(done.stdout.splitlines()[-1])[1])
    assert "sqlite3" in loaded
    assert not loaded & {"cryptography", "bcrypt"}
    assert not loaded & OF_THE_NETWORK


def test_a_command_begins_without_asking_packages_for_plug_ins() -> None:
    """Asking all that are installed cost each command a hundredth of a second and more."""
    begun = "import sys; sys.argv[1:] = ['--version']; from broadcast.cli import main\ntry: main()\nfinally: "
    seen = "import os, gc; print(os.environ['PYDANTIC_DISABLE_PLUGINS'], gc.get_threshold()[0])"
    done = subprocess.run([sys.executable, "-c", begun + seen], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "__all__ 250000"
