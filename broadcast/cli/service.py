"""`broadcast service install | uninstall | status`: the station that starts by itself."""

from pathlib import Path

import click

from broadcast.base.errors import MachineError, tell
from broadcast.base.words import said, words
from broadcast.cli.command import as_json, command, option
from broadcast.cli.face import Face

_system = option(
    "--system", is_flag=True, help="Dịch vụ của cả máy thay cho của tài khoản này (cần quyền quản trị)."
)


@command("Để máy tự chạy broadcast run mỗi khi mở máy: install để cài, uninstall để gỡ, status để xem.")
@click.argument("action", type=click.Choice(["install", "uninstall", "status"]))
@_system
@option("--device", metavar="TÊN", help="Phát ra loa có tên này, thay cho tên trong playlist.yaml.")
@option("--print", "only_print", is_flag=True, help="Chỉ in tệp sẽ cài, không cài.")
@as_json
@click.pass_obj
def service(home: Path, action: str, system: bool, device: str | None, only_print: bool, as_json: bool) -> int:
    """Install, remove or show the service that starts the station by itself.

    Exits 5 where `status` finds that it does not run.
    """
    from broadcast.station import autostart as unit

    face = Face()
    if action == "status":
        return _status(face, system, as_json)
    if action == "uninstall":
        gone = unit.uninstall(system=system)
        face.line(
            words("Đã gỡ dịch vụ. Bài, tiếng và nhật ký còn nguyên.") if gone else words("Chưa cài dịch vụ nào.")
        )
        return 0
    _refuse_without_playlist(home)
    if only_print:
        face.line(_text(home, system, device))
        return 0
    place = unit.install(home, system=system, device=device)
    face.line(words("Đã cài và bật: {place}. Xem: broadcast service status", place=place))
    return 0


def _refuse_without_playlist(home: Path) -> None:
    """A service that cannot start is worse than none."""
    from broadcast.ward.folder import read_ward

    read_ward(home)


def _text(home: Path, system: bool, device: str | None) -> str:
    from broadcast.station import autostart as unit

    if unit.keeper(system=system) is unit.Keeper.WINDOWS_TASK:
        return unit.windows_task(home, user=unit.account(system=system), device=device)
    return unit.systemd_unit(home, system=system, user=unit.account(system=system), device=device)


def _status(face: Face, system: bool, as_json: bool) -> int:
    from broadcast.station import autostart as unit

    standing = unit.standing(system=system)
    if as_json:
        face.json("broadcast.service/1", keeper=standing.keeper, place=standing.place,
                  installed=standing.installed, running=standing.running, said=standing.said)  # fmt: skip
    elif not standing.installed:
        face.line(words("Chưa cài dịch vụ. Cài: broadcast service install"), "yellow")
    else:
        state = tell("đang chạy") if standing.running else tell("KHÔNG chạy")
        line = words("{place}: {state} ({said})", place=standing.place, state=said(state), said=standing.said)
        face.line(line, "" if standing.running else "red")
    return 0 if standing.running else MachineError.exit_code
