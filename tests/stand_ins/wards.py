"""Small wards for tests: a playlist as a value, and a ward's folder on disk."""

from pathlib import Path

from broadcast.programme.settings import Playlist, ScriptId
from broadcast.programme.stock import Stock, Stocked, Validity
from broadcast.ward.playlist import read_playlist
from broadcast.ward.script import Script, read_script
from broadcast.ward.yamlfile import read_yaml

PLAYLIST = """\
station: {name: Đài truyền thanh phường Thử, timezone: Asia/Ho_Chi_Minh}
phases:
  truoc: {name: Trước Đại hội, from: 2025-10-01, until: 2025-10-17}
  trong: {name: Trong Đại hội, from: 2025-10-18, until: 2025-10-18}
facts:
  dai_hoi: {ngay: 18/10/2025, so_dai_bieu: }
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-t6, grace: 15m, play: {rotate: phase, count: 2}}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-t6, grace: 15m, play: [chung/treo-co]}
  - {id: khai-mac, name: Khai mạc, at: 07:15, on: [2025-10-18], play: [trong/01-chao]}
airtime:
  allowed: [05:30-07:30, 16:30-18:30]
  days: t2-t6
  max_session: 15m
  max_sessions: 2
  exceptions: [{date: 2025-10-18, allowed: [06:00-11:30], reason: Ngày Đại hội}]
voice: {engines: [espeak]}
"""
SCRIPTS = {
    "truoc/01-mot": "Kính thưa bà con. Đại hội họp ngày {{ dai_hoi.ngay }}.",
    "truoc/02-hai": "Kính thưa bà con. Mời bà con treo cờ chào mừng Đại hội.",
    "truoc/03-ba": "Kính thưa bà con. Tổ dân phố họp lúc bảy giờ tối.",
    "truoc/04-thieu": "Đại hội có {{ dai_hoi.so_dai_bieu }} đại biểu.",
    "trong/01-chao": "Hôm nay Đại hội khai mạc.",
    "chung/treo-co": "Xin mời bà con treo cờ Tổ quốc.",
}


def playlist_of(text: str) -> Playlist:
    """The playlist of a text. Raises FaultsFound."""
    return read_playlist(read_yaml("playlist.yaml", text))


def script_of(body: str) -> Script:
    """The script of a body, its header three lines long. Raises FaultsFound."""
    return read_script("scripts/truoc/01.md", f"---\ntitle: Đại hội\n---\n{body}".encode())


def script_text(title: str, body: str, **header: str) -> str:
    """A script file."""
    lines = [f"title: {title}", *(f"{key}: {value}" for key, value in header.items())]
    return "---\n" + "\n".join(lines) + "\n---\n" + body + "\n"


def write_ward(home: Path, playlist: str = PLAYLIST, scripts: dict[str, str] = SCRIPTS) -> Path:
    """A ward's folder at `home`."""
    (home / "scripts").mkdir(parents=True, exist_ok=True)
    (home / "playlist.yaml").write_text(playlist, encoding="utf-8")
    for id_, body in scripts.items():
        path = home / "scripts" / f"{id_}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script_text(f"Bài {id_}", body), encoding="utf-8")
    return home


# --- what may become of a playlist.yaml ---


def too_deep(home: Path, *_: object) -> None:
    """Nested so deep that it brings its reader down."""
    (home / "playlist.yaml").write_text("[" * 600, encoding="utf-8")


def gone(home: Path, *_: object) -> None:
    (home / "playlist.yaml").unlink()


# --- the scripts that a day is dealt from ---


def stock_of(*ids: str, **headers: Validity) -> Stock:
    """A stock of those scripts, all with their words; `headers`: the days of some, by the id's last part."""
    return Stock(
        {
            ScriptId(id_): Stocked(title=f"Bài {id_}", validity=headers.get(id_.rsplit("/", 1)[-1], Validity()))
            for id_ in ids
        }
    )
