#!/usr/bin/env python3
"""Writes the vectors of rooms into tests/data/handoff-vectors.json: a third implementation of the manual's page on
handing over, which shares nothing with the other two. It needs `cryptography`; nothing else runs it."""

import base64
import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT = pathlib.Path(__file__).parents[2]
VECTORS = ROOT / "tests/data/handoff-vectors.json"
LIST = (ROOT / "src/handoff/words.txt").read_text().split()
LABEL = "gatepass handoff v1 room "
SEATS = {"host": b"\0", "guest": b"\1"}


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base32(data):
    return base64.b32encode(data).rstrip(b"=").decode().lower()


def derive(secret, label, length=32):
    return HKDF(hashes.SHA256(), length, b"", label.encode()).derive(secret)


def stretch(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)


def four(number):
    return number.to_bytes(4, "big")


def words(data, count):
    bits = "".join(f"{byte:08b}" for byte in data)
    return " ".join(LIST[int(bits[11 * word : 11 * word + 11], 2)] for word in range(count))


def seal(master, label, context, iv, plain, version=1):
    filled = plain + b"\x80"
    filled += b"\0" * (-len(filled) % 256)
    body = AESGCM(derive(master, label + " key")).encrypt(iv, filled, context)
    return bytes([version]) + derive(master, label + " commitment") + iv + body


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def point(key):
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)


def pkcs8(key):
    no = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, no)


class Seat:
    def __init__(self, room, name, invitation, seed):
        self.room, self.name, self.invitation = room, name, invitation
        self.agreement, self.signing = (ec.derive_private_key(seed + at, ec.SECP256R1()) for at in (1, 2))
        self.password = words(hashlib.sha256(b"password" + name.encode()).digest(), 12)
        self.salt = hashlib.sha256(b"salt" + name.encode()).digest()[:16]

    def tag(self):
        key = derive(self.invitation, LABEL + "member")
        said = (LABEL + "member").encode() + self.room + SEATS[self.name] + point(self.agreement) + point(self.signing)
        return hmac.digest(key, said, "sha256")

    def wrap(self, iv=b"\7" * 12):
        bundle = {
            "invitation": text(self.invitation),
            "agreement": text(pkcs8(self.agreement)),
            "signing": text(pkcs8(self.signing)),
        }
        context = (LABEL + "keys").encode() + self.room + SEATS[self.name]
        return seal(stretch(self.password.encode(), self.salt), LABEL + "keys", context, iv, compact(bundle))

    def fingerprint(self):
        said = (LABEL + "fingerprint").encode() + point(self.agreement) + point(self.signing)
        digits = hashlib.sha256(said).hexdigest()[:16]
        return " ".join(digits[at : at + 4] for at in range(0, 16, 4))

    def vector(self):
        master = stretch(self.password.encode(), self.salt)
        return {
            "agreement": text(point(self.agreement)),
            "signing": text(point(self.signing)),
            "tag": text(self.tag()),
            "fingerprint": self.fingerprint(),
            "password": self.password,
            "salt": text(self.salt),
            "wrapped": text(self.wrap()),
            "returnProof": text(derive(master, LABEL + "return")),
        }


def place(room, at):
    once = b"\1" if at["readOnce"] else b"\0"
    return (LABEL + "message").encode() + room + SEATS[at["seat"]] + four(at["epoch"]) + four(at["number"]) + once


