"""playlist.yaml, as YAML -> every fault in it, at its place and in the ward's words; and what it names.

All of it works on the values as they were written, so that one wrong value hides no other.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from broadcast.audio.profiles import profile_named
from broadcast.base.errors import Fault, Message, tell
from broadcast.ward.nearest import key_hint
from broadcast.ward.values import WrongValueError, parse_date, parse_time
from broadcast.ward.yamlfile import Path, YamlFile

THE_PHASE_OF_THE_DAY = "phase"
"""What `rotate` says instead of a phase's id."""
_LONGEST_PHASE_DAYS = 3_660

Keys = Mapping[tuple[str, ...], Sequence[str]]
"""The keys that each section of the file may have, by the section's path without indexes and ids."""


# --- what the file names ---


def scripts_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Yield every script that the file names, each as (path of the value, name); the file may have faults."""
    for key in ("opening", "closing"):
        if isinstance(name := _at(source.value, "station", key), str):
            yield ("station", key), name
    for index, session in enumerate(_sessions(source)):
        names = session.get("play")
        for number, name in enumerate(names if isinstance(names, list) else [names]):
            if isinstance(name, str):
                path: Path = ("sessions", index, "play")
                yield (*path, number) if isinstance(names, list) else path, name


def sounds_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Yield every sound that the file names, each as (path of the value, name); the file may have faults."""
    for key in ("opening", "sting", "closing", "bed"):
        if isinstance(name := _at(source.value, "sound", key), str):
            yield ("sound", key), name


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _sessions(source: YamlFile) -> list[dict[str, Any]]:
    sessions = _at(source.value, "sessions")
    return [one if isinstance(one, dict) else {} for one in sessions] if isinstance(sessions, list) else []


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
            return source.fault(path[:-1], tell("thiếu mục “{key}”", key=key), at_key=len(path) > 1)
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
    return keys.get(names[:1] if names[:1] == ("phases",) else names, keys[()])


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


# --- what only the whole file shows ---


def cross_faults(source: YamlFile) -> Iterator[Fault]:
    """Yield what is wrong between values, each at its place.

    Phases that overlap, end before they begin or last over ten years; ids given twice; sessions without days;
    make-up times not after their session; phases that are not there.
    """
    yield from _phase_faults(source)
    seen: set[str] = set()
    for index, session in enumerate(_sessions(source)):
        here: Path = ("sessions", index)
        id_ = session.get("id")
        if isinstance(id_, str) and id_ in seen:
            yield source.fault((*here, "id"), tell("mã buổi “{id}” đã dùng ở trên", id=id_))
        seen |= {id_} if isinstance(id_, str) else set()
        if session and not session.get("days") and not session.get("on"):
            yield source.fault(here, tell("buổi “{id}” chưa có ngày: thêm “days” hoặc “on”", id=id_))
        yield from _make_up_faults(source, here, session)
        yield from _rotation_faults(source, (*here, "play", "rotate"), _at(session, "play", "rotate"))


def _make_up_faults(source: YamlFile, here: Path, session: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        at, make_up = (parse_time(str(session[key])) for key in ("at", "make_up"))
    except (KeyError, WrongValueError):  # there is none, or its own line says what is wrong
        return
    if make_up <= at:
        what = tell("giờ phát bù {make_up} phải sau giờ phát {at}", make_up=f"{make_up:%H:%M}", at=f"{at:%H:%M}")
        yield source.fault((*here, "make_up"), what)


def _phase_faults(source: YamlFile) -> Iterator[Fault]:
    phases = _at(source.value, "phases")
    spans = {id_: _span(phase) for id_, phase in phases.items()} if isinstance(phases, dict) else {}
    known = [(id_, *span) for id_, span in spans.items() if span is not None]
    before: tuple[str, date] | None = None
    for id_, first, last in sorted(known, key=lambda one: one[1]):
        if last < first:
            yield source.fault(("phases", id_, "until"), tell("giai đoạn “{id}” hết trước khi bắt đầu", id=id_))
        if (last - first).days > _LONGEST_PHASE_DAYS:
            what = tell("giai đoạn “{id}” dài {days} ngày, quá mười năm", id=id_, days=(last - first).days)
            yield source.fault(("phases", id_, "until"), what, tell("Xem lại năm ở dòng này."))
        if before is not None and first <= before[1]:
            what = tell("giai đoạn “{id}” trùng ngày với “{other}”", id=id_, other=before[0])
            yield source.fault(("phases", id_, "from"), what)
        before = (id_, last)


def _span(phase: Any) -> tuple[date, date] | None:
    """From and until; None where they cannot be read."""
    try:
        return parse_date(str(_at(phase, "from"))), parse_date(str(_at(phase, "until")))
    except WrongValueError:
        return None


def profile_faults(source: YamlFile, chosen: str, own: Mapping[str, Mapping[str, object]]) -> Iterator[Fault]:
    """Yield what is wrong with the ward's own sound profiles `own`, and that the profile `chosen` is not there."""
    for name in own:
        if isinstance(wrong := profile_named(name, own), tuple):
            yield from (source.fault(("sound", "profiles", name), what) for what in wrong)
    if chosen not in own and isinstance(wrong := profile_named(chosen, {}), tuple):
        yield from (source.fault(("sound", "profile"), what) for what in wrong)


def _rotation_faults(source: YamlFile, path: Path, name: Any) -> Iterator[Fault]:
    phases = _at(source.value, "phases")
    known = [THE_PHASE_OF_THE_DAY, *(phases if isinstance(phases, dict) else ())]
    if isinstance(name, str) and name not in known:
        what = tell("không có giai đoạn “{name}”. Dùng một trong: {known}", name=name, known=", ".join(known))
        yield source.fault(path, what)
