"""Hedges: words by which a text leaves open whether, by whose word or how exactly something is so. One table a language."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from sourcetrace.translate.text import Span

__all__ = ["LANGUAGES", "Hedges", "hedges_of", "weakened", "without"]


@dataclass(frozen=True)
class Hedges:
    """Words of one kind of hedge in one language.

    Attributes:
        said: words that hedge, whatever stands around them.
        hinted: words that may; all that is said is hinted, too.
    """

    said: re.Pattern[str]
    hinted: re.Pattern[str]


_ENGLISH = {
    "possibility": (
        r"\b(?:may(?! \d)(?=\s[a-z])|might|could possibly|possibly|perhaps|maybe|probably|presumably|conceivably)\b",
        (
            r"could|can|would|likely|potential\w*|possib\w*|probab\w*|chance\w*|risk\w*|expect\w*|seem\w*|appear\w*|should|think\w*|thought|believ\w*|suggest\w*|estimat\w*|predict\w*|forecast\w*|suspect\w*|feared?|"
            r"hop(?:e|es|ed|ing|eful)|unclear|if|whether|or so|tend\w*|assum\w*|guess\w*|suppos\w*|allow\w*|able|threat\w*|open to|prone|anticipat\w*|plan\w*|set to|project\w*|apparent\w*|sometimes|occasional\w*|any|unless|otherwise"
        ),
    ),
    "report": (
        r"\b(?:reportedly|allegedly|alleged|purported\w*|supposedly|apparently|suspected|said to (?:be|have)|rumou?red)\b",
        (
            r"report\w*|alleg\w*|suspect\w*|claim\w*|said|says?|saying|accord\w*|told|believ\w*|accus\w*|charg\w*|seem\w*|appear\w*|apparent\w*|rumou?r\w*|suppos\w*|thought|known|hear\w*|learn\w*|stat\w*|announc\w*|source\w*|likely|possib\w*|"
            r"may|might|probab\w*|presum\w*|considered|investigat\w*|implicat\w*|called|so-called|indicat\w*|show\w*|suggest\w*|potential\w*|media|news|involv\w*|wanted|regarded|describ\w*"
        ),
    ),
    "approximation": (
        r"\b(?:about|around|approximately|roughly|nearly|almost|some|circa) (?=(?:a |an |US|U\.S\.|[$€£¥])? ?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|dozen|hundred|thousand|million|billion|third|quarter))",
        (
            r"about|around|approximat\w*|rough\w*|near\w*|almost|some|circa|ca\.|or so|over|more than|less than|estimat\w*|close to|up to|under|between|several|dozens?|hundreds|thousands|millions|few|just|averag\w*|practically|virtually|as (?:many|much) as|"
            r"at (?:least|most)|above|below|exceed\w*|pl[ua]s|odd|total\w*|couple|handful|possib\w*|or more|to \d|within|by\b|quarter|half|~|approach\w*|barely|most|much"
        ),
    ),
}
_CHINESE = {
    "possibility": (
        "(?<!不)可能(?!性)|也许|或许|大概(?=[^0-9０-９一二三四五六七八九十百千两])|说不定|有望|恐怕|不排除|恐将|兴许|未必",
        "或|能|会|望|料|估|预|疑|似|恐|许|概|可|像|觉|想|应|如果|若|要是|假如|怕|担心|险|容易|潜|机|希望|倾向|建议|看|吗|几乎|有时|偶|计划|将|拟|猜|推测|难免|不定|风险|未|如|的话|一旦|允许|只要|好|争取|愿|待|拟|欲|意|考虑|最好|差不多|般|常|往往|得|必要|需|其他|任何|不|只|何|哪|怎|讨论|争|探",
    ),
    "report": (
        "据称|据说|据传|据悉|疑似|涉嫌|据报道|传闻|据信|听说|似乎|好像|貌似",
        "称|说|据|疑|涉|嫌|传|闻|报|似|像|悉|信|道|告|认|指|控|犯|消息|透露|显示|可能|或|表示|记者|所谓|号|谓|看来|看|听|想|以为|觉得|查|警|案|起诉|声|推|阴谋|应|自|料|实|当|显|竟|原来|仿|据了解|理论|当局|明|知|如此",
    ),
    "approximation": (
        "大约|大概|约(?=[0-9０-９一二三四五六七八九十百千两数半])|左右|将近|近(?=[0-9０-９一二三四五六七八九十百千两半])|差不多|几乎|接近|上下",
        "约|近|余|多|几|来|左右|上下|数|概|超|逾|至少|以上|以下|不到|不足|估|接|差|达|达到|大|半|些|左|乎|平均|前后|将|许|若干|过|两三|三四|四五|五六|六七|七八|八九|十几|最|仅|不|即|每|或|计|到|一些|有的|部分|成|分|倍|刻|点|上|若|个",
    ),
}
_OTHERS = {
    "de": {
        "possibility": (r"\b(?:möglicherweise|vielleicht|eventuell|vermutlich|wahrscheinlich|womöglich|könnte\w*)\b", r"könn\w*|kann|würde\w*|dürfte\w*|sollte\w*|möglich\w*|soll\w*|mag|wohl|scheint|schein\w*|ob|wenn|falls|viell\w*|wahrsch\w*|erwart\w*|risik\w*|gefahr|chance\w*|vermut\w*|denk\w*|glaub\w*|hoff\w*|droh\w*|befürcht\w*|wird|werden|ermög\w*|lass\w*|muss|müss\w*|darf|etwa\w*"),
        "report": (r"\b(?:angeblich\w*|mutmaßlich\w*|vermeintlich\w*|offenbar|anscheinend|soll(?:en)?(?= \w+ haben))\b", r"angeb\w*|mutma\w*|vermein\w*|offen\w*|ansch\w*|soll\w*|bericht\w*|laut|zufolge|sag\w*|erklär\w*|behaupt\w*|verdäch\w*|vermut\w*|wahrsch\w*|schein\w*|nach|gemäß|meld\w*|gelt\w*|gilt|sei|seien|hab\w*|hätt\w*|wär\w*|vorw\w*|werf\w*|beschuld\w*|ange\w*|glaub\w*|unter\w*|sichtlich"),
        "approximation": (r"\b(?:etwa|ungefähr|rund|circa|ca\.|fast|nahezu|beinahe|knapp|annähernd|schätzungsweise)(?= \d| ein| zwei| drei| vier| fünf| zehn| hundert| tausend| die hälfte)", r"etw\w*|ungef\w*|rund|circa|ca|fast|nahe\w*|bein\w*|knapp|ann\w*|schätz\w*|gegen|um|über|mehr|bis|gut|unter|mind\w*|einige|mehrere|durchsch\w*|praktisch|zirka|kurz|halb|dutz\w*|zw\w*|rd|an die"),
    },
    "fr": {
        "possibility": (r"\b(?:peut-être|probablement|éventuellement|vraisemblablement|il se peut|possiblement|sans doute|pourrai\w*|pourrait|pourraient)\b", r"peu\w*|pouv\w*|pourr\w*|poss\w*|prob\w*|sembl\w*|serai\w*|devr\w*|si|risque\w*|susceptib\w*|vraisembl\w*|éventuel\w*|estim\w*|crain\w*|esp[éè]r\w*|pens\w*|croi\w*|chance\w*|doute\w*|suppos\w*|attend\w*|potentiel\w*|perm\w*|auraient|aurait|\w+raient|\w+rait"),
        "report": (r"\b(?:prétendument|présumé\w*|soi-disant|apparemment|aurait|auraient|soupçonn\w*)\b", r"préten\w*|présum\w*|soi|appar\w*|aur\w*|soupçon\w*|suspect\w*|selon|dit|dire|déclar\w*|affirm\w*|rapport\w*|accus\w*|sembl\w*|annon\w*|inform\w*|inculp\w*|probab\w*|croi\w*|alléguer|allégu\w*|serai\w*|\w+rait|\w+raient|suppos\w*|paraît|para\w*|potenti\w*|impliqu\w*"),
        "approximation": (r"\b(?:environ|à peu près|approximativement|presque|près de|quelque)(?= \d| la moitié| un| une| deux| trois| dix| cent| mille| les)", r"environ\w*|peu|approx\w*|presque|près|quel\w*|plus|moins|estim\w*|autour|vers|jusqu\w*|aux alentours|quasi\w*|dizaine\w*|centaine\w*|millier\w*|plusieurs|moyen\w*|entre|aine|vingtaine|douzaine|ordre|autre|moitié|demi\w*"),
    },
    "es": {
        "possibility": (r"\b(?:quizás?|tal vez|posiblemente|probablemente|acaso|a lo mejor|podrían?)\b", r"pod\w*|pued\w*|pud\w*|pos\w*|prob\w*|parec\w*|ser[ií]a\w*|deb\w*|si|riesgo\w*|quiz\w*|tal|vez|estim\w*|tem\w*|esper\w*|piens\w*|cre\w*|duda\w*|supon\w*|potencial\w*|permi\w*|\w+ría|\w+rían|eventual\w*|tend\w*|suele\w*"),
        "report": (r"\b(?:supuest\w*|presunt\w*|al parecer|aparentemente|habría\w*|sospechos\w*)\b", r"supu\w*|presu\w*|parec\w*|apar\w*|habr\w*|sospech\w*|según|dij\w*|dic\w*|declar\w*|afirm\w*|inform\w*|acus\w*|report\w*|anunci\w*|imput\w*|prob\w*|cre\w*|alega\w*|ser[ií]a\w*|\w+ría|\w+rían|potencial\w*|implicad\w*|denunci\w*|considera\w*"),
        "approximation": (r"\b(?:aproximadamente|alrededor de|cerca de|casi|unos|unas)(?= \d| la mitad| un| una| dos| tres| diez| cien| mil| el| las)", r"aprox\w*|alrededor|cerca\w*|casi|un[oa]s|más|menos|estim\w*|en torno|hasta|decena\w*|centena\w*|miles|vari[oa]s|promedi\w*|media|entre|docena\w*|hacia|tercio|mitad|poco|algun\w*|al menos"),
    },
    "ru": {
        "possibility": (r"\b(?:возможно|может быть|вероятно|пожалуй|наверное|мо(?:жет|гут) (?=\w+ть))\b", r"возмож\w*|мо[гж]\w*|вероят\w*|пожал\w*|навер\w*|каж\w*|похож\w*|если|риск\w*|должн\w*|бы|предпол\w*|ожид\w*|опас\w*|надея\w*|счит\w*|дума\w*|ли|видимо|способ\w*|позвол\w*|потенц\w*|сможет|смогут|шанс\w*|скорее|грозит"),
        "report": (r"\b(?:якобы|предположительно|по-видимому|как сообщается|подозреваем\w*)\b", r"якобы|предпол\w*|видим\w*|сообщ\w*|подозр\w*|сказ\w*|заяв\w*|слов\w*|утвержд\w*|данным|обвин\w*|каж\w*|похоже|вероят\w*|слух\w*|мнен\w*|счита\w*|говор\w*|очевид\w*|возмож\w*|отмет\w*"),
        "approximation": (r"\b(?:около|примерно|приблизительно|почти|порядка)(?= \d| полов| од| дв| тр| дес| ст| тыс)", r"около|пример\w*|прибл\w*|почти|поряд\w*|более|менее|больш\w*|оцен\w*|до|свыше|окол\w*|нескольк\w*|десятк\w*|сотн\w*|тысяч\w*|средн\w*|от|между|полтор\w*|полов\w*|практич\w*|где-то|чуть"),
    },
    "ja": {
        "possibility": ("かもしれ|可能性|おそらく|恐らく|たぶん|もしかし", "かも|可能|恐|たぶん|でしょう|だろう|思|見|よう|らし|得|うる|場合|もし|れば|たら|なら|危険|予|推|期待|考|はず|と|できる|ことが"),
        "report": ("とされ|疑い|容疑|と見られ|とみられ", "され|疑|容疑|いう|言|述|そう|らし|見られ|みられ|報|伝|主張|よう|話|発表|思|によ|語|告|述べ|説|知"),
        "approximation": ("約(?=[0-9０-９一二三四五六七八九十百千数])|およそ|おおよそ|ほぼ|程度|前後|ほど(?=[のがでに、。])", "約|およ|ほぼ|程|前後|ほど|くらい|ぐらい|頃|ごろ|近|以上|以下|超|数|ほとんど|推定|余|弱|強|平均|まで|半|くら"),
    },
}  # fmt: skip
LANGUAGES = frozenset({"zh", *_OTHERS})
"""Languages with a table."""
# How an English sentence reads without a hedge, and with one where there is none.
_FIRMER = {"may": "will", "might": "will", "could possibly": "will"}
_HEDGED = {
    "will": "may",
    "is": "may be",
    "are": "may be",
    "has": "may have",
    "have": "may have",
    "was": "may have been",
    "were": "may have been",
    "must": "may",
}
_FIRM = re.compile(rf"\b(?:{'|'.join(_HEDGED)})\b")
_PLACES = 12  # where a hedge is tried at most


@functools.cache
def hedges_of(language: str) -> dict[str, Hedges]:
    """A language's hedges by kind, compiled when they are first asked for; empty where there is no table."""
    table = {"en": _ENGLISH, "zh": _CHINESE, **_OTHERS}.get(language, {})
    bound = "{}" if language in {"zh", "ja"} else r"\b(?:{})(?!\w)"
    return {
        kind: Hedges(re.compile(said, re.IGNORECASE), re.compile(f"{bound.format(hinted)}|{said}", re.IGNORECASE)) for kind, (said, hinted) in table.items()
    }


def without(text: str, place: Span) -> str:
    """An English text that states what one of its hedges leaves open."""
    firm = _FIRMER.get(place.of(text).strip().lower(), "")
    return " ".join(f"{text[: place.start]} {firm} {text[place.end :]}".split())


def weakened(text: str) -> list[tuple[Span, str]]:
    """The English text with "may", at each place where it states something outright; with the words that do."""
    return [(Span(*f.span()), f"{text[: f.start()]}{_HEDGED[f.group()]}{text[f.end() :]}") for f in list(_FIRM.finditer(text))[:_PLACES]]
