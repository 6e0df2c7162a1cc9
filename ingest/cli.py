"""The command line: `trialtrace` or `python -m ingest`. Commands say what is wanted; the work is done elsewhere."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ingest import __version__
from ingest.errors import TrialtraceError, UsageError

DEFAULT_DB = Path("db/trialtrace.db")
DB = click.option(
    "--db", type=click.Path(path_type=Path, dir_okay=False), default=DEFAULT_DB, show_default=True, help="The catalog."
)
ARCHIVE = click.option(
    "--archive",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive of raw pages.  [default: beside the catalog: db/archive.db, for X.db X.archive.db]",
)


def _named(context: click.Context, option: click.Parameter, path: Path) -> Path:
    """A file that is named must be there: a slip in its name would quietly drop what people overruled."""
    if context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE and not path.exists():
        raise click.BadParameter(f"there is no file {path}")
    return path


CORRECTIONS = click.option(
    "--corrections",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_named,
    default=Path("corrections.yml"),
    show_default=True,
    help="What people overruled.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
SUMMARY_TABLES = ("pages", "trials", "citations", "outcomes", "findings", "claims", "claim_checks")


# What writing to a full disk, or past a quota or limit, ends with.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class Commands(click.Group):
    """Errors that we raise on purpose end as one line and the right exit code, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            click.echo(f"trialtrace: {error}", err=True)
            ctx.exit(2)
        except TrialtraceError as error:
            click.echo(f"trialtrace: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("trialtrace: stopped; what was saved before stays", err=True)
            ctx.exit(130)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            # What waits in the buffer would fail once more when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"trialtrace: the output cannot be written: {error.strerror}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="trialtrace")
def main() -> None:
    """Clinical trials and what is written about them, in one SQLite catalog."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@DB
@ARCHIVE
@CORRECTIONS
@AS_JSON
def ingest(sources: tuple[str, ...], db: Path, archive: Path | None, corrections: Path, as_json: bool) -> None:
    """Bring pages into the catalog: files, folders, addresses, or - for standard input."""
    from ingest.inputs import inputs
    from ingest.session import ingest_inputs

    wanted = inputs(sources)
    with _progress(len(wanted), "reading") as step:
        outcome, rows = ingest_inputs(wanted, db, _beside(db, archive), corrections, step)
    _report(outcome, rows, as_json)


@main.command()
@DB
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port to listen on.")
def serve(db: Path, host: str, port: int) -> None:
    """Browse the catalog in Datasette. Without a catalog, the sample pages are ingested first."""
    from ingest.inputs import sample_inputs
    from ingest.serve import refuse_taken_port
    from ingest.serve import serve as run_datasette
    from ingest.session import ingest_inputs, prepare_to_serve

    refuse_taken_port(host, port)
    if not db.exists():
        click.echo(f"There is no catalog at {db} yet: ingesting the sample pages that come with trialtrace.", err=True)
        ingest_inputs(sample_inputs(), db, _beside(db, None), Path("corrections.yml"))
    prepare_to_serve(db)
    click.echo(f"Serving {db} at http://{host}:{port}/", err=True)
    run_datasette(db, host, port)


@main.command()
@DB
@ARCHIVE
@CORRECTIONS
@AS_JSON
def rebuild(db: Path, archive: Path | None, corrections: Path, as_json: bool) -> None:
    """Make the catalog anew from the archive; the old one is replaced only when the new one is complete."""
    from ingest.session import archived_pages, rebuild_catalog

    with _progress(archived_pages(_beside(db, archive)), "rebuilding") as step:
        outcome, rows = rebuild_catalog(db, _beside(db, archive), corrections, step)
    _report(outcome, rows, as_json)


@main.command()
@DB
@ARCHIVE
@CORRECTIONS
@AS_JSON
@click.option("--watchlist", type=click.Path(path_type=Path), help="Addresses to keep fresh.  [default: the project's own]")
def refresh(db: Path, archive: Path | None, corrections: Path, as_json: bool, watchlist: Path | None) -> None:
    """Fetch the addresses of the watchlist and ingest what changed."""
    from ingest.session import refresh_catalog
    from ingest.watchlist import WATCHLIST, load_watchlist

    entries = load_watchlist(watchlist or WATCHLIST)
    with _progress(len(entries), "fetching") as step:
        outcome, rows = refresh_catalog(db, _beside(db, archive), corrections, entries, step)
    _report(outcome, rows, as_json)


@main.command()
@DB
@AS_JSON
def status(db: Path, as_json: bool) -> None:
    """Counts, the last run and its issues."""
    from ingest.session import catalog_status

    found = catalog_status(db, SUMMARY_TABLES)
    click.echo(json.dumps(found, indent=1) if as_json else _status_text(found))


@main.command()
@click.argument("source", metavar="SOURCE")
def read(source: str) -> None:
    """Print what a page says as JSON, one record a line, without saving anything."""
    from ingest.session import read_records

    for record in read_records(source):
        click.echo(json.dumps(record, ensure_ascii=False))


@main.command("sources")
def list_sources() -> None:
    """List the kinds of pages that can be read and what each claims."""
    from ingest.sources import home_row, sources

    for source in sources():
        row = home_row(source)
        click.echo(f"{row['id']:<18} {row['kind']:<14} {row['name']}")
        if source.URL is not None:
            click.echo(f"{'':<18} {'':<14} {source.URL.pattern}")


@main.command("new-source")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def new_source(name: str, file: Path) -> None:
    """Start a source: its module from the template, FILE as its first example, and an empty golden."""
    from ingest.session import start_source

    for path in start_source(name, file):
        click.echo(f"wrote {path}")
    click.echo("Next: write recognizes() and parse(), then run the tests; they write the golden for you to read.")


@main.command()
@click.argument("outcome")
@click.option("--intervention", default="", help="The intervention asked about.")
@click.option("--comparator", default="", help="What it was compared with.")
@DB
@AS_JSON
def ask(outcome: str, intervention: str, comparator: str, db: Path, as_json: bool) -> None:
    """What did the trials find on OUTCOME? Each answer with the words it was read from."""
    from ingest.session import ask_catalog

    if not outcome.strip():
        raise UsageError("an outcome is asked for, such as pain")
    answers = ask_catalog(db, outcome, intervention, comparator)
    if as_json:
        click.echo(json.dumps(answers, indent=1, ensure_ascii=False))
        return
    for answer in answers:
        click.echo(_answer_text(answer))
    if not answers:
        click.echo("No finding in the catalog speaks to this.")


@main.command()
@click.argument("task")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option("--predictions", type=click.Path(path_type=Path), help="Write the predictions here, in the scorer's format.")
@click.option("--articles", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of full texts.")
def evaluate(task: str, gold: Path, predictions: Path | None, articles: Path | None) -> None:
    """Measure what ships against judged data: TASK is pages, or one of the tasks of ingest/evaluate."""
    from ingest.evaluate import evaluate as run_task
    from ingest.evaluate._pages import evaluate_pages

    click.echo(evaluate_pages(gold) if task == "pages" else run_task(task, gold, predictions, articles))


# How things are told ---------------------------------------------------------------------------------------------


def _beside(db: Path, archive: Path | None) -> Path:
    """The archive of a catalog. Two catalogs in one folder never share one: a rebuild would mix them."""
    return archive or db.with_name("archive.db" if db.name == DEFAULT_DB.name else f"{db.stem}.archive.db")


class _progress:
    """A progress bar on standard error when it is a terminal, silence otherwise."""

    def __init__(self, total: int, label: str) -> None:
        self._bar = click.progressbar(length=total, label=label, file=sys.stderr) if sys.stderr.isatty() and total else None

    def __enter__(self) -> Callable[[Any], None]:
        if self._bar is None:
            return lambda _: None
        bar = self._bar.__enter__()
        return lambda _: bar.update(1)

    def __exit__(self, *error: Any) -> None:
        if self._bar is not None:
            self._bar.__exit__(*error)


def _report(outcome: Any, rows: dict[str, int], as_json: bool) -> None:
    """Failures on standard error, the summary as the last line; exit 1 when some page failed."""
    for failure in outcome.failures:
        click.echo(failure, err=True)
    if as_json:
        click.echo(json.dumps({"pages": outcome.counts, "rows": rows, "failures": outcome.failures}, ensure_ascii=False))
    else:
        counts = ", ".join(f"{outcome.counts[name]} {name}" for name in ("added", "changed", "unchanged", "gone", "failed"))
        click.echo(f"pages: {counts}; rows: {', '.join(f'{n} {table}' for table, n in rows.items())}")
    if outcome.failures:
        sys.exit(1)


def _answer_text(answer: dict[str, Any]) -> str:
    """An answer as people read it: what was found, for whom, and the words; what is not known is said or left out."""
    told = f"{answer['trial'] or answer['citation']}: {answer['outcome_as_worded']}: {answer['change']}, {answer['significance']}"
    if answer["comparison"] != "between-group":
        told += f" ({answer['comparison']})"
    if answer["intervention"] or answer["comparator"]:
        arms = f"{answer['intervention'] or 'intervention not named'} against {answer['comparator'] or 'comparator not named'}"
    else:
        arms = "the arms compared were not read with certainty"
    where = [arms, answer["time_point"] or "time not given", answer["population"]]
    words = f"“{answer['quote']}”" if answer["quote"] else f"field {answer['pointer']}"
    return f"{told}\n  {'; '.join(part for part in where if part)}\n  {words}  ({answer['citation']})"


def _status_text(found: dict[str, Any]) -> str:
    lines = [f"{found['catalog']}: {', '.join(f'{n} {table}' for table, n in found['rows'].items())}"]
    run = found["last_run"]
    if run:
        counts = ", ".join(f"{run[name]} {name}" for name in ("seen", "added", "changed", "failed"))
        lines.append(f"last run {run['id']}: {run['status']}, {counts}")
    else:
        lines.append("no run yet")
    lines += [f"  {issue['severity']} ({issue['stage']}) {issue['url']}: {issue['message']}" for issue in found["issues"]]
    return "\n".join(lines)
