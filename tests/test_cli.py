"""The command line: what is taken, what is said, and the exit codes."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from ingest import inputs, pipeline, rebuild, session
from ingest.cli import main
from ingest.resources import SAMPLES
from ingest.session import ingest_inputs, prepare_to_serve
from ingest.store import Catalog, open_catalog, opening
from ingest.store.catalog import SEARCH_IS_STALE
from ingest.store.connection import open_as_it_is

TOP = Path(__file__).parent.parent


def run(*arguments: str | Path, input: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=input, catch_exceptions=False)


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "db" / "t.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample pages in a folder with a folder, beside what is hidden."""
    place = tmp_path / "pages"
    (place / "more").mkdir(parents=True)
    for path in sorted(SAMPLES.iterdir()):
        shutil.copy(path, (place / "more" if path.suffix == ".json" else place) / path.name)
    (place / ".hidden").write_text("no page")
    (place / ".git").mkdir()
    (place / ".git" / "config").write_text("no page either")
    return place


# Help ------------------------------------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    return dict(main.commands)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_is_documented(name: str) -> None:
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert commands()[name].help
    for option in commands()[name].params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts} has no help"
    document = (TOP / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"\n## {name}\n" in document
    assert "docs/commands.md" in (TOP / "README.md").read_text(encoding="utf-8")


def test_python_m_ingest_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "ingest", "--version"], capture_output=True, text=True, check=False, cwd=TOP)
    assert done.returncode == 0
    assert done.stdout == run("--version").stdout


# What is taken ---------------------------------------------------------------------------------------------------


def test_a_folder_is_read_in_order_and_its_last_line_is_a_summary(db: Path, folder: Path) -> None:
    result = run("ingest", "--db", db, folder)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines()[-1].startswith("pages: 6 added, 0 changed, 0 unchanged, 0 gone, 0 failed; rows: 6 pages, ")
    read = [Path(url).name for (url,) in rows(db, "SELECT url FROM pages ORDER BY rowid")]
    assert read == sorted(p.name for p in SAMPLES.glob("*.html")) + sorted(p.name for p in SAMPLES.glob("*.json"))
    assert db.with_name(f"{db.stem}.archive.db").exists()


