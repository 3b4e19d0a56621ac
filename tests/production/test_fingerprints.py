"""Orders -> fingerprints: every ingredient counts, and nothing is decoded."""

from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import NotAudio
from broadcast.library.rack import CLOSING, OPENING
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.orders import Arrangement, Order, arrangement_of
from broadcast.programme.model import CueId, Fingerprint
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared

ORDER = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"))
OWN_STING = "sound: {sting: nhac.wav}\n"
VOICES = {"espeak": "one identity"}


def _prints(home: Path, playlist: str = "", voices: dict[str, str] = VOICES) -> Fingerprints:
    return Fingerprints(read_ward(write_ward(home, PLAYLIST + playlist)), voices)


def _spoken(prints: Fingerprints, *, stand_ins: frozenset[str] = frozenset()) -> Fingerprint:
    prepared = prints._ward.of(ScriptId("truoc/01-mot"))
    assert isinstance(prepared, Prepared)
    return prints.spoken(arrangement_of(ORDER), prepared, "espeak", stand_ins)


def test_what_opens_and_closes_has_mixes_of_its_own() -> None:
    assert arrangement_of(Order(cue=OPENING, script=None)) == Arrangement(sting="opening")
    assert arrangement_of(Order(cue=CLOSING, script=None)) == Arrangement(closing="closing")


def test_another_file_under_the_same_name_makes_another_cart(tmp_path: Path) -> None:
    (tmp_path / "nhac.wav").write_bytes(b"one")
    first = _spoken(_prints(tmp_path, OWN_STING))
    assert _spoken(_prints(tmp_path, OWN_STING)) == first
    (tmp_path / "nhac.wav").write_bytes(b"two")
    assert _spoken(_prints(tmp_path, OWN_STING)) != first


def test_another_voice_of_the_same_name_makes_another_cart(tmp_path: Path) -> None:
    usual = _spoken(_prints(tmp_path))
    assert _spoken(_prints(tmp_path, voices={"espeak": "a newer one"})) != usual


def test_ours_in_place_of_a_file_is_neither_that_file_nor_ours_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "nhac.wav").write_bytes(b"no sound")
    own = _prints(tmp_path, OWN_STING)
    named, replaced = _spoken(own), _spoken(own, stand_ins=frozenset({"sting"}))
    ours = _spoken(_prints(tmp_path, "sound: {sting: 'builtin:nhac-hieu'}\n"))
    assert len({named, replaced, ours}) == 3
    (tmp_path / "nhac.wav").write_bytes(b"no sound either")
    assert _spoken(_prints(tmp_path, OWN_STING), stand_ins=frozenset({"sting"})) != replaced


def test_pruning_keeps_a_cart_with_the_wards_jingle_and_one_with_ours_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "nhac.wav").write_bytes(b"perhaps a sound")
    prints = _prints(tmp_path, OWN_STING)
    both = {_spoken(prints), _spoken(prints, stand_ins=frozenset({"sting"}))}
    assert both <= prints.of([ORDER])


def test_a_recording_that_is_not_there_keeps_nothing_and_stops_no_pruning(tmp_path: Path) -> None:
    write_ward(tmp_path)
    (tmp_path / "scripts/truoc/01-mot.md").write_text("---\ntitle: x\nrecording: a.wav\n---\n", encoding="utf-8")
    prints = Fingerprints(read_ward(tmp_path), VOICES)
    prepared = prints._ward.of(ScriptId("truoc/01-mot"))
    assert isinstance(prepared, Prepared)
    with pytest.raises(NotAudio):
        prints.recorded(arrangement_of(ORDER), prepared, frozenset())
    assert prints.of([ORDER]) == frozenset()
