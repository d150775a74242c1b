"""What a program does that was written for Rocket.Chat, with the library as its authors publish it.

Arguments: portal's URL, app's URL, certificate authority, account, password, grant's user name, password and code.
Asks for a code of the account's authenticator app by a line on standard output, and reads it from standard input.
"""

import json
import socket
import sys

from rocketchat_API.APIExceptions.RocketExceptions import RocketApiException, RocketAuthenticationException
from rocketchat_API.rocketchat import RocketChat

portal, app, authority, account, password, agent, agent_password, agent_code = sys.argv[1:]

resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve(
    "127.0.0.1" if str(host).endswith(".test") else host, *rest, **more
)


def next_code():
    print("code?", flush=True)
    return sys.stdin.readline().strip()


def refused(call):
    try:
        call()
    except RocketApiException as error:
        return error.response_json if hasattr(error, "response_json") else error.args[-1]
    raise AssertionError("the call went through")


def give(rocket, method, code):
    rocket.session.headers.update({"x-2fa-code": code, "x-2fa-method": method})


def forget(rocket):
    for name in ("x-2fa-code", "x-2fa-method"):
        rocket.session.headers.pop(name, None)


rocket = RocketChat(server_url=portal, ssl_verify=authority)
try:
    rocket.login(account, password)
    raise AssertionError("signed in without a code")
except RocketAuthenticationException:
    pass
give(rocket, "totp", next_code())
rocket.login(account, password)
forget(rocket)
assert rocket.call_api_get("me")["username"] == account

wanted = {"site": "crm", "duration": "1h"}
asked = refused(lambda: rocket.call_api_post("grants", body=wanted))
assert asked["errorType"] == "totp-required", asked
assert asked["details"]["method"] == "totp", asked
give(rocket, "totp", "000000")
wrong = refused(lambda: rocket.call_api_post("grants", body=wanted))
assert wrong["errorType"] == "totp-invalid", wrong
give(rocket, "totp", next_code())
made = rocket.call_api_post("grants", body=wanted)
forget(rocket)
trusted = rocket.call_api_post("grants/" + made["id"] + "/regenerate")
assert trusted["password"] != made["password"]
rocket.call_api_post("grants/" + made["id"] + "/revoke")

# The same library at a protected path of an app, with an agent's credentials.
helper = RocketChat(server_url=app, ssl_verify=authority)
helper.api_path = "/.gatepass/api/v1/"
give(helper, "code", agent_code)
helper.login(agent, agent_password)
forget(helper)
helper.api_path = "/billing/"
asked = refused(lambda: helper.call_api_post("7", body={"paid": True}))
assert asked["errorType"] == "totp-required" and asked["details"]["method"] == "code", asked
give(helper, "code", agent_code)
helper.call_api_post("7", body={"paid": True})
# Whoever repeats on `totp-invalid` ends at the lock.
give(helper, "code", "00000000")
seen = []
while "totp-max-attempts" not in seen and len(seen) < 20:
    seen.append(refused(lambda: helper.call_api_post("7", body={"paid": True}))["errorType"])
assert seen[-1] == "totp-max-attempts", seen
print(json.dumps({"tries": len(seen)}), flush=True)
