"""`broadcast`: the group, its help, and how our errors become exit codes."""

import os
import select
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import BroadcastError, FaultsFound
from broadcast.base.words import LANGUAGES, VARIABLE, always_utf8, speak_language, words
from broadcast.cli.usage import INTERRUPTED, UsageInWords

if TYPE_CHECKING:  # `broadcast --help` is held to 1.5 times click's own import, and pathlib would be a tenth of it
    from pathlib import Path

    from broadcast.cli.face import Face

HOME_VARIABLE = "BROADCAST_HOME"

_COMMANDS = {
    "init": "start",
    "new": "writing",
    "import": "writing",
    "check": "ward",
    "spoken": "text",
    "preview": "preview",
    "jingle": "jingle",
    "today": "day",
    "build": "making",
    "play-today": "playing",
    "run": "playing",
    "rehearse-tomorrow": "tomorrow",
    "status": "control",
    "announce": "control",
    "stop": "control",
    "resume": "control",
    "clock": "control",
    "log": "log",
    "doctor": "machine",
    "devices": "machine",
    "cache": "machine",
    "service": "service",
}
_GROUPS = {
    "Bắt đầu": ("init", "new", "import"),
    "Soạn và nghe thử": ("check", "spoken", "preview", "jingle"),
    "Phát": ("today", "build", "rehearse-tomorrow", "play-today", "run"),
    "Khi đang trực": ("status", "announce", "stop", "resume", "clock"),
    "Sau khi phát": ("log",),
    "Máy": ("doctor", "devices", "cache", "service"),
}
_USUAL = (
    ("broadcast today", "hôm nay phát gì, còn thiếu gì"),
    ("broadcast preview gioi-thieu", "nghe thử một bài trên máy này"),
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
        lines = [words("Phát bản tin của phường ra loa theo lịch."), "", words("Thường dùng:")]
        lines += [f"  {command:<30}  {words(what)}" for command, what in _USUAL]
        lines.append("")
        width = max(len(words(name)) for name in _GROUPS)
        lines += [f"{words(name):<{width}}   {'  '.join(commands)}" for name, commands in _GROUPS.items()]
        lines += ["", words("Tuỳ chọn chung: --home THƯ_MỤC   --lang vi|en   --version")]
        lines += [words("Thêm --help sau một lệnh để xem chi tiết. English: --lang en")]
        formatter.write("\n".join(lines) + "\n")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that `ctx` names; return its exit code, 0 where stdout's reader has gone meanwhile.

        Raises what the command raises. click would end with 1 for any pipe that breaks, and say nothing.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            if _nobody_reads_on():
                # Python flushes once more as it ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return 0
            raise RuntimeError(f"a pipe of ours broke: {error}") from error

    def run(self, arguments: list[str]) -> int:
        """Run the program with `arguments`, its own name left out; tell every error and return the exit code.

        Raises nothing: a bug is told with the path of a file that describes it.
        """
        always_utf8()
        arguments = [_text(word) for word in arguments]
        speak_language(arguments)
        try:
            code = self.main(arguments, prog_name="broadcast", standalone_mode=False)
            return code if isinstance(code, int) else 0
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        except click.ClickException as error:
            error.show(sys.stderr)
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            return INTERRUPTED
        except FaultsFound as error:
            _face().faults(error.faults)
            return error.exit_code
        except BroadcastError as error:
            _face().error(error)
            return error.exit_code
        except Exception as bug:  # the one place where a bug is told and not shown
            _face().problem(words("Lỗi của chương trình: {bug}. Gửi tệp này cho người làm phần mềm: {path}",
                               bug=bug, path=_report(bug)))  # fmt: skip
            return BroadcastError.exit_code


def _text(word: str) -> str:
    """The word as text: bytes that are no UTF-8 become “�”, which every file and screen can hold."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _nobody_reads_on() -> bool:
    """Whether stdout's reader has gone, as in `broadcast log | head`."""
    if not hasattr(select, "poll"):  # Windows: there a pipe that breaks is taken for the reader's
        return True
    stdout = select.poll()
    try:
        stdout.register(sys.stdout.fileno(), 0)
    except OSError:  # no file of the system's
        return False
    return bool(stdout.poll(0))


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


@click.command(cls=Broadcast, invoke_without_command=True)
@click.option("--home", type=click.Path(file_okay=False), envvar=HOME_VARIABLE, default=".")
@click.option("--lang", type=click.Choice(LANGUAGES), envvar=VARIABLE)
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
