"""The place of a run: directories, ports, certificates, the app behind the proxies, and what every request carries."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
HOST = "crm.test"
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SCOPES = 20


class Failed(Exception):
    """Something did not start, or did not do what it was asked."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raise_file_limit():
    """Ten thousand connections need as many files, on both sides of the proxy."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (65536, hard):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
            return wanted
        except (ValueError, OSError):
            continue
    return soft


class Program:
    """A running program with a core and a session of its own."""

    def __init__(self, command, core, log, **options):
        self.log = Path(log)
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stderr=open(log, "w"),
            env={
                **os.environ,
                # Caddy keeps its last config in the home directory otherwise.
                "XDG_CONFIG_HOME": str(self.log.parent),
                "XDG_DATA_HOME": str(self.log.parent),
                "RUST_BACKTRACE": "0",
            },
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
            **options,
        )
        self.session = self.process.pid

    def wait_until_it_listens(self, port):
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.05).close()
                return
            except OSError:
                # Nothing tells when a program listens, so it is asked every 50 ms for half a minute.
                time.sleep(0.05)
        raise Failed(f"it does not listen on port {port}: {self.last_words()}")

    def last_words(self):
        return self.log.read_text()[-1500:]

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.session, number)
                self.process.wait(timeout=5)
            except ProcessLookupError:
                pass
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()


class Setting:
    """Made once per run; a context manager that leaves nothing behind."""

    def __init__(self, target, gatepass, load, proxy_core, load_core):
        self.dir = Path(tempfile.mkdtemp(prefix="work-", dir=target))
        # A path of a unix socket has 107 bytes at most (unix(7)); the target directory may be anywhere.
        self.sockets = Path(tempfile.mkdtemp(prefix="side-by-side-"))
        # Apache's and nginx's workers are another user when the run is root's.
        for made in (self.dir, self.sockets):
            made.chmod(0o755)
        self.load = load
        self.proxy_core, self.load_core = proxy_core, load_core
        self.nofile = raise_file_limit()
        self.upstream_port, self.echo_port = free_port(), free_port()
        self.upstream_socket = self.sockets / "app"
        self.echo_socket = self.sockets / "echo"
        self.started = []
        self.make_certificate(gatepass)

    def make_certificate(self, gatepass):
        """The same P-256 certificate for all, from Gatepass's own development authority."""
        made = self.dir / "made"
        command = [gatepass, "init", made, "--host", HOST, "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        certs = made / "certs"
        self.authority, self.certificate, self.key = (
            certs / f"{HOST}-ca.pem",
            certs / f"{HOST}.pem",
            certs / f"{HOST}.key",
        )
        self.sealing_key = made / "data" / "gatepass.key"
        self.both = self.dir / "certificate-and-key.pem"
        self.both.write_text(self.certificate.read_text() + self.key.read_text())

    def __enter__(self):
        (self.dir / "www" / "part7").mkdir(parents=True)
        (self.dir / "www" / "part7" / "64k").write_bytes(b"x" * 65536)
        config = self.fill("upstream.conf", PORT=self.upstream_port, SOCKET=self.upstream_socket)
        upstream = self.start(["nginx", "-c", config], self.load_core, "upstream")
        upstream.wait_until_it_listens(self.upstream_port)
        echo = [self.load, "echo", "--tcp", f"127.0.0.1:{self.echo_port}", "--unix", self.echo_socket]
        self.start(echo, self.load_core, "echo").wait_until_it_listens(self.echo_port)
        for made in (self.upstream_socket, self.echo_socket):
            made.chmod(0o777)
        return self

    def __exit__(self, *_):
        for program in self.started:
            program.stop()
        shutil.rmtree(self.dir)
        shutil.rmtree(self.sockets)

    def start(self, command, core, name):
        program = Program(command, core, self.dir / f"{name}.log")
        self.started.append(program)
        return program

    def fill(self, template, name=None, **values):
        """Writes a config from `peers/`, with `@NAME@` replaced."""
        # A given value may itself name one of these, so they come last.
        values = values | {
            "DIR": self.dir,
            "HOST": HOST,
            "NOFILE": self.nofile,
            "CERTIFICATE": self.certificate,
            "KEY": self.key,
            "CERTIFICATE_AND_KEY": self.both,
            "AUTH_PORT": self.upstream_port,
            "ONE_KIB": "x" * 1024,
            "APACHE_MODULES": "/usr/lib/apache2/modules",
        }
        text = (HERE / "peers" / template).read_text()
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        written = self.dir / (name or template)
        written.write_text(text)
        return written