def sign(key, said):
    r, s = utils.decode_dss_signature(key.sign(said, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def main():
    room = hashlib.sha256(b"a room").digest()[:16]
    invitation = bytes(range(64, 96))
    host = Seat(room, "host", invitation, int.from_bytes(hashlib.sha256(b"host").digest()) >> 8)
    guest = Seat(room, "guest", invitation, int.from_bytes(hashlib.sha256(b"guest").digest()) >> 8)
    seats = {"host": host, "guest": guest}

    members = b"".join(point(key) for seat in (host, guest) for key in (seat.agreement, seat.signing))
    transcript = hashlib.sha256((LABEL + "members").encode() + room + members).digest()
    first = derive(invitation, LABEL + "epoch 0")
    shared = host.agreement.exchange(ec.ECDH(), guest.agreement.public_key())
    masters = [first, derive(shared + first + transcript, LABEL + "epoch 1")]

    def message(what, at, said, **other):
        """What a seat sends. `other` says what is done in another way than the specification says."""
        written = at | other.get("sealed_at", {})
        sealed = seal(
            other.get("master") or masters[written["epoch"]],
            LABEL + written["seat"],
            place(other.get("room", room), written),
            bytes([at["number"]]) * 12,
            other.get("plain") or compact(said),
            other.get("version", 1),
        )
        named = at | other.get("signed_at", {})
        said_of = place(other.get("room", room), named) + hashlib.sha256(other.get("digest_of", sealed)).digest()
        signature = sign(other.get("signed_by", seats[at["seat"]].signing), said_of)
        vector = {"what": what, **at, "sealed": text(sealed), "signature": text(signature)}
        return vector | ({"said": said} if "reason" not in other else {"reason": other["reason"]})

    def at(seat, epoch, number, once=True):
        return {"seat": seat, "epoch": epoch, "number": number, "readOnce": once}

    hello = {"after": 0, "said": {"kind": "text", "text": "hello"}}
    lines = [{"label": "Password", "value": "Zürich 9 \U0001f511"}]
    here = at("guest", 1, 9)
    early = message("", at("host", 1, 8), hello)
    rounds = {"after": 0, "rounds": 1, "said": {"kind": "text", "text": "hello"}}
    vector = {
        "what": "a room for two",
        "room": base32(room),
        "invitation": text(invitation),
        "invitationId": base32(derive(invitation, LABEL + "invitation id", 16)),
        "invitationProof": text(derive(invitation, LABEL + "invitation proof")),
        "host": host.vector(),
        "guest": guest.vector(),
        "transcript": text(transcript),
        "shared": text(shared),
        "epochs": [text(master) for master in masters],
        "words": words(derive(transcript, LABEL + "words", 9), 6),
        "messages": [
            message("before anybody joined", at("host", 0, 1), hello),
            message("the answer", at("guest", 1, 1), hello | {"after": 1}),
            message("lines that stay", at("host", 1, 2, False), {"after": 1, "said": {"kind": "credentials", "lines": lines}}),
            message("a file", at("guest", 1, 2), {"after": 2, "said": {"kind": "file", "name": "key.pem", "bytes": text(b"-" * 300)}}),
        ],
        "refused": [
            message("signed by the other seat", here, hello, signed_by=host.signing, reason="unsigned"),
            message("signed for another number", here, hello, signed_at={"number": 8}, reason="unsigned"),
            message("signed for another epoch", here, hello, signed_at={"epoch": 0}, reason="unsigned"),
            message("signed as one that stays", here, hello, signed_at={"readOnce": False}, reason="unsigned"),
            message("signed for another room", here, hello, room=bytes(16), reason="unsigned"),
            message("the signature of another text", here, hello, digest_of=b"", reason="unsigned"),
            {**early, "what": "a message of the other seat", "seat": "guest", "reason": "unsigned"} | {"said": None},
            message("a key that the room does not have", at("guest", 2, 9), hello, master=bytes(32), reason="no-key"),
            message("sealed with the key before anybody joined", here, hello, master=first, reason="other-key"),
            message("sealed with the other seat's key", here, hello, sealed_at={"seat": "host"}, reason="other-key"),
            message("sealed for another number", here, hello, sealed_at={"number": 8}, reason="changed"),
            message("sealed as one that stays", here, hello, sealed_at={"readOnce": False}, reason="changed"),
            message("a version that is not there", here, hello, version=2, reason="unknown-version"),
            message("a number of rounds", here, rounds, reason="unknown"),
            message("another kind", here, {"after": 0, "said": {"kind": "video"}}, reason="unknown"),
            message("a text with one member more", here, {"after": 0, "said": {"kind": "text", "text": "", "to": "x"}}, reason="unknown"),
            message("less than nothing was seen", here, {"after": -1, "said": hello["said"]}, reason="unknown"),
            message("no JSON", here, None, plain=b"hello", reason="unknown"),
            message("no UTF-8", here, None, plain=b'{"after":0,"said":{"kind":"text","text":"\xff"}}', reason="unknown"),
        ],
    }
    for refused in vector["refused"]:
        refused.pop("said", None)
    vectors = json.loads(VECTORS.read_text())
    vectors["rooms"] = [vector]
    VECTORS.write_text(json.dumps(vectors, ensure_ascii=False, indent=2) + "\n")


main()
