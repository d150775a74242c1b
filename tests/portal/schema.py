"""Schemathesis, as its authors publish it, for whom the test's host names are on this machine."""

import socket

from schemathesis.cli import schemathesis

resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve(
    "127.0.0.1" if str(host).endswith(".test") else host, *rest, **more
)
schemathesis()