def test_reading_the_same_again_changes_no_row(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    names = [name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE sql LIKE '%STRICT%' AND name NOT IN ('runs')")]
    before = {name: rows(db, f"SELECT * FROM {name}") for name in names}
    result = run("ingest", "--db", db, folder)
    assert "0 added, 0 changed, 6 unchanged" in result.stdout
    assert {name: rows(db, f"SELECT * FROM {name}") for name in names} == before


def test_a_changed_page_updates_its_rows_and_tells_what_changed(db: Path, tmp_path: Path) -> None:
    page = tmp_path / "post.html"
    shutil.copy(SAMPLES / "blog_wordpress.html", page)
    run("ingest", "--db", db, page)
    (old,) = rows(db, "SELECT title FROM citations WHERE is_summary")[0]
    page.write_text(page.read_text(encoding="utf-8").replace(old, "A Calmer Title"), encoding="utf-8")
    result = run("ingest", "--db", db, page)
    assert "0 added, 1 changed, 0 unchanged" in result.stdout
    assert rows(db, "SELECT title FROM citations WHERE is_summary") == [("A Calmer Title",)]
    changed = rows(db, "SELECT old_value, new_value, cause FROM changes WHERE entity = 'citations' AND field = 'title'")
    assert (old, "A Calmer Title", "source-changed") in changed


def test_standard_input_is_a_page(db: Path) -> None:
    body = (SAMPLES / "portal_old_theme.html").read_bytes()
    assert "1 added" in run("ingest", "--db", db, "-", input=body).stdout
    assert "1 unchanged" in run("ingest", "--db", db, "-", input=body).stdout
    assert rows(db, "SELECT url LIKE 'stdin:%' FROM pages") == [(1,)]


@pytest.fixture
def small_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is piped in counts as much from 100 bytes on, and as too much to be copied from 2,000 on."""
    monkeypatch.setattr("ingest.inputs.BULK_BYTES", 100)
    monkeypatch.setattr("ingest.page.BULK_BYTES", 100)
    monkeypatch.setattr("ingest.inputs.MAX_HELD_BYTES", 2_000)


def risen(count: int) -> bytes:
    return b"".join(b"TY  - JOUR\nTI  - A trial of tea %d\nPY  - 2019\nER  - \n\n" % i for i in range(count))


@pytest.mark.usefixtures("small_pipe")
def test_much_on_standard_input_is_read_from_a_temporary_file_that_goes(db: Path, tmp_path: Path) -> None:
    tempfile.tempdir, before = str(tmp_path), tempfile.tempdir
    try:
        assert len(run("read", "-", input=risen(100)).stdout.splitlines()) == 100
        assert "1 added" in run("ingest", "--db", db, "-", input=risen(20)).stdout
        assert "1 unchanged" in run("ingest", "--db", db, "-", input=risen(20)).stdout
    finally:
        tempfile.tempdir = before
    assert list(tmp_path.glob("trialtrace-*")) == []
    assert "20 citations" in run("rebuild", "--db", db).stdout, "the archive holds what was piped in"


@pytest.mark.usefixtures("small_pipe")
def test_too_much_on_standard_input_is_refused_where_the_archive_would_copy_it(db: Path) -> None:
    result = run("ingest", "--db", db, "-", input=risen(100))
    assert (result.exit_code, "save them as a file" in result.stderr) == (1, True)
    assert rows(db, "SELECT count(*) FROM pages") == [(0,)]


@pytest.mark.usefixtures("small_pipe")
def test_a_named_pipe_is_read_as_standard_input_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(risen(100),))
    writer.start()
    assert len(run("read", pipe).stdout.splitlines()) == 100
    writer.join()


def test_the_summary_as_json(db: Path, folder: Path) -> None:
    (folder / "broken.html").write_bytes(b"")
    result = run("ingest", "--db", db, "--json", folder)
    told = json.loads(result.stdout)
    assert told["pages"] == {"seen": 7, "added": 6, "changed": 0, "unchanged": 0, "gone": 0, "failed": 1}
    assert told["rows"]["pages"] == 6
    assert len(told["failures"]) == 1
    assert result.exit_code == 1


def test_a_progress_bar_only_on_a_terminal(db: Path, folder: Path) -> None:
    shown = subprocess.run(
        ["script", "-qec", f"{sys.executable} -m ingest ingest --db {db} {folder}", "/dev/null"],
        capture_output=True, text=True, check=False, cwd=TOP, stdin=subprocess.DEVNULL,
    ) if shutil.which("script") else None  # fmt: skip
    if shown is None:
        pytest.skip("`script` makes the terminal, and is not installed")
    assert "100%" in shown.stdout
    assert "reading" not in run("ingest", "--db", db, folder).output


# What goes wrong -------------------------------------------------------------------------------------------------


def test_a_page_that_fails_is_one_line_one_row_and_exit_1(db: Path, folder: Path) -> None:
    bad = folder / "image.html"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    result = run("ingest", "--db", db, folder)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"{bad.as_uri()}: a PNG image, not text"]
    assert "6 added, 0 changed, 0 unchanged, 0 gone, 1 failed" in result.stdout
    assert rows(db, "SELECT url, severity, message FROM run_issues") == [(bad.as_uri(), "error", "a PNG image, not text")]
    assert rows(db, "SELECT status FROM runs") == [("failed",)]


def test_wrong_usage_is_one_line_and_exit_2_and_makes_nothing(db: Path, tmp_path: Path) -> None:
    for arguments in (["ingest", "--db", db, tmp_path / "nowhere.html"], ["ingest", "--db", db], ["nonsense"]):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr
    assert run("ingest", "--db", db, tmp_path / "nowhere.html").stderr.count("\n") == 1
    assert not db.exists()


def test_files_and_folders_that_cannot_be_read(db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.name == "protocol.json":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("ingest", "--db", db, folder)
    assert result.exit_code == 1
    assert "protocol.json: Permission denied" in result.stderr
    assert "5 added" in result.stdout

    def no_entry(top: Path, onerror: Any) -> Any:
        onerror(PermissionError(13, "Permission denied", str(top)))
        return iter(())

    monkeypatch.setattr(inputs.os, "walk", no_entry)
    result = run("ingest", "--db", db, folder)
    assert (result.exit_code, result.stderr) == (2, f"trialtrace: {folder}: Permission denied\n")


@pytest.mark.parametrize("command", ["ingest", "status", "rebuild", "ask", "serve"])
def test_a_file_that_is_no_catalog_is_told_and_left_alone(tmp_path: Path, command: str) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    text = tmp_path / "text.db"
    text.write_text("this is a letter and not a database " * 100)
    for name in ("other", "text"):
        (tmp_path / f"{name}.archive.db").touch()
    arguments = {"ingest": [SAMPLES], "ask": ["pain"]}.get(command, [])
    for path, said in ((other, "no trialtrace catalog"), (text, "is no catalog")):
        before = path.read_bytes()
        result = run(command, "--db", path, *arguments)
        assert (result.exit_code, said in result.stderr, result.stderr.splitlines()[1:]) == (1, True, [])
        assert path.read_bytes() == before


def test_an_archive_that_is_none_is_told_and_left_alone(db: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = other.read_bytes()
    result = run("ingest", "--db", db, "--archive", other, SAMPLES)
    assert (result.exit_code, "no archive of pages" in result.stderr) == (1, True)
    assert other.read_bytes() == before


def test_a_catalog_that_is_locked_is_one_clear_line(db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "--db", db, SAMPLES / "protocol.json")
    monkeypatch.setattr(opening, "SECONDS_TO_WAIT", 0.1)
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    result = run("ingest", "--db", db, folder)
    writer.execute("ROLLBACK")
    writer.close()
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "written to by another run" in result.stderr
    assert run("ingest", "--db", db, folder).exit_code == 0


def test_two_runs_at_once_wait_for_each_other(db: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "ingest", "ingest", "--db", str(db)]
    run("ingest", "--db", db, SAMPLES / "protocol.json")
    started = [
        subprocess.Popen(
            [*command, str(part)], cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        for part in (folder, SAMPLES)
    ]
    ended = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], ended
    assert rows(db, "SELECT count(*) FROM pages") == [(12,)]
    assert rows(db, "SELECT count(*) FROM span_faults") == [(0,)]
    assert rows(db, "PRAGMA foreign_key_check") == []


def test_a_catalog_that_two_runs_begin_at_once_is_made_once(db: Path) -> None:
    for attempt in range(5):
        new = db.with_name(f"{attempt}.db")
        with ThreadPoolExecutor(8) as pool:
            catalogs = pool.map(lambda _, path=new: _opened_and_closed(path), range(16))
        assert set(catalogs) == {"wal"}


def _opened_and_closed(path: Path) -> str:
    catalog = open_catalog(path)
    (mode,) = catalog.db.execute("PRAGMA journal_mode").fetchone()
    catalog.close()
    return str(mode)


@pytest.fixture
def read_only(folder: Path) -> Iterator[Path]:
    """A catalog that is published to be read, in a folder of somebody else."""
    place = Path(tempfile.mkdtemp())  # pytest's own folders are closed to everybody else
    db = place / "t.db"
    run("ingest", "--db", db, folder)
    for path in place.iterdir():
        path.chmod(0o444)
    place.chmod(0o555)
    root = os.geteuid() == 0
    if root:  # whom no mode holds back
        os.seteuid(65534)
    try:
        yield db
    finally:
        if root:
            os.seteuid(0)
        place.chmod(0o755)
        shutil.rmtree(place)


def test_a_catalog_that_is_read_only_can_be_asked(read_only: Path) -> None:
    assert "6 pages" in run("status", "--db", read_only).stdout
    assert "NCT01361698" in run("ask", "symptoms", "--db", read_only).stdout
    prepare_to_serve(read_only)
    with closing(open_as_it_is(read_only)) as served:
        assert served.execute("SELECT count(*) FROM finding_details").fetchone()[0] > 0
    for command in (("ingest", SAMPLES), ("rebuild",)):
        result = run(*command, "--db", read_only)
        assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1), result.output


def test_a_run_that_is_stopped_counts_only_what_it_saved(db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def stopped_at_the_fifth(*_: Any) -> None:
        taken.append(1)
        if len(taken) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "BATCH", 3)
    with pytest.raises(KeyboardInterrupt):
        ingest_inputs(
            inputs.inputs([str(folder)]), db, db.with_name("archive.db"), db.with_name("none.yml"), stopped_at_the_fifth
        )
    assert rows(db, "SELECT status, seen, added FROM runs") == [("interrupted", 3, 3)]
    assert rows(db, "SELECT count(*) FROM pages") == [(3,)]


def test_a_run_tells_what_it_saved_while_it_runs(db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(pipeline, "BATCH", 3)
    ingest_inputs(
        inputs.inputs([str(folder)]),
        db,
        db.with_name("archive.db"),
        db.with_name("none.yml"),
        lambda _: told.append(rows(db, "SELECT status, added FROM runs")[0]),
    )
    assert told == [("running", 0)] * 2 + [("running", 3)] * 3 + [("running", 6)]


def test_a_disk_that_fills_up_is_one_line(db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "--db", db, SAMPLES / "protocol.json")

    def nearly_full(path: Path, **how: bool) -> Catalog:
        catalog = open_catalog(path, **how)
        catalog.db.execute("PRAGMA max_page_count = 1")  # not one page more than it has
        return catalog

    monkeypatch.setattr(session, "open_catalog", nearly_full)
    result = run("ingest", "--db", db, folder)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "cannot be written: database or disk is full; what was saved before stays" in result.stderr


def test_a_disk_that_fills_up_in_a_rebuild_leaves_the_catalog(db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "--db", db, folder)

    def nearly_full(path: Path, **how: bool) -> Catalog:
        catalog = open_catalog(path, **how)
        if path.suffix == ".new":
            catalog.db.execute("PRAGMA max_page_count = 1")
        return catalog

    monkeypatch.setattr(rebuild, "open_catalog", nearly_full)
    result = run("rebuild", "--db", db)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "cannot be written: database or disk is full; the catalog stays as it was" in result.stderr
    assert not list(db.parent.glob("*.new*"))
    assert "6 pages" in run("status", "--db", db).stdout


def test_no_answer_comes_from_an_index_that_is_not_built(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE runs SET status = 'running'")
        connection.execute("DELETE FROM search")
        connection.execute(f"PRAGMA user_version = {SEARCH_IS_STALE}")
    result = run("ask", "symptoms", "--db", db)
    assert (result.exit_code, "index" in result.stderr) == (1, True)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE runs SET status = 'interrupted'")
    assert "NCT01361698" in run("ask", "symptoms", "--db", db).stdout


@pytest.mark.parametrize("command", ["ingest", "rebuild", "status", "ask"])
def test_a_folder_is_no_catalog(command: str, tmp_path: Path) -> None:
    given = {"ingest": [SAMPLES], "ask": ["pain"]}.get(command, [])
    result = run(command, *given, "--db", tmp_path)
    assert (result.exit_code, "is a directory" in result.stderr) == (2, True)


def test_a_folder_that_cannot_be_made_for_the_catalog(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("ingest", "--db", tmp_path / "file" / "t.db", SAMPLES)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_corrections_that_cannot_be_read_stop_the_command_in_words(db: Path, tmp_path: Path) -> None:
    latin = tmp_path / "latin.yml"
    latin.write_bytes(b"\xff\xfe")
    for path in (latin, tmp_path, tmp_path / "misspelt.yml"):
        result = run("ingest", "--db", db, "--corrections", path, SAMPLES)
        assert (result.exit_code, path.name in result.stderr) == (2, True)
        assert not db.exists()


@pytest.mark.parametrize("command", ["ingest", "rebuild", "refresh"])
def test_decisions_are_not_taken_back_by_a_file_that_is_not_there(
    command: str, db: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = tmp_path / "decided.yml"
    decided.write_text(
        "- {kind: value, entity: trial, id: NCT01361698, field: enrolled, value: 197, expected: 198, reason: counted again,"
        " by: AB, at: 2026-01-31}\n"
    )
    assert run("ingest", "--db", db, "--corrections", decided, folder).exit_code == 0
    monkeypatch.chdir(tmp_path)  # where no corrections.yml is
    watched = tmp_path / "watched.yml"
    watched.write_text("pages: []\n")
    given = {"ingest": [folder], "rebuild": [], "refresh": ["--watchlist", watched]}[command]
    result = run(command, "--db", db, *given)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "holds decisions of people" in result.stderr
    assert rows(db, "SELECT enrolled FROM trials WHERE id = 'NCT01361698'") == [(197,)]
    decided.write_text("")
    assert run("ingest", "--db", db, "--corrections", decided, folder).exit_code == 0
    assert rows(db, "SELECT enrolled FROM trials WHERE id = 'NCT01361698'") == [(198,)]


@pytest.mark.parametrize("arguments", [("ask", " "), ("serve", "--port", "99999")])
def test_what_cannot_be_asked_for_is_wrong_usage(arguments: tuple[str, ...], db: Path) -> None:
    assert run(*arguments, "--db", db).exit_code == 2
    assert not db.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no file that is always full")
@pytest.mark.parametrize("command", ["ingest", "read", "status", "sources"])
def test_a_full_disk_is_one_line(command: str, db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    given = {
        "ingest": [folder, "--db", db],
        "read": [SAMPLES / sorted(os.listdir(SAMPLES))[0]],
        "status": ["--db", db],
        "sources": [],
    }[command]
    with Path("/dev/full").open("w") as full:
        asked = [sys.executable, "-m", "ingest", command, *map(str, given)]
        done = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True, cwd=TOP, check=False)
    assert done.stderr == "trialtrace: the output cannot be written: No space left on device\n"
    assert done.returncode == 1


def test_a_port_that_is_taken_is_one_line_and_makes_nothing(db: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--db", db, "--port", port)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"trialtrace: port {port} of 127.0.0.1 is taken: choose another with --port\n"
    assert not db.exists()
    result = run("serve", "--db", db, "--port", port, "--host", "203.0.113.9")
    assert result.stderr == f"trialtrace: cannot listen on port {port} of 203.0.113.9: cannot assign requested address\n"


# The other commands ----------------------------------------------------------------------------------------------


def test_status_tells_counts_the_last_run_and_its_issues(db: Path, folder: Path) -> None:
    assert run("status", "--db", db).exit_code == 1
    assert not db.exists()
    (folder / "empty.html").write_bytes(b"")
    run("ingest", "--db", db, folder)
    result = run("status", "--db", db)
    assert result.exit_code == 0
    assert "6 pages" in result.stdout
    assert "failed, 7 seen, 6 added" in result.stdout
    assert "empty.html: " in result.stdout
    told = json.loads(run("status", "--db", db, "--json").stdout)
    assert (told["rows"]["pages"], told["last_run"]["failed"], len(told["issues"])) == (6, 1, 1)


def test_a_run_whose_process_is_gone_is_no_longer_running(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    with sqlite3.connect(db) as connection:
        (process,) = connection.execute("SELECT process FROM runs").fetchone()
        assert str(os.getpid()) in process.split()
        connection.execute("UPDATE runs SET status = 'running', finished_at = NULL")
    assert ": running, " in run("status", "--db", db).stdout, "its process is this one, which is still there"
    # The same number, given to a process that started at another time; and one of a machine of which nothing is known.
    other = f"elsewhere.example {process.partition(' ')[2]}"
    for written, told in ((f"{process}0", "interrupted"), (other, "running")):
        with sqlite3.connect(db) as connection:
            connection.execute("UPDATE runs SET status = 'running', process = ?", (written,))
        assert f": {told}, " in run("status", "--db", db).stdout


def test_read_prints_records_and_saves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("read", SAMPLES / "portal_old_theme.html")
    record = json.loads(result.stdout.splitlines()[0])
    assert record["source"] == "pure_html"
    assert record["citation"]["title"]
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "letter.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    broken = run("read", tmp_path / "letter.bin")
    assert (broken.exit_code, "PNG" in broken.stderr, broken.stdout) == (1, True, "")


def test_a_page_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no page")
    (tmp_path / "b.ris").write_bytes(risen(1))
    (tmp_path / "c.txt").write_text("nor this")
    result = run("read", tmp_path)
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 1)
    assert "a.txt: no source knows" in result.stderr
    assert "(and 1 more that could not be read)" in result.stderr


def test_the_pages_of_an_archive_are_read_each_on_its_own(tmp_path: Path) -> None:
    def record(url: str, body: bytes) -> bytes:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(http)}\r\n\r\n"
        return head.encode() + http + b"\r\n\r\n"

    archive = tmp_path / "pages.warc"
    archive.write_bytes(record("http://example.org/a", b"no page") + record("http://example.org/b", risen(1)))
    result = run("read", archive)
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 1)
    assert result.stderr == "trialtrace: http://example.org/a: no source knows this kind of page\n"


def test_sources_lists_every_kind() -> None:
    listed = {line.split()[0] for line in run("sources").stdout.splitlines() if not line.startswith(" ")}
    modules = {p.stem for p in (TOP / "ingest" / "sources").glob("*.py") if not p.stem.startswith("_")}
    assert listed == modules


def test_ask_answers_with_the_words_it_was_read_from(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    answer = run("ask", "symptoms", "--db", db)
    assert answer.exit_code == 0
    assert "no-difference, not-significant" in answer.stdout
    assert "“" in answer.stdout
    assert run("ask", "quantum gravity", "--db", db).stdout == "No finding in the catalog speaks to this.\n"
    assert json.loads(run("ask", "quantum gravity", "--db", db, "--json").stdout) == []


def test_an_answer_says_for_whom_and_does_not_guess_its_arms(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE findings SET intervention = NULL, comparator = NULL WHERE outcome_name LIKE '%symptoms%'")
        connection.execute("UPDATE findings SET comparator = NULL, population = 'women', comparison = 'subgroup',"
                           " quote = NULL, document = NULL, span_start = NULL, span_end = NULL, pointer = '/results/0'"
                           " WHERE outcome_name LIKE '%hospital admissions%'")  # fmt: skip
    unsure = run("ask", "symptoms", "--db", db).stdout
    assert "the arms compared were not read with certainty" in unsure
    women = run("ask", "hospital admissions", "--db", db).stdout
    assert "(subgroup)" in women.splitlines()[0]
    assert " against comparator not named; " in women
    assert "; women\n  field /results/0  (" in women
    for told in (unsure, women):
        assert "None" not in told
        assert "?" not in told


def test_what_compares_the_arms_as_a_whole_is_answered_first(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE findings SET outcome_name = 'pain'")
        connection.execute(f"PRAGMA user_version = {SEARCH_IS_STALE}")
    first, *_, last = json.loads(run("ask", "pain", "--db", db, "--json").stdout)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE findings SET comparison = 'subgroup' WHERE id = ?", (first["finding"],))
    *_, now_last = json.loads(run("ask", "pain", "--db", db, "--json").stdout)
    assert now_last["finding"] == first["finding"] != last["finding"]


def test_arms_that_are_turned_round_come_last_and_titles_name_arms_that_were_not_read(db: Path, folder: Path) -> None:
    run("ingest", "--db", db, folder)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE findings SET outcome_name = 'pain', intervention = 'arnica', comparator = 'ibuprofen'")
        connection.execute(f"PRAGMA user_version = {SEARCH_IS_STALE}")
    first, *_ = json.loads(run("ask", "pain", "--db", db, "--json").stdout)
    with sqlite3.connect(db) as connection:
        connection.execute(
            "UPDATE findings SET intervention = 'ibuprofen', comparator = 'arnica' WHERE id = ?", (first["finding"],)
        )
    asked = json.loads(run("ask", "pain", "--intervention", "arnica", "--db", db, "--json").stdout)
    assert len(asked) > 1
    assert [answer["finding"] for answer in asked].index(first["finding"]) == len(asked) - 1
    assert json.loads(run("ask", "pain", "--intervention", "Danish community", "--db", db, "--json").stdout) == []
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE findings SET intervention = NULL, comparator = NULL, quote = NULL, document = NULL,"
                           " span_start = NULL, span_end = NULL, pointer = '/results/0'")  # fmt: skip
    named = json.loads(run("ask", "pain", "--intervention", "Danish community", "--db", db, "--json").stdout)
    assert named
    assert all("Danish Community" in f"{answer['trial_title']} {answer['report_title']}" for answer in named)


def test_evaluate_names_its_tasks_when_there_is_no_such(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("{}\n")
    result = run("evaluate", "nonsense", gold)
    assert (result.exit_code, "claim-strength" in result.stderr) == (2, True)


def test_a_new_source_can_be_written_and_read_as_the_readme_says(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for name in ("ingest", "schema"):
        shutil.copytree(TOP / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    (clone / "tests" / "examples").mkdir(parents=True)
    for name in ("__init__.py", "test_sources.py", "conftest.py"):
        shutil.copy(TOP / "tests" / name, clone / "tests" / name)
    (tmp_path / "page.txt").write_text("harbour_log\nA trial of tea in harbours\n")

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(clone)},
        )

    made = python("-m", "ingest", "new-source", "harbour_log", str(tmp_path / "page.txt"))
    assert made.returncode == 0, made.stderr
    assert (clone / "ingest" / "sources" / "harbour_log.py").exists()
    assert python("-m", "ingest", "new-source", "harbour_log", str(tmp_path / "page.txt")).returncode == 2
    assert python("-m", "ingest", "new-source", "Harbour-Log", str(tmp_path / "page.txt")).returncode == 2
    (clone / "tests" / "examples" / "harbour_log" / "first.txt.golden.json").unlink()
    checks = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_sources.py", "-k", "harbour_log")
    first = python(*checks)
    assert first.returncode == 1
    assert "has been written: read it, then run again" in first.stdout
    assert python(*checks).returncode == 0
    read = json.loads(python("-m", "ingest", "read", str(tmp_path / "page.txt")).stdout)
    assert (read["source"], read["citation"]["title"][:11]) == ("harbour_log", "harbour_log")
