"""Names that an original in another language than Chinese does not support."""

from __future__ import annotations

import time

import pytest
from sourcetrace.translate.names.exonyms import codes_in, codes_of, gazetteer, known_city
from sourcetrace.translate.names.foreign import DoubtfulName, doubtful_names, supported, supports


def doubts(language: str, source: str, target: str) -> list[DoubtfulName]:
    return doubtful_names(source, target, language)


def words(found: list[DoubtfulName], text: str) -> list[str]:
    return [doubt.target.of(text) for doubt in found]


RIGHT = [
    ("de", "Herr Gorbatschow traf in Mailand den niederländischen Minister Jan de Vries.", "Mr Gorbachev met the Dutch minister Jan de Vries in Milan."),
    (
        "de",
        "Die Bundesregierung wies Frau Lindemanns Vorwurf in Nordkalifornien zurück.",
        "The federal government rejected Ms Lindemann's charge in northern California.",
    ),
    ("fr", "Poutine a reçu à Londres l'ambassadeur des États-Unis, M. Delcourt.", "Putin received the U.S. ambassador, Mr Delcourt, in London."),
    ("es", "El presidente de EE. UU. viajó a Varsovia con el señor Jamenei.", "The American president travelled to Warsaw with Mr Khamenei."),
    ("it", "La regina Elisabetta II salutò i tedeschi a Monaco di Baviera.", "Queen Elizabeth II greeted the Germans in Munich."),
    ("pt", "O papa Francisco rezou na Croácia com católicos suíços.", "Pope Francis prayed in Croatia with Swiss Catholics."),
    ("pl", "W Nowym Jorku Obamę powitał syn Kaczyńskiego.", "In New York Obama was greeted by Kaczynski's son."),
    ("tr", "Londra'da Steinmeier'in konuşmasını Yunanlı gazeteciler dinledi.", "Greek reporters listened to Steinmeier's speech in London."),
    ("vi", "Ông Macron bay từ Pháp sang Luân Đôn.", "Macron flew from France to London."),
    ("id", "Widodo bertemu wartawan Belanda di Singapura.", "Widodo met Dutch journalists in Singapore."),
    ("nl", "De Britse premier Sunak bezocht Boekarest.", "British Prime Minister Sunak visited Bucharest."),
    ("hu", "Orbán Viktor Bécsben tárgyalt.", "Viktor Orban held talks in Vienna."),
    ("ru", "Лаврова в Афинах встретил греческий министр Герапетритис.", "Lavrov was met in Athens by the Greek minister Gerapetritis."),
    ("uk", "Президент Зеленський розмовляв із Джорджією Мелоні.", "President Zelenskyy spoke with Giorgia Meloni."),
    ("ja", "高市早苗首相は、フランスのマクロン大統領と会談した。", "Prime Minister Sanae Takaichi met French President Macron."),
    ("ja", "高市早苗首相は、フランスのマクロン大統領と会談した。", "Prime Minister Takaichi Sanae met French President Macron."),
    ("ko", "윤석열 전 대통령은 빈에서 슈타인마이어를 만났다.", "Former President Yoon Suk-yeol met Steinmeier in Vienna."),
    ("ar", "التقى السيد غوتيريش بالوزير الفرنسي بارو في القاهرة.", "Mr Guterres met the French minister Barrot in Cairo."),
]


@pytest.mark.parametrize(("language", "source", "target"), RIGHT)
def test_right_names_are_not_doubted(language: str, source: str, target: str) -> None:
    assert words(doubts(language, source, target), target) == []


