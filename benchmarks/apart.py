"""Read files each in a process of its own, and tell how long each took and what it held: python -m benchmarks.apart < PATHS

That process is forked from one that has read the project's few sample pages and nothing else, so what is measured is an
interpreter with the project and its small models in it, and one page. Peak memory is the kernel's high-water mark of
that process alone (`VmHWM`): `ru_maxrss` would not do, since it starts at the size of whoever forked. Seconds are
processor seconds, which a busy machine does not change. No page can open a connection or start a program, and none can
run for ever: trying is told as an error.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A page that runs longer (processor seconds) is ended, and told as one that hangs.
MOST_SECONDS = 8
# What may never happen while a page is read (audit events of the interpreter).
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file: processor seconds, peak megabytes of its process, records read, and each error that was told."""

    path: str
    source: str
    seconds: float
    megabytes: float
    records: int
    errors: tuple[str, ...]


def read_apart(paths: Sequence[Path], timeout: float = 600) -> list[Reading]:
    """Each file read in a process of its own, in the order given. Raises RuntimeError when the readers do not start."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.apart"],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
        check=False,
    )
    if done.returncode or done.stderr:
        raise RuntimeError(f"reading stopped (exit {done.returncode}): {done.stderr[-2000:]}")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [Reading(**{**row, "errors": tuple(row["errors"])}) for row in rows]


def peak_megabytes() -> float:
    """The most memory that this process alone has held, in MB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # not Linux: there, the number is the process's own
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1024)
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _forbid(event: str, arguments: object) -> None:
    if event in _FORBIDDEN:
        os._exit(3)


def _read(path: Path) -> Reading:
    """Read a file as `trialtrace read` does, each page of a container on its own."""
    from ingest.errors import TrialtraceError
    from ingest.page import Page
    from ingest.pipeline import pages_of, read

    names, errors, records = set[str](), list[str](), 0
    start = time.process_time()

    def told(pages: Iterator[Page]) -> Iterator[Page]:
        try:
            yield from pages
        except TrialtraceError as error:
            errors.append(f"{type(error).__name__}: {error}")

    for page in told(pages_of(Page.of_file(path.as_uri(), path))):
        try:
            source, found = read(page)
            names.add(source.__name__.rpartition(".")[2])
            for _ in found:
                records += 1
        except TrialtraceError as error:
            errors.append(f"{type(error).__name__}: {error}")
        except Exception as error:  # a bug, told as the pipeline tells it
            errors.append(f"BUG {type(error).__name__}: {error}")
    return Reading(
        path=str(path),
        source="+".join(sorted(names)),
        seconds=round(time.process_time() - start, 4),
        megabytes=round(peak_megabytes(), 1),
        records=records,
        errors=tuple(errors),
    )


def _in_child(path: Path) -> None:
    """Read one file and end the process; whatever goes wrong ends it too."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    sys.addaudithook(_forbid)
    print(json.dumps(asdict(_read(path))), flush=True)
    os._exit(0)


def main() -> int:
    """Answer one line of JSON for each path on standard input, also for one whose process did not live to answer."""
    for sample in sorted((ROOT / "ingest" / "samples").iterdir()):  # what is loaded once is loaded before the fork
        _read(sample)
    for line in sys.stdin:
        path = Path(line.strip()).resolve()
        child = os.fork()
        if not child:
            _in_child(path)
        _, status, used = os.wait4(child, 0)
        if status:
            why = "BUG did what no page may" if os.WIFEXITED(status) else f"BUG ended by signal {os.WTERMSIG(status)}"
            died = Reading(
                path=str(path), source="", seconds=used.ru_utime, megabytes=used.ru_maxrss / 1024, records=0, errors=(why,)
            )
            print(json.dumps(asdict(died)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
