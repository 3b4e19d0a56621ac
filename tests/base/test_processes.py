"""Every way in which the program starts a process is known, and how the ward's folder cannot hijack it."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2] / "broadcast"
KNOWN = {
    "base/children.py": "`_started`: ours() alone, with -P; `Bounded` hands on a library's command",
    "library/ingest/ffmpeg.py": "`decoding`: ffmpeg by its absolute path, `found`; no relative folder of the PATH",
    "library/codec.py": "pydub's Popen is Bounded, its converter ffmpeg's absolute path",
    "station/autostart.py": "`_done`: the system's own tools, by `_tool`; on Windows out of System32",
}
"""The files that may start a process."""
_STARTING = {
    "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput", "system", "popen", "fork",
    "forkpty", "posix_spawn", "posix_spawnp", "startfile", "create_subprocess_exec", "create_subprocess_shell",
}  # fmt: skip
_BY_NAME = {"Popen", "Bounded", "ProcessPoolExecutor"}


def _starts(source: str) -> list[str]:
    """What of a module starts a process, or lets it: modules for that, calls, shells."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and node.module in ("os", "asyncio"):
            found += [one.name for one in node.names if one.name in _STARTING or one.name.startswith("exec")]
        found += [name for name in names if name.split(".")[0] in ("subprocess", "multiprocessing", "pty")]
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            owner = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
            of_system = owner in ("os", "asyncio", "subprocess")
            known = (
                name in _STARTING or name.startswith(("exec", "spawn")) or (owner, name) == ("subprocess", "run")
            )
            found += [name] if (of_system and known) or name in _BY_NAME else []
        if isinstance(node, ast.keyword) and node.arg == "shell":
            found.append("shell")
    return found


def test_no_other_file_starts_a_process() -> None:
    starting = {
        path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if _starts(path.read_text("utf-8"))
    }
    assert starting == set(KNOWN)


def test_each_of_them_starts_no_more_than_was_looked_at() -> None:
    calls = {
        name: Counter(
            ast.unparse(node.func)
            for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
            if isinstance(node, ast.Call) and _starts(ast.unparse(node.func))
        )
        for name in KNOWN
    }
    assert calls == {
        "base/children.py": {"subprocess.Popen": 2},
        "library/ingest/ffmpeg.py": {"Bounded": 1},
        "library/codec.py": {},
        "station/autostart.py": {"subprocess.run": 1},
    }


def test_no_shell_is_ever_asked() -> None:
    assert [path.name for path in ROOT.rglob("*.py") if "shell" in _starts(path.read_text("utf-8"))] == []


def test_what_starts_a_process_is_seen() -> None:
    """The negative control."""
    for source in (
        "import os\nos.system('x')",
        "import os\nos.execv('x', [])",
        "from os import posix_spawn",
        "import subprocess as s\ns.run([])",
        "from multiprocessing import Process",
        "f(shell=True)",
        "asyncio.create_subprocess_exec('x')",
    ):
        assert _starts(source)
