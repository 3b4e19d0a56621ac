"""The laws that no linter keeps: where time is read, where files are opened, what the documents promise."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from stand_ins.tables import for_each

from broadcast.cli.root import _COMMANDS
from broadcast.ward.playlist import read_playlist
from broadcast.ward.yamlfile import read_yaml

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "broadcast").rglob("*.py"))
PURE = ("programme", "text", "audio")
READS_THE_TIME = {"base/clock.py"}
CHOOSES = {
    # the machine's own clock, one a process
    "SystemClock": {"station/overview.py", "production/voices/roster.py", "playout/output/deck_main.py"},
    "TrustedClock": {"station/player.py"},
    "SoundCard": {"station/station.py"},
    "voices": {"station/station.py"},
    "OfflineClock": {"station/rehearse.py"},
    "AudioFile": {"station/rehearse.py"},
    "Nowhere": {"station/rehearse.py"},
}
"""Which room chooses a part of the station."""


def _within(path: Path) -> str:
    return path.relative_to(ROOT / "broadcast").as_posix()


@cache
def _calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@for_each(SOURCES)
def test_only_the_clock_reads_the_time(path: Path) -> None:
    reading = re.compile(
        r"(datetime\.(now|utcnow|today)|date\.today|time\.(time|monotonic|sleep|perf_counter)\w*)"
    )
    if _within(path) not in READS_THE_TIME:
        assert [call for call in _calls(path) if reading.fullmatch(call)] == []


def test_processes_are_started_in_one_place_and_the_system_s_own_tools_in_one_other() -> None:
    """`autostart` asks systemctl and schtasks, which are foreign programs; all else is begun by `children`."""
    starting = re.compile(
        r"subprocess\.(Popen|run|call|check_call|check_output)|os\.(system|popen|spawn\w*|exec\w*)"
    )
    found = {_within(path) for path in SOURCES for call in _calls(path) if starting.fullmatch(call)}
    assert found == {"base/children.py", "station/autostart.py"}


@pytest.mark.parametrize("part", CHOOSES)
def test_each_part_of_the_station_is_chosen_in_one_room(part: str) -> None:
    assert {_within(path) for path in SOURCES if part in _calls(path)} == CHOOSES[part]


@for_each(path for path in SOURCES if path.relative_to(ROOT / "broadcast").parts[0] in PURE)
def test_the_pure_core_opens_no_file(path: Path) -> None:
    opening = re.compile(r"(.*\.)?(open|read_text|write_text|write_bytes)")
    found = [call for call in _calls(path) if opening.fullmatch(call)]
    assert [call for call in found if "files(" not in call] == []  # the package's own tables


def test_every_command_is_in_the_readme_and_the_operator_s_guide() -> None:
    readme, guide = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/huong-dan.md"))
    assert [name for name in _COMMANDS if f"broadcast {name}" not in readme] == []
    assert [name for name in _COMMANDS if f"broadcast {name}" not in guide] == []


def test_both_halves_of_the_readme_have_the_two_commands() -> None:
    commands = re.findall(r"^python3 -m venv .*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 4
    assert commands[:2] == commands[2:]


def test_every_example_playlist_of_the_documents_is_in_order() -> None:
    examples = [
        block
        for path in (ROOT / "docs").rglob("*.md")
        for block in re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
        if block.startswith("station:")
    ]
    for text in [(ROOT / "playlist.yaml").read_text(encoding="utf-8"), *examples]:
        assert read_playlist(read_yaml("playlist.yaml", text)).slots


def test_commands_that_make_no_sound_import_nothing_that_does() -> None:
    modules = ", ".join(f"broadcast.cli.{name}" for name in ("root", "ward", "text", "log"))
    code = f"import sys, {modules}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    heavy = {
        "numpy",
        "soundfile",
        "sounddevice",
        "scipy",
        "requests",
        "gtts",
        "pydub",
        "rich",
        "pydantic",
        "ruamel",
    }
    assert heavy & {name.split(".")[0] for name in loaded} == set()


def test_every_text_file_of_the_repository_is_nfc() -> None:
    import unicodedata

    for path in [*SOURCES, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "scripts").rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path


def test_no_line_of_prose_is_longer_than_120_columns() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")]
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in pages
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 120 and not line.startswith(("|", "broadcast ")) and ".venv" not in line  # to copy whole
    ]
    assert long == []


def test_the_architecture_names_every_file() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\w+", page[page.index("## The house") : page.index("Laws, each kept")]))
    assert [str(path) for path in SOURCES if path.stem not in named and not path.stem.startswith("__")] == []


def test_tone_marks_stand_where_the_house_has_them() -> None:
    """On the last vowel of oa, oe, uy: hoá, khoẻ, tuỳ; never hóa, khỏe, tùy.

    `text/` reads what others write, and so does an imported letter's head.
    """
    other_style = re.compile(r"\b\w*?(?<![qQ])(?:[òóỏõọ][ae]|[ùúủũụ]y)\b", re.IGNORECASE)
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "broadcast").rglob("*.po")]
    shown = [
        path
        for path in SOURCES
        if path.relative_to(ROOT / "broadcast").parts[0] != "text" and path.stem != "letterhead"
    ]
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in [*shown, *pages]
        for match in other_style.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()
    assert other_style.search("xóa") is not None  # the control
