"""The ward's folder -> the files that will never air though somebody put them there to be aired, and why."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.base.files import is_windows_device
from broadcast.library.shelves import CACHE
from broadcast.library.takeshelf import FOLDER as TAKES
from broadcast.programme.settings import COMMON_FOLDER, ScriptId
from broadcast.programme.stock import Validity
from broadcast.text.patterns import lazily
from broadcast.ward.filenames import FOLDER, as_shown, folded, is_script_name, is_text
from broadcast.ward.script import Script
from broadcast.ward.tree import walk

_TOLD_AT_MOST = 50
_NOBODY_S = frozenset({"thumbs.db", "desktop.ini", "__pycache__"})
_LEFTOVER = lazily(r"(?:~|\.bak|\.tmp|\.old|\.orig|\.sw[op]|\.part|\.crdownload)$")
_DOCUMENT = lazily(r"\.(?:docx?|rtf|odt|pdf|pages|xlsx?|pptx?)$")
_SOUND = lazily(r"\.(?:mp3|wav|flac|ogg|m4a|wma|aac|opus|amr)$")
_COPY = lazily(
    r"(?:^|/)(?:copy of|bản sao của)\s"
    r"|\s*(?:-\s*(?:copy|sao chép|bản sao)(?:\s*\(\d+\))?|\(\d+\)|-\s*\d{4,} copy|_copy)$"
)


def stray_files(home: Path) -> Iterator[Fault]:
    """Yield the files of `home`/scripts/ and beside playlist.yaml that nothing reads because of their names.

    And those that Windows could not hold. As WARNING; fifty at most. Hidden files, and those that a system puts
    down by itself, are passed over.
    """
    told = 0
    for folder, folders, names in walk(home):
        below = Path(folder).relative_to(home)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if is_script_name(name) and is_text(name):
                what = tell("đây là một thư mục, không phải bài, nên không phát")
                yield _fault((below / name).as_posix(), what, tell("Đổi tên thư mục, bỏ đuôi .md."))
        for name in sorted(names):
            why = _why_not(name, (below / name).as_posix())
            if why is not None and told < _TOLD_AT_MOST:
                told += 1
                yield _fault((below / name).as_posix(), *why)
    yield from _beside(home)


def _why_not(name: str, file: str) -> tuple[Message, Message] | None:
    """Why a file of that name is no script everywhere, and what to do; None also for what nobody means as one."""
    lower = name.lower()
    if is_windows_device(name):
        return tell("Windows không cho tệp mang tên này: chép sang máy Windows là mất bài"), tell("Đổi tên tệp.")
    if not is_text(file):
        what = tell(
            "tên tệp hoặc tên thư mục không phải UTF-8 (tệp nén đời cũ hay để lại tên thế), nên không phát"
        )
        return what, tell("Đổi tên, gõ lại bằng bàn phím.")
    if is_script_name(name) or lower in _NOBODY_S:
        return None
    if lower.startswith("~$") or _LEFTOVER.search(lower):
        what = tell("tệp tạm hoặc bản lưu cũ, không phát")
        return what, tell("Xoá đi, hoặc chuyển ra khỏi thư mục scripts.")
    if lower.startswith("."):
        return None
    if lower.endswith(".md.txt"):
        what = tell("tệp này sẽ không phát: tên thật kết thúc bằng .txt, Windows giấu đuôi ấy đi")
        return what, tell("Đổi tên thành {name} (trong thư mục, bật Xem, Đuôi tên tệp).", name=name[:-4])
    if lower.endswith((".txt", ".docx")):
        what = tell("tệp này sẽ không phát: bài phát phải là tệp .md")
        return what, tell("Chuyển thành bài: broadcast import {name}", name=_typed(file))
    if _DOCUMENT.search(lower):
        what = tell("tệp này sẽ không phát: bài phát phải là tệp .md")
        return what, tell("Mở tệp, chép lời vào một tệp .md; hoặc lưu thành .docx rồi chạy: broadcast import")
    if _SOUND.search(lower):
        what = tell("tệp tiếng đặt ở đây sẽ không phát")
        fix = tell(
            "Để tệp ở thư mục khác, như thu-san; viết một bài .md có dòng recording: thu-san/{name}", name=name
        )
        return what, fix
    return tell("tệp này không phải bài phát, máy không đọc"), tell("Bài phát phải là tệp .md.")


def _typed(file: str) -> str:
    """The name as it is typed in a terminal: in quotes where it has spaces or brackets."""
    return file if re.fullmatch(r"[\w./-]+", file) else f'"{file}"'


def _beside(home: Path) -> Iterator[Fault]:
    """Files that were meant as lexicon.yaml or playlist.yaml, and what stands in the place of a folder."""
    try:
        names = sorted(path.name for path in home.iterdir())
    except OSError:
        return
    for folder in (FOLDER, CACHE, TAKES, "journal"):
        if folder in names and not (home / folder).is_dir():
            what = tell("đây không phải một thư mục, nên máy không để được gì vào")
            yield replace(
                _fault(folder, what, tell("Đổi tên tệp này, hoặc chuyển đi nơi khác.")), level=Level.ERROR
            )
    for meant in ("lexicon.yaml", "playlist.yaml"):
        stem = meant.partition(".")[0]
        if (home / meant).is_dir():
            yield _fault(meant, tell("đây là một thư mục, không phải tệp"), tell("Đổi tên thư mục này."))
        others = (meant, f"{stem}.yml", f"{meant}.txt", f"{stem}.txt", stem)
        for name in (name for name in names if name != meant and name.lower() in others):
            if meant in names or not _same(home / name, home / meant):
                what = tell("máy không đọc tệp này: tên phải viết đúng là {meant}", meant=meant)
                yield _fault(name, what, tell("Đổi tên thành {meant}.", meant=meant))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _fault(file: str, what: Message, fix: Message) -> Fault:
    return Fault(file=as_shown(file), what=what, fix=fix, level=Level.WARNING)


# --- scripts that air twice, or never ---


def copies(scripts: Mapping[ScriptId, Script]) -> Iterator[Fault]:
    """Yield the scripts that say the same as another one, and those whose names are a copy's, as WARNING."""
    first: dict[tuple[object, ...], ScriptId] = {}
    told = {id_: script for id_, script in scripts.items() if not script.validity.draft}  # a draft does not air
    for id_, script in sorted(told.items(), key=lambda one: (bool(_COPY.search(one[0].lower())), one[0])):
        airs = (script.recording, script.keep_silence, script.music)
        said = (" ".join(script.body.split()) if script.recording is None else "", *airs)
        other = first.setdefault(said, id_)
        if other != id_ and not _apart(script.validity, scripts[other].validity):
            what = tell("giống hệt bài {other}, sẽ phát hai lần", other=other)
            yield _fault(script.file, what, tell("Xoá bớt một bài."))
        elif _COPY.search(id_.lower()):
            what = tell("tên tệp là tên của một bản sao, mà bài này cũng phát như mọi bài")
            yield _fault(script.file, what, tell("Đổi tên tệp nếu cần bài này; nếu không thì xoá đi."))


