"""`broadcast init`: a ward's own folder, in order from the start; asked for, or told in options."""

from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.wards import write_ward

from broadcast.cli import start
from broadcast.playout.output.devices import Device
from broadcast.programme.settings import Playlist
from broadcast.ward.playlist import _KEYS, read_playlist
from broadcast.ward.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
NAME = "Đài truyền thanh phường Bình Minh"
CAMPAIGN = ("--campaign", "Tiêm chủng mùa hè", "--from", "01/06/2027", "--until", "30/06/2027")
needs_campaigns = pytest.mark.skipif(
    "campaigns" not in _KEYS[()], reason="playlist.yaml has no campaigns here yet"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "phuong"


def init(folder: Path, *arguments: str, stdin: str = "") -> Result:
    return run_here("init", folder, *arguments, stdin=stdin)


def playlist(folder: Path) -> Playlist:
    return read_playlist(read_yaml("playlist.yaml", (folder / "playlist.yaml").read_text(encoding="utf-8")))


@needs_campaigns
@pytest.mark.parametrize("campaign", [(), CAMPAIGN])
def test_a_new_folder_is_in_order_at_once_and_speaks_every_day(folder: Path, campaign: tuple[str, ...]) -> None:
    made = init(folder, "--name", NAME, "--voice", "espeak", *campaign)
    assert made.code == 0, made.stdout + made.stderr
    assert "√ Không có lỗi" in made.stdout
    assert made.stdout.index("√ Không có lỗi") < made.stdout.index("Gõ tiếp:")
    assert "Loa chỉ phát bài đã có người nghe và duyệt" in made.stdout
    assert run_here("--home", folder, "check").code == 0
    for day in ("mai", "+5", "+6", "+7", "+8"):
        assert "Mời bà con đón nghe bản tin" in run_here("--home", folder, "today", "--date", day).stdout
    words = run_here("--home", folder, "preview", "chung/mo-dau", "--text").stdout
    assert NAME in words


@needs_campaigns
def test_tomorrow_can_be_rehearsed_right_away(folder: Path, tmp_path: Path) -> None:
    init(folder, "--name", NAME, "--voice", "espeak", "--hours", "06:00-06:30")
    out = tmp_path / "mai.wav"
    done = run_here("--home", folder, "play-today", "--date", "mai", "--rehearse", "--output", out)
    assert done.code == 0, done.stderr
    assert out.stat().st_size > 500_000


@needs_campaigns
def test_options_say_what_the_playlist_holds(folder: Path) -> None:
    devices = ("--loudspeaker", "USB Audio", "--preview", "Tai nghe", "--voice", "espeak,gtts")
    times = ("--hours", "17:00-18:00, 5h00-6h30", "--days", "t2-t6, cn")
    init(folder, "--name", 'Đài "Bình Minh": số 1', *times, *devices, *CAMPAIGN)
    read = playlist(folder)
    assert read.station == 'Đài "Bình Minh": số 1'
    assert [str(window) for window in read.airtime.allowed] == ["05:00-06:30", "17:00-18:00"]
    assert read.airtime.days == {0, 1, 2, 3, 4, 6}
    assert (read.devices.loudspeakers, read.devices.preview) == (("USB Audio",), "Tai nghe")
    assert read.voice.engines == ("espeak", "gtts")
    assert [one.name for one in read.campaigns] == ["Tiêm chủng mùa hè"]
    assert [f"{slot.at:%H:%M}" for slot in read.slots] == ["05:00", "17:00", "05:15", "17:15"]


def test_a_new_ward_leaves_the_order_of_voices_open_for_one_that_it_installs_later(folder: Path) -> None:
    """Were it written down, `check` would ask a ward that has no voice of its own for one."""
    init(folder, "--name", NAME)
    assert "\n  engines:" not in (folder / "playlist.yaml").read_text(encoding="utf-8")
    assert playlist(folder).voice.engines == ("piper", "gtts", "espeak")
    assert "giọng piper" not in run_here("--home", folder, "check").stdout


def test_the_name_must_be_given_and_a_wrong_value_says_which_option_it_is(folder: Path) -> None:
    for arguments, said in [
        ((), "--name"),
        (("--name", "123"), "--name"),
        (("--name", NAME, "--hours", "25:00-26:00"), "--hours"),
        (("--name", NAME, "--hours", "06:00-07:00,06:30-08:00"), "chồng lên nhau"),
        (("--name", NAME, "--hours", "06:00-06:05"), "ngắn quá"),
        (("--name", NAME, "--days", "t9"), "--days"),
        (("--name", NAME, "--voice", "giong-la"), "--voice"),
        (("--name", NAME, "--voice", "piper"), "Viết piper,espeak"),
        (("--name", NAME, "--zone", "Hanoi"), "--zone"),
        (("--name", NAME, "--campaign", "Tiêm chủng"), "--from"),
        (("--name", NAME, "--from", "01/06/2027"), "--campaign"),
        (("--name", NAME, "--campaign", "Con", "--from", "01/06/2027", "--until", "02/06/2027"), "Windows"),
        (("--name", NAME, "--campaign", "Hè", "--from", "02/06/2027", "--until", "01/06/2027"), "--until"),
        (("--name", NAME, "--campaign", "Chung", "--from", "01/06/2027", "--until", "02/06/2027"), "--campaign"),
    ]:
        refused = init(folder, *arguments)
        assert refused.code == 2, arguments
        assert said in refused.stderr
        assert not folder.exists()


def test_no_folder_of_a_station_s_or_of_the_program_s_is_touched(tmp_path: Path) -> None:
    ward = write_ward(tmp_path / "cu")
    before = (ward / "playlist.yaml").read_bytes()
    for folder, said in (
        (ward, "đã có playlist.yaml"),
        (ward / "trong", "một đài khác"),
        (ROOT / "moi", "chương trình"),
        (ROOT / "broadcast" / "moi", "chương trình"),
    ):
        refused = init(folder, "--name", NAME)
        assert refused.code == 2
        assert said in refused.stderr
    assert (ward / "playlist.yaml").read_bytes() == before
    assert not (ROOT / "moi").exists()


def test_a_file_that_is_there_is_not_written_over_and_a_half_made_folder_is_gone_on_with(folder: Path) -> None:
    (folder / "scripts/chung").mkdir(parents=True)
    (folder / "scripts/chung/mo-dau.md").write_text("của tôi", encoding="utf-8")
    refused = init(folder, "--name", NAME)
    assert refused.code == 2
    assert "mo-dau.md" in refused.stderr
    assert not (folder / "playlist.yaml").exists()
    (folder / "scripts/chung/mo-dau.md").unlink()
    init(folder, "--name", NAME)
    (folder / "playlist.yaml").unlink()
    init(folder, "--name", NAME)
    assert (folder / "playlist.yaml").exists()


def test_on_a_terminal_wrong_answers_are_asked_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Device(name=name, host_api="ALSA", channels=2, rate_hz=48_000, default=False)
        for name in ("Loa ngoài đường", "Tai nghe USB")
    ]
    monkeypatch.setattr(start, "on_a_terminal", lambda: True)
    monkeypatch.setattr("broadcast.station.devices.devices", lambda: tuple(found))
    answers = ["123", NAME, "", "6 giờ sáng", "06:00-07:00", "t2-t6", "1", "2", "espeak"]
    answers += ["Tiêm chủng", "hè", "01/06/2027", "01/05/2027", "30/06/2027"]
    asked = init(folder, stdin="\n".join(answers) + "\n")
    text = (folder / "playlist.yaml").read_text(encoding="utf-8")
    assert "tên đài phải có chữ" in asked.stderr
    assert "ngày cuối 01/05/2027 đứng trước" in asked.stderr
    assert "1. Loa ngoài đường" in asked.stderr
    for line in (
        f"name: {NAME}",
        "allowed: [06:00-07:00]",
        "loudspeaker: Loa ngoài đường",
        "preview: Tai nghe USB",
        "until: 30/06/2027",
    ):
        assert line in text


def test_an_answer_never_given_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "on_a_terminal", lambda: True)
    monkeypatch.setattr("broadcast.station.devices.devices", lambda: ())
    assert init(folder, stdin=f"{NAME}\n").code == 130
    assert not folder.exists()


@needs_campaigns
def test_a_campaign_that_has_begun_is_rehearsed_tomorrow(folder: Path) -> None:
    began = ("--campaign", "Đợt đã bắt đầu", "--from", "01/01/2020", "--until", "31/12/2099")
    made = init(folder, "--name", NAME, "--voice", "espeak", *began)
    assert "play-today --date mai --rehearse" in made.stdout
