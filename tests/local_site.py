"""A real HTTP server on loopback whose pages a test sets: what it says, how slowly, and what it was asked."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Answer:
    """What the site says for one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


class QuietServer(ThreadingHTTPServer):
    """A reader that hangs up in the middle is what the tests are about, not an error to print."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


class LocalSite:
    """Answers by path (with query); unknown paths get 404. A path given several answers gives the last one on and on."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.conditional: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.home = f"http://127.0.0.1:{self._server.server_port}"

    def put(self, path: str, body: bytes | str = b"", status: int = 200, wait: float = 0.0, **headers: str) -> str:
        """Set what a path answers from now on; returns its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = [Answer(body.encode() if isinstance(body, str) else body, status, named, wait)]
        return self.home + path

    def then(self, path: str, body: bytes | str = b"", status: int = 200) -> None:
        """Set what a path answers the next time but one, after what was set before."""
        self.answers[path].append(Answer(body.encode() if isinstance(body, str) else body, status))

    def pages_asked(self) -> list[str]:
        """Paths asked for since the last call, robots.txt left out."""
        asked, self.asked = [path for path in self.asked if path != "/robots.txt"], []
        return asked

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.asked.append(handler.path)
        waiting = self.answers.get(handler.path, [Answer(b"no such page", 404)])
        said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        time.sleep(said.wait)
        etag = said.headers.get("ETag")
        if etag and handler.headers.get("If-None-Match") == etag:
            self.conditional.append(handler.path)
            said = Answer(b"", 304, said.headers)
        handler.send_response(said.status)
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | said.headers).items():
            handler.send_header(name, value)
        if said.status != 304:
            handler.send_header("Content-Length", str(len(said.body)))
        handler.end_headers()
        handler.wfile.write(said.body)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
