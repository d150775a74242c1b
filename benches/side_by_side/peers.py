"""The proxies: how each is started, and in which words it is told where the app listens."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

from machine import version
from setting import HOST, SCOPES, USER_AGENT, Failed, Program, free_port

COOKIE = "__Host-gatepass"
# As long as a real one, so that all proxies read and forward requests of one length.
NO_SESSION = "x" * 43


class Upstream:
    """Where the app listens, in each proxy's words."""

    def __init__(self, port=None, path=None):
        self.url = f"unix:{path}" if path else f"http://127.0.0.1:{port}"
        self.nginx = f"unix:{path}" if path else f"127.0.0.1:{port}"
        self.haproxy = f"unix@{path}" if path else f"127.0.0.1:{port}"
        self.caddy = f"unix/{path}" if path else f"127.0.0.1:{port}"
        pipe, address = f'{{ pipe: {{ path: "{path}" }} }}', f"{{ address: 127.0.0.1, port_value: {port} }}"
        self.envoy = pipe if path else f"{{ socket_address: {address} }}"
        self.apache = f"unix:{path}|http://app/" if path else f"http://127.0.0.1:{port}/"


class Peer:
    """A proxy that can be started. `command` gets the path of its config."""

    def __init__(self, name, package, template, command, version, **values):
        self.name, self.package, self.template = name, package, template
        self.command, self.version = command, version
        self.own_values = values
        self.port = None
        self.program = None
        self.cookie = NO_SESSION

    def start(self, setting, upstream):
        self.port = self.port or free_port()
        config = setting.fill(
            self.template,
            # Programs go by the ending.
            f"{self.name}{Path(self.template).suffix}",
            NAME=self.name,
            LISTEN=self.port,
            UPSTREAM_URL=upstream.url,
            UPSTREAM_NGINX=upstream.nginx,
            UPSTREAM_HAPROXY=upstream.haproxy,
            UPSTREAM_CADDY=upstream.caddy,
            UPSTREAM_APACHE=upstream.apache,
            UPSTREAM_ENVOY=upstream.envoy,
            **self.values(setting),
        )
        log = setting.dir / f"{self.name}.log"
        self.program = Program(self.command(config), setting.proxy_core, log, stdout=subprocess.DEVNULL)
        self.program.wait_until_it_listens(self.port)

    def values(self, setting):
        return self.own_values

    def stop(self):
        if self.program:
            self.program.stop()
            self.program = None

    def headers(self):
        return [f"User-Agent: {USER_AGENT}", "Accept: */*", f"Cookie: {COOKIE}={self.cookie}"]


class Gatepass(Peer):
    """Ours, with a grant and a session of a signed-in agent, fresh for each start."""

    def __init__(self, name, binary):
        def command(config):
            return [binary, "--config", config, "run"]

        super().__init__(name, None, "gatepass.toml", command, lambda: version(binary, "--version"))
        self.binary = binary

    def values(self, setting):
        return {"STATE": setting.dir / f"{self.name}-state", "SCOPES": scopes()}

    def start(self, setting, upstream):
        state = setting.dir / f"{self.name}-state"
        shutil.rmtree(state, ignore_errors=True)
        state.mkdir(mode=0o700)
        shutil.copy(setting.sealing_key, state / "gatepass.key")
        super().start(setting, upstream)
        self.cookie = self.sign_in(setting, self.make_grant(setting))
        # Started again, because the memory-hard hash of the sign-in is no part of what is measured.
        self.stop()
        super().start(setting, upstream)

    def make_grant(self, setting):
        config = setting.dir / f"{self.name}.toml"
        asked = ["grant", "create", "--site", "crm", "--as", "ann", "--for", "8h", "--agent", "Sam", "--json"]
        made = subprocess.run(
            [self.binary, "--config", config, *asked], capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise Failed(f"no grant: {made.stderr}")
        return json.loads(made.stdout)

    def sign_in(self, setting, grant):
        """From the address and with the user agent of the load, which are then trusted."""
        context = ssl.create_default_context(cafile=setting.authority)
        raw = socket.create_connection(("127.0.0.1", self.port))
        connection = http.client.HTTPConnection(HOST)
        connection.sock = context.wrap_socket(raw, server_hostname=HOST)
        form = {
            "username": grant["userName"],
            "password": grant["password"],
            "code": grant["securityCode"],
        }
        connection.request(
            "POST",
            "/.gatepass/sign-in",
            json.dumps(form),
            {"Content-Type": "application/json", "User-Agent": USER_AGENT},
        )
        answer = connection.getresponse()
        said = answer.read()
        set_cookie = answer.getheader("Set-Cookie") or ""
        connection.close()
        if answer.status != 200 or not set_cookie.startswith(COOKIE):
            raise Failed(f"no session: {answer.status} {said[:500]!r}")
        return set_cookie.partition("=")[2].partition(";")[0]


def scopes():
    """Twenty parts of an app; every tenth also reads a parameter."""
    parts = []
    for number in range(SCOPES):
        rules = [f'{{ path = "/part{number}/**" }}']
        if number % 10 == 1:
            rules.append(f'{{ path = "/index.php", parameters = {{ module = ["Part{number}*"] }} }}')
        parts.append(
            f'[[site.scope]]\nname = "part{number}"\nlabel = "Part {number}"\ndefault = "full"\n'
            f"match = [{', '.join(rules)}]\n"
        )
    return "\n".join(parts)


def others(envoy):
    """The peers by name. `envoy`: where its program is, or will be."""
    listed = [
        Peer(
            "nginx",
            "nginx",
            "nginx.conf",
            lambda config: ["nginx", "-c", config],
            lambda: version("nginx", "-v"),
        ),
        Peer(
            "nginx-auth",
            "nginx",
            "nginx-auth.conf",
            lambda config: ["nginx", "-c", config],
            lambda: version("nginx", "-v") + " + auth_request, connections to the service kept",
            AUTH="auth",
        ),
        Peer(
            "nginx-auth-new",
            "nginx",
            "nginx-auth.conf",
            lambda config: ["nginx", "-c", config],
            lambda: version("nginx", "-v") + " + auth_request, a new connection for each question",
            # Without an `upstream` block, as most guides to auth_request have it.
            AUTH="127.0.0.1:@AUTH_PORT@",
        ),
        Peer(
            "haproxy",
            "haproxy",
            "haproxy.cfg",
            lambda config: ["haproxy", "-db", "-f", config],
            lambda: version("haproxy", "-v"),
        ),
        Peer(
            "caddy",
            "caddy",
            "Caddyfile",
            lambda config: ["caddy", "run", "--adapter", "caddyfile", "--config", config],
            lambda: "Caddy " + version("caddy", "version") + " + forward_auth",
        ),
        Peer(
            "apache",
            "apache2",
            "apache.conf",
            lambda config: ["apache2", "-DFOREGROUND", "-f", config],
            lambda: version("apache2", "-v"),
        ),
        Peer(
            "envoy",
            None,
            "envoy.yaml",
            lambda config: [envoy, "--concurrency", "1", "--disable-hot-restart", "-l", "error", "-c", config],
            # It begins with its own path.
            lambda: version(envoy, "--version") + " + ext_authz",
        ),
    ]
    return {peer.name: peer for peer in listed}
