"""The bars that kunci has to clear, and whether a row's measurements clear them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator, Optional

from measure import Series
from rows import Row
from tools import PEERS

MB = 1_000_000


@dataclass(frozen=True)
class Bar:
    """One demand, what was measured, and whether it holds (`None`: it could not be measured)."""

    work: str
    demand: str
    measured: str
    met: Optional[bool]

    @property
    def verdict(self) -> str:
        """`met`, `missed` or `not measured`."""
        return {True: "met", False: "**missed**", None: "not measured"}[self.met]


def fastest_peer(row: Row, measure: str) -> Optional[tuple[str, float]]:
    """The peer with the smallest median, and that median."""
    medians = [
        (series.median(measure), name)
        for name, series in row.series.items() if name in PEERS and series.ok
    ]
    return (min(medians)[1], min(medians)[0]) if medians else None


def ratio(row: Row, measure: str) -> Optional[float]:
    """The fastest peer's median divided by kunci's."""
    peer, ours = fastest_peer(row, measure), row.series.get("kunci")
    return peer[1] / ours.median(measure) if peer and ours and ours.ok else None


def _failed(row: Row, demand: str) -> Optional[Bar]:
    """A bar that kunci misses because its run failed."""
    ours = row.series.get("kunci")
    return Bar(row.title, demand, ours.failure.reason, False) if ours and ours.failure else None


def _faster(row: Row, measure: str, least: int, label: str) -> Bar:
    """A bar on how many times the fastest peer needs what kunci needs."""
    demand = f"fastest peer ÷ kunci, {label} ≥ {least}"
    if failed := _failed(row, demand):
        return failed
    found = ratio(row, measure)
    peer = fastest_peer(row, measure)
    shown = f"{found:.1f} ({peer[0]})" if found is not None and peer else "–"
    return Bar(row.title, demand, shown, None if found is None else found >= least)


def _within(
    row: Row, demand: str, limit: float, value: Callable[[Series], float], unit: str
) -> Bar:
    """A bar on what kunci alone needs."""
    if failed := _failed(row, demand):
        return failed
    ours = row.series.get("kunci")
    if not ours:
        return Bar(row.title, demand, "–", None)
    found = value(ours)
    return Bar(row.title, demand, f"{found:.1f}{unit}", found <= limit)


def _against_bound(row: Row, bound: str, limit: int) -> Bar:
    """A bar on how many times a lower bound kunci needs."""
    demand = f"kunci ÷ `{bound}`, wall ≤ {limit}"
    series = row.bounds.get(bound)
    if not series or not series.ok:
        return Bar(row.title, demand, "–", None)
    least = series.median("wall")
    return _within(row, demand, limit, lambda ours: ours.median("wall") / least, "")


def bars(rows: list[Row]) -> Iterator[Bar]:
    """All bars that the measured rows speak of."""
    by_key = {row.key: row for row in rows}
    for row in rows:
        if row.key == "history":
            yield _faster(row, "wall", 20, "wall")
            yield _within(
                row, "peak memory beyond the pack ≤ 300 MB", 300,
                lambda ours, packs=row.pack_bytes: max(0, ours.median("rss") - packs) / MB, " MB",
            )
        elif row.key == "folder":
            yield _faster(row, "wall", 10, "wall")
            yield _against_bound(row, "rg -c LITERAL", 3)
        elif row.key == "staged":
            yield _faster(row, "cpu", 10, "CPU")
            yield _against_bound(row, "git diff --cached", 2)
        elif row.key == "stdin":
            yield _within(row, "wall ≤ 5 ms", 5, lambda ours: ours.median("wall") * 1_000, " ms")
        elif row.key == "large":
            yield _within(
                row, "peak memory ≤ 64 MB", 64, lambda ours: ours.median("rss") / MB, " MB"
            )
        elif row.key == "edits-1000000" and by_key["edits-10000"].series["kunci"].ok:
            small = by_key["edits-10000"].series["kunci"].median("wall")
            bound, copying = next(iter(row.bounds.items()))
            least = copying.median("wall")
            yield _within(
                row, f"wall without `{bound}` ({least:.1f} s) ≤ 3 times that of 10 kB", 3,
                lambda ours: (ours.median("wall") - least) / small, "",
            )
        elif row.key == "growth-2000" and by_key["growth-1000"].series["kunci"].ok:
            half = by_key["growth-1000"].series["kunci"].median("wall")
            yield _within(
                row, "twice the commits, wall ≤ 2.2 times", 2.2,
                lambda ours: ours.median("wall") / half, "",
            )
