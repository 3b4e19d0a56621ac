"""What playout works with, put together once: carts, the as-run log, an output, a clock, and who is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from broadcast.base.clock import Clock, Wanted
from broadcast.base.errors import Message
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.playout.conditions import Conditions
from broadcast.playout.events import Watcher
from broadcast.playout.output import Output
from broadcast.programme.settings import AirtimeRules
from broadcast.record.journal import Journal

LOOK_EVERY = timedelta(seconds=0.25)
"""How long playout waits before it looks again at what may have changed; no loop of this room turns faster."""
TRY_DEVICE_EVERY = timedelta(seconds=2)
"""How long playout waits for a device that does not sound, before it tries the device again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one playout; each file of this room is functions over them."""

    library: Library
    rack: Rack
    journal: Journal
    output: Output
    clock: Clock
    airtime: AirtimeRules | None
    """None: the output is not the ward's own loudspeaker, so the airtime rules are not asked."""
    watcher: Watcher
    wanted: Wanted
    """Asked always; its False ends whatever playout does."""
    current: Wanted
    """Asked between sessions; its False says that the plan does not hold any more."""
    conditions: Conditions
    ending: Callable[[], Message]
    """Says why `wanted` is False."""
    hindered: dict[str, Message] = field(default_factory=dict)
    """What kept a session or a bulletin from beginning, by its id; filled while playout waits for it."""

    def may_sound(self) -> bool:
        """Whether playout is still wanted, and no hold (a stop, a doubtful clock) keeps the loudspeaker silent."""
        return self.wanted() and self.conditions.hold() is None

    def has_a_plan(self) -> bool:
        """Whether playout is still wanted, and the plan that it airs still holds."""
        return self.wanted() and self.current()

    def pause(self, length: timedelta) -> None:
        """Wait for `length` on the clock, or until playout is not wanted any more."""
        self.clock.wait_until(self.clock.now() + length, self.wanted)
