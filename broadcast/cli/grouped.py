"""A command made of others (`broadcast voices list`): each one's file is loaded when it is called."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from broadcast.cli.command import Command
from broadcast.cli.usage import name_the_nearest


class Grouped(Command, click.Group):
    """A command with commands of its own; a mistyped one gets its nearest."""

    def __init__(self, *args: Any, within: Mapping[str, tuple[str, str]], **named: Any) -> None:
        """Load none of them. `within`: by what is typed, the file of the command in `cli/` and its function."""
        super().__init__(*args, **named)
        self._within = within

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the name of every command; none is loaded."""
        return list(self._within)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the file of the command `cmd_name`; return the command, None where there is no such command."""
        if cmd_name not in self._within:
            return None
        file, function = self._within[cmd_name]
        found: click.Command = getattr(import_module(f"broadcast.cli.{file}"), function)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` begins with; of one that there is not, name the nearest in the error."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            name_the_nearest(error, args[0], self._within)
            raise


def group_of(
    within: Mapping[str, tuple[str, str]],
    *,
    help: str,  # noqa: A002 - click's own word
) -> Callable[[Callable[..., Any]], click.Group]:
    """Make a decorator that turns a function into a command with the commands `within`, as of `Grouped`.

    The function is called before any of them, and alone where none is typed; `help` as of `command`.
    """
    return click.group(cls=Grouped, within=within, help=help, invoke_without_command=True)
