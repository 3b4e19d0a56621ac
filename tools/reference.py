"""The code -> pages of the site: what playlist.yaml may hold, the seams, the decisions. A hook of mkdocs.

python tools/reference.py        print the first two
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from broadcast.ward import playlist_sections

ROOT = Path(__file__).parent.parent

# What playlist.yaml may hold

_MEANS = dict(
    line.split("\t") for line in (ROOT / "tools" / "playlist_keys.tsv").read_text(encoding="utf-8").splitlines()
)
"""What each key means, for whoever writes the file."""

_KINDS = {
    "date": "ngày: `18/10/2025` hoặc `2025-10-18`",
    "time": "giờ: `06:30` hoặc `06:30:05`",
    "timedelta": "độ dài: `15m`, `90s`, `1h30m`",
    "ZoneInfo": "múi giờ",
    "Window": "khung giờ: `05:30-07:30`",
    "str": "chữ",
    "int": "số nguyên",
    "float": "số",
}
"""A value's type -> how it is written, the first that fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of playlist.yaml."""

    path: str
    kind: str
    default: str
    means: str


def keys() -> list[Key]:
    """Return every key of playlist.yaml, in the order of the model that reads the file.

    Raises KeyError for one that tools/playlist_keys.tsv does not explain.
    """
    return list(_keys(_model({"sessions", "airtime"}), ""))


def unused() -> set[str]:
    """Return the explanations of keys that the model does not have."""
    return _MEANS.keys() - {key.path for key in keys()}


def playlist_page() -> str:
    """Return the page about playlist.yaml, in Markdown."""
    lines = [
        "# Các mục của playlist.yaml",
        "",
        "Trang này vẽ ra từ chính phần chương trình đọc tệp ấy. Cách dùng: [hướng dẫn](../huong-dan.md).",
        "",
    ]
    for key in keys():
        if "." not in key.path:
            lines += [
                "",
                f"## {key.path}",
                "",
                key.means,
                "",
                "| mục | viết thế nào | không ghi thì | nghĩa |",
                "|---|---|---|---|",
            ]
            if _has_keys(key.path):
                continue
        lines.append(f"| `{_within(key.path)}` | {key.kind} | {key.default} | {key.means} |")
    return "\n".join(lines) + "\n"


def _within(path: str) -> str:
    """The way to a key from the head of its section, which stands above its table."""
    _, _, rest = path.partition(".")
    return rest or path


def _model(having: set[str]) -> type[BaseModel]:
    """The model of that module whose fields are those, or more."""
    models = [
        one for one in vars(playlist_sections).values() if isinstance(one, type) and issubclass(one, BaseModel)
    ]
    return next(one for one in models if having <= one.model_fields.keys())


def _keys(model: type[BaseModel], above: str) -> Iterator[Key]:
    for name, field in model.model_fields.items():
        path = above + (field.alias or name)
        yield Key(path=path, kind=_kind(field), default=_default(field), means=_MEANS[path])
        below, mark = _below(field.annotation)
        if path == "sessions[].play":
            below, mark = _model({"rotate", "count"}), ""
        if below is not None:
            yield from _keys(below, f"{path}{mark}.")


def _has_keys(path: str) -> bool:
    return any(one.startswith((path + ".", path + "[")) for one in _MEANS)


