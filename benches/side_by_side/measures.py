"""What is measured, how the load generator is asked for it, and which figures come of it."""

import json
import subprocess
import time
from dataclasses import dataclass, field

from machine import cpu_seconds, memory_kib
from peers import Upstream
from setting import HOST, Failed, Program


@dataclass
class Measure:
    name: str
    title: str
    # What one unit of the load's count is called.
    unit: str
    load: list
    path: str = "/part7/1k?view=list"
    # Figures that are shown: key → heading. The first one's ratio is shown, too.
    figures: dict = field(default_factory=dict)
    websocket: bool = False
    unix: bool = False

    def upstream(self, setting):
        if self.websocket:
            port, path = setting.echo_port, setting.echo_socket
        else:
            port, path = setting.upstream_port, setting.upstream_socket
        return Upstream(path=path) if self.unix else Upstream(port=port)


LATENCY = {"p50_us": "p50 µs", "p99_us": "p99 µs", "p999_us": "p99.9 µs", "cpu_us": "CPU µs/request"}

MEASURES = [
    Measure(
        "h1-1k",
        "HTTP/1.1, 1 KiB, 32 connections",
        "request",
        ["closed", "--protocol", "h1", "--connections", "32"],
    ),
    Measure(
        "h1-64k",
        "HTTP/1.1, 64 KiB, 32 connections",
        "request",
        ["closed", "--protocol", "h1", "--connections", "32"],
        path="/part7/64k",
    ),
    Measure(
        "h2-1k",
        "HTTP/2, 1 KiB, 8 connections × 16 streams",
        "request",
        ["closed", "--protocol", "h2", "--connections", "8", "--streams", "16"],
    ),
    Measure(
        "open",
        "Open loop, 3,000 requests/s, HTTP/1.1, 1 KiB, 32 connections",
        "request",
        ["open", "--connections", "32", "--rate", "3000"],
        figures=LATENCY,
    ),
    Measure("tls-full", "Full TLS 1.3 handshakes", "handshake", ["handshakes", "--kind", "full", "--at-once", "8"]),
    Measure(
        "tls-resumed",
        "Resumed TLS 1.3 handshakes",
        "handshake",
        # A client keeps eight tickets, and each handshake under way has taken one or two.
        ["handshakes", "--kind", "resumed", "--at-once", "4"],
    ),
    Measure(
        "idle",
        "Idle TLS connections",
        "connection",
        ["idle"],
        figures={"kib": "KiB/connection", "base_kib": "KiB with a tenth of them", "cpu_us": "CPU µs/connection"},
    ),
    Measure(
        "upload",
        "Uploads of 1 MiB, HTTP/1.1, 8 connections",
        "request",
        ["closed", "--protocol", "h1", "--connections", "8", "--upload", str(1024 * 1024)],
        path="/part7/upload",
    ),
    Measure(
        "websocket",
        "WebSocket messages of 64 bytes there and back, 32 connections",
        "message",
        ["websocket", "--connections", "32", "--message", "64"],
        path="/part7/socket",
        websocket=True,
    ),
]


def find(name):
    """A measure by name; with `-unix` behind it, the app listens on a unix socket."""
    for measure in MEASURES:
        if name == measure.name:
            return measure
        if name == f"{measure.name}-unix":
            return Measure(
                name,
                f"{measure.title}, app on a unix socket",
                measure.unit,
                measure.load,
                measure.path,
                measure.figures,
                measure.websocket,
                True,
            )
    raise Failed(f"there is no measure `{name}`")


def take(measure, peer, setting, pace):
    """One round of one measure with one proxy, from its start to its end."""
    peer.start(setting, measure.upstream(setting))
    try:
        command = [setting.load, *measure.load, "--address", f"127.0.0.1:{peer.port}", "--host", HOST]
        command += ["--ca", setting.authority, "--path", measure.path]
        for header in peer.headers():
            command += ["--header", header]
        if measure.load[0] == "idle":
            command += ["--connections", str(pace.idle_connections)]
        else:
            command += ["--warm-up", str(pace.warm_up), "--seconds", str(pace.seconds)]
        log = setting.dir / "load.log"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        load = Program(command, setting.load_core, log, **pipes)
        try:
            if measure.load[0] == "idle":
                return observe_memory(load, peer.program.session)
            return observe(load, peer.program.session)
        finally:
            load.stop()
    finally:
        peer.stop()


def observe(load, session):
    """CPU time from the load's `begin` to its `end`."""
    wait_for_begin(load)
    cpu, started = cpu_seconds(session), time.monotonic()
    figures = wait_for_end(load)
    cpu, took = cpu_seconds(session) - cpu, time.monotonic() - started
    done = figures["done"]
    figures["cpu_us"] = cpu * 1e6 / done
    figures["per_second"] = done / figures["seconds"]
    figures["busy"] = cpu / took
    return figures


def observe_memory(load, session):
    """The load waits at `begin` and at `end` until it is told that the memory was read."""
    wait_for_begin(load)
    before, cpu = memory_kib(session), cpu_seconds(session)
    tell(load)
    figures = wait_for_end(load)
    after, cpu = memory_kib(session), cpu_seconds(session) - cpu
    tell(load)
    figures["base_kib"] = before
    figures["kib"] = (after - before) / figures["done"]
    figures["cpu_us"] = cpu * 1e6 / figures["done"]
    return figures


def wait_for_begin(load):
    if load.process.stdout.readline().strip() != "begin":
        raise Failed(f"the load did not begin: {load.last_words()}")


def wait_for_end(load):
    end = load.process.stdout.readline()
    if not end.startswith("end "):
        raise Failed(f"the load did not end: {load.last_words()}")
    figures = json.loads(end.removeprefix("end "))
    if figures["done"] == 0:
        raise Failed("nothing was done in the measured time")
    return figures


def tell(load):
    load.process.stdin.write("\n")
    load.process.stdin.flush()
