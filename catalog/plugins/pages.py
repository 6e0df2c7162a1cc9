"""What pages of ours show: the named queries of `catalog/sql/<page>.sql`, and the search page that is asked by words.

A query begins with a line `-- name: reports`; the row template of that table sees its rows as `parts.reports`. `:id` is
the row's key. The SQL is kept apart from Python so that it can be read, tried in Datasette, and tested.
"""

import re
from functools import cache
from pathlib import Path

from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode, urlsafe_components
from datasette.utils.asgi import NotFound, Response

CATALOG = "trialtrace"
SQL = Path(__file__).resolve().parent.parent / "sql"
KINDS = ("trial", "citation", "outcome", "finding", "claim")
# Tables whose rows have a page of their own; the first query of each gives the row itself.
DOSSIERS = ("trials", "citations", "findings", "claims", "outcomes", "documents")
PAGE_SIZE = 20
MAX_PAGE = 500
# More words than this say nothing more, and each costs time.
MAX_WORDS = 24
_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
_TOKEN = re.compile(r'"([^"]*)"?|([^\s"]+)')
_LABEL = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|https?://\S+/(?=[A-Z0-9]+/?$)|doi:|pmid:|pmcid:)\s*", re.IGNORECASE)


@cache
def named_queries(page):
    """(name, SQL, parameters) of each query of a page, in order; none when the page has no file."""
    file = SQL / f"{page}.sql"
    if not file.exists():
        return ()
    _, *rest = _NAME.split(file.read_text(encoding="utf-8"))
    return tuple((name, sql, tuple(set(_PARAMETER.findall(sql)))) for name, sql in zip(rest[::2], rest[1::2], strict=True))


async def answers(datasette, page, parameters, only=None):
    """The rows of a page's queries (all, or those named): name -> list of dicts. A parameter that is not given is NULL."""
    database = datasette.get_database(CATALOG)
    found = {}
    for name, sql, wanted in named_queries(page):
        if only is None or name in only:
            rows = await database.execute(sql, {parameter: parameters.get(parameter) for parameter in wanted})
            found[name] = [dict(row) for row in rows.rows]
    return found


# Search: whatever people type is looked up as words. FTS5's own syntax is never passed on, so that no input is an error.


def words_of(text):
    """The words and quoted phrases of a query, without what holds neither letter nor digit."""
    found = [phrase or word for phrase, word in _TOKEN.findall(text.replace("\x00", " "))]
    return [word for word in found if re.search(r"[^\W_]", word)][:MAX_WORDS]


def match_expression(words):
    """An FTS5 expression: every word has to occur, the words of a phrase in order; a trailing * asks for a beginning."""
    return " AND ".join(f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in words)


def identifier_of(text):
    """What is left of a DOI, PMID, PMCID or registry number when its label or address is taken off."""
    return _LABEL.sub("", text.strip()).strip(" .,;/")


async def found_for(datasette, asked, kind, page):
    """All that the search page shows for a query: hits of one page, counts of each kind, exact keys, words without a hit."""
    words = words_of(asked)
    shown = {
        "q": asked,
        "kind": kind,
        "page": page,
        "words": words,
        "hits": [],
        "counts": {},
        "exact": [],
        "alone": [],
        "slow": False,
        "stale": False,
    }
    if not words:
        return shown
    parameters = {
        "match": match_expression(words),
        "kind": kind,
        "skip": (page - 1) * PAGE_SIZE,
        "identifier": identifier_of(asked),
    }
    try:
        parts = await answers(datasette, "search", parameters)
    except QueryInterrupted:
        return shown | {"slow": True}
    counts = {row["kind"]: row["n"] for row in parts["counts"]}
    if not counts and len(words) > 1:
        for word in words:
            alone = await answers(datasette, "search", {"match": match_expression([word])}, only={"counts"})
            shown["alone"].append((word, sum(row["n"] for row in alone["counts"])))
    return shown | {"hits": parts["hits"], "counts": counts, "exact": parts["exact"], "stale": bool(parts["stale"][0]["stale"])}


async def search(datasette, request):
    """/search and /search.json: ?q= words, ?kind= one of the kinds, ?page= from 1."""
    kind = request.args.get("kind")
    kind = kind if kind in KINDS else None
    number = request.args.get("page") or "1"
    page = min(int(number), MAX_PAGE) if re.fullmatch(r"[1-9]\d{0,5}", number, re.ASCII) else 1
    shown = await found_for(datasette, (request.args.get("q") or "").strip()[:500], kind, page)
    total = shown["counts"].get(kind, 0) if kind else sum(shown["counts"].values())
    shown |= {"total": total, "more": page * PAGE_SIZE < total and page < MAX_PAGE}
    if request.url_vars.get("format"):
        return Response.json(shown)
    context = {"found": shown, "kinds": KINDS, "database": CATALOG}
    return Response.html(await datasette.render_template("search.html", context, request=request, view_name="search"))


async def dossier(datasette, request):
    """/dossier/<table>/<key>.json: everything that the page of a row shows, under the names of its queries."""
    table, key = request.url_vars["table"], tilde_decode(request.url_vars["key"])
    if table not in DOSSIERS:
        raise NotFound(f"rows of {table} have no page of their own here")
    parts = await answers(datasette, table, {"id": key})
    if not next(iter(parts.values())):
        raise NotFound(f"there is no such row: {key}")
    return Response.json(parts)


@hookimpl
def register_routes():
    return [(r"^/search(?P<format>\.json)?$", search), (r"^/dossier/(?P<table>\w+)/(?P<key>[^/]+)\.json$", dossier)]


@hookimpl
def extra_template_vars(table, view_name, request, datasette):
    async def parts():
        if view_name == "index":
            return {"parts": await answers(datasette, "index", {})}
        if view_name == "row" and table in DOSSIERS:
            return {"parts": await answers(datasette, table, {"id": urlsafe_components(request.url_vars["pks"])[0]})}
        return {}

    return parts