def _below(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """The model that a key's value is made of, and how the way to its keys is written."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one, {list: "[]", dict: ".MÃ"}.get(get_origin(annotation), "")
    # what may be left out: the same, beside None
    optional = [one for one in get_args(annotation) if get_origin(one) in (list, dict, Annotated)]
    return next((found for one in optional if (found := _below(one))[0] is not None), (None, ""))


def _kind(field: FieldInfo) -> str:
    below, mark = _below(field.annotation)
    if below is not None:
        return {"[]": "danh sách", "": "các mục", ".MÃ": "mỗi mã một dòng"}[mark]
    if field.annotation is Any:
        return "tên bài, nhiều thì viết thành danh sách; hoặc các mục"
    leaves = [one for one in _leaves(field.annotation) if isinstance(one, type)]
    names = [one.__name__ for one in leaves]
    named = next((told for name, told in _KINDS.items() if name in names), "các mục")
    if choices := next((one for one in leaves if issubclass(one, StrEnum)), None):
        named = " hoặc ".join(f"`{one}`" for one in choices)
    if get_origin(field.annotation) is frozenset:
        named = "các thứ: `t2-t6` hoặc `t2, t4, cn`"
    if get_origin(field.annotation) is dict:
        named = "các mục, đặt tên tuỳ ý"
    if get_origin(field.annotation) is list:
        named += "; nhiều thì viết thành danh sách"
    return named + _limits(field)


def _leaves(annotation: Any) -> Iterator[Any]:
    yield annotation
    for one in get_args(annotation):
        yield from _leaves(one)


def _limits(field: FieldInfo) -> str:
    least, most = (
        next((getattr(one, name) for one in field.metadata if hasattr(one, name)), None) for name in ("ge", "le")
    )
    return "" if least is None or most is None else f", từ {least:g} đến {most:g}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**phải ghi**"
    value = field.default
    match value:
        case None | [] | {} | frozenset():
            return "không có"
        case BaseModel():
            return "như các mục dưới đây"
        case time():
            return f"`{value:%H:%M}`"
        case timedelta():
            return f"`{value.total_seconds() / 60:g}m`"
        case list():
            return "`" + ", ".join(map(str, value)) + "`"
        case _:
            return f"`{value}`"


# The seams

SEAMS = (
    ("broadcast/production/voices/__init__.py", ("Engine",), "A voice: words in, sound out."),
    (
        "broadcast/playout/output/__init__.py",
        ("Output", "Source", "Heard", "Wish", "Played"),
        "Where a programme sounds.",
    ),
    ("broadcast/base/clock.py", ("Clock", "Wanted"), "Time, handed in."),
)
"""File, the names to show, and the seam in a few words."""


def seams_page() -> str:
    """Return the page about the seams, in Markdown: signatures and docstrings as they stand in the code."""
    lines = ["# Seams", "", "What a new voice, a new output or another clock has to do; drawn from the code."]
    for file, names, told in SEAMS:
        lines += ["", f"## {names[0]}", "", f"{told} `{file}`"]
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        for name in names:
            lines += _shown(tree, name)
    return "\n".join(lines) + "\n"


def _shown(tree: ast.Module, name: str) -> list[str]:
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return ["", f"### `{name}`", "", ast.get_docstring(node) or "", *_members(node)]
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ["", f"### `{name}`", "", *_code(ast.unparse(node)), *_told(after)]
    raise KeyError(name)


def _members(node: ast.ClassDef) -> list[str]:
    lines = []
    for one, after in zip(node.body, [*node.body[1:], None], strict=True):
        match one:
            case ast.FunctionDef():
                told = ast.get_docstring(one)
                one.body = [ast.Expr(ast.Constant(...))]
                lines += ["", *_code(ast.unparse(one)), "", told or ""]
            case ast.AnnAssign() | ast.Assign():
                lines += ["", *_code(ast.unparse(one)), *_told(after)]
    return lines


def _told(node: ast.stmt | None) -> list[str]:
    """The string under a field."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return ["", "\n".join(line.strip() for line in text.splitlines())]
    return []


def _code(text: str) -> list[str]:
    return ["```python", text.replace("\n    ...", " ..."), "```"]


# The decisions


def decisions_page() -> str:
    """Return an index of docs/decisions, in Markdown: number and title of each."""
    lines = ["# Decisions", "", "Half a page each: context, decision, what was given up.", ""]
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        lines.append(f"- [{title}]({path.name})")
    return "\n".join(lines) + "\n"


# The hook


def on_files(files: Any, config: Any) -> Any:
    """Put the pages made here among the site's files (called by mkdocs)."""
    from mkdocs.structure.files import File

    made = {
        "reference/playlist.md": playlist_page(),
        "reference/seams.md": seams_page(),
        "decisions/index.md": decisions_page(),
    }
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    return files


def main() -> int:
    """Print the pages drawn from the code; return the exit code."""
    print(playlist_page(), seams_page(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
