"""`broadcast build`: make what the coming days need, ahead of time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.words import said, words
from broadcast.cli.command import Day, command, option, resolve
from broadcast.cli.face import Face
from broadcast.programme.model import Cart, Unready

if TYPE_CHECKING:
    from datetime import date

    from broadcast.production.making import Progress
    from broadcast.production.orders import Order
    from broadcast.station.station import Station

_PARTLY = 4


@command("Tạo sẵn tiếng cho những ngày tới; đoạn nào đã có thì không làm lại.")
@option("--date", "day", type=Day(), help="Từ ngày nào; không ghi thì từ hôm nay.")
@option(
    "--days", type=click.IntRange(1, 60), metavar="SỐ", default=3, show_default=True, help="Cho bao nhiêu ngày."
)
@click.pass_obj
def build(home: Path, day: "date | timedelta | None", days: int) -> int:
    from broadcast.station.station import Station

    station, face = Station(home), Face()
    first = resolve(day, station.today)
    orders = station.orders(station.sessions(first, days), hurried=False)
    if not orders:
        face.line(
            words("Không có buổi phát nào trong {days} ngày từ {first}.", days=days, first=f"{first:%d/%m/%Y}")
        )
        return 0
    station.library.sweep()
    with _progress(face) as watch, station.production(watch) as production:
        results = [(order, production.make(order)) for order in orders]
        made = (production.utterances_made, production.carts_made)
    station.prune()
    return _tell(face, station, results, made, first + timedelta(days=days - 1))


def _tell(
    face: Face,
    station: "Station",
    results: "list[tuple[Order, Cart | Unready]]",
    made: tuple[int, int],
    last: "date",
) -> int:
    unready = {order.script: cart for order, cart in results if isinstance(cart, Unready)}
    for script, why in unready.items():
        face.note(f"! {station.ward.title(script) if script else '—'}: {said(why.why)}", "yellow")
    spare = {said(cart.fallback): cart.engine for _, cart in results if isinstance(cart, Cart) and cart.fallback}
    for reason, engine in spare.items():
        face.note(words("Dùng giọng dự phòng {engine}: {why}", engine=engine, why=reason), "yellow")
    utterances, carts = made
    face.line(
        words(
            "Xong: {utterances} đoạn tiếng mới, {carts} bài trộn mới. Sẵn sàng đến hết {last}.",
            utterances=utterances,
            carts=carts,
            last=f"{last:%d/%m/%Y}",
        )
    )
    if unready:
        face.line(words("{count} bài chưa có tiếng. Sửa rồi chạy lại: broadcast build", count=len(unready)))
        return _PARTLY
    return 0


@contextmanager
def _progress(face: Face) -> "Iterator[Callable[[Progress], None]]":
    """A bar on a terminal; a line a sentence anywhere else."""
    if not face.err.is_terminal:
        yield lambda step: face.note(
            words("đọc {script} {number}/{of} ({engine})", script=step.script, number=step.utterance,
                  of=step.of, engine=step.engine)
        )  # fmt: skip
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=face.err,
             transient=True) as bar:  # fmt: skip
        row = bar.add_task(words("Đọc"), total=None)

        def watch(step: "Progress") -> None:
            bar.update(row, description=f"{words('Đọc')} {step.script}", completed=step.utterance, total=step.of)

        yield watch
