"""`broadcast`: the group, its help, and how our errors become exit codes."""

import errno
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import BroadcastError, FaultsFound, Level, MachineError, UsageRefused
from broadcast.base.words import LANGUAGES, VARIABLE, always_utf8, speak_language, words
from broadcast.cli.usage import (
    INTERRUPTED,
    ReaderGone,
    UsageInWords,
    flush_to_readers,
    name_the_nearest,
    no_colours,
    nobody_reads,
    reads_no_more,
    sizes_that_can_be,
)
from broadcast.cli.wrap import columns, folded

if TYPE_CHECKING:  # `broadcast --help` is held to 1.5 times click's own import, and pathlib would be a tenth of it
    from pathlib import Path

    from broadcast.cli.face import Face

HOME_VARIABLE = "BROADCAST_HOME"
_NO_TEXT = "�"
_LONG_WORD = 200
"""Bytes of an argument that may be too long a name, for which 255 is the most."""

_COMMANDS = {
    "init": "start",
    "new": "writing",
    "import": "writing",
    "check": "ward",
    "spoken": "text",
    "preview": "preview",
    "approve": "approving",
    "reject": "approving",
    "withdraw": "approving",
    "approvals": "approvals",
    "record": "record",
    "jingle": "jingle",
    "voices": "voices",
    "today": "day",
    "build": "making",
    "play-today": "playing",
    "run": "playing",
    "rehearse-tomorrow": "tomorrow",
    "skip": "changes",
    "move": "changes",
    "add": "changes",
    "undo": "changes",
    "changes": "changes",
    "status": "status",
    "announce": "announce",
    "correct": "correcting",
    "bulletins": "bulletins",
    "stop": "control",
    "resume": "control",
    "clock": "control",
    "keys": "keyring",
    "seal": "keyring",
    "log": "log",
    "report": "report",
    "aircheck": "aircheck",
    "export": "exporting",
    "backup": "carrying",
    "restore": "carrying",
    "doctor": "machine",
    "devices": "machine",
    "cache": "machine",
    "service": "service",
    "accounts": "accounts",
    "console": "console",
}
_GROUPS = {
    "Bắt đầu": ("init", "new", "import"),
    "Soạn và nghe thử": ("check", "spoken", "preview", "record", "jingle", "voices"),
    "Duyệt phát": ("approvals", "approve", "reject", "withdraw", "keys", "seal"),
    "Phát": ("today", "build", "rehearse-tomorrow", "play-today", "run"),
    "Đổi riêng một ngày": ("skip", "move", "add", "undo", "changes"),
    "Khi đang trực": ("status", "announce", "correct", "bulletins", "stop", "resume", "clock"),
    "Sau khi phát": ("log", "report", "aircheck"),
    "Mang đi": ("export", "backup", "restore"),
    "Máy": ("doctor", "devices", "cache", "service", "accounts", "console"),
}
_USUAL = (
    ("broadcast today", "hôm nay phát gì, còn thiếu gì"),
    ("broadcast preview gioi-thieu", "nghe thử một bài trên máy này"),
    ("broadcast approvals", "bài nào chờ duyệt, duyệt thế nào"),
    ("broadcast play-today", "phát phần còn lại của hôm nay rồi thoát"),
    ("broadcast run", "trực liên tục mọi ngày"),
)


