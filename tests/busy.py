"""A pair of texts with many departures: forty things a factory made, most of them in the wrong number. Written for these tests."""

from __future__ import annotations

from pathlib import Path

THINGS = (
    ("辆汽车", "cars"), ("部手机", "phones"), ("台电脑", "computers"), ("辆自行车", "bicycles"), ("张桌子", "tables"),
    ("把椅子", "chairs"), ("台冰箱", "refrigerators"), ("台洗衣机", "washing machines"), ("双鞋子", "pairs of shoes"), ("件衬衫", "shirts"),
    ("顶帽子", "hats"), ("把雨伞", "umbrellas"), ("块手表", "watches"), ("副眼镜", "pairs of glasses"), ("支铅笔", "pencils"),
    ("个书包", "school bags"), ("盏台灯", "desk lamps"), ("台电视机", "television sets"), ("架钢琴", "pianos"), ("把吉他", "guitars"),
    ("个足球", "footballs"), ("个篮球", "basketballs"), ("条毛巾", "towels"), ("床被子", "quilts"), ("个枕头", "pillows"),
    ("个杯子", "cups"), ("个盘子", "plates"), ("把勺子", "spoons"), ("把剪刀", "pairs of scissors"), ("把锤子", "hammers"),
    ("台打印机", "printers"), ("台照相机", "cameras"), ("个轮胎", "tyres"), ("艘小船", "small boats"), ("台拖拉机", "tractors"),
    ("个玩具", "toys"), ("本词典", "dictionaries"), ("面镜子", "mirrors"), ("扇窗户", "windows"), ("扇木门", "wooden doors"),
)  # fmt: skip


def texts() -> tuple[str, str]:
    """The original, and its English with 34 numbers ten times too small."""
    source, target = [], []
    for number, (thing, english) in enumerate(THINGS):
        count = 21 + number
        wrong = number >= 6
        source.append(f"去年这家工厂生产了{count}万{thing}。")
        target.append(f"Last year this factory produced {count * (1_000 if wrong else 10_000):,} {english}.")
    return "\n".join(source) + "\n", "\n".join(target) + "\n"


def write(folder: Path) -> tuple[Path, Path]:
    """Both texts as files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "original.zh.txt", folder / "article.txt"
    for path, text in zip(paths, texts(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths
