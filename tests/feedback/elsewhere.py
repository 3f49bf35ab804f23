"""A server that takes what sinks send: a webhook, and Google's token and Sheets calls."""

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Elsewhere:
    """What has arrived, and how the next requests go."""

    address: str = ""
    posted: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    """Status of each of the next webhook or append calls; 200 when there is none left."""
    lost: bool = False
    """Whether the answers to appends are lost after the rows have been written."""

    def status(self):
        return self.statuses.pop(0) if self.statuses else 200


@contextmanager
def elsewhere():
    found = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self, status, body=None, headers=()):
            data = json.dumps(body or {}).encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            path = unquote(urlsplit(self.path).path)
            found.calls.append(("GET", path, self.headers))
            if path == "/v4/spreadsheets/the-sheet":
                sheet = {"sheetId": 0, "title": "Sheet 1", "index": 0, "sheetType": "GRID"}
                sheet["gridProperties"] = {"rowCount": 1000, "columnCount": 26}
                self.answer(200, {"properties": {"title": "x"}, "sheets": [{"properties": sheet}]})
            elif match := re.fullmatch(r"/v4/spreadsheets/the-sheet/values/'Sheet 1'!(.+)", path):
                asked = match[1]
                if asked in ("A1:1", "1:1"):
                    values = found.rows[:1]
                else:  # a column, as a row or as a column
                    place = ord(asked[0]) - ord("A")
                    values = [[row[place] for row in found.rows]]
                    if "COLUMNS" not in self.path:
                        values = [[value] for value in values[0]]
                major = "COLUMNS" if "COLUMNS" in self.path else "ROWS"
                told = {"range": asked, "majorDimension": major, "values": values}
                self.answer(200, told)
            else:
                self.answer(404, {"error": {"code": 404, "message": path, "status": "NOT_FOUND"}})

        def do_POST(self):
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers["content-length"]))
            path = unquote(parts.path)
            found.calls.append(("POST", path, self.headers))
            if path == "/token":
                self.answer(200, {"access_token": "t0ken", "expires_in": 3600})
            elif path.endswith(":append"):
                status = found.status()
                if status == 200 or found.lost:
                    found.rows += json.loads(body)["values"]
                    found.options = parse_qs(parts.query)
                error = {"error": {"code": status, "message": "busy", "status": "UNAVAILABLE"}}
                self.answer(status, None if status == 200 else error)
            else:
                status = found.status()
                if status == 200:
                    found.posted.append((self.headers, body))
                moved = [("Location", found.address + "/other")] if status == 302 else ()
                self.answer(status, headers=moved)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