WRONG = [
    ("de", "Gestern sprach Friedrich Kellermann in Hamburg.", "Yesterday Robert Sutherland spoke in Hamburg.", "Robert Sutherland", "person"),
    ("fr", "Selon Delacroix, la réunion aura lieu jeudi.", "According to Venkataraman, the meeting will be on Thursday.", "Venkataraman", "person"),
    ("es", "La empresa abrió una oficina en Polonia.", "The company opened an office in Mumbai.", "Mumbai", "place"),
    ("pl", "Wczoraj Tomasz Wiśniewski odwiedził Gdańsk.", "Yesterday Philip Hutchinson visited Gdansk.", "Philip Hutchinson", "person"),
    ("tr", "Dün Mehmet Yıldırım istifa etti.", "Yesterday Giovanni Bertolucci resigned.", "Giovanni Bertolucci", "person"),
    ("vi", "Hôm qua ông Nguyễn Phương đã từ chức.", "Yesterday Giovanni Bertolucci resigned.", "Giovanni Bertolucci", "person"),
    ("ru", "Вчера Сергей Колесников посетил завод.", "Yesterday Bertrand Delacroix visited the plant.", "Bertrand Delacroix", "person"),
    ("uk", "Учора делегація прибула до Польщі.", "Yesterday the delegation arrived in Mumbai.", "Mumbai", "place"),
    ("ja", "昨日、ロバート・サザーランド氏が辞任した。", "Yesterday Giovanni Bertolucci resigned.", "Giovanni Bertolucci", "person"),
    ("ko", "어제 로버트 서덜랜드가 사임했다.", "Yesterday Giovanni Bertolucci resigned.", "Giovanni Bertolucci", "person"),
    ("ar", "استقال أمس روبرت ساذرلاند.", "Yesterday Giovanni Bertolucci resigned.", "Giovanni Bertolucci", "person"),
]


@pytest.mark.parametrize(("language", "source", "target", "name", "kind"), WRONG)
def test_another_name_is_flagged(language: str, source: str, target: str, name: str, kind: str) -> None:
    (doubt,) = doubts(language, source, target)
    assert (doubt.target.of(target), doubt.kind, doubt.certain) == (name, kind, True)


@pytest.mark.parametrize(
    ("language", "source", "target", "ours", "proposed", "table"),
    [
        ("de", "Am Montag reiste Minister Kellermann ab.", "On Monday minister Kettermunn left.", "Kellermann", "Kellermann", "the original's spelling"),
        ("de", "Die Messe fand in Mailand statt.", "The fair was held in Turin.", "Mailand", "Milan", "GeoNames"),
        ("es", "La empresa abrió una oficina en Polonia.", "The company opened an office in Mumbai.", "Polonia", "Poland", "CLDR"),
        ("ja", "昨日、高市早苗首相が会見した。", "Prime Minister Hayami Asana spoke yesterday.", "高市早苗", "Takaichi Sanae", "JMnedict"),
        ("ru", "Вчера выступил Колесников.", "Yesterday Bertrand spoke.", "Колесников", "Kolesnikov", "transliteration"),
    ],
)
def test_the_right_form_is_proposed_with_its_source(language: str, source: str, target: str, ours: str, proposed: str, table: str) -> None:
    (doubt,) = doubts(language, source, target)
    assert doubt.source
    assert (doubt.source.of(source), doubt.proposed, doubt.table, doubt.certain) == (ours, proposed, table, True)


@pytest.mark.parametrize(
    ("language", "source", "target", "name"),
    [
        ("de", "Bundeskanzlerin Merkel sprach mit dem Präsidenten.", "Chancellor Angela Merkel spoke with the president.", "Angela"),  # a first name added
        ("fr", "Selon Kadhafi, le pays est uni.", "According to Gaddafi, the country is united.", "Gaddafi"),  # another transcription
        ("it", "Lo ha detto ieri Gingrinch.", "Gingrich said so yesterday.", "Gingrich"),  # one slip of the pen, on either side
        ("vi", "Ông Macron bay sang Phúc Kiến.", "Macron flew to Fujian.", "Fujian"),  # Vietnamese reads Chinese names its own way
        ("pl", "W Dublinie podpisano umowę.", "The contract was signed in Dublin, Ireland.", "Ireland"),  # a country added for readers abroad
    ],
)
def test_what_may_be_right_is_a_hint(language: str, source: str, target: str, name: str) -> None:
    (doubt,) = doubts(language, source, target)
    assert (doubt.target.of(target), doubt.certain) == (name, False)


