"""Tells, line by line, what Python's frameworks find: {framework: [[in the body?, [name], value], ...]}, in base64."""

import base64
import io
import json
import sys
import urllib.parse

import django
import tornado.httputil
import werkzeug.wrappers
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

settings.configure(DEFAULT_CHARSET="utf-8")
django.setup()


def text(value):
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    return base64.b64encode(raw).decode()


def found(in_body, pairs):
    return [[in_body, [text(name)], text(value)] for name, value in pairs]


def environment(query, content_type, body):
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/",
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }


def by_werkzeug(query, content_type, body):
    request = werkzeug.wrappers.Request(environment(query, content_type, body))
    return found(False, request.args.items(multi=True)) + found(True, request.form.items(multi=True))


def by_django(query, content_type, body):
    request = WSGIRequest(environment(query, content_type, body))
    pairs = lambda read: [(name, value) for name, values in read.lists() for value in values]
    return found(False, pairs(request.GET)) + found(True, pairs(request.POST))


def by_tornado(query, content_type, body):
    arguments, files = {}, {}
    tornado.httputil.parse_body_arguments(content_type, body, arguments, files)
    pairs = lambda read: [(name, value) for name, values in read.items() for value in values]
    parsed = urllib.parse.parse_qs(query, keep_blank_values=True)
    return found(False, pairs(parsed)) + found(True, pairs(arguments))


for line in sys.stdin:
    case = json.loads(line)
    body = base64.b64decode(case["body"])
    answer = {}
    for name, read in (("Werkzeug", by_werkzeug), ("Django", by_django), ("Tornado", by_tornado)):
        try:
            answer[name] = read(case["query"], case["type"], body)
        except Exception:  # Whoever gives up has found nothing.
            answer[name] = []
    print(json.dumps(answer), flush=True)
