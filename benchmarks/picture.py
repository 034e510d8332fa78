"""Draw the figures: one bar each, with its spread, by group."""

from pathlib import Path

from benchmarks.figures import Figure


def draw(figures: list[Figure], path: Path) -> None:
    """Write the ratios and sizes of `figures` to `path`, as .png and as .svg."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    groups = list(dict.fromkeys(figure.group for figure in figures))
    members = [[figure for figure in figures if figure.group == group] for group in groups]
    heights = [len(one) + 1 for one in members]
    plt.rcParams["svg.hashsalt"] = "entityfr"
    shape = {"height_ratios": heights, "hspace": 0.6}
    canvas, axes = plt.subplots(
        len(groups), 1, figsize=(10, 0.36 * sum(heights) + 1), squeeze=False, gridspec_kw=shape
    )
    for axis, group, rows in zip(axes[:, 0], groups, members, strict=True):
        _bars(axis, group, rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    for suffix in (".png", ".svg"):
        canvas.savefig(path.with_suffix(suffix), dpi=130, bbox_inches="tight")


def _bars(axis: object, group: str, rows: list[Figure]) -> None:
    middles = [row.middle for row in rows]
    spread = [
        [row.middle - min(row.values) for row in rows],
        [max(row.values) - row.middle for row in rows],
    ]
    places = range(len(rows), 0, -1)
    axis.barh(places, middles, xerr=spread, color="#3b6ea5", ecolor="#333333", height=0.7)
    for place, row in zip(places, rows, strict=True):
        axis.annotate(
            f"{row.middle:.1f} {row.unit}",
            (max(row.values), place),
            (4, 0),
            textcoords="offset points",
            va="center",
        )
        asked = row.at_least if row.at_least is not None else row.at_most
        if asked is not None:
            axis.plot([asked, asked], [place - 0.45, place + 0.45], color="#c23b22", linewidth=2)
    axis.set_yticks(places, [row.what for row in rows])
    axis.set_title(group, loc="left", fontweight="bold")
    axis.margins(x=0.12)
    axis.spines[["top", "right"]].set_visible(False)
