#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""mailwhy-page as it is meant, and as it is attacked: each is answered or refused, and the server lives.

attack.py PROGRAM SAMPLES CHECKER. Prints TAP."""
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tap import finish, report  # noqa: E402

program, samples, checker = sys.argv[1:4]
READING = 2  # seconds a client has, here


class Server:
    def __init__(self, *options, reading=READING):
        self.process = subprocess.Popen([program, f"--reading={reading}", *options], stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", self.address)
        self.port = int(match.group(1)) if match else 0

    def ask(self, method="GET", path="/", body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def raw(self, data, timeout=10, end=False):
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            answer = b""
            try:
                connection.sendall(data)
                if end:
                    connection.shutdown(socket.SHUT_WR)
                while True:
                    part = connection.recv(65536)
                    if not part:
                        break
                    answer += part
                    if len(answer) > 1000000:
                        break
            except OSError:
                pass
            return answer

    def end(self):
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return None


def form(fields):
    boundary = "----b"
    body = b""
    for name, value in fields.items():
        file = '; filename="x.eml"' if name == "file" else ""
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + value + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def sample(name):
    with open(os.path.join(samples, name), "rb") as file:
        return file.read()


FAIL, PASS = sample("dkim-unsigned.eml"), sample("gmail-all-pass.eml")
MAIL = {"Content-Type": "message/rfc822"}
JSON = {**MAIL, "Accept": "application/json"}
server = Server()


def refused(title, status, got):
    report(got[0] == status and b"<h1>" in got[2], title, f"{got[0]} {got[2][:200]}")


def checked(page):
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(page)
        file.flush()
        run = subprocess.run([sys.executable, checker, file.name], capture_output=True, text=True, check=False)
        return "" if run.returncode == 0 and not run.stdout else run.stdout + run.stderr


# ---- as it is meant ----

status, headers, page = server.ask()
report(server.port > 0 and status == 200, "prints its address and serves the form", server.address)
policy = headers.get("Content-Security-Policy", "")
report("default-src 'none'" in policy and "frame-ancestors 'none'" in policy, "the policy is a header too", policy)
report("Set-Cookie" not in headers and headers.get("Cache-Control") == "no-store"
       and headers.get("Referrer-Policy") == "same-origin", "no cookie, nothing kept", str(headers))
status, _, answer = server.ask("POST", "/analyse", *form({"text": FAIL}))
report(status == 200 and b"<h1>mosamuseum.com: the mail is not signed" in answer, "a pasted text", str(status))
pages = [page, answer]
status, _, answer = server.ask("POST", "/analyse", *form({"text": b" \r\n", "file": PASS, "lang": b"de", "institution": b"MOSA"}))
report(status == 200 and b'class="verdict good"' in answer, "a file", str(status))
status, _, answer = server.ask("POST", "/analyse", *form({"text": FAIL, "institution": b"MOSA"}))
report(status == 200 and b"sel1-MOSA" in answer, "an institution's code stands in the records", str(status))
mailbox = b"".join(b"From a@example.com Mon Nov 16 00:00:00 2026\n" + mail + b"\n" for mail in (FAIL, PASS, FAIL))
status, _, answer = server.ask("POST", "/analyse", *form({"file": mailbox}))
report(status == 200 and b"2 of 3 messages failed" in answer, "a mailbox gives its summary", str(status))
pages.append(answer)
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.eml", FAIL)
status, _, answer = server.ask("POST", "/analyse", *form({"file": packed.getvalue()}))
report(status == 200 and b"<h1>mosamuseum.com: " in answer, "a zip", str(status))
status, headers, answer = server.ask("POST", "/analyse?institution=MOSA", FAIL, JSON)
data = json.loads(answer)
report(status == 200 and headers["Content-Type"] == "application/json" and data["verdict"]["status"] == "fail"
       and data["sender_profile"]["institution"] == "MOSA", "a program gets JSON", str(status))
status, headers, answer = server.ask("POST", "/analyse?institution=MOSA&voice=platform", FAIL, JSON)
report(b"We switch" in answer, "the platform's support writes where it is asked to")
report(b'name="voice" value="neutral" checked' in page and b"We switch" not in server.ask("POST", "/analyse", *form({"text": FAIL}))[2],
       "else a letter is nobody's in particular")
for wanted, language in (("de", "de"), ("de-AT,fr;q=0.5", "de"), ("xx,it;q=0.5", "it"), ("xx", "en"), ("q=;,;;,\t", "en"), ("d" * 5000, "en")):
    status, _, answer = server.ask(headers={"Accept-Language": wanted})
    report(status == 200 and f'<html lang="{language}"'.encode() in answer, f"Accept-Language: {wanted[:20]!r}", answer[:60])
report(b'<a href="./?lang=de">' in server.ask("POST", "/analyse", *form({"text": FAIL, "lang": b"de"}))[2], "and the way back leads to it")
status, _, answer = server.ask("POST", "/analyse", mailbox, JSON)
report(status == 200 and json.loads(answer)["summary"]["messages"] == 3, "and of a mailbox the summary", str(status))
status, _, answer = server.ask("POST", "/analyse", b"text=" + b"From%3A+a%40museum.example%0A%0A",
                               {"Content-Type": "application/x-www-form-urlencoded"})
report(status == 200 and b"<h1>" in answer, "a short form", str(status))
report(server.ask("HEAD")[0] == 200, "HEAD")

# ---- who must not ask ----

refused("a foreign name that leads here (DNS rebinding)", 421, server.ask(headers={"Host": f"evil.example:{server.port}"}))
refused("and a post under it", 421, server.ask("POST", "/analyse", FAIL, {**MAIL, "Host": "evil.example"}))
refused("another port in Host", 421, server.ask(headers={"Host": "127.0.0.1:1"}))
report(server.raw(b"GET / HTTP/1.1\r\n\r\n", end=True)[9:12] in (b"421", b"400"), "no Host at all")
for origin in ("null", "http://evil.example", "http://127.0.0.1:1", f"https://127.0.0.1:{server.port}"):
    refused(f"Origin: {origin}", 403, server.ask("POST", "/analyse", FAIL, {**MAIL, "Origin": origin}))
refused("Sec-Fetch-Site: cross-site", 403, server.ask("POST", "/analyse", FAIL, {**MAIL, "Sec-Fetch-Site": "cross-site"}))
report(server.ask("POST", "/analyse", FAIL, {**MAIL, "Origin": f"http://127.0.0.1:{server.port}"})[0] == 200, "its own Origin")

# ---- what is no request ----

refused("another path", 404, server.ask(path="/etc/passwd"))
refused("a path that climbs", 404, server.ask(path="/../../etc/passwd"))
refused("a path with %2e", 404, server.ask(path="/%2e%2e/%2e%2e/etc/passwd"))
report(server.ask(path="/%00")[0] in (400, 404), "a path with NUL")
refused("GET where POST is wanted", 405, server.ask(path="/analyse"))
refused("POST where GET is wanted", 405, server.ask("POST", "/", FAIL, MAIL))
refused("DELETE", 405, server.ask("DELETE", "/analyse"))
refused("nothing pasted", 400, server.ask("POST", "/analyse", *form({"text": b"\r\n \t"})))
refused("a form without its boundary", 400, server.ask("POST", "/analyse", b"--x\r\n\r\nx", {"Content-Type": "multipart/form-data"}))
refused("a form that does not end", 400, server.ask("POST", "/analyse", b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx',
                                                   {"Content-Type": "multipart/form-data; boundary=b"}))
refused("a form of 1,000 parts", 400, server.ask("POST", "/analyse", *form({f"x{i}": b"x" for i in range(1000)})))
refused("a form of bytes", 400, server.ask("POST", "/analyse", os.urandom(5000), {"Content-Type": "multipart/form-data; boundary=b"}))
status, _, answer = server.ask("POST", "/analyse", b"", {"Content-Type": "message/rfc822", "Accept": "application/json"})
report(status == 400 and json.loads(answer) == {"error": "nothing"}, "a program is refused in JSON", str(answer))
report(b"200 OK" not in server.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(500), end=True), "TLS to a plain port")
report(b"200 OK" not in server.raw(os.urandom(20000), end=True), "bytes that are no HTTP")
report(b"200 OK" not in server.raw(b"GET /" + b"a" * 2000000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", end=True), "an address of 2 MB")
many = b"".join(b"X-%d: x\r\n" % i for i in range(200000))
report(b"200 OK" not in server.raw(b"GET / HTTP/1.1\r\n" + many + b"\r\n", timeout=20), "200,000 fields")
report(b"200 OK" not in server.raw(b"POST /analyse HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: -5\r\n\r\n" % server.port, timeout=5),
       "a length below nothing")

# ---- who pretends ----

own = f"127.0.0.1:{server.port}"
for host in (f"{own}.evil.example", f"{own}@evil.example", f"evil.example#{own}", f"127.0.0.1.:{server.port}", f"127.0.0.1:0{server.port}", "", " "):
    got = server.raw(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), end=True)
    report(b" 200 " not in got[:20], f"Host: {host!r}", got[:60])
report(server.ask(headers={"Host": f"LocalHost:{server.port}"})[0] == 200, "Host in capitals is the same")
got = server.raw(f"GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n\r\n".encode(), end=True)
report(b" 200 " not in got[:20], "two Hosts", got[:60])
got = server.raw(f"GET http://evil.example/ HTTP/1.1\r\nHost: {own}\r\n\r\n".encode(), end=True)
report(b" 200 " not in got[:20], "an address of elsewhere in the request line", got[:60])
for origin in (f"http://{own}@evil.example", f"http://{own}.evil.example", f"http://{own}/", f"http://{own} http://evil.example", "file://", ""):
    refused(f"Origin: {origin!r}", 403, server.ask("POST", "/analyse", FAIL, {**MAIL, "Origin": origin}))
status, headers, answer = server.ask("OPTIONS", "/analyse", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"})
report(status in (403, 405) and not [name for name in headers if name.lower().startswith("access-control")], "a preflight gets no leave", str(headers))
for method in ("TRACE", "CONNECT", "PUT", "X" * 5000, "get"):
    got = server.raw(f"{method} / HTTP/1.1\r\nHost: {own}\r\nX-Canary: kanarienvogel\r\n\r\n".encode(), end=True)
    report(b" 200 " not in got[:20] and b"kanarienvogel" not in got, f"{method[:8]}", got[:60])
status, headers, answer = server.ask(path="/kanarienvogel?lang=kanarienvogel", headers={"X-Canary": "kanarienvogel", "Accept-Language": "kanarienvogel"})
report(b"kanarienvogel" not in answer and "kanarienvogel" not in str(headers), "nothing of a request is said back")

# ---- what is two requests to one and one to another ----

body = FAIL[:200]
for title, lines in (("a length and chunks", f"Content-Length: {len(body)}\r\nTransfer-Encoding: chunked"), ("two lengths", "Content-Length: 5\r\nContent-Length: 500"),
                     ("a length that is none", "Content-Length: 5x"), ("a length of 2^64", "Content-Length: 18446744073709551621"),
                     ("chunks that are none", "Transfer-Encoding: xchunked"), ("a folded length", "Content-Length:\r\n 5")):
    got = server.raw(f"POST /analyse HTTP/1.1\r\nHost: {own}\r\n{lines}\r\n\r\n".encode() + body + b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                     timeout=READING + 5, end=True)
    report(got.count(b"HTTP/1.1 ") <= 1, f"{title}: one answer at most", got[:80])
for chunk in (b"ffffffffffffffff\r\nx", b"-1\r\nx", b"zz\r\nx", b"5\r\nab\r\n0\r\n\r\n", b"5;" + b"x" * 100000):
    got = server.raw(f"POST /analyse HTTP/1.1\r\nHost: {own}\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + chunk, timeout=READING + 5, end=True)
    report(b"<h1>mosa" not in got, f"a chunk {chunk[:8]!r}", got[:60])
got = server.raw((f"GET / HTTP/1.1\r\nHost: {own}\r\n\r\n" * 50).encode(), timeout=READING + 5, end=True)
report(got.count(b"HTTP/1.1 ") <= 1, "fifty requests at once on one connection: it is closed behind the first", str(got.count(b"HTTP/1.1 ")))

# ---- forms ----


def posted(parts, boundary="b", end=True):
    whole = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts) + (b"--" + boundary.encode() + b"--\r\n" if end else b"")
    return server.ask("POST", "/analyse", whole, {"Content-Type": f'multipart/form-data; boundary="{boundary}"'})


text = b'Content-Disposition: form-data; name="text"\r\n\r\n' + FAIL
for title, parts, wanted in (
        ("a part without a name", [b"Content-Disposition: form-data\r\n\r\nx"], (400,)),
        ("a part without a header", [b"\r\nx"], (400,)),
        ("a file named ../../etc/passwd", [b'Content-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\n\r\n' + FAIL], (200,)),
        ("a name of 1 MB", [b'Content-Disposition: form-data; name="' + b"n" * (1 << 20) + b'"\r\n\r\nx'], (400,)),
        ("a header of 1 MB", [b"X: " + b"x" * (1 << 20) + b"\r\n" + text], (200, 400)),
        ("a form in the form", [b'Content-Disposition: form-data; name="text"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--'], (200,)),
        ("sixteen texts", [text] * 16, (200,)), ("seventeen", [text] * 17, (400,)),
        ("markup as a language", [text, b'Content-Disposition: form-data; name="lang"\r\n\r\n"><script>'], (200,)),
        ("a path as a language", [text, b'Content-Disposition: form-data; name="lang"\r\n\r\n../../../etc/passwd'], (200,)),
        ("a formula as a code", [text, b'Content-Disposition: form-data; name="institution"\r\n\r\n=cmd|x'], (200,)),
        ("a code of 1 MB", [text, b'Content-Disposition: form-data; name="institution"\r\n\r\n' + b"A" * (1 << 20)], (200,)),
        ("NUL in a code", [text, b'Content-Disposition: form-data; name="institution"\r\n\r\nA\0B'], (200,))):
    status, _, answer = posted(parts)
    report(status in wanted and b"<script" not in answer and b"=cmd" not in answer, f"{title}: {status}", answer[:200])
report(posted([text], boundary="b" * 5000)[0] in (200, 400), "a boundary of 5,000 bytes")

# ---- what a mail may be ----

patient = Server(reading=0)  # as it is outside of tests
bomb = io.BytesIO()
with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
    for i in range(20):
        with archive.open(f"{i}.eml", "w") as part:
            for _ in range(64):
                part.write(b"\0" * (1 << 20))
many_heads = b"".join(b"X-%d: x\r\n" % i for i in range(200000)) + b"\r\n"
for title, mail in (("a zip of 1.3 GB of zeros", bomb.getvalue()), ("200,000 header fields", FAIL.split(b"\n\n")[0] + b"\n" + many_heads),
                    ("parts in parts, 20,000 deep", b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(20000))),
                    ("brackets, a million", b"From: " + b"(" * 1000000 + b"\n\n"), ("a line of 20 MB", b"Received: " + b"a" * (20 << 20)),
                    ("100,000 messages", b"From a@example.com Mon Nov 16 00:00:00 2026\nFrom: a@b.example\n\n\n" * 100000),
                    ("a gzip that breaks off", b"\x1f\x8b\x08" + os.urandom(3000)), ("bytes", os.urandom(300000))):
    start = time.monotonic()
    status, _, answer = patient.ask("POST", "/analyse", mail, MAIL)
    report(status in (200, 422, 500) and b"<h1>" in answer and time.monotonic() - start < 30, f"{title}: {status}, {time.monotonic() - start:.1f} s", answer[:100])

report(patient.ask("POST", "/analyse", FAIL, MAIL)[0] == 200 and patient.end() == 0, "and it answers the next")

# ---- who goes away ----

for _ in range(20):
    with socket.create_connection(("127.0.0.1", server.port)) as gone:
        gone.sendall(f"POST /analyse HTTP/1.1\r\nHost: {own}\r\nContent-Length: {len(FAIL)}\r\n\r\n".encode() + FAIL)
report(server.ask()[0] == 200, "twenty who ask and do not wait")
with socket.create_connection(("127.0.0.1", server.port)) as idle:
    idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    idle.sendall(f"POST /analyse HTTP/1.1\r\nHost: {own}\r\nContent-Type: message/rfc822\r\nContent-Length: {len(FAIL) + 500000}\r\n\r\n".encode()
                 + FAIL.replace(b"\n\n", b"\nX-Long: " + b"y " * 249996 + b"\n\n", 1)[:len(FAIL) + 500000])
    start, rest = time.monotonic(), b"x"
    time.sleep(READING + 2)
    idle.settimeout(5)
    try:
        while rest and time.monotonic() - start < READING + 12:
            rest = idle.recv(65536)
    except OSError:
        rest = b""
report(rest == b"", "one who does not read the answer is let go")
status = [server.ask("POST", "/analyse", FAIL, MAIL)[0] for _ in range(3)]
report(200 in status, "and others are answered", str(status))

# ---- too much ----


class Zeros:
    def __init__(self, size):
        self.left = size

    def __iter__(self):
        while self.left > 0:
            part = min(self.left, 1 << 20)
            self.left -= part
            yield b"x" * part


def post_much(headers, size):
    try:
        return server.ask("POST", "/analyse", iter(Zeros(size)), {**MAIL, **headers})
    except (ConnectionError, http.client.HTTPException):
        return 413, {}, b"<h1>closed"  # refused while it was still sending


refused("100 MB", 413, post_much({"Content-Length": "100000000"}, 100000000))
refused("100 MB, not said before", 413, post_much({"Transfer-Encoding": "chunked"}, 100000000))
refused("to a wrong Host it is not even read", 421, server.ask("POST", "/analyse", b"x" * 1000000, {**MAIL, "Host": "evil.example"}))
start = time.monotonic()
with socket.create_connection(("127.0.0.1", server.port)) as slow:
    slow.settimeout(READING + 10)
    slow.sendall(b"POST /analyse HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 1000\r\n\r\nx" % server.port)
    try:
        ended = slow.recv(1000) == b""
    except (ConnectionError, TimeoutError):
        ended = time.monotonic() - start < READING + 9
report(ended and time.monotonic() - start < READING + 9, "a client that says nothing more is let go")
with socket.create_connection(("127.0.0.1", server.port)) as slow:
    slow.settimeout(1)
    start, ended = time.monotonic(), False
    while time.monotonic() - start < READING + 9 and not ended:
        try:
            slow.sendall(b"X")
            ended = slow.recv(1000) == b""
        except TimeoutError:
            pass
        except ConnectionError:
            ended = True
report(ended, "one that says a letter a second too")
held = []
for _ in range(300):
    try:
        held.append(socket.create_connection(("127.0.0.1", server.port), timeout=5))
    except OSError:
        break
time.sleep(READING + 2)
for connection in held:
    connection.close()
report(server.ask()[0] == 200, "300 connections that say nothing")
many = []
for _ in range(12):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/analyse", body=FAIL, headers=MAIL)
    many.append(connection)
answers = [connection.getresponse().status for connection in many]
report(set(answers) <= {200, 503} and 200 in answers, "twelve at a time: some wait", str(answers))
report(not (out := [breach for breach in map(checked, pages) if breach]), "the pages are sound", str(out))
with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
    peak = int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) // 1024
print(f"# the server's memory at most: {peak} MiB")
report(peak < 250 or "MAILWHY_SANITIZED" in os.environ, "in bounded memory", f"{peak} MiB")
for _ in range(100):
    server.ask()
time.sleep(0.5)
descriptors = len(os.listdir(f"/proc/{server.process.pid}/fd"))
report(descriptors < 40, "a connection that ended leaves no descriptor", f"{descriptors}")
status, _, answer = server.ask("POST", "/analyse", FAIL, JSON)
report(status == 200 and json.loads(answer)["verdict"]["status"] == "fail", "and it lives")
children = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=False).stdout.split()
status = server.end()
time.sleep(0.3)
left = [child for child in children if os.path.exists(f"/proc/{child}")]
report(status == 0 and not left, "Ctrl-C ends all", f"{status} {left}")

# ---- behind a proxy ----

with tempfile.NamedTemporaryFile("w", suffix=".secret") as file:
    file.write("0123456789abcdef\n")
    file.flush()
    server = Server("--behind-proxy=https://mail.example/why/", f"--secret-file={file.name}")
    secret = {"X-Mailwhy-Secret": "0123456789abcdef"}
    report(server.ask(headers={"Host": "mail.example", **secret})[0] == 200, "the proxy's name with its secret")
    refused("without it", 403, server.ask(headers={"Host": "mail.example"}))
    status = server.ask("POST", "/analyse", FAIL, {**MAIL, **secret, "Host": "mail.example", "Origin": "https://mail.example"})[0]
    report(status == 200, "and its Origin", str(status))
    server.end()

# ---- who answers, said once ----

with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
    file.write("Anna <anna@museum.example>\n")
    file.flush()
    server = Server("--voice=platform", f"--signature={file.name}", "--institution=MOSA", "--lang=en")
    status, _, page = server.ask(headers={"Accept-Language": "de"})
    report(b'value="platform" checked' in page and b'value="MOSA"' in page and b'<html lang="en"' in page, "the page begins with what was said once")
    status, _, answer = server.ask("POST", "/analyse", *form({"text": FAIL}))
    report(b"We switch" in answer and b"Anna &lt;anna@museum.example&gt;" in answer and b"sel1-MOSA" in answer, "and an answer holds it")
    status, _, answer = server.ask("POST", "/analyse", *form({"text": FAIL, "voice": b"neutral", "institution": b" "}))
    report(b"We switch" not in answer and b"sel1-CODE" in answer, "but for what is chosen, or emptied")
    status, _, answer = server.ask("POST", "/analyse", *form({"text": FAIL, "voice": b"<script>"}))
    report(status == 200 and b"We switch" in answer, "a voice that is none is nobody's")
    server.end()

for title, options in (("a port that is none", ["--port=70000"]), ("a proxy without a secret", ["--behind-proxy=https://a.example/"]),
                       ("an unknown language", ["--lang=xx"]), ("a voice that is none", ["--voice=loud"]), ("no signature there", ["--signature=/nowhere"]),
                       ("a code with a quote in it", ["--institution=A\"B"])):
    run = subprocess.run([program, *options], capture_output=True, text=True, timeout=20, check=False)
    report(run.returncode == 2 and run.stderr.startswith("mailwhy-page: ") and not run.stdout, title, run.stderr)

finish()