class Broadcast(UsageInWords, click.Group):
    """Loads a command's file when it is called, and tells every error in plain words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the name of every command; none is loaded."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the file of the command `cmd_name`; return the command, None where there is no such command."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"broadcast.cli.{_COMMANDS[cmd_name]}")
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(
            module, name if hasattr(module, name) else f"{name}_"
        )  # `import` is Python's
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first page of help to `formatter`: the usual commands first, then all of them in groups."""
        usual = [(f"  {command}", words(what)) for command, what in _USUAL]
        groups = [(words(name), "  ".join(commands)) for name, commands in _GROUPS.items()]
        endings = (
            words("Tuỳ chọn chung: --home THƯ_MỤC   --lang vi|en   --no-color   --version"),
            words("Thêm --help sau một lệnh để xem chi tiết. English: --lang en"),
        )
        lines = [words("Phát bản tin của phường ra loa theo lịch."), "", words("Thường dùng:")]
        for rows in (usual, groups):
            lines += [line for row in columns(rows, formatter.width, give=1) for line in row] + [""]
        lines += [line for ending in endings for line in folded(ending, formatter.width)]
        formatter.write("\n".join(lines) + "\n")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` begins with; of one that there is not, name the nearest in the error."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args[0] not in _COMMANDS and not args[0].startswith("-"):
                name_the_nearest(error, args[0], _COMMANDS)
            raise

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        """Read the words behind the program's name. Raises ReaderGone where nobody reads the help they ask for."""
        try:
            return super().make_context(*args, **named)
        except BrokenPipeError as error:
            raise _of_broken_pipe(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that `ctx` names; return its exit code.

        Raises what the command raises, and ReaderGone where stdout's reader has gone meanwhile. click would end
        with 1 for any pipe that breaks, and say nothing.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _of_broken_pipe(error) from error

    def run(self, arguments: list[str]) -> int:
        """Run the program with `arguments`, its own name left out; tell every error and return the exit code.

        Raises nothing: a bug is told with the path of a file that describes it.
        """
        always_utf8()
        sizes_that_can_be()
        typed, arguments = arguments, [_text(word) for word in arguments]
        speak_language(arguments)
        try:
            code = self._run(arguments) if typed == arguments or "stop" in arguments else _tell_no_text(arguments)
        except BrokenPipeError:  # while an error was told
            code = BroadcastError.exit_code
        flush_to_readers()
        return code

    def _run(self, arguments: list[str]) -> int:
        try:
            code = self.main(arguments, prog_name="broadcast", standalone_mode=False)
            return code if isinstance(code, int) else 0
        except ReaderGone:  # whoever reads has read enough
            return 0
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        except click.ClickException as error:
            _show(error)
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            return INTERRUPTED
        except FaultsFound as error:
            _face().faults(error.faults)
            errors = sum(fault.level is Level.ERROR for fault in error.faults)
            _face().note(words("Chưa làm gì, vì tệp của phường có {count} lỗi như trên. Sửa xong thì gõ lại lệnh; "
                               "soát trước bằng: broadcast check", count=errors))  # fmt: skip
            return error.exit_code
        except BroadcastError as error:
            _face().error(error)
            return error.exit_code
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                return _tell_bug(error)
            return _tell_long_name(os.fsdecode(error.filename or ""), arguments)
        except Exception as bug:  # the one place where a bug is told and not shown
            return _tell_bug(bug)


def _tell_bug(bug: Exception) -> int:
    _face().problem(words("Lỗi của chương trình: {bug}. Gửi tệp này cho người làm phần mềm: {path}",
                       bug=bug, path=_report(bug)))  # fmt: skip
    return BroadcastError.exit_code


def _tell_no_text(arguments: list[str]) -> int:
    """Tell of bytes that are no text, before anything is done with them. (A stop obeys whatever its reason is.)"""
    from broadcast.base.errors import tell

    word = next(one for one in arguments if _NO_TEXT in one)
    _face().error(UsageRefused(
        tell("Trong lệnh vừa gõ có chữ máy không đọc được: {word}. Chữ ấy không phải UTF-8.", word=word),
        tell("Gõ lại bằng bàn phím. Nếu đó là tên tệp thì đổi tên tệp trước, chỉ dùng chữ, số và dấu gạch."),
    ))  # fmt: skip
    return UsageRefused.exit_code


def _tell_long_name(name: str, arguments: list[str]) -> int:
    """Tell of a name that no disk can hold; that it was typed only where it was."""
    if not name or any(word.rpartition("=")[2] in name for word in arguments if len(word.encode()) > _LONG_WORD):
        _face().problem(words("Tên tệp hay thư mục vừa gõ dài quá, máy không mở được."))
        return UsageRefused.exit_code
    _face().problem(words("Tên tệp hay thư mục dài quá, máy không mở được: {name}", name=f"…{name[-_LONG_WORD:]}"))
    return MachineError.exit_code


def _text(word: str) -> str:
    """The word as text: bytes that are no UTF-8 become _NO_TEXT, which every file and screen can hold."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _of_broken_pipe(error: BrokenPipeError) -> Exception:
    """A reader that has gone, or a bug: some other pipe of ours."""
    for stream in (sys.stdout, sys.stderr):
        if nobody_reads(stream):
            reads_no_more(stream)
            return ReaderGone()
    return RuntimeError(f"a pipe of ours broke: {error}")


def _show(error: click.ClickException) -> None:
    """Tell what was typed wrong: how the command is used, where to read on, and what is wrong."""
    face, ctx = _face(), getattr(error, "ctx", None)
    if ctx is not None:
        face.note(ctx.get_usage())
        face.note(words("Xem thêm: {command} --help", command=ctx.command_path))
        face.note()
    # click quotes as Python does
    face.note(words("Lỗi: {what}", what=re.sub("'([^']*)'", "“\\1”", error.format_message())))


def _face() -> "Face":
    from broadcast.cli.face import Face

    return Face()


def _report(bug: Exception) -> "Path":
    import tempfile
    import traceback
    from pathlib import Path

    with tempfile.NamedTemporaryFile(
        "w", prefix="broadcast-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.writelines(traceback.format_exception(bug))
    return Path(file.name)


@click.command(
    cls=Broadcast, invoke_without_command=True, context_settings={"help_option_names": ["--help", "-h"]}
)
@click.option("--home", type=click.Path(file_okay=False), envvar=HOME_VARIABLE, default=".")
@click.option("--lang", type=click.Choice(LANGUAGES), envvar=VARIABLE)
@click.option("--no-color", is_flag=True, is_eager=True, expose_value=False, callback=no_colours)
@click.option("--version", is_flag=True)
@click.pass_context
def broadcast(ctx: click.Context, /, home: str, version: bool, **_: Any) -> None:
    """Take the options that every command has; without a command show the help, or the version with --version."""
    if version:
        from importlib.metadata import version as installed

        click.echo(f"broadcast {installed('broadcast')}")
        ctx.exit()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return
    from pathlib import Path

    ctx.obj = Path(home)