def test_a_name_that_is_named_elsewhere_is_a_hint() -> None:
    source, target = "Selon Delacroix, il partira jeudi.", "According to Delacroix, Venkataraman will leave on Thursday."
    alone = "Selon lui, la ministre Brossard partira."
    said = "According to him, minister Venkataraman will leave."
    assert words(doubts("fr", source, target), target) == ["Venkataraman"]
    assert [d.certain for d in doubtful_names(alone, said, "fr")] == [True]
    assert [d.certain for d in doubtful_names(alone, said, "fr", lambda word: word == "Venkataraman")] == [False]


def test_another_passage_supports_a_word_only_if_it_surely_names_it() -> None:
    assert supports("Вчера Колесников уехал в Варшаву.", "Kolesnikov", "ru")
    assert supports("Вчера Колесников уехал в Варшаву.", "Polish", "ru") is False
    assert supports("Вчера Колесников уехал в Варшаву.", "Kuznetsov", "ru") is False
    assert supports("昨日、岸田文雄氏が述べた。", "Kishida", "ja")
    assert supports("他昨天辞职了。", "Ta", "zh") is False


def test_capitals_that_are_no_names_are_left_alone() -> None:
    target = "Muslims and Catholics met at the Olympics; Organisers praised the Renaissance, AfCFTA, the iPhone and Novembber weather."
    assert doubts("fr", "Des croyants se sont rencontrés.", target) == []


def test_unsupported_languages_and_empty_texts_are_silent() -> None:
    assert supported("de-AT")
    assert supported("fa")
    assert supported("sv")
    assert not supported("zh")
    assert not supported("lv")
    assert not supported("th")
    assert doubts("zh", "他昨天辞职了。", "Giovanni Bertolucci resigned.") == []
    assert doubts("de", "", "Giovanni Bertolucci resigned.") == doubts("de", "Er ging.", "") == []


def test_long_passages_are_left_alone() -> None:
    name = "Yesterday Giovanni Bertolucci resigned."
    assert doubts("ru", "Вчера ушёл Колесников.", name)
    assert doubts("ru", "Вчера ушёл Колесников. " + "Было тихо. " * 200, name) == []
    assert doubts("ru", "Вчера ушёл Колесников.", "Giovanni Bertolucci, " * 30) == []


@pytest.mark.parametrize("text", ["Aa" * 700, "A " * 700, "Ж" * 1400, "ア・" * 700, "가 " * 700, "'" * 1400, "A-" * 700])
def test_hostile_text_is_read_in_time(text: str) -> None:
    start = time.perf_counter()
    for language in ("de", "ru", "ja", "ko", "ar"):
        doubtful_names(text, "Giovanni " + text[:300], language)
        doubtful_names("Giovanni war hier.", text, language)
    assert time.perf_counter() - start < 10


def test_gazetteer() -> None:
    assert codes_of("Dutch") == {"NL"}
    assert {"US", "GB", "NZ"} <= codes_in("The U.S., the UK and New Zealand agreed.")
    assert known_city("Munich")
    assert not known_city("Nowheresville")
    assert gazetteer("pl").english("Wiedeń") == ("Vienna", "GeoNames")
    assert gazetteer("es").english("Alemania") == ("Germany", "CLDR")
    assert gazetteer("es").english("mesa") is None
    german = gazetteer("de")
    plain = german.plain("Die österreichische Ministerin")
    assert german.names_territory(frozenset({"AT"}), plain, frozenset(plain.split()))
    assert not german.names_territory(frozenset({"PL"}), plain, frozenset(plain.split()))
