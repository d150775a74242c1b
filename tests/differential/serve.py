"""Werkzeug's server with an app that hides some pages. Prints its port."""

import sys

from werkzeug.routing import Map, Rule
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

pages = Map(
    [
        Rule("/messages/", endpoint="hidden"),
        Rule("/messages/<path:rest>", endpoint="hidden"),
        Rule("/admin.php", endpoint="hidden"),
        Rule("/vault/index.php", endpoint="hidden"),
        Rule("/", endpoint="open"),
        Rule("/<path:rest>", endpoint="open"),
    ]
)


@Request.application
def app(request):
    endpoint, _ = pages.bind_to_environ(request.environ).match()
    return Response(endpoint)


server = make_server("127.0.0.1", 0, app)
server.log = lambda *_: None
server.RequestHandlerClass.log_request = lambda *_: None
print(server.server_port, flush=True)
server.serve_forever()
