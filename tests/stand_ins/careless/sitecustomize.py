"""On a process's path: it deals with the sound server as carelessly as BROADCAST_CARELESS asks for.

For negative controls: the process that holds the sound card is begun by the player and is not reached otherwise.
"""

import os

match os.environ.get("BROADCAST_CARELESS"):
    case "moves":
        import libpulse.libpulse

        libpulse.libpulse.PA_STREAM_DONT_MOVE = 0
    case "moves and does not mind":
        import libpulse.libpulse

        from broadcast.playout.output import pulse

        libpulse.libpulse.PA_STREAM_DONT_MOVE = 0
        pulse.PulseStream._moved = lambda self, _stream, _data: None
    case "deaf":
        from broadcast.playout.output import pulse

        pulse.PulseStream._watch = lambda self: None
    case "no server":
        import ctypes.util

        find = ctypes.util.find_library
        ctypes.util.find_library = lambda name: None if name == "pulse" else find(name)
    case _:
        pass
