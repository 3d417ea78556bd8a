"""PDF, by pypdf: the text layer, page by page, with radicals made characters again. A scan has none, and says so."""

from __future__ import annotations

import html
import io
import logging
import re
from typing import TYPE_CHECKING

from sourcetrace.provenance.formats import Prose, Unreadable

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["prose"]

_PAGES = 500
_TOTAL = 5_000_000  # characters


def prose(data: bytes) -> Prose:
    """The text of all pages; lines of one paragraph are joined.

    Raises:
        Unreadable: it is damaged, encrypted, too long, has no text, or pypdf is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Unreadable('needs pypdf to be read: pip install "sourcetrace[formats]"') from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, title, author = _read(PdfReader(io.BytesIO(data)))
    except Unreadable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
        NotImplementedError,
        AssertionError,
        OSError,
    ) as error:
        # pypdf raises all of these on files that are not as the standard has them.
        raise Unreadable(f"is no PDF that can be read ({type(error).__name__}); save its text as .txt") from None
    text = "\n\n".join(pages)
    if not text.strip():
        raise Unreadable("has no text layer: it is a scan; put its text into a .txt file")
    return Prose("".join(f"<p>{html.escape(p)}</p>" for p in _paragraphs(text)), title, author)


def _read(reader: PdfReader) -> tuple[list[str], str | None, str | None]:
    """The text of each page, the title and the author."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("is encrypted; open it with its password and save it without")
    if len(reader.pages) > _PAGES:
        raise Unreadable(f"has {len(reader.pages):,} pages, more than the {_PAGES} that are read")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text().translate(_RADICALS))
        if sum(map(len, pages)) > _TOTAL:
            raise Unreadable(f"holds more than {_TOTAL:,} characters")
    facts = reader.metadata
    return pages, str(facts.title) if facts and facts.title else None, str(facts.author) if facts and facts.author else None


# PDF writers name the glyph of a radical where its character was meant: ⼀ (U+2F00) for 一. Radicals and their characters, from
# Unicode's EquivalentUnifiedIdeograph.txt; a radical never stands for itself in running text.
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉"
    "⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝"
    "⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣⽤⽥"
    "⽦⽧⽨⽩⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭"
    "⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝"
    "𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口"
    "囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田"
    "疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑"
    "非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
)
_CLOSED = re.compile(r"[。．！？!?…：:；;」』”\"）)]\s*$|\.\s*$")


def _paragraphs(text: str) -> list[str]:
    """Lines joined where one runs on into the next: nothing between characters written without spaces, a space elsewhere."""
    lines = [line.strip() for line in text.splitlines()]
    widest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    runs_on = False
    for line in lines:
        if not line:
            runs_on = runs_on and bool(out) and not _CLOSED.search(out[-1])
            continue
        if runs_on and out:
            gap = "" if out[-1][-1:] > "\u2e7f" and line[:1] > "\u2e7f" else " "
            out[-1] = out[-1].removesuffix("-") + line if out[-1].endswith("-") and line[:1].islower() else out[-1] + gap + line
        else:
            out.append(line)
        # A line much shorter than the widest ends its paragraph; a full one runs on unless it closes a sentence short of the edge.
        runs_on = len(line) >= 0.75 * widest or not _CLOSED.search(line)
        if len(line) < 0.5 * widest:
            runs_on = False
    return out
