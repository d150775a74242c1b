"""Rounds become medians, ratios within the same round, and the table of what must hold."""

from dataclasses import dataclass
from statistics import median


@dataclass
class Goal:
    what: str
    measure: str
    figure: str
    base: str
    # Without them, the ratio is told for comparison.
    must: float | None = None
    goal: float | None = None


GOALS = [
    Goal("CPU/request, h1, 1 KiB, 32 connections", "h1-1k", "cpu_us", "nginx", 1.40, 1.00),
    # The goal is of `auth_request` as nginx's manual shows it, which makes a connection for each question: three to four
    # times nginx. Kept connections halve that; the goal would then be to cost less than nginx without any question.
    Goal("CPU/request, h1, 1 KiB, 32 connections", "h1-1k", "cpu_us", "nginx-auth-new", 0.45, 0.33),
    Goal("CPU/request, h1, 1 KiB, 32 connections", "h1-1k", "cpu_us", "nginx-auth"),
    Goal("CPU/request, h2, 1 KiB", "h2-1k", "cpu_us", "nginx", 1.60, 1.20),
    Goal("CPU/request, h1, 64 KiB", "h1-64k", "cpu_us", "nginx", 0.90, 0.70),
    Goal("p50, open loop 3,000/s", "open", "p50_us", "nginx", 1.1, 1.0),
    Goal("p99, open loop 3,000/s", "open", "p99_us", "nginx", 1.5, 1.0),
    Goal("CPU/full TLS 1.3 handshake", "tls-full", "cpu_us", "nginx", 0.60, 0.45),
    Goal("CPU/resumed TLS 1.3 handshake", "tls-resumed", "cpu_us", "nginx", 0.65, 0.50),
    Goal("memory/idle TLS connection", "idle", "kib", "nginx", 3.2, 2.0),
]

DEFAULT_FIGURES = {"cpu_us": "CPU µs/{unit}", "per_second": "{unit}s/s", "busy": "core busy"}


def spread(values):
    return (max(values) - min(values)) / median(values)


def ratios(rounds, peer, base, figure):
    """One for each round in which both were measured."""
    pairs = zip(rounds.get(peer, []), rounds.get(base, []), strict=False)
    return [one[figure] / other[figure] for one, other in pairs if one and other and other[figure] > 0]


def table(heading, rows):
    lines = ["| " + " | ".join(heading) + " |", "|" + "---|" * len(heading)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def measure_table(measure, rounds, base):
    figures = measure.figures or {
        key: text.format(unit=measure.unit) for key, text in DEFAULT_FIGURES.items()
    }
    heading = ["proxy"]
    for text in figures.values():
        heading += [text, f"÷ {base}"]
    heading.append(f"spread of {next(iter(figures.values()))}")
    rows = []
    for peer, taken in rounds.items():
        taken = [figures_of_round for figures_of_round in taken if figures_of_round]
        row = [peer]
        if not taken:
            rows.append(row + ["failed"] + [""] * (len(heading) - 2))
            continue
        for key in figures:
            compared = ratios(rounds, peer, base, key)
            row.append(number(median(one[key] for one in taken)))
            row.append(f"{median(compared):.2f}" if compared else "")
        first = next(iter(figures))
        row.append(f"{spread([one[first] for one in taken]):.0%}")
        rows.append(row)
    return f"### {measure.title}\n\n" + table(heading, rows)


def verdict(seen, goal):
    if goal.must is None:
        return "for comparison"
    if seen > goal.must:
        return "**not met**"
    return "met, and the goal" if seen <= goal.goal else "met"


def goal_table(results, gatepass):
    rows = []
    for goal in GOALS:
        rounds = results.get(goal.measure, {})
        compared = ratios(rounds, gatepass, goal.base, goal.figure)
        if not compared:
            continue
        seen = median(compared)
        bounds = [f"≤ {bound:.2f}" if bound else "" for bound in (goal.must, goal.goal)]
        rows.append(
            [
                f"{goal.what} ÷ {goal.base}",
                *bounds,
                f"{seen:.2f}",
                f"{min(compared):.2f}–{max(compared):.2f}",
                verdict(seen, goal),
            ]
        )
    if not rows:
        return ""
    return f"### What must hold: {gatepass}\n\n" + table(
        ["measure", "must hold", "goal", "median ratio", "of all rounds", ""], rows
    )
