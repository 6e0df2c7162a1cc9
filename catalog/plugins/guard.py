"""Headers that keep a page to this server: whatever text a page carries, the browser loads nothing from elsewhere."""

from functools import wraps

from datasette import hookimpl

HEADERS = [
    # Datasette's own pages use inline scripts and styles; nothing is ever taken from another host.
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        b" object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


@hookimpl
def asgi_wrapper():
    def wrap(app):
        @wraps(app)
        async def guarded(scope, receive, send):
            async def send_guarded(message):
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
                await send(message)

            await app(scope, receive, send_guarded)

        return guarded

    return wrap
