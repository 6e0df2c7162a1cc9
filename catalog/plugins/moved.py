"""Old keys keep working: the page of a key that was improved leads to the key in use, and so does an unescaped DOI."""

from datasette import hookimpl
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Response

CATALOG = "trialtrace"
# Tables with keys that people hold, and how `redirects` words an old key of theirs (the first that is found leads on).
WORDINGS = {"trials": ("{}", "trial {}"), "citations": ("{}",)}
FORMATS = (".json", ".csv")
# A key improves a few times at most; the bound only keeps a ring of redirects from turning for ever.
MAX_STEPS = 10


def asked_key(path):
    """(table, key, format) that the address of a row asks for; None for other addresses. A DOI's slash may be bare."""
    parts = path.strip("/").split("/", 2)
    if len(parts) != 3 or parts[0] != CATALOG or parts[1] not in WORDINGS:
        return None
    key = parts[2]
    end = next((end for end in FORMATS if key.endswith(end)), "")
    return parts[1], tilde_decode(key.removesuffix(end)), end


async def key_in_use(database, table, key):
    """Follow `redirects` from a key to one that the table has; None when nothing leads on."""
    for _ in range(MAX_STEPS):
        if (await database.execute(f"SELECT 1 FROM {table} WHERE id = :key", {"key": key})).rows:
            return key
        wordings = [wording.format(key) for wording in WORDINGS[table]]
        sql = "SELECT new_id FROM redirects WHERE old_id IN (:first, :last) ORDER BY old_id"
        rows = (await database.execute(sql, {"first": wordings[0], "last": wordings[-1]})).rows
        if not rows:
            return None
        key = rows[0][0]
    return None


@hookimpl
def handle_exception(datasette, request, exception):
    async def lead_on():
        asked = asked_key(request.path) if isinstance(exception, NotFound) else None
        if asked is None:
            return None
        table, key, end = asked
        new = await key_in_use(datasette.get_database(CATALOG), table, key)
        # Found, not "moved permanently": people may correct a merge, and browsers never forget a permanent redirect.
        address = f"/{CATALOG}/{table}/{tilde_encode(new)}{end}" if new else None
        return Response.redirect(datasette.urls.path(address), 302) if address and address != request.path else None

    return lead_on
