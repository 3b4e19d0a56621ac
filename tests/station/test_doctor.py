"""What `doctor` looks at: everything that it can, whatever state the ward's files are in."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, gone, too_deep, write_ward

from broadcast.base.errors import Message, tell
from broadcast.playout.output.devices import Device
from broadcast.production.voices import readiness
from broadcast.station import doctor
from broadcast.station.doctor import Finding, FindingLevel, examine
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import machine_clock
from broadcast.ward import check, folder
from broadcast.ward.folder import stamp

CARD = Device(name="loa", host_api="alsa", channels=2, rate_hz=48000, default=True)


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with one card, and one voice that speaks."""
    voices: dict[str, Message | None] = {"espeak": None}
    monkeypatch.setattr(doctor, "try_voices", lambda *_: voices)
    monkeypatch.setattr(doctor, "devices", lambda: (CARD,))


def _faulty(home: Path) -> None:
    (home / "playlist.yaml").write_text(PLAYLIST.replace("06:30", "77:30"), encoding="utf-8")


def _told(findings: tuple[Finding, ...], what: str) -> Finding:
    [found] = [one for one in findings if what in str(one.what)]
    return found


@pytest.mark.parametrize("harm", [_faulty, too_deep, gone])
@pytest.mark.parametrize("kept", [False, True], ids=["no copy was kept", "a copy was kept"])
def test_beside_faulty_files_devices_voices_and_log_are_looked_at(
    tmp_path: Path, harm: Callable[[Path], None], kept: bool
) -> None:
    home = write_ward(tmp_path / "ward", PLAYLIST + "output: {loudspeaker: loa, preview: loa}\n")
    assert not kept or keep_last_good(home, stamp(home))
    harm(home)
    findings = examine(home)
    assert _told(findings, "playlist.yaml").level is FindingLevel.FAULT if harm is not too_deep else True
    assert _told(findings, "giọng espeak đọc được").level is FindingLevel.OK
    assert _told(findings, "nhật ký ghi được, 0 dòng").level is FindingLevel.OK
    assert _told(findings, "Loa phường: loa" if kept else "1 thiết bị âm thanh")
    assert any(one.level is FindingLevel.FAULT for one in findings)


def test_the_ward_s_files_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, read, survey = write_ward(tmp_path / "ward"), [], folder.survey

    def counted(home: Path, **how: bool) -> object:
        read.append(home)
        return survey(home, **how)

    monkeypatch.setattr(folder, "survey", counted)
    monkeypatch.setattr(check, "survey", counted)
    findings = examine(home)
    assert read == [home]
    assert _told(findings, "không có lỗi").level is FindingLevel.OK


def test_only_the_ward_s_own_voices_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ward that has chosen the voice in the machine sends nothing anywhere, nor is it told of a network."""
    asked: list[object] = []

    def note(voice: object, home: object, names: object) -> dict[str, Message | None]:
        asked.append(names)
        return {}

    monkeypatch.setattr(doctor, "try_voices", note)
    home = write_ward(tmp_path / "ward")
    examine(home)
    (home / "playlist.yaml").write_text(PLAYLIST.replace("[espeak]", "[gtts, espeak]"), encoding="utf-8")
    examine(home)
    _faulty(home)
    examine(home)
    assert asked == [{"espeak"}, {"gtts", "espeak"}, {"piper", "gtts", "espeak"}]


def test_what_the_rules_refuse_is_counted_once(tmp_path: Path) -> None:
    today = machine_clock().now().date()
    plan = PLAYLIST.replace("from: 2025-10-01, until: 2025-10-17", f"from: {today}, until: {today.year + 1}-12-31")
    plan = "\n".join(line for line in plan.splitlines() if "khai-mac" not in line and "  trong:" not in line)
    plan = plan.replace("t2-t6", "t2-cn").replace("max_sessions: 2", "max_sessions: 1") + "\n"
    scripts = dict.fromkeys(("truoc/01-mot", "chung/treo-co"), "Xin chào bà con.")
    findings = examine(write_ward(tmp_path / "ward", plan, scripts))
    faults = [str(one.what) for one in findings if one.level is FindingLevel.FAULT]
    assert len(faults) == 1, faults
    assert "quá số buổi" in faults[0]


@pytest.mark.skipif(os.name == "nt", reason="there the folder says who may read")
@pytest.mark.parametrize(
    ("mode", "notices", "told"),
    [(0o644, "ntfy://bimat@example.org/loa", 1), (0o600, "ntfy://bimat@example.org/loa", 0), (0o644, "", 0)],
)
def test_passwords_that_every_account_can_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, notices: str, told: int
) -> None:
    monkeypatch.setattr(doctor, "_ways_in", lambda path: [True])  # a test's folder is closed to others
    home = write_ward(tmp_path / "ward", PLAYLIST.replace("station: {", f'station: {{notices: ["{notices}"], ')
                      if notices else PLAYLIST)  # fmt: skip
    (home / "playlist.yaml").chmod(mode)
    found = [one for one in examine(home) if "có mật khẩu" in str(one.what)]
    assert len(found) == told
    assert all("bimat" not in f"{one.what} {one.fix}" for one in found)
    assert keep_last_good(home, stamp(home))
    assert (home / "journal" / "last-good.zip").stat().st_mode & 0o777 == mode


def test_a_voice_of_edge_that_is_not_installed_is_told_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "installed", lambda _: None)
    home = write_ward(tmp_path / "ward", PLAYLIST.replace("[espeak]", "[edge, espeak]"))
    found = _told(examine(home), "giọng edge không đọc được")
    assert found.level is FindingLevel.ADVICE
    assert "pip install edge-tts" in str(found.fix)


def test_a_key_s_variable_that_is_missing_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "try_voices", lambda *_: {"http": tell("chưa có biến")})
    monkeypatch.delenv("KHOA_A", raising=False)
    described = "[http, espeak], http: {url: 'https://a.vn/?t={text}&k=${KHOA_A}'}"
    found = _told(examine(write_ward(tmp_path / "ward", PLAYLIST.replace("[espeak]", described))), "chưa có biến")
    assert "may-doc-qua-mang" in str(found.fix)
    monkeypatch.setenv("KHOA_A", "b")  # what else there is against it, only the server knows
    assert _told(examine(tmp_path / "ward"), "chưa có biến").fix is None
