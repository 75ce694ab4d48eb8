"""Local servers that speak the HTTP of DeepL and LibreTranslate as their manuals describe it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

KEY = "a-key-of-the-tests"
GLOSSARY = "def3a26b-3e84-45b3-84ae-0c0aaf3525f7"


@dataclass
class Answer:
    """What comes in place of a translation."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0


@dataclass
class Server:
    """``calls`` are method, path and data; ``next`` the answers to the next translations."""

    url: str
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    next: list[Answer] = field(default_factory=list)
    glossaries: Answer | None = None
    words: dict[str, str] = field(default_factory=dict)

    def translated(self, text: str) -> str:
        return self.words.get(text, f"uk {text}")

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, _data in self.calls]

    def sent(self) -> list[str]:
        """All texts that were to be translated."""
        found = []
        for _method, path, data in self.calls:
            if path.endswith("/translate"):
                found += data.get("text") or data.get("q") or []
        return found


class Handler(BaseHTTPRequestHandler):
    known: Server

    def log_message(self, *args: Any) -> None:
        pass

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if "json" in self.headers.get("Content-Type", ""):
            data = json.loads(body)
        else:
            data = parse_qs(body)
        self.known.calls.append((self.command, self.path, data))
        answer = self.answer(data)
        time.sleep(answer.wait)
        text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        payload = b"" if answer.body is None else text.encode()
        try:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)
        except ConnectionError:
            pass  # the other side did not wait

    do_GET = do_POST = do_DELETE = handle_any

    def answer(self, data: dict[str, Any]) -> Answer:
        raise NotImplementedError


class DeepLHandler(Handler):
    def answer(self, data: dict[str, Any]) -> Answer:
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return Answer(403, {"message": "Forbidden"})
        if self.path == "/v2/glossaries":
            made = {"glossary_id": GLOSSARY, "ready": True, "name": data["name"][0]}
            return self.known.glossaries or Answer(201, made)
        if self.path == f"/v2/glossaries/{GLOSSARY}" and self.command == "DELETE":
            return Answer(204)
        if self.path != "/v2/translate":
            return Answer(404, {"message": "Not found"})
        if self.known.next:
            return self.known.next.pop(0)
        if len(data["text"]) > 50:
            return Answer(400, {"message": "Too many texts"})
        rows = [
            {"detected_source_language": "DE", "text": self.known.translated(text)}
            for text in data["text"]
        ]
        return Answer(200, {"translations": rows})


class LibreHandler(Handler):
    def answer(self, data: dict[str, Any]) -> Answer:
        if data.get("api_key") != KEY:
            error = "Please contact the server operator to get an API key"
            return Answer(403, {"error": error})
        if self.known.next:
            return self.known.next.pop(0)
        return Answer(200, {"translatedText": [self.known.translated(t) for t in data["q"]]})


@contextmanager
def serving(kind: type[Handler]) -> Iterator[Server]:
    known = Server("")
    handler = type("Bound", (kind,), {"known": known})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    known.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
