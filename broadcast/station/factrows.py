"""The ward's facts -> rows for a page: value, source document, who filled it in and when, which scripts wait."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml.nodes import ScalarNode

from broadcast.base.errors import JournalError
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.record.happenings import Happening
from broadcast.record.reading import record_at
from broadcast.station.edits import FACTS, shortened
from broadcast.station.overview import Overview, journal_path
from broadcast.ward.facts import left_open
from broadcast.ward.yamlfile import YamlFile

_BESIDE = re.compile(r"\s#\s*(?:CẦN\s*:)?\s*(.*)")
"""A comment behind a key or its value; `CẦN:` (needed) is how the sample ward marks what is to be found out."""
_QUOTES = 2  # were put around a value as it was read: by so much its end may lie too far


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact, as playlist.yaml, the record and the scripts know it."""

    name: str
    """`dai_hoi.ngay`."""
    value: str
    """As it is read out; a list's lines are joined by `; `. Empty where nobody knows it yet."""
    lines: tuple[str, ...]
    """Of a list, each as it is written; empty for a fact that is none."""
    text: str
    """As it is typed, a list's lines each on its own; also of one that nobody knows yet: `?`, `chưa rõ`."""
    note: str
    """The comment beside it in playlist.yaml, what it is in words; empty where there is none."""
    source: str
    """The document that it was taken from; empty where none is named."""
    by: str
    """Who wrote this value; empty where the record names nobody: the file was edited by hand."""
    at: str
    """When, in ISO; empty with `by`."""
    used_by: tuple[ScriptId, ...]
    """The scripts that name it."""
    waiting: tuple[ScriptId, ...]
    """Those that do not air for want of it."""


def facts(overview: Overview) -> tuple[FactRow, ...]:
    """List the ward's facts in the order of playlist.yaml, then those that only scripts name.

    Where the log cannot be read, nobody is named.
    """
    known, asked = dict(_leaves(_of_file(overview), ())), _asked(overview)
    who, waiting = _who(overview), _waiting(overview)
    return tuple(
        FactRow(
            name=name,
            value=_as_read(known.get(name)),
            lines=tuple(value) if isinstance(value := known.get(name), list) else (),
            text=_as_typed(known.get(name)),
            note=_note(overview.ward.source, name),
            source=overview.ward.playlist.fact_sources.get(name, ""),
            by=who[told].by if (told := (name, _as_told(known.get(name)))) in who else "",
            at=who[told].at if told in who else "",
            used_by=asked.get(name, ()),
            waiting=tuple(id_ for id_ in asked.get(name, ()) if name in waiting.get(id_, ())),
        )
        for name in dict.fromkeys([*known, *(name for name in asked if name != "station.name")])
    )


def _of_file(overview: Overview) -> object:
    value = overview.ward.source.value
    return value.get("facts") if isinstance(value, Mapping) else None


def _leaves(value: object, keys: tuple[str, ...]) -> Iterator[tuple[str, str | list[str] | None]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*keys, str(key)))
    elif keys:
        lines = [str(line or "") for line in value] if isinstance(value, list) else None
        yield ".".join(keys), lines if lines is not None else str(value) if value is not None else None


def _note(source: YamlFile, name: str) -> str:
    path = ("facts", *name.split("."))
    key, value = source.keys.get(path), source.values.get(path)
    if key is None:
        return ""
    mark = value.end_mark if isinstance(value, ScalarNode) and value.value else key.end_mark
    found = _BESIDE.search(source.places.lines[mark.line], max(0, mark.column - _QUOTES))
    return found[1].strip() if found is not None else ""


def _as_read(value: str | list[str] | None) -> str:
    lines = value if isinstance(value, list) else [value or ""]
    return "" if any(left_open(line) for line in lines) else "; ".join(lines)


def _as_typed(value: str | list[str] | None) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""


def _asked(overview: Overview) -> Mapping[str, tuple[ScriptId, ...]]:
    """The scripts that name each fact, in order of their ids."""
    found: dict[str, dict[ScriptId, None]] = {}
    for id_ in sorted(overview.ward.scripts):
        for one in overview.ward.scripts[id_].look_ups:
            if one.path:
                found.setdefault(one.name, {})[id_] = None
    return {name: tuple(ids) for name, ids in found.items()}


def _waiting(overview: Overview) -> Mapping[ScriptId, tuple[str, ...]]:
    return {
        id_: unready.facts
        for id_, unready in overview.ward.prepared.items()
        if isinstance(unready, Unready) and unready.reason is Reason.MISSING_FACT
    }


def _as_told(value: str | list[str] | None) -> str:
    """The value as the record tells it."""
    return shortened(" ".join((", ".join(value) if isinstance(value, list) else value or "").split()))


def _who(overview: Overview) -> Mapping[tuple[str, str], Happening]:
    """The last line of the record with a person's name about each fact and the value it got."""
    try:
        with record_at(journal_path(overview.home)) as record:
            every = record.happenings()
    except JournalError:  # told by whoever reads the log for its own sake
        return {}
    return {
        (str(what.values["name"]), str(what.values.get("new", ""))): one
        for one in every
        if one.code == FACTS and one.by
        for what in one.what
        if "name" in what.values
    }
