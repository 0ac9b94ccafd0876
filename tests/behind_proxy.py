"""The proxy of ``deploy/nginx`` before real web processes, over real HTTPS on this computer."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

from certificates import self_signed
from free_ports import free_port, wait_for

HOST = "wijken.example.org"
TEMPLATE = Path(__file__).parents[1] / "deploy" / "nginx" / "watwerkt.conf.template"
PATIENCE = 30  # seconds

# What Debian's nginx.conf says around the files of its sites, as far as it matters here.
_AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/errors.log;
events {{ worker_connections 512; }}
http {{
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/watwerkt.conf;
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, and what the browser keeps of it."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Browser:
    """Asks over HTTPS by the name of the site, and keeps cookies as a browser does."""

    def __init__(self, port: int, certificate: Path) -> None:
        self._port = port
        self._trusting = ssl.create_default_context(cafile=str(certificate))
        self.cookies: dict[str, str] = {}
        self.flags: dict[str, bool] = {}

    def ask(
        self, path: str, form: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer; a form is sent as the page's own."""
        with self.connection() as connection:
            sent = {"Host": HOST, "Cookie": self._kept()} | dict(headers or {})
            if form is not None:
                sent |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Origin": f"https://{HOST}",
                }
            connection.request("POST" if form is not None else "GET", path, form, sent)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                self.flags[name] = bool(morsel["secure"])
        return Answer(status=response.status, headers=response.headers, text=text)

    @contextmanager
    def connection(self, name: str = HOST) -> Iterator[http.client.HTTPConnection]:
        """A connection by HTTPS on which something may be asked."""
        connection = http.client.HTTPConnection("127.0.0.1", timeout=PATIENCE)
        connection.sock = self.reached(name)
        try:
            yield connection
        finally:
            connection.close()

    def reached(self, name: str = HOST) -> ssl.SSLSocket:
        """The proxy, asked for a site of this name."""
        plain = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
        return self._trusting.wrap_socket(plain, server_hostname=name)

    def _kept(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that runs.

    Attributes:
        folder: with its logs and its certificate.
        http: port for who comes without TLS.
        https: port for who comes with it.
    """

    folder: Path
    http: int
    https: int

    def browser(self) -> Browser:
        """A browser that has not been here before."""
        return Browser(self.https, self.folder / "fullchain.pem")


@contextmanager
def proxied(folder: Path, pages: Sequence[int]) -> Iterator[Proxy]:
    """A proxy before the web processes on these ports, until the block ends."""
    folder.mkdir()
    proxy = Proxy(folder=folder, http=free_port(), https=free_port())
    self_signed(folder, HOST)
    (folder / "watwerkt.conf").write_text(filled_in(proxy, pages), encoding="utf-8")
    around = folder / "nginx.conf"
    around.write_text(_AROUND.format(folder=folder), encoding="utf-8")
    command = [nginx() or "nginx", "-p", str(folder), "-c", str(around)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if checked.returncode:
        raise RuntimeError(checked.stderr)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(proxy.https, PATIENCE)
            yield proxy
        finally:
            process.terminate()


def nginx() -> str | None:
    """Where nginx is; None where it is not."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def filled_in(proxy: Proxy, pages: Sequence[int]) -> str:
    """The template for this computer, on ports that anybody may listen on."""
    values = {
        "WATWERKT_HOST": HOST,
        "WATWERKT_SERVERS": " ".join(f"server 127.0.0.1:{port};" for port in pages),
        "WATWERKT_CERTIFICATES": str(proxy.folder),
        "WATWERKT_ACCESS_LOG": str(proxy.folder / "watwerkt.log"),
        "WATWERKT_ERROR_LOG": str(proxy.folder / "watwerkt-errors.log"),
    }
    text = re.sub(r"\$\{(\w+)\}", lambda name: values[name[1]], TEMPLATE.read_text("utf-8"))
    for asked, port in ((80, proxy.http), (443, proxy.https)):
        text = re.sub(rf"listen (\[::\]:)?{asked}\b", rf"listen \g<1>{port}", text)
    text = text.replace("listen [::]:", "listen [::1]:").replace("listen ", "listen 127.0.0.1:")
    return text.replace("listen 127.0.0.1:[::1]:", "listen [::1]:")
