"""What has been typed so far -> what the Tab key can add: scripts and their folders, devices, voices; no fault."""

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from broadcast.base.errors import BroadcastError


def scripts(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """List the ward's scripts, by id, that begin with `incomplete`, or whose last part does."""
    from broadcast.ward.survey import SCRIPTS, script_files

    home = _home(ctx)
    ids = [path.relative_to(home / SCRIPTS).with_suffix("").as_posix() for path in script_files(home)]
    return [id_ for id_ in ids if id_.startswith(incomplete) or id_.rsplit("/", 1)[-1].startswith(incomplete)]


def folders(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """List the folders below scripts/ whose name begins with `incomplete`."""
    from broadcast.ward.survey import SCRIPTS

    here = _home(ctx) / SCRIPTS
    names = sorted(one.name for one in here.iterdir() if one.is_dir()) if here.is_dir() else []
    return [name for name in names if name.startswith(incomplete)]


def devices(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """List this machine's devices whose name begins with `incomplete`; none where they cannot be told."""
    from broadcast.station.devices import devices as found

    try:
        return [one.name for one in found() if one.name.startswith(incomplete)]
    except BroadcastError:
        return []


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell itself list files and folders: an argument that may also be an address or a name."""
    return [CompletionItem(incomplete, type="file")]


def readers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """List the installed voices and the engines whose name begins with `incomplete`."""
    from broadcast.programme.voice import ENGINES

    return [
        *installed_voices(ctx, param, incomplete),
        *(one for one in ENGINES if one.startswith(incomplete)),
    ]


def installed_voices(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """List the installed voices whose name begins with `incomplete`; none where the shelf cannot be read."""
    from broadcast.library.voiceshelf import installed_voices as on_the_shelf

    try:
        return [one.name for one in on_the_shelf(_home(ctx)) if one.name.startswith(incomplete)]
    except BroadcastError:
        return []


def _home(ctx: click.Context) -> Path:
    from broadcast.cli.root import HOME_VARIABLE

    return Path(ctx.find_root().params.get("home") or os.environ.get(HOME_VARIABLE) or ".")
