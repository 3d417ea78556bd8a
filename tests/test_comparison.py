"""The seed beside its reconstruction: what the first trace must show."""

from __future__ import annotations

import msgspec
import pytest
from sourcetrace.translate import Comparison, InputError, compare
from sourcetrace.translate.comparison import pair_languages


@pytest.fixture(scope="module")
def comparison(seed: str, reconstruction: str) -> Comparison:
    return compare(reconstruction, seed)


def test_every_sentence_is_in_one_bead_and_the_body_is_aligned(comparison: Comparison) -> None:
    assert sorted(i for b in comparison.beads for i in b.source) == list(range(len(comparison.source.sentences)))
    assert sorted(j for b in comparison.beads for j in b.target) == list(range(len(comparison.target.sentences)))
    alone = [comparison.target.sentences[j].of(comparison.target.text) for b in comparison.beads if not b.source for j in b.target]
    assert alone == ["Original: toutiao.com/article/1856590871734284/"]
    assert all(b.target for b in comparison.beads)


def test_both_departures_are_flagged_and_little_else(comparison: Comparison) -> None:
    said = [(d.check, "".join(s.of(comparison.target.text) for s in d.target)) for d in comparison.flags]
    assert ("quantity", "$55 billion") in said
    assert ("name", "Hayami Asana") in said
    assert ("name", "Hayami") in said
    others = [d for d in said if d not in {("quantity", "$55 billion"), ("name", "Hayami Asana"), ("name", "Hayami")}]
    assert len(others) <= 2
    (money,) = [d for d in comparison.flags if d.check == "quantity"]
    assert "5500亿美元" in money.message
    assert "ten times less" in money.message
    assert all(d.evidence["proposed"].startswith("Takaichi") for d in comparison.flags if d.check == "name")


def test_put_right_nothing_is_flagged(seed: str, reconstruction: str) -> None:
    right = seed.replace("Hayami Asana", "Takaichi Sanae").replace("Hayami", "Takaichi").replace("$55 billion", "$550 billion")
    assert [d.message for d in compare(reconstruction, right).flags] == []


def test_the_same_input_gives_the_same_bytes(comparison: Comparison, seed: str, reconstruction: str) -> None:
    assert msgspec.json.encode(compare(reconstruction, seed)) == msgspec.json.encode(comparison)


def test_the_contract_of_the_json(comparison: Comparison) -> None:
    built = msgspec.to_builtins(comparison)
    assert built["schema"] == "sourcetrace/comparison/1"
    assert set(built["source"]) == {"language", "text", "sha256", "sentences"}
    assert set(built["beads"][0]) == {"id", "source", "target", "score"}
    assert {"id", "bead", "check", "mqm", "tier", "severity", "confidence", "target", "source", "message", "evidence"} <= set(built["departures"][0])
    assert built["signature"].startswith("sourcetrace ")


def test_wrong_pairs_are_refused(seed: str, reconstruction: str) -> None:
    with pytest.raises(InputError, match="swapped"):
        pair_languages(seed, reconstruction)
    with pytest.raises(InputError, match="not English"):
        pair_languages(reconstruction, "Die Regierung hat gestern einen neuen Haushalt vorgestellt.")
    with pytest.raises(InputError, match="Both texts are English"):
        pair_languages(seed, seed)


def test_a_source_language_with_few_checks_says_so() -> None:
    source = "Die Regierung hat gestern einen neuen Haushalt vorgestellt. Die Opposition kritisierte ihn scharf."
    found = compare(source, "The government presented a new budget yesterday. The opposition criticised it sharply.")
    assert found.notices == ("Not checked in de: pronoun, attribution, consistency.",)
    assert not found.flags
