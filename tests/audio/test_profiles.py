"""Every figure of a profile has its source; a ward's own slips are all told at once."""

from dataclasses import fields

import pytest

from broadcast.audio.profiles import FLAT, HORN, NIGHT, Profile, own_profile


@pytest.mark.parametrize("profile", [HORN, NIGHT], ids=lambda p: p.name)
def test_every_figure_of_a_profile_has_its_source(profile: Profile) -> None:
    names = [field.name for field in fields(profile) if field.name not in ("name", "sources")]
    changed = {name for name in names if getattr(profile, name) != getattr(FLAT, name)}
    assert {figure for figure, _ in profile.sources} == changed | {"lift_floor_db"}
    assert all(source for _, source in profile.sources)


def test_a_ward_makes_its_own_profile_and_all_its_slips_are_told_at_once() -> None:
    own = own_profile("chợ", {"high_hz": 5_000, "ratio": 3}, base=HORN)
    assert isinstance(own, Profile)
    assert (own.name, own.high_hz, own.ratio, own.low_hz) == ("chợ", 5_000, 3, 300)
    assert dict(own.sources)["ratio"] == "the ward's own profile chợ"
    slips = own_profile("chợ", {"hight_hz": 5_000, "ratio": 30, "evening": True, "slope_db": "dốc"})
    assert isinstance(slips, tuple)
    assert [str(slip).split()[0] for slip in slips] == ["không", "ratio", "evening", "slope_db"]
