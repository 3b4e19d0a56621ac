"""`broadcast console`: the page in a browser, from this window, beside a running player or without one."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import MachineError, tell
from broadcast.base.words import words
from broadcast.cli.command import command, option
from broadcast.cli.face import Face
from broadcast.cli.usage import INTERRUPTED

if TYPE_CHECKING:
    from broadcast.programme.settings import ConsoleSettings

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, resolve_path=True)


@command("Mở trang điều khiển trong trình duyệt; cửa sổ này giữ trang chạy, Ctrl+C là đóng.")
@option("--port", type=click.IntRange(1, 65535), metavar="SỐ", help="Cổng; không ghi thì 8350.")
@option("--address", metavar="ĐỊA_CHỈ", help="Địa chỉ của máy này; không ghi thì chỉ máy này vào được.")
@option("--certificate", type=_FILE, metavar="TỆP", help="Chứng chỉ TLS (PEM); không ghi thì máy tự làm khi cần.")
@option("--key", type=_FILE, metavar="TỆP", help="Khoá riêng của chứng chỉ ấy (PEM).")
@option("--open", "opens", is_flag=True, help="Mở luôn trang ấy trong trình duyệt của máy.")
@click.pass_obj
def console(
    home: Path, port: int | None, address: str | None, certificate: Path | None, key: Path | None, opens: bool
) -> int:
    """Keep the console open until Ctrl+C, then exit 130; only show and open the address where it runs already."""
    from broadcast.station.console import address_of_running, console_of

    face = Face()
    if (running := address_of_running(home)) is not None:
        face.line(words("Trang điều khiển đang chạy: {address}", address=running))
        _open(running, opens=opens)
        return 0
    usual = _usual(home)
    settings = replace(usual, port=port or usual.port, address=address or usual.address)
    if certificate is not None or key is not None:
        settings = replace(settings, certificate=_named(certificate), key=_named(key))
    try:
        with console_of(home, settings) as (process, told):
            if told.fingerprint is not None:
                face.line(words("Trình duyệt báo chứng chỉ lạ thì so dấu SHA-256 này, đúng từng chữ mới vào:"))
                face.line(f"  {told.fingerprint}")
            for number, shown in enumerate(process.addresses()):
                face.line(words("Trang điều khiển: {address}", address=shown))
                _open(shown, opens=opens and number == 0)
            why = process.end()
    except KeyboardInterrupt:
        face.line(words("Đã đóng trang điều khiển. Việc phát, nếu đang có phiên trực, vẫn chạy."))
        return INTERRUPTED
    raise MachineError(tell("Trang điều khiển tự dừng ({why}).", why=why or tell("không rõ vì sao")))


def _named(path: Path | None) -> str | None:
    return str(path) if path is not None else None


def _usual(home: Path) -> "ConsoleSettings":
    """As playlist.yaml has it, where it can be read and says anything."""
    from broadcast.programme.settings import ConsoleSettings
    from broadcast.station.readable import read_what_can_be

    seen = read_what_can_be(home)
    known = seen.overview.ward.playlist.console if seen.overview is not None else None
    return known or ConsoleSettings()


def _open(address: str, *, opens: bool) -> None:
    if opens:
        import webbrowser

        webbrowser.open(address)
