"""Small articles with their originals, as many as are wanted, no two alike; the sentences were written for the tests."""

from __future__ import annotations

import csv
from pathlib import Path

_PLACES = (("青岛", "Qingdao"), ("大连", "Dalian"), ("宁波", "Ningbo"), ("厦门", "Xiamen"), ("天津", "Tianjin"))


def texts(number: int) -> tuple[str, str]:
    """Source and target; every third target has a wrong number."""
    chinese, english = _PLACES[number % len(_PLACES)]
    ships, told = 12 + number, 12 + number + (number % 3 == 2) * 100
    source = (
        f"{chinese}港上周迎来了{ships}艘货轮。港口负责人表示，新码头将在秋天开放。渔民们已经等了很多年，有些人仍然怀疑。"
        f"该省为这项工程支付了{number + 3}亿元。第二座码头计划建在河的对岸，那里有一座老磨坊。"
    )
    target = (
        f"Last week the port of {english} received {told} cargo ships. The head of the port said that the new quay would open in autumn. "
        f"The fishermen had waited for many years, and some of them still doubted it. The province paid {(number + 3) * 100} million yuan for the work. "
        "A second quay is planned on the other bank of the river, where there is an old mill."
    )
    return source, target


def write(folder: Path, count: int) -> Path:
    """Write them, and a table that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "corpus.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "article", "source"])
        for number in range(count):
            source, target = texts(number)
            (folder / f"{number:03d}.txt").write_text(target, encoding="utf-8")
            (folder / f"{number:03d}.zh.txt").write_text(source, encoding="utf-8")
            table.writerow([f"n{number:03d}", f"{number:03d}.txt", f"{number:03d}.zh.txt"])
    return folder / "corpus.csv"
