"""Which voices are on the shelf is told by their slips alone."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from stand_ins.voice_slips import put_slip

from broadcast.library.voiceshelf import chosen_voice, installed_voices, is_voice_name, shelf


def test_a_ward_without_a_shelf_has_no_voice(tmp_path: Path) -> None:
    assert installed_voices(tmp_path) == ()
    assert chosen_voice(tmp_path, None) is None


def test_the_voice_that_was_installed_first_stays_the_one_that_reads(tmp_path: Path) -> None:
    put_slip(tmp_path, "vi_VN-b-medium")
    put_slip(tmp_path, "vi_VN-a-medium", {"installed": "2025-10-01T09:00:00+08:00"})  # the same moment: by name
    put_slip(tmp_path, "vi_VN-0-medium", {"installed": "2025-10-02T08:00:00+07:00"})
    assert [one.name for one in installed_voices(tmp_path)] == [
        "vi_VN-a-medium",
        "vi_VN-b-medium",
        "vi_VN-0-medium",
    ]
    first, named = chosen_voice(tmp_path, None), chosen_voice(tmp_path, "vi_VN-0-medium")
    assert first is not None
    assert first.name == "vi_VN-a-medium"
    assert named is not None
    assert named.config.name == "vi_VN-0-medium.onnx.json"
    assert chosen_voice(tmp_path, "vi_VN-khac-medium") is None


@pytest.mark.parametrize(
    "more",
    [
        {"model_sha256": "A" * 64}, {"config_sha256": "b" * 63}, {"model_bytes": "63"},
        {"model_bytes": -5}, {"model_bytes": 0}, {"model_bytes": 10**30}, {"model_bytes": 10**15},
        {"installed": "2025-10-01"},
        {"licence": None}, {"source": 3},
    ],
)  # fmt: skip
def test_a_slip_that_tells_of_no_voice_is_passed_over(tmp_path: Path, more: Mapping[str, object]) -> None:
    put_slip(tmp_path, "vi_VN-thu-medium", more)
    put_slip(tmp_path, "vi_VN-khac-medium")
    assert [one.name for one in installed_voices(tmp_path)] == ["vi_VN-khac-medium"]


def test_what_only_has_a_slips_name_is_passed_over_and_not_waited_for(tmp_path: Path) -> None:
    put_slip(tmp_path, "vi_VN-thu-medium")
    (shelf(tmp_path) / "vi_VN-thu-muc.voice.json").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(shelf(tmp_path) / "vi_VN-ong.voice.json")
    assert [one.name for one in installed_voices(tmp_path)] == ["vi_VN-thu-medium"]


@pytest.mark.parametrize("name", ["", ".an", "a/b", "..", "giọng", "a" * 81, "a b"])
def test_a_name_that_could_lead_elsewhere_is_none(name: str) -> None:
    assert not is_voice_name(name)
