"""What the machine says: the CPU time and the memory of a proxy's processes, and what everything runs on."""

import os
import platform
import subprocess
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def processes_of(session):
    """All processes of a session: a proxy and whatever it started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name may hold anything, so fields are counted from its closing bracket (proc_pid_stat(5)).
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session:
            found.append((int(stat.parent.name), fields))
    return found


def cpu_seconds(session):
    """utime + stime of all its processes, threads that ended included."""
    ticks = sum(int(fields[11]) + int(fields[12]) for _, fields in processes_of(session))
    return ticks / TICKS_PER_SECOND


def memory_kib(session):
    """Proportional set size: pages that several processes share count once."""
    total = 0
    for pid, _ in processes_of(session):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().split("\n")[0]


def version(*command):
    """What it says of its version, without the words around it."""
    said = first_line(*command).split(" - ")[0]
    return said.rpartition("version: ")[2]


def describe():
    """The machine, in one line."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
    return f"{os.cpu_count()} × {model}, {memory} GiB, Linux {platform.release()}"
