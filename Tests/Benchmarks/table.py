"""Prints what was measured as Markdown."""

from __future__ import annotations

from typing import Mapping

from bars import MB, bars, ratio
from measure import Series
from rows import Row


def seconds(value: float) -> str:
    """A time with three digits that matter."""
    if value >= 100:
        return f"{value:.0f} s"
    if value >= 10:
        return f"{value:.1f} s"
    if value >= 0.1:
        return f"{value:.2f} s"
    return f"{value * 1_000:.1f} ms"


def cell(series: Series, floor: int) -> str:
    """Wall time with its spread, CPU time and peak memory; or why there is none."""
    if series.failure:
        return f"*{series.failure.reason}*"
    wall, cpu, rss = (series.median(measure) for measure in ("wall", "cpu", "rss"))
    memory = f"≤ {floor / MB:.0f} MB" if rss <= floor else f"{rss / MB:.0f} MB"
    spread = f" ±{series.spread:.0%}" if len(series.samples) > 1 else ""
    return f"{seconds(wall)}{spread}, {seconds(cpu)} CPU, {memory}"


def row_line(row: Row, tools: list[str], floor: int) -> str:
    """One line of the table."""
    cells = [cell(row.series[tool], floor) if tool in row.series else "" for tool in tools]
    bounds = "; ".join(
        f"`{name}`: "
        + (f"*{series.failure.reason}*" if series.failure else seconds(series.median("wall")))
        for name, series in row.bounds.items()
    )
    ratios = ", ".join(
        f"{label} {value:.1f}"
        for label, value in (("wall", ratio(row, "wall")), ("CPU", ratio(row, "cpu")))
        if value is not None
    )
    return "| " + " | ".join([row.title, *cells, bounds, ratios]) + " |"


def document(
    rows: list[Row], versions: Mapping[str, str], machine: str, runs: str, floor: int
) -> str:
    """The whole report."""
    tools = list(versions)
    heads = [f"{tool} {version}" for tool, version in versions.items()]
    lines = [
        f"{machine}. {runs}",
        "",
        "| work | " + " | ".join([*heads, "lower bound", "fastest peer ÷ kunci"]) + " |",
        "|---" * (len(heads) + 3) + "|",
        *(row_line(row, tools, floor) for row in rows),
        "",
        "| work | bar | measured | verdict |",
        "|---|---|---|---|",
        *(
            f"| {bar.work} | {bar.demand} | {bar.measured} | {bar.verdict} |"
            for bar in bars(rows)
        ),
    ]
    for row in rows:
        if row.notes:
            lines += ["", f"{row.title}:", "", *(f"- {note}" for note in row.notes)]
    return "\n".join(lines)
