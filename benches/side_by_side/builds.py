"""How the gatepass is built that is measured: with everything switched on for speed, which takes a while."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import measures
import peers
from setting import Failed, Setting

ROOT = Path(__file__).resolve().parents[2]
# What a gateway does all day: requests on both protocols, small and large, both ways, and new connections.
TRAINING = ("h1-1k", "h1-1k-unix", "h2-1k", "h1-64k", "upload", "websocket", "tls-full", "tls-resumed")


def cargo(*command, **environment):
    environment = {**os.environ, **environment}
    subprocess.run(["cargo", *command], cwd=ROOT, check=True, stdout=sys.stderr, env=environment)


def plain(target):
    """As `cargo build --profile dist` makes it, in the place where that puts it."""
    cargo("build", "--locked", "--profile", "dist", "--bin", "gatepass")
    return target.parent / "dist" / "gatepass"


def profiled(target, load, asked):
    """Built twice: the first notes which of its code is used how often, and the second is laid out by these notes."""
    merge = profile_merger()
    notes = target / "notes"
    shutil.rmtree(notes, ignore_errors=True)
    noting = dist(target / "noting", f"-Cprofile-generate={notes}")
    with Setting(target, noting, load, asked.proxy_core, asked.load_core) as setting:
        for name in TRAINING:
            measures.take(measures.find(name), peers.Gatepass("noting", noting), setting, asked)
    merged = target / "notes.profdata"
    subprocess.run([merge, "merge", "-o", merged, notes], check=True, stdout=sys.stderr)
    return dist(target / "profiled", f"-Cprofile-use={merged}")


def dist(directory, flags):
    # With a target named, the flags are for what is built and not for what helps building it.
    host = ask_rustc("-vV").partition("host: ")[2].partition("\n")[0]
    command = ["build", "--locked", "--profile", "dist", "--bin", "gatepass", "--target", host]
    cargo(*command, "--target-dir", directory, RUSTFLAGS=flags)
    return directory / host / "dist" / "gatepass"


def profile_merger():
    """It has to be of the compiler's own version, so it comes with the compiler."""
    found = Path(ask_rustc("--print", "target-libdir").strip()).parent / "bin" / "llvm-profdata"
    if not found.exists():
        subprocess.run(["rustup", "component", "add", "llvm-tools"], check=False, stdout=sys.stderr)
    if not found.exists():
        raise Failed("there is no llvm-profdata: `rustup component add llvm-tools` brings it")
    return found


def ask_rustc(*question):
    return subprocess.run(["rustc", *question], cwd=ROOT, check=True, capture_output=True, text=True).stdout
