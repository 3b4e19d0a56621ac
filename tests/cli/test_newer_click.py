"""Every `--help` reads the same where a newer click is installed, which hands the context to `make_metavar`."""

import inspect
from collections.abc import Callable
from typing import Any

import click
import pytest

from broadcast.cli import command
from broadcast.cli.root import _COMMANDS, broadcast

Help = Callable[[str], str]


@pytest.fixture
def help_of(capsys: pytest.CaptureFixture[str]) -> Help:
    def shown(name: str) -> str:
        code = broadcast.run([name, "--help"])
        screen = capsys.readouterr()
        assert code == 0, screen.err
        return screen.out

    return shown


@pytest.mark.parametrize("name", _COMMANDS)
def test_help_is_the_same_by_a_click_that_hands_the_context_over(
    name: str, help_of: Help, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = help_of(name)
    _ask_as_newer_clicks_do(monkeypatch)
    assert help_of(name) == before


def test_an_option_that_takes_no_context_would_be_found_out(
    help_of: Help, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: as it was when such a click ended every `--help` as a bug of ours."""
    monkeypatch.setattr(command._Option, "make_metavar", lambda self: "TÊN")
    _ask_as_newer_clicks_do(monkeypatch)
    with pytest.raises(AssertionError, match="got an unexpected keyword argument 'ctx'"):
        help_of("today")


def _ask_as_newer_clicks_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand `ctx` to each `make_metavar` and `get_metavar` of ours, and let click's own not do without it."""
    if "ctx" in inspect.signature(click.Parameter.make_metavar).parameters:
        return  # the installed one is as new
    for ours in (command._Option, command._Argument):
        monkeypatch.setattr(ours, "make_metavar", _with_context(ours.make_metavar))
    for theirs in (click.Parameter, click.Argument):
        monkeypatch.setattr(theirs, "make_metavar", _needing_context(theirs.make_metavar))
    monkeypatch.setattr(command.Day, "get_metavar", _with_context(command.Day.get_metavar))


def _with_context(method: Callable[..., str]) -> Callable[..., str]:
    return lambda self, *more: method(self, *more, ctx=click.get_current_context())


def _needing_context(method: Callable[..., str]) -> Callable[..., str]:
    def needing(self: click.Parameter, ctx: click.Context | None = None) -> Any:
        assert ctx is not None or type(self).__module__.startswith(
            "click."
        )  # its own callers are still the old ones
        return method(self)

    return needing
