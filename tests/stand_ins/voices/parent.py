"""A station that lets an engine hang, and says who its child is: python parent.py CHILD_MODULE TEXT DEADLINE."""

import sys
import threading

from stand_ins.voices.bad_engines import Bad

from broadcast.production.voices import isolate
from broadcast.production.voices.isolate import Isolated

if __name__ == "__main__":
    isolate._CHILD, text, deadline_s = sys.argv[1:]
    isolated = Isolated(Bad, deadline_s=float(deadline_s))
    isolated.speak("speak", speed=1.0)
    assert isolated._child
    sys.stdout.write(f"{isolated._child.pid}\n")
    sys.stdout.flush()
    threading.Thread(target=isolated.speak, args=(text,), kwargs={"speed": 1.0}).start()
