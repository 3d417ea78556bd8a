from __future__ import annotations

import pytest
from sourcetrace.translate.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("政府昨日公布了新的预算方案。", "zh"),
        ("政府は昨日、新しい予算案を発表した。", "ja"),
        ("首相、訪米へ調整", "ja"),
        ("정부는 어제 새 예산안을 발표했다.", "ko"),
        ("The government announced a new budget yesterday.", "en"),
        ("Правительство вчера объявило новый бюджет.", "ru"),
        ("Die Regierung hat gestern einen neuen Haushalt vorgestellt.", "de"),
        ("أعلنت الحكومة أمس عن ميزانية جديدة.", "ar"),
        ("苹果公司CEO Tim Cook访问iPhone工厂", "zh"),
        ("Vlada je jučer objavila da će tijekom sljedećeg tjedna predstaviti sveučilišni sustav.", "hr"),
        ("Vlada je jučer objavila da će tokom sljedeće sedmice predstaviti univerzitetski sistem.", "bs"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect(text).language == language


def test_an_english_text_that_quotes_chinese_stays_english() -> None:
    assert detect("The term 一带一路 means Belt and Road, a strategy announced in 2013 by the government.").language == "en"


def test_no_letters_no_language() -> None:
    found = detect("12 % – 2024")
    assert (found.language, found.confidence) == ("und", 0.0)


def test_it_is_deterministic_and_shows_its_evidence() -> None:
    text = "Le gouvernement a présenté hier un nouveau budget."
    first, second = detect(text, second_opinion=True), detect(text, second_opinion=True)
    assert first == second
    assert {e.kind for e in first.evidence} >= {"script", "n-grams"}
    assert first.second_opinion == "fr"
    assert not first.disputed


def test_a_second_opinion_is_only_asked_for() -> None:
    assert detect("The government announced a new budget.").second_opinion is None
