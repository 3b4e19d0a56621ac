"""playlist.yaml, as YAML -> every fault in it, at its place and in the ward's words; and what it names.

All of it works on the values as they were written, so that one wrong value hides no other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from broadcast.audio.profiles import profile_named
from broadcast.base.errors import Fault, Message, tell
from broadcast.ward.nearest import key_hint
from broadcast.ward.values import WrongValueError
from broadcast.ward.yamlfile import Path, YamlFile

THE_PHASE_OF_THE_DAY = "phase"
"""What `rotate` says instead of a phase's id."""

Keys = Mapping[tuple[str, ...], Sequence[str]]
"""The keys that each section of the file may have, by the section's path without indexes and ids."""


# --- what the file names ---


def scripts_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Yield every script that the file names, each as (path of the value, name); the file may have faults."""
    for key in ("opening", "closing"):
        if isinstance(name := value_at(source.value, "station", key), str):
            yield ("station", key), name
    for section in ("sessions", "changes"):
        for index, one in enumerate(entries(source, section)):
            names = one.get("play")
            path: Path = (section, index, "play")
            if isinstance(names, str):
                yield from ((path, name) for name in re.split(r"\s*[,;]\s*", names.strip()) if name)
            for number, name in enumerate(names if isinstance(names, list) else []):
                if isinstance(name, str):
                    yield (*path, number), name


def folders_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Yield every folder that a session deals from, each as (path of the value, name); the file may have faults.

    What names a phase or a campaign is no folder.
    """
    known = {THE_PHASE_OF_THE_DAY, *names_below(source, "phases"), *names_below(source, "campaigns")}
    for index, session in enumerate(entries(source, "sessions")):
        name = value_at(session, "play", "rotate")
        own = value_at(source.value, "campaigns", str(session.get("campaign")), "phases")
        if isinstance(name, str) and name not in known and name not in (own if isinstance(own, dict) else ()):
            yield ("sessions", index, "play", "rotate"), name.strip("/")


def names_below(source: YamlFile, *keys: str) -> list[str]:
    """List the keys of the mapping below `keys`, in the order of writing; empty where there is none."""
    found = value_at(source.value, *keys)
    return list(found) if isinstance(found, dict) else []


def sounds_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Yield every sound that the file names, each as (path of the value, name); the file may have faults."""
    for key in ("opening", "sting", "closing", "bed"):
        if isinstance(name := value_at(source.value, "sound", key), str):
            yield ("sound", key), name


def value_at(value: Any, *keys: str) -> Any:
    """Return what stands below `keys`, one in the other, in a value of the file; None where one is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def entries(source: YamlFile, *keys: str) -> list[dict[str, Any]]:
    """List the entries of the list below `keys`, an empty one for each that is no mapping; empty for no list."""
    found = value_at(source.value, *keys)
    return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []


# --- what is wrong with single values, as pydantic found it ---


def value_faults(source: YamlFile, error: ValidationError, keys: Keys) -> Iterator[Fault]:
    """Yield the faults that pydantic found in `error`, each at its value or its key in the file.

    `keys` are the keys that may be written, for hints.
    """
    for detail in error.errors(include_url=False):
        path = tuple(part for part in detail["loc"] if part != "[key]")
        yield _fault(source, path, detail, keys)


def _fault(source: YamlFile, path: Path, detail: Mapping[str, Any], keys: Keys) -> Fault:
    wrong = detail.get("ctx", {}).get("error")
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    match detail["type"]:
        case "missing" | "extra_forbidden" | "value_error":
            pass
        case _ if detail.get("input") is None:
            return source.fault(path, tell("“{key}” chưa có nội dung", key=key))
    match detail["type"]:
        case "value_error" if isinstance(wrong, WrongValueError):
            return source.fault(path, wrong.message)
        case "extra_forbidden":
            what = tell("không có mục “{key}”", key=key)
            return source.fault(path, what, key_hint(key, _known(keys, path[:-1])), at_key=True)
        case "missing":
            return source.fault(path[:-1], tell("thiếu mục “{key}”", key=key), at_key=path[:-1] in source.keys)
        case kind:
            return source.fault(path, _in_words(kind, key, detail.get("ctx", {})), _sign_hint(detail))


def _sign_hint(detail: Mapping[str, Any]) -> Message | None:
    """Ask whether the number with a minus was meant, where that one is within the limits."""
    limits = detail.get("ctx", {})
    try:
        number = -float(detail["input"])
    except (TypeError, ValueError):
        return None
    if detail["type"] != "less_than_equal" or number >= 0 or limits.get("le", 0) > 0:
        return None
    return tell("Có phải ý bạn là {number}?", number=f"{number:g}")


def _known(keys: Keys, path: Path) -> Sequence[str]:
    names = tuple(part for part in path if isinstance(part, str))
    if names[:1] == ("campaigns",):
        names = ("phases",) if "phases" in names[2:] else names
    return keys.get(names[:1] if names[:1] in (("phases",), ("campaigns",)) else names, keys[()])


def _in_words(kind: str, key: str, limits: Mapping[str, Any]) -> Message:
    match kind:
        case "float_parsing" | "float_type" | "finite_number" | "int_parsing" | "int_type" | "int_from_float":
            return tell("“{key}” phải là một số", key=key)
        case "int_parsing_size":
            return tell("“{key}” là một con số quá lớn, không dùng được", key=key)
        case "greater_than_equal":
            return tell("“{key}” phải từ {least} trở lên", key=key, least=limits.get("ge"))
        case "less_than_equal":
            return tell("“{key}” không được quá {most}", key=key, most=limits.get("le"))
        case "string_type" | "string_too_short":
            return tell("“{key}” chưa có nội dung", key=key)
        case "list_type" | "too_short":
            return tell("“{key}” phải là một danh sách, có ít nhất một dòng", key=key)
        case "dict_type" | "model_type" | "model_attributes_type":
            return tell("“{key}” phải là một bảng mục, mỗi mục một dòng", key=key)
        case _:
            return tell("“{key}” không hợp lệ ({reason})", key=key, reason=kind)


# --- the ward's own profiles ---


def profile_faults(source: YamlFile, chosen: str, own: Mapping[str, Mapping[str, object]]) -> Iterator[Fault]:
    """Yield what is wrong with the ward's own sound profiles `own`, and that the profile `chosen` is not there."""
    for name in own:
        if isinstance(wrong := profile_named(name, own), tuple):
            yield from (source.fault(("sound", "profiles", name), what) for what in wrong)
    if chosen not in own and isinstance(wrong := profile_named(chosen, {}), tuple):
        yield from (source.fault(("sound", "profile"), what) for what in wrong)
