"""Proves that Easel and huggingface_hub share one cache: what one has downloaded, the other finds, and both take over each other's halves.

    python Tests/Peers/hub.py .build/release/easel Sources/Easel/Resources/models/easel-tiny

A server on this machine speaks the hub's protocol as far as both ask for it, also over TLS with a certificate that only those trust who are told to.
Needs huggingface_hub and the openssl program; nothing is downloaded from elsewhere.
"""

import hashlib
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

COMMIT = "0123456789abcdef0123456789abcdef01234567"
failures = []


def check(condition, what):
    print(f"{'ok     ' if condition else 'FAILED '} {what}", flush=True)
    if not condition:
        failures.append(what)


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    files, asked, store = {}, [], ""

    def do_HEAD(self):
        self.answer(with_body=False)

    def do_GET(self):
        self.answer(with_body=True)

    def answer(self, with_body):
        self.asked.append((self.command, self.path, self.headers.get("Range")))
        if self.path.startswith("/api/models/somebody/small/tree/"):
            body = json.dumps([self.entry(name, data) for name, data in self.files.items()]).encode()
            return self.send(200, {"Content-Type": "application/json"}, body, with_body)
        if self.path.startswith("/api/models/somebody/small"):
            siblings = [{"rfilename": name, "size": len(data)} for name, data in self.files.items()]
            body = json.dumps({"_id": "1", "id": "somebody/small", "sha": COMMIT, "siblings": siblings, "private": False, "tags": [], "downloads": 0}).encode()
            return self.send(200, {"Content-Type": "application/json"}, body, with_body)
        prefix = next((p for p in [f"/somebody/small/resolve/{COMMIT}/", "/somebody/small/resolve/main/", "/store/"] if self.path.startswith(p)), None)
        name = self.path[len(prefix):] if prefix else ""
        if name not in self.files:
            return self.send(404, {"X-Error-Code": "EntryNotFound" if prefix else "RepoNotFound"}, b"", with_body)
        data = self.files[name]
        if prefix == "/store/":
            first = int((self.headers.get("Range") or "bytes=0-")[6:].split("-")[0])
            return self.send(206 if first else 200, {"Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"}, data[first:], with_body)
        if name.endswith(".safetensors"):
            head = {"X-Linked-Etag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Linked-Size": str(len(data)), "Location": f"{self.store}/store/{name}"}
            return self.send(302, {**head, "X-Repo-Commit": COMMIT}, b"", with_body)
        etag = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        self.send(200, {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT}, data, with_body)

    @staticmethod
    def entry(name, data):
        entry = {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}
        large = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
        return {**entry, "lfs": large} if name.endswith(".safetensors") else entry

    def send(self, status, headers, body, with_body):
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def easel(program, cache, endpoint, code, **more):
    """Runs a cell with the program; what it printed, errors included."""
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work) / "cell.swift"
        path.write_text(code + "\n")
        environment = {**os.environ, "HF_HUB_CACHE": str(cache), "HF_ENDPOINT": endpoint, **more}
        result = subprocess.run([program, "run", str(path)], capture_output=True, text=True, cwd=work, env=environment)
        return result.stdout + result.stderr


def peer(cache, endpoint, code, **more):
    """Runs huggingface_hub in a process of its own, since it reads the environment when it is imported."""
    environment = {**os.environ, "HF_HUB_CACHE": str(cache), "HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1", **more}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    return result.stdout.strip() or result.stderr[-2000:]


def encrypted(folder):
    """The same hub behind TLS, and its certificate."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate), *subject]
    subprocess.run(make, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, certificate


SNAPSHOT = "import huggingface_hub as h; print(h.snapshot_download('somebody/small', local_files_only={local}))"
SCAN = (
    "import huggingface_hub as h; c = h.scan_cache_dir(); r = list(c.repos)[0]; v = list(r.revisions)[0]; "
    "print(len(c.warnings), r.repo_id, v.commit_hash, sorted(v.refs), len(v.files), r.size_on_disk)"
)
LOAD = 'let model = load("somebody/small")\nprint("hash", model.hash)'


def main():
    program, model = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    names = [p for p in sorted(model.rglob("*")) if p.is_file() and not p.name.endswith(".md")]
    Hub.files = {str(p.relative_to(model)): p.read_bytes() for p in names}
    # Large files lie on another host, as the hub's do.
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint, Hub.store = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs, halves = (pathlib.Path(folder) / name for name in ("ours", "theirs", "halves"))

        check("hash " in easel(program, ours, endpoint, LOAD), "Easel downloads and loads")
        snapshot = pathlib.Path(peer(ours, endpoint, SNAPSHOT.format(local=True)))
        same = all((snapshot / name).is_file() and (snapshot / name).read_bytes() == data for name, data in Hub.files.items())
        check(same, f"huggingface_hub finds every file without the network ({snapshot.name})")
        scan = peer(ours, endpoint, SCAN)
        expected = f"0 somebody/small {COMMIT} ['main'] {len(Hub.files)} {sum(map(len, Hub.files.values()))}"
        check(scan == expected, f"its scan of the cache finds nothing odd: {scan}")

        check(peer(theirs, endpoint, SNAPSHOT.format(local=False)).endswith(COMMIT), "huggingface_hub downloads")
        asked = len(Hub.asked)
        check("hash " in easel(program, theirs, endpoint, LOAD, HF_HUB_OFFLINE="1"), "Easel loads from its cache, offline")
        check("hash " in easel(program, theirs, endpoint, LOAD) and len(Hub.asked) == asked, "Easel asks nobody for what is there")
        check(peer(theirs, endpoint, SCAN) == expected, "and leaves it as it was")

        weights = "unet/diffusion_pytorch_model.safetensors"
        etag = hashlib.sha256(Hub.files[weights]).hexdigest()
        blobs = halves / "models--somebody--small/blobs"
        blobs.mkdir(parents=True)
        (blobs / f"{etag}.incomplete").write_bytes(Hub.files[weights][:1_000_000])
        check("hash " in easel(program, halves, endpoint, LOAD), "Easel takes over a half that another tool has left")
        check(("GET", f"/store/{weights}", "bytes=1000000-") in Hub.asked, "and asks for the other half only")
        secure, certificate = encrypted(pathlib.Path(folder))
        servers.append(secure)
        address = f"https://localhost:{secure.server_port}"
        refused = easel(program, halves / "tls", address, LOAD)
        check("HubError" in refused and "hash " not in refused, "a stranger's certificate is refused")
        check("hash " in easel(program, halves / "tls", address, LOAD, SSL_CERT_FILE=str(certificate)), "one that a person trusts is taken")
        check("no repository 'nobody/nothing'" in easel(program, halves, endpoint, 'load("nobody/nothing")'), "a missing repository is said")
    for server in servers:
        server.shutdown()
    print(f"{len(failures)} failed" if failures else "all passed")
    sys.exit(1 if failures else 0)


main()
