"""Sounds from outside -> a report on each; told by a child process that has a deadline and a bound of memory.

So whoever checks a folder loads no decoder, and a file that brings one down, or on which one hangs, ends no
program of ours.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from broadcast.library.ingest.report import Asked, Finding, Report
from broadcast.library.soundcheck import listened

Told = Callable[[Asked], None]
"""Is called with each sound that was examined, as soon as it was."""


def examined(home: Path, asked: Iterable[Asked], *, told: Told | None = None) -> Mapping[Asked, Report]:
    """Decode the sounds that are asked for in a child process; return a report on each.

    `home` is the ward's folder. Of a built-in sound nothing is found out but whether there is one of that name.
    `told` is called for each as it is done. Raises MachineError where no process can be started.
    """
    wanted = list(dict.fromkeys(asked))
    names, music = {one.name for one in wanted}, {(one.name, one.place) for one in wanted if one.place}
    bad, judged = listened(home, names, music)
    reports = {}
    for one in wanted:
        if (why := bad.get(one.name)) is not None:
            reports[one] = Report(unreadable=Finding(what=why.what, fix=why.fix))
        else:
            faults, remarks = judged.get((one.name, one.place), ((), ())) if one.place else ((), ())
            reports[one] = Report(faults=faults, remarks=remarks)
        if told is not None:
            told(one)
    return reports
