#!/usr/bin/python3
"""An SMTP server for tests: takes every mail and writes it as one JSON line.

    peers/smtp-sink.py --output mails.jsonl [--starttls | --tls] [--login NAME:PASSWORD] [--fail N] [--reject N]

It listens on loopback, on a free port unless --port names one, and prints shell variables as soon as it does:

    SMTP_HOST=127.0.0.1 SMTP_PORT=… SMTP_CA=…/ca.pem SMTP_CONTROL=http://127.0.0.1:…

--starttls offers STARTTLS and takes no mail before it; --tls speaks TLS from the first byte. Both use a certificate for
`localhost` and 127.0.0.1 that --certificates DIR holds; it is made with openssl when the folder is empty. --login demands AUTH
(after STARTTLS, where that is on). --fail N answers the next N mails with 451, as a busy server would; --reject N with 550.

The control address takes POST /fail?count=N, /reject?count=N and /delay?seconds=S while the server runs, GET /mails for
what has come, newest first, and DELETE /mails to forget it. It ends on SIGTERM.
"""

import argparse
import asyncio
import datetime
import json
import os
import signal
import ssl
import subprocess
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Sink:
    """What has come, and what the next mails are told."""

    def __init__(self, output, fail, reject, tls):
        self.output = output
        self.tls = tls
        self.fail = fail
        self.reject = reject
        self.delay = 0.0
        self.tried = 0
        self.mails = []
        self.lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        with self.lock:
            self.tried += 1
            if self.fail > 0:
                self.fail -= 1
                return "451 4.3.2 try again later"
            if self.reject > 0:
                self.reject -= 1
                return "550 5.1.1 no such mailbox"
            mail = read(envelope, session, self.tls)
            self.mails.insert(0, mail)
            with open(self.output, "a", encoding="utf-8") as lines:
                lines.write(json.dumps(mail, ensure_ascii=False) + "\n")
        return "250 2.0.0 taken"


def read(envelope, session, tls):
    """A mail as a test wants to see it; `raw` is what came over the wire."""
    message = message_from_bytes(envelope.content, policy=policy.default)
    part = lambda kind: message.get_body(preferencelist=(kind,))
    text = lambda found: found.get_content() if found is not None else None
    return {
        "at": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        "envelope_from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "from": str(message["from"]),
        "subject": str(message["subject"]),
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": text(part("plain")),
        "html": text(part("html")),
        "tls": tls or session.ssl is not None,
        "login": session.auth_data.login.decode(errors="replace") if session.auth_data else None,
        "raw": envelope.content.decode("utf-8", errors="replace"),
    }


def certificates(folder):
    """The files of a small certificate authority and of a server certificate under it."""
    os.makedirs(folder, exist_ok=True)
    path = lambda name: os.path.join(folder, name)
    if not os.path.exists(path("server.pem")):
        run = lambda *words: subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        run("req", "-x509", *key, "-days", "30", "-subj", "/CN=Symbolon test CA", "-keyout", path("ca.key"), "-out", path("ca.pem"),
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
        run("req", *key, "-subj", "/CN=localhost", "-keyout", path("server.key"), "-out", path("server.csr"))
        with open(path("names"), "w", encoding="ascii") as names:
            names.write("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
        run("x509", "-req", "-days", "30", "-in", path("server.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-CAcreateserial", "-extfile", path("names"), "-out", path("server.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path("server.pem"), path("server.key"))
    return context, path("ca.pem")


def authenticator(login):
    name, _, password = login.partition(":")

    def judge(_server, _session, _envelope, mechanism, given):
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (name.encode(), password.encode())
        return AuthResult(success=right, handled=False, auth_data=given if right else None)

    return judge


def control(sink):
    class Control(BaseHTTPRequestHandler):
        def answer(self, status, value):
            body = json.dumps(value, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            with sink.lock:
                self.answer(200, sink.mails if urlsplit(self.path).path == "/mails" else {"tried": sink.tried, "taken": len(sink.mails)})

        def do_DELETE(self):
            with sink.lock:
                sink.mails.clear()
                sink.tried = 0
            self.answer(200, {})

        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            where = urlsplit(self.path)
            given = {name: values[-1] for name, values in parse_qs(where.query).items()}
            with sink.lock:
                if where.path == "/fail":
                    sink.fail = int(given.get("count", "1"))
                elif where.path == "/reject":
                    sink.reject = int(given.get("count", "1"))
                elif where.path == "/delay":
                    sink.delay = float(given.get("seconds", "0"))
                else:
                    return self.answer(404, {})
            self.answer(200, {"fail": sink.fail, "reject": sink.reject, "delay": sink.delay})

        def log_message(self, *_):
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Control)


async def serve(arguments):
    sink = Sink(arguments.output, arguments.fail, arguments.reject, arguments.tls)
    open(arguments.output, "a", encoding="utf-8").close()
    context = ca = None
    if arguments.starttls or arguments.tls:
        context, ca = certificates(arguments.certificates)
    loop = asyncio.get_running_loop()

    def session():
        return SMTP(
            sink,
            hostname="localhost",
            enable_SMTPUTF8=True,
            loop=loop,
            tls_context=context if arguments.starttls else None,
            require_starttls=arguments.starttls,
            auth_required=bool(arguments.login),
            # Under implicit TLS the library sees no STARTTLS of its own and would refuse AUTH.
            auth_require_tls=arguments.starttls,
            authenticator=authenticator(arguments.login) if arguments.login else None,
        )

    server = await loop.create_server(session, "127.0.0.1", arguments.port, ssl=context if arguments.tls else None)
    door = control(sink)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    port = server.sockets[0].getsockname()[1]
    print(f"export SMTP_HOST=127.0.0.1 SMTP_PORT={port} SMTP_CA={ca or ''} SMTP_MAILS={os.path.abspath(arguments.output)} "
          f"SMTP_CONTROL=http://127.0.0.1:{door.server_address[1]} SMTP_PID={os.getpid()}", flush=True)
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ended.set)
    await ended.wait()
    server.close()
    door.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", default="mails.jsonl", help="where mails go, one JSON object a line")
    parser.add_argument("--port", type=int, default=0)
    tls = parser.add_mutually_exclusive_group()
    tls.add_argument("--starttls", action="store_true")
    tls.add_argument("--tls", action="store_true")
    parser.add_argument("--certificates", default="smtp-sink-certificates", help="folder of the certificates, made when empty")
    parser.add_argument("--login", help="NAME:PASSWORD that AUTH must give")
    parser.add_argument("--fail", type=int, default=0)
    parser.add_argument("--reject", type=int, default=0)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
