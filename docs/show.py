"""What the documents print: real commands run on the sample pages, and the tables of the schema (for cog)."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

TOP = Path(__file__).parent.parent
# What a table's comment in the schema calls a group of tables, and a table with the comment of its first column.
_GROUP = re.compile(r"^-- (?P<group>[A-Z][\w ]+?) -{10,}$|^CREATE TABLE (?P<table>\w+) \(", re.M)


def shell(*commands: str) -> str:
    """The commands with what they print, as a text block. Run in an empty folder that has a copy of the sample pages.

    Raises CalledProcessError when a command fails, so that a document cannot show what does not work.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ingest").mkdir()
        (Path(folder) / "ingest" / "samples").symlink_to(TOP / "ingest" / "samples")
        blocks = [f"$ {command}\n{_run(command, folder)}" for command in commands]
    return "\n" + textwrap.indent("\n".join(blocks), "    ", lambda line: bool(line.strip())) + "\n"


def _run(command: str, folder: str) -> str:
    program, *arguments = shlex.split(command)
    beside = Path(sys.executable).parent / program
    done = subprocess.run([str(beside), *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return "".join(textwrap.fill(line, 116, subsequent_indent="  ") + "\n" for line in done.stdout.splitlines())


def commands() -> str:
    """What each command says with --help, under a heading of its own."""
    from click.testing import CliRunner

    from ingest.cli import main

    parts = []
    for name in main.commands:
        told = CliRunner().invoke(main, [name, "--help"], prog_name="trialtrace", terminal_width=100).output
        parts.append(f"## {name}\n\n{textwrap.indent(told.strip(), '    ', lambda line: bool(line.strip()))}\n")
    return "\n" + "\n".join(parts) + "\n"


def tables() -> str:
    """The catalog's tables by group, as a list."""
    groups: dict[str, list[str]] = {}
    group = ""
    for match in _GROUP.finditer((TOP / "schema" / "tables.sql").read_text(encoding="utf-8")):
        if match["group"]:
            group = match["group"]
        else:
            groups.setdefault(group, []).append(f"`{match['table']}`")
    views = re.findall(r"^CREATE VIEW (\w+)", (TOP / "schema" / "views.sql").read_text(encoding="utf-8"), re.M)
    groups["Views for people"] = [f"`{view}`" for view in views]
    return "\n" + "".join(f"* {name}: {', '.join(members)}\n" for name, members in groups.items()) + "\n"


def kinds_of_pages() -> str:
    """Every source with what it is and what kind of page it reads, as a table."""
    from ingest.sources import home_row, sources

    rows = [home_row(source) for source in sources()]
    lines = [
        f"| `{row['id']}` | {row['kind']} | {row['name']} |"
        for row in sorted(rows, key=lambda r: (r["kind"] or "", r["id"] or ""))
    ]
    return "\n".join(["", "| source | kind | what it reads |", "|---|---|---|", *lines, ""]) + "\n"


def page_figures() -> str:
    """Right and asked per kind of page and field, from the stored figures, as a table."""
    from benchmarks.page_figures import stored

    lines = ["", "| kind | field | right | asked | share |", "|---|---|---:|---:|---:|"]
    for kind, fields in stored().items():
        right, asked = (sum(counts[at] for counts in fields.values()) for at in (0, 1))
        lines.append(f"| **{kind}** | **all** | **{right}** | **{asked}** | **{right / asked:.3f}** |")
        lines += [f"| {kind} | {field} | {r} | {a} | {r / a:.3f} |" for field, (r, a) in fields.items()]
    return "\n".join([*lines, ""]) + "\n"