def _apart(one: Validity, other: Validity) -> bool:
    """Whether the headers let the two air on no day both: the same words again another week are no copy."""
    first, last = (
        max(one.first or date.min, other.first or date.min),
        min(one.last or date.max, other.last or date.max),
    )
    return first > last or not one.days & other.days


def alike(scripts: Mapping[ScriptId, Script]) -> Iterator[Fault]:
    """Yield the scripts whose ids differ from another's in letter case alone, as WARNING."""
    seen: dict[str, ScriptId] = {}
    for id_ in sorted(scripts):
        other = seen.setdefault(folded(id_), id_)
        if other != id_:
            what = tell("tên tệp chỉ khác bài {other} ở chữ hoa, chữ thường", other=other)
            yield _fault(scripts[id_].file, what, tell("Đổi tên một trong hai tệp."))


def idle_common(source: Any, named: Collection[ScriptId], scripts: Mapping[ScriptId, Script]) -> Iterator[Fault]:
    """Yield the scripts of chung/ that are neither played by a session nor the opening or closing, as WARNING."""
    sessions = source.get("sessions") if isinstance(source, dict) else None
    for one in sessions if isinstance(sessions, list) else []:
        play = one.get("play") if isinstance(one, dict) else None
        if isinstance(play, dict) and str(play.get("rotate")).startswith(COMMON_FOLDER):
            return
    known = {folded(id_) for id_ in named}
    for id_, script in scripts.items():
        if id_.startswith(f"{COMMON_FOLDER}/") and folded(id_) not in known:
            what = tell("không buổi nào phát bài này")
            yield _fault(script.file, what, tell("Ghi tên bài vào mục play của một buổi trong playlist.yaml."))
