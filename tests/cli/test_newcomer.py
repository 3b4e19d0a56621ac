"""A newcomer in another ward types the guide's eight commands, and hears a day of a campaign of their own."""

import json
import re
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import soundfile
from stand_ins.cli import Result, command, run_here

from broadcast.ward.playlist import _KEYS

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "phuong-khac.md"
OF_THE_SAMPLE = ("Đại hội", "Thi đua", "Hải Phòng", "Hồng Bàng", "treo cờ")
MOST_COMMANDS, MOST_SECONDS = 8, 300.0
needs_campaigns = pytest.mark.skipif(
    "campaigns" not in _KEYS[()], reason="playlist.yaml has no campaigns here yet"
)


def commands() -> list[list[str]]:
    """The commands of the guide's block, word by word, as a shell reads them."""
    block = re.search(r"<!-- eight commands -->\n```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    return [shlex.split(line) for line in block[1].splitlines() if line]


@dataclass
class Newcomer:
    """Somebody at a terminal, standing in an empty folder."""

    here: Path
    took_s: list[tuple[str, float]] = field(default_factory=list)

    def type(self, words: list[str]) -> Result:
        if words[0] == "cd":
            self.here = self.here / words[1]
            assert self.here.is_dir()
            return Result(0, "", "")
        assert words[0] == "broadcast"
        began = time.monotonic()
        done = subprocess.run(
            command(*words[1:]), cwd=self.here, capture_output=True, encoding="utf-8", timeout=600
        )
        self.took_s.append((words[1], round(time.monotonic() - began, 1)))
        return Result(done.returncode, done.stdout, done.stderr)


def test_the_guide_s_block_is_there_and_has_no_more_than_eight_commands() -> None:
    typed = commands()
    assert len(typed) <= MOST_COMMANDS
    assert [words[1] for words in typed if words[0] == "broadcast"].count("new") == 3


@needs_campaigns
@pytest.mark.slow
def test_eight_commands_lead_from_an_empty_folder_to_a_rehearsal_of_one_s_own_campaign(
    tmp_path: Path,
) -> None:
    newcomer = Newcomer(tmp_path)
    for words in commands():
        done = newcomer.type(words)
        assert done.code == 0, (words, done.stdout, done.stderr)
    sys.stdout.write(f"{newcomer.took_s}\n")  # shown by pytest -s
    assert sum(took for _, took in newcomer.took_s) < MOST_SECONDS
    home = newcomer.here
    _sounds(home / "tong-duyet.wav")
    name = next(words[words.index("--name") + 1] for words in commands() if "--name" in words)
    assert name in run_here("--home", home, "preview", "chung/mo-dau", "--text").stdout
    titles = [words[3] for words in commands() if words[1:3] == ["new", "script"]]
    _aired_whole(home, titles)
    written = [path.read_text(encoding="utf-8") for path in (home / "playlist.yaml", *home.rglob("*.md"))]
    assert [word for word in OF_THE_SAMPLE if word.lower() in "\n".join(written).lower()] == []


def _sounds(path: Path) -> None:
    samples, rate = soundfile.read(path, dtype="float32")
    assert len(samples) / rate > 120
    loud = [abs(samples[at : at + rate]).max() > 0.05 for at in range(0, len(samples), rate)]
    assert sum(loud) / len(loud) > 0.9


def _aired_whole(home: Path, titles: list[str]) -> None:
    log = json.loads(run_here("--home", home, "log", "--rehearsal", "--json").stdout)["airings"]
    assert {one["outcome"] for one in log} == {"aired"}
    aired = [one["script"] for one in log]
    files = {path.stem: path.read_text(encoding="utf-8") for path in (home / "scripts").rglob("*.md")}
    for title in titles:
        stem = next(stem for stem, text in files.items() if f"title: {title}\n" in text)
        assert any(script.endswith(f"/{stem}") for script in aired), (title, aired)
    assert len(list((home / "audio_cache" / "carts").rglob("*.wav"))) >= len(titles)


@needs_campaigns
def test_the_guide_s_second_campaign_and_greeting_fit_the_ward_that_was_just_made(tmp_path: Path) -> None:
    """What the page says after the eight commands: two blocks to paste, and nothing else to know."""
    home = tmp_path / "dai"
    first = ("--campaign", "Tiêm chủng mùa hè", "--from", "01/06/2027", "--until", "30/06/2027")
    assert run_here("init", home, "--name", "Đài Bình Minh", "--voice", "espeak", *first).code == 0
    page, playlist = GUIDE.read_text(encoding="utf-8"), home / "playlist.yaml"
    block = next(one for one in page.split("\n\n") if one.startswith("    campaigns:\n"))
    campaign = block.splitlines()[2][4:]
    sessions = [one for one in page.split("\n\n") if one.lstrip().startswith(("sessions:", "- id: giao-thua"))]
    pasted = "\n".join(line[4:] for one in sessions for line in one.splitlines() if "sessions:" not in line)
    hours = next(one for one in (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8").split("\n\n")
                 if one.startswith("    airtime:\n      exceptions:"))  # fmt: skip
    text = playlist.read_text(encoding="utf-8")
    text = text.replace("\ncampaigns:\n", f"\ncampaigns:\n{campaign}\n").replace(
        "\nsessions:\n", f"\nsessions:\n{pasted}\n"
    )
    text = text.replace("\n  # Ngày khác thường", "\n" + "\n".join(line[4:] for line in hours.splitlines()[1:])
                        + "\n  # Ngày khác thường")  # fmt: skip
    playlist.write_text(text, encoding="utf-8")
    for name, where in (("Tin bão", ("--in", "phong-chong-bao")), ("Chúc năm mới", ("--in", "chung"))):
        assert run_here("--home", home, "new", "script", name, *where, "--text", "Xin chào bà con.").code == 0
    (home / "scripts" / "chung" / "01-chuc-nam-moi.md").rename(home / "scripts" / "chung" / "chuc-nam-moi.md")
    checked = run_here("--home", home, "check")
    assert checked.code == 0, checked.stderr
    assert "Có " not in checked.stderr
