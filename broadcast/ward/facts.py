"""A script's body and the ward's facts -> the text to read out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from broadcast.base.errors import Fault, FaultsFound, Level, Message, tell

if TYPE_CHECKING:
    from jinja2.nodes import Expr
    from jinja2.sandbox import SandboxedEnvironment

_TAG = re.compile(r"\{\{(?P<inside>.*?)\}\}|\{\{|\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|\}\}", re.DOTALL | re.MULTILINE)


class Body(Protocol):
    """What `fill` needs of a script."""

    @property
    def file(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def body_line(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Tag:
    """One `{{ … }}` of the body; exactly one of `path` and `wrong` is set."""

    start: int
    end: int
    path: tuple[str, ...] = ()
    wrong: tuple[Message, Message] | None = None

    @property
    def name(self) -> str:
        return ".".join(self.path)


def fill(script: Body, facts: Mapping[str, object]) -> str:
    """The body with its facts in place.

    Raises FaultsFound with every missing fact (level WAITING) and every tag that is not a plain look-up
    (level ERROR), each at its line and column. A fact that is None or blank counts as missing.
    """
    tags = tuple(_tags(script.body))
    faults = [fault for tag in tags if (fault := _fault(script, tag, facts)) is not None]
    if faults:
        raise FaultsFound(tuple(faults))
    if not tags:
        return script.body
    # every tag is a look-up of a leaf by now: nothing in the sandbox can loop, multiply or call
    return _sandbox().from_string(script.body).render(facts)


def missing_facts(script: Body, facts: Mapping[str, object]) -> tuple[str, ...]:
    """Dotted names of the facts that the script waits for, in the order of the text, each once."""
    names = (tag.name for tag in _tags(script.body) if tag.path and _missing(tag.path, facts))
    return tuple(dict.fromkeys(names))


def _tags(body: str) -> Iterator[_Tag]:
    for match in _TAG.finditer(body):
        if match["inside"] is None:
            yield _Tag(match.start(), match.end(), wrong=_not_a_look_up(match[0]))
        else:
            yield _parsed(match)


def _parsed(match: re.Match[str]) -> _Tag:
    from jinja2 import TemplateSyntaxError, nodes

    start, end = match.span()
    try:
        output = _sandbox().parse(match[0]).body
    except TemplateSyntaxError as error:
        what = tell("chỗ điền dữ kiện viết sai ({reason})", reason=error.message or "Jinja")
        return _Tag(start, end, wrong=(what, tell("Viết như {{ dai_hoi.ngay }}.")))
    expression = output[0].nodes[0] if len(output) == 1 and isinstance(output[0], nodes.Output) else None
    path = _path(expression) if isinstance(expression, nodes.Expr) else None
    return _Tag(start, end, path) if path else _Tag(start, end, wrong=_not_a_look_up(match[0]))


def _path(expression: "Expr") -> tuple[str, ...] | None:
    """`dai_hoi.ngay` and `dai_hoi["ngay"]` as ("dai_hoi", "ngay"); None for anything else."""
    from jinja2 import nodes

    match expression:
        case nodes.Name():
            return (expression.name,)
        case nodes.Getattr():
            path = _path(expression.node)
            return (*path, expression.attr) if path else None
        case nodes.Getitem(arg=nodes.Const(value=str() as key)):
            path = _path(expression.node)
            return (*path, key) if path else None
        case _:
            return None


def _not_a_look_up(written: str) -> tuple[Message, Message]:
    shown = written if len(written) <= 40 else written[:40] + "…"
    return (
        tell("“{written}” không phải một chỗ tra dữ kiện", written=shown),
        tell("Trong bản tin chỉ được điền dữ kiện như {{ dai_hoi.ngay }}; không tính toán, không lặp, không lọc."),
    )


def _fault(script: Body, tag: _Tag, facts: Mapping[str, object]) -> Fault | None:
    line = script.body.count("\n", 0, tag.start)
    line_start = script.body.rfind("\n", 0, tag.start) + 1
    if tag.wrong:
        level, (what, fix) = Level.ERROR, tag.wrong
    elif _missing(tag.path, facts):
        level, what = Level.WAITING, tell("chưa có dữ kiện “{name}”", name=tag.name)
        fix = tell("Điền {name} vào mục facts trong playlist.yaml.", name=tag.name)
    elif isinstance(_found(tag.path, facts), Mapping | list | tuple):
        level, what = Level.ERROR, tell("“{name}” là một nhóm dữ kiện, không đọc được thành lời", name=tag.name)
        fix = tell("Ghi rõ dữ kiện nào trong nhóm, như {name}.…", name=tag.name)
    else:
        return None
    source = script.body.split("\n")[line]
    first_line_end = script.body.find("\n", tag.start)
    end = tag.end if first_line_end < 0 else min(tag.end, first_line_end)
    return Fault(
        file=script.file,
        line=script.body_line + line,
        column=tag.start - line_start + 1,
        length=max(1, end - tag.start),
        source=source,
        what=what,
        fix=fix,
        level=level,
    )


def _found(path: tuple[str, ...], facts: Mapping[str, object]) -> object:
    value: object = facts
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def _missing(path: tuple[str, ...], facts: Mapping[str, object]) -> bool:
    value = _found(path, facts)
    return value is None or (isinstance(value, str) and not value.strip())


def _sandbox() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # nothing but the facts: no ready-made functions, filters or tests
    sandbox = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    sandbox.globals.clear()
    sandbox.filters.clear()
    return sandbox
