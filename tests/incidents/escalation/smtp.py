"""A mail server in a thread, which answers as it is told."""

import socketserver
import threading
from email import message_from_bytes
from email.header import decode_header, make_header

ANSWERS = {
    "EHLO": b"250 here",
    "MAIL": b"250 ok",
    "RCPT": b"250 ok",
    "DATA": b"354 go on",
    ".": b"250 queued",
    "QUIT": b"221 bye",
}


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self._say(b"220 here")
        while line := self.rfile.readline():
            verb = line[:4].decode("ascii").strip().upper()
            if not self._answer(verb):
                return
            if verb == "DATA":
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                if not self._answer("."):
                    return
                self.server.received.append(content)
            if verb == "QUIT":
                return

    def _answer(self, verb):
        """False: hang up without a word."""
        answer = {**ANSWERS, **self.server.answers}.get(verb, b"250 ok")
        if answer is not None:
            self._say(answer)
        return answer is not None

    def _say(self, line):
        self.wfile.write(line + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """answers: {"RCPT": b"550 no such user", ".": None}; None hangs up there. received: the contents accepted."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.answers = {}
        self.received = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def subjects(self):
        return [str(make_header(decode_header(message_from_bytes(content)["Subject"]))) for content in self.received]

    def message_ids(self):
        return [message_from_bytes(content)["Message-ID"] for content in self.received]

    def stop(self):
        self.shutdown()
        self.server_close()
