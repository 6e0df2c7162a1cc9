"""Which process a run belongs to, and whether that process is still there."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def this_process() -> str:
    """This process by machine, number and, where the system tells it, the time it started."""
    return f"{platform.node()} {os.getpid()} {_started(os.getpid())}".rstrip()


def is_gone(process: str) -> bool:
    """Whether a process of this machine has ended; False for one of another machine, of which nothing is known here."""
    machine, _, rest = process.partition(" ")
    number, _, started = rest.partition(" ")
    if machine != platform.node() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it is there, and somebody else's
    return _started(int(number)) != started  # its number may have been given to another


def _started(number: int) -> str:
    """Ticks between the machine's start and the process's (Linux), "" where they are not told."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()
    except OSError:
        return ""
    return fields[19]  # starttime, the 22nd field; the name in brackets, which may hold spaces, is the second
