"""What playlist.yaml names -> a fault for each script and each folder of scripts that is not there."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from broadcast.base.errors import Fault, Message, NotAudio, tell
from broadcast.library.names import BUILTIN, inside
from broadcast.programme.settings import ScriptId
from broadcast.ward.filenames import by_folded, folded
from broadcast.ward.nearest import meant, nearest
from broadcast.ward.playlist_faults import THE_PHASE_OF_THE_DAY, folders_named, names_below, scripts_named
from broadcast.ward.yamlfile import Path as YamlPath
from broadcast.ward.yamlfile import YamlFile

_SOUND = re.compile(r"\.(?:wav|mp3|ogg|oga|opus|flac|m4a|mp4|aac|wma|amr|aiff?|webm|3gp)$", re.IGNORECASE)
"""How the names of sound files end; what is in them their bytes tell."""


def references(home: Path, source: YamlFile, known: set[ScriptId]) -> Iterator[Fault]:
    """Yield a fault for each script and each folder that playlist.yaml names and that is not there, at its place.

    `known`: the scripts of the folder `home`, those with faults too. No file is read.
    """
    same = by_folded(known)
    for path, name in scripts_named(source):
        id_ = name.removesuffix(".md")
        if folded(id_) not in same and (sound := _named_sound(home, path, name)) is not None:
            yield source.fault(path, *sound)
        elif folded(id_) not in same and ".." not in id_:
            near = nearest(id_, known)
            fix = meant(near) if near else None
            yield source.fault(path, tell("không có bài “{name}” trong scripts", name=name), fix)
    folders = {id_.rsplit("/", depth)[0] for id_ in known for depth in range(1, id_.count("/") + 1)}
    there = {folded(folder) for folder in folders}
    for path, name in folders_named(source):
        if folded(name) not in there:
            phases = [*names_below(source, "phases"), *names_below(source, "campaigns")]
            near = nearest(name, [*phases, *folders])
            what = tell("không có giai đoạn “{name}”, cũng không có đợt hay thư mục bài nào tên ấy", name=name)
            names = ", ".join([THE_PHASE_OF_THE_DAY, *phases, *sorted(folders - {*phases})])
            yield source.fault(path, what, meant(near) if near else tell("Có: {known}.", known=names))


def _named_sound(home: Path, path: YamlPath, name: str) -> tuple[Message, Message] | None:
    """What is wrong where a sound's file is named as a script, and how to mend it; None for another name."""
    if not name.startswith(BUILTIN) and not _SOUND.search(name):
        return None
    with suppress(NotAudio, OSError, ValueError):
        if not name.startswith(BUILTIN) and not inside(home, name).is_file():
            return None
        what = tell("“{name}” là tệp nhạc, không phải bài", name=name)
        if path[0] == "station":
            return what, tell(
                "Ghi tệp ấy ở mục sound, dòng {key}: {name}. Ở đây ghi tên bài được đọc, hoặc bỏ dòng này.",
                key=path[-1], name=name,
            )  # fmt: skip
        return what, tell("Muốn phát tệp này: viết một bài có dòng recording: {name}, rồi ghi tên bài ở đây.",
                          name=name)  # fmt: skip
    return None
