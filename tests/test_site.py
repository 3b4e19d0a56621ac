"""The pages drawn from the code, and what the site asks of other hosts. `nox -s docs` builds the site."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


reference, outside = _tool("reference"), _tool("outside")


def test_every_key_of_the_playlist_is_explained_and_no_other() -> None:
    paths = [key.path for key in reference.keys()]  # noqa: SIM118 - a function of that name
    assert {"station.name", "sessions[].play.rotate", "airtime.exceptions[].date"} < set(paths)
    assert reference.unused() == set()


def test_a_key_that_nobody_has_explained_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.delitem(reference._MEANS, "sound.bed")
    with pytest.raises(KeyError, match=r"sound\.bed"):
        reference.keys()


def test_the_reference_tells_how_a_key_is_written_and_what_holds_without_it() -> None:
    page = reference.playlist_page()
    assert "| `grace` | độ dài: `15m`, `90s`, `1h30m` | `15m` |" in page
    assert "| `max_sessions` | số nguyên, từ 1 đến 24 | **phải ghi** |" in page
    assert "tuỳ mục" not in page


def test_the_seams_are_shown_as_they_stand_in_the_code() -> None:
    page = reference.seams_page()
    assert "def speak(self, text: str, *, speed: float)" in page
    assert "def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played: ..." in page
    assert "def wait_until(self, moment: datetime" in page
    assert "DeviceError" in page


def test_every_decision_is_in_the_index() -> None:
    page = reference.decisions_page()
    assert [path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if f"({path.name})" not in page] == []


def test_a_page_that_loads_from_another_host_is_told_and_a_link_to_one_is_not(tmp_path: Path) -> None:
    near = '<link rel="canonical" href="https://a.vn"><a href="https://a.vn">đi</a><img src="anh.svg">'
    (tmp_path / "a.html").write_text(near, encoding="utf-8")
    assert outside.main(tmp_path) == 0
    (tmp_path / "b.html").write_text('<script src="//cdn.example/x.js"></script>', encoding="utf-8")
    (tmp_path / "c.css").write_text(
        "@import 'https://fonts.example/f.css'; a {b: url(https://x.example/i.png)}", encoding="utf-8"
    )
    assert outside.outside(tmp_path) == [
        "b.html: //cdn.example/x.js",
        "c.css: https://fonts.example/f.css",
        "c.css: https://x.example/i.png",
    ]
    assert outside.main(tmp_path) == 1
