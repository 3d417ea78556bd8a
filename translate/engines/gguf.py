"""From a GGUF file to a model that CTranslate2 runs, without torch.

The tensors are read and dequantised by the `gguf` package, laid into CTranslate2's decoder specification, and saved as int8;
the tokeniser is made from the file's own pieces and scores. The last matrix, from hidden states to the vocabulary, is kept apart:
it is two thirds of the work of a small model, and needed only where a word is scored (see `Output`). Supported are the architectures whose every part both sides know:
`gemma3` and `llama`, with a SentencePiece vocabulary. Facts on layouts come from llama.cpp's converters and CTranslate2's own.
"""

from __future__ import annotations

import hashlib
import importlib
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt
from sourcetrace.translate.text import InputError

if TYPE_CHECKING:
    from ctranslate2.specs.transformer_spec import TransformerDecoderModelSpec
    from gguf import GGUFReader

__all__ = ["ARCHITECTURES", "Array", "ModelError", "ModelFile", "Output", "convert", "describe"]

Array = npt.NDArray[np.float32]

ARCHITECTURES = ("gemma3", "llama")
_MAGIC = b"GGUF"
_SHORTEST = 128  # tokens that a model must see at once
_BPE = 2  # sentencepiece's TrainerSpec.ModelType


class ModelError(InputError):
    """A model file cannot be used."""


class ModelFile(msgspec.Struct, frozen=True):
    """What a GGUF file says of itself.

    Attributes:
        window: tokens of one sequence that are scored at most: as far as all layers see everything.
        begin: the piece every sequence begins with; empty where none.
    """

    name: str
    architecture: str
    licence: str
    window: int
    begin: str


@dataclass(frozen=True)
class _Shape:
    """The numbers of a decoder."""

    layers: int
    heads: int
    heads_kv: int
    head_dim: int
    epsilon: float
    rope: float
    rope_scale: float
    window: int


def convert(path: Path, folder: Path) -> ModelFile:
    """Write `model.bin`, `config.json`, `vocabulary.json` and `tokenizer.model` into a folder.

    Takes half a minute for 270 million parameters, and about ten bytes of memory a parameter.

    Raises:
        ModelError: the file is none, or of an architecture, tokeniser or variant that is not supported.
    """
    try:
        return _convert(_opened(path), path.name, folder)
    except (ValueError, IndexError, KeyError, TypeError, UnicodeDecodeError, OverflowError, ZeroDivisionError, RuntimeError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"{path.name} cannot be converted ({str(error)[:120]}).") from None


def _convert(reader: GGUFReader, name: str, folder: Path) -> ModelFile:
    about, shape = describe(reader, name), _shape(reader, name)
    weights = _Weights(reader, name)
    pieces = _pieces(reader)
    _write_tokenizer(reader, pieces, folder / "tokenizer.model")
    spec = (_gemma3 if about.architecture == "gemma3" else _llama)(weights, shape)
    spec.register_vocabulary(pieces)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = (
        pieces[int(_value(reader, f"tokenizer.ggml.{which}_token_id", default))] for which, default in (("bos", 1), ("eos", 2), ("unknown", 0))
    )
    spec.config.layer_norm_epsilon = shape.epsilon
    if weights.has("output"):
        _save_output(weights("output"), folder)
    _leave_hidden_states(spec)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    return about


def _leave_hidden_states(spec: TransformerDecoderModelSpec) -> None:
    """Let the model end with its hidden states.

    CTranslate2 rounds them to int8 for the last product, and one with the unit matrix gives back exactly what was rounded.
    """
    spec.decoder.projection.weight = np.eye(spec.decoder.embeddings.weight.shape[1], dtype=np.float32)


def _save_output(rows: Array, folder: Path) -> None:
    """Round to int8 row by row, as CTranslate2 does."""
    scales = np.float32(127) / np.maximum(np.abs(rows).max(axis=1), np.finfo(np.float32).tiny)
    np.save(folder / _OUTPUT, np.rint(rows * scales[:, None]).astype(np.int8))
    np.save(folder / _OUTPUT_SCALES, scales.astype(np.float32))


class Output:
    """The matrix from hidden states to the vocabulary, in int8 with a scale a row; of most models it is that of the embeddings.

    Args:
        folder: of a converted model; the matrix is read from there as it is needed, and stays on disk.
    """

    def __init__(self, folder: Path) -> None:
        if (folder / _OUTPUT).is_file():
            self._rows = np.load(folder / _OUTPUT, mmap_mode="r")
            self._scales = np.load(folder / _OUTPUT_SCALES)
        else:
            stored = _stored(folder / "model.bin")
            self._rows, self._scales = stored["decoder/embeddings/weight"], np.array(stored["decoder/embeddings/weight_scale"])

    def scores(self, hidden: Array, wanted: npt.NDArray[np.int64]) -> tuple[Array, Array]:
        """Log-probability of the wanted piece at each position, and of the likeliest one.

        Args:
            hidden: float32 of shape (positions, width).
            wanted: int64 of shape (positions,).
        """
        best = np.full(len(hidden), -np.inf, np.float32)
        total, own = np.zeros(len(hidden), np.float32), np.zeros(len(hidden), np.float32)
        for start in range(0, len(self._rows), _ROWS):
            logits = hidden @ self._rows[start : start + _ROWS].astype(np.float32).T
            logits /= self._scales[start : start + _ROWS]
            here = (start <= wanted) & (wanted < start + _ROWS)
            own[here] = logits[here, wanted[here] - start]
            # The sum of exponentials is kept relative to the greatest logit so far.
            greatest = np.maximum(best, logits.max(axis=1))
            np.subtract(logits, greatest[:, None], out=logits)
            np.exp(logits, out=logits)
            total = total * np.exp(best - greatest) + logits.sum(axis=1)
            best = greatest
        norm = np.log(total)
        return own - best - norm, -norm


_OUTPUT, _OUTPUT_SCALES = "output.npy", "output_scales.npy"
_ROWS = 8192  # of the vocabulary at once: 8192 × 4 bytes a position
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)  # as CTranslate2 numbers them


def _stored(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays in a `model.bin` of CTranslate2, by name, left on disk. Its layout is that of `ModelSpec._serialize`, binary version 6.

    Raises:
        ModelError: it is another version's, or not to be read.
    """
    found: dict[str, npt.NDArray[Any]] = {}
    with path.open("rb") as file:

        def number(form: str) -> int:
            return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])

        def name() -> str:
            return file.read(number("H"))[:-1].decode("utf-8")

        try:
            version, _, _ = number("I"), name(), number("I")
            if version != 6:
                raise ModelError(f"{path.parent.name} was converted by another version of CTranslate2; remove it and convert it again.")
            for _ in range(number("I")):
                key, rank = name(), number("B")
                shape, kind, size = tuple(number("I") for _ in range(rank)), number("B"), number("I")
                if kind < len(_TYPES):
                    found[key] = np.memmap(path, _TYPES[kind], "r", file.tell(), shape or (1,))
                file.seek(size, 1)
        except (struct.error, UnicodeDecodeError, ValueError):
            raise ModelError(f"{path.parent.name} cannot be read; remove it and convert it again.") from None
    return found


def describe(reader: GGUFReader, name: str) -> ModelFile:
    """What the file says of itself.

    Raises:
        ModelError: it is of a kind that is not supported.
    """
    architecture = str(_value(reader, "general.architecture", ""))
    if architecture not in ARCHITECTURES:
        raise ModelError(f"{name} is a model of architecture {architecture[:40] or 'unknown'}; supported are {' and '.join(ARCHITECTURES)}.")
    tokenizer = str(_value(reader, "tokenizer.ggml.model", ""))
    if tokenizer != "llama":
        raise ModelError(f"{name} has a vocabulary of the kind {tokenizer[:40] or 'unknown'}; supported is SentencePiece's (llama).")
    length = int(_value(reader, f"{architecture}.context_length", 2048))
    if not 0 < int(_value(reader, f"{architecture}.block_count", 0)) <= len(reader.tensors):
        raise ModelError(f"{name} states a number of layers that it does not hold.")
    sliding = int(_value(reader, f"{architecture}.attention.sliding_window", 0)) or length
    if min(length, sliding) < _SHORTEST:
        raise ModelError(f"{name} sees only {min(length, sliding)} tokens at once; at least {_SHORTEST} are needed.")
    begins = bool(_value(reader, "tokenizer.ggml.add_bos_token", True))
    begin = _pieces(reader, int(_value(reader, "tokenizer.ggml.bos_token_id", 1)))[0] if begins else ""
    return ModelFile(
        name=str(_value(reader, "general.name", name))[:120],
        architecture=architecture,
        licence=str(_value(reader, "general.license", "not stated"))[:120],
        window=min(length, sliding),
        begin=begin,
    )


def _opened(path: Path) -> GGUFReader:
    try:
        from gguf import GGUFReader
    except ImportError:
        raise ModelError('Reading a GGUF file needs the package gguf: pip install "sourcetrace[lm]".') from None
    try:
        with path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ModelError(f"{path.name} is no GGUF file.")
        return GGUFReader(str(path))
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}).") from None
    except (ValueError, IndexError, KeyError, UnicodeDecodeError, OverflowError) as error:  # what its reader raises on broken files
        raise ModelError(f"{path.name} is a damaged GGUF file ({str(error)[:120]}).") from None


def _value(reader: GGUFReader, key: str, default: Any) -> Any:
    field = reader.get_field(key)
    return default if field is None else field.contents()


def _pieces(reader: GGUFReader, only: int | None = None) -> list[str]:
    field = reader.get_field("tokenizer.ggml.tokens")
    if field is None:
        raise ModelError("The file has no vocabulary.")
    wanted = field.data if only is None else field.data[only : only + 1]
    return [bytes(field.parts[at]).decode("utf-8") for at in wanted]


def _shape(reader: GGUFReader, name: str) -> _Shape:
    architecture = str(_value(reader, "general.architecture", ""))

    def number(key: str, default: float | None = None) -> float:
        value = _value(reader, f"{architecture}.{key}", default)
        if not isinstance(value, int | float):
            raise ModelError(f"{name} does not state its {key}; it cannot be converted.")
        return value

    heads = int(number("attention.head_count"))
    head_dim = int(number("attention.key_length", number("embedding_length") / heads))
    if architecture == "gemma3" and int(number("block_count")) == 62:
        raise ModelError(f"{name} is Gemma 3 27B, which scales its attention otherwise; use a smaller one.")
    if _value(reader, f"{architecture}.rope.scaling.type", "none") not in ("none", "linear") or any(t.name == "rope_freqs.weight" for t in reader.tensors):
        raise ModelError(f"{name} stretches its positions in a way that is not supported.")
    return _Shape(
        layers=int(number("block_count")),
        heads=heads,
        heads_kv=int(number("attention.head_count_kv", heads)),
        head_dim=head_dim,
        epsilon=float(number("attention.layer_norm_rms_epsilon")),
        rope=float(number("rope.freq_base", 10_000.0)),
        rope_scale=float(number("rope.scaling.factor", 1.0)),
        window=int(number("attention.sliding_window", 0)),
    )


class _Weights:
    """Tensors by name, dequantised as they are asked for."""

    def __init__(self, reader: GGUFReader, name: str) -> None:
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        self._name = name

    def __call__(self, key: str) -> Array:
        from gguf import dequantize

        tensor = self._tensors.get(f"{key}.weight")
        if tensor is None:
            raise ModelError(f"{self._name} lacks the tensor {key}; it cannot be converted.")
        try:
            values = dequantize(tensor.data, tensor.tensor_type)
        except NotImplementedError:
            raise ModelError(f"{self._name} is quantised as {tensor.tensor_type.name}, which the gguf package cannot read.") from None
        # GGUF states dimensions from the innermost; rows are then those of the usual [out, in] matrix.
        return np.array(values, dtype=np.float32).reshape([int(n) for n in tensor.shape][::-1])

    def has(self, key: str) -> bool:
        """Whether there is such a tensor."""
        return f"{key}.weight" in self._tensors

    def joined(self, *keys: str) -> Array:
        """Several matrices, one below the other."""
        return np.concatenate([self(key) for key in keys])


def _gemma3(weights: _Weights, shape: _Shape) -> TransformerDecoderModelSpec:
    """Gemma 3: every sixth layer sees everything, the others a window; norms before and after each part, and of queries and keys.

    The window is left out: sequences are never longer than it (`ModelFile.window`), and CTranslate2 cannot batch with one.
    """
    from ctranslate2.specs import attention_spec, common_spec, transformer_spec

    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        shape.layers,
        shape.heads,
        activation=common_spec.Activation.GELUTanh,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=shape.head_dim,
        rotary_interleave=False,
        rotary_scaling_type=attention_spec.RotaryScalingType.Linear,
        num_heads_kv=shape.heads_kv,
        head_dim=shape.head_dim,
        pre_post_layer_norm=True,
        qk_norm=True,
    )
    _outer(spec, weights)
    spec.decoder.scale_embeddings = True
    for number, layer in enumerate(spec.decoder.layer):
        block = f"blk.{number}"
        sees_all = (number + 1) % 6 == 0
        attention = layer.self_attention
        attention.rotary_base = np.float32(shape.rope if sees_all else 10_000)
        attention.rotary_scaling_factor = np.float32(shape.rope_scale if sees_all else 1)
        # llama.cpp's converter has added the one that Gemma's norms leave out.
        layer.input_layer_norm.gamma = weights(f"{block}.attn_norm")
        layer.post_attention_layer_norm.gamma = weights(f"{block}.post_attention_norm")
        layer.pre_feedforward_layer_norm.gamma = weights(f"{block}.ffn_norm")
        layer.post_feedforward_layer_norm.gamma = weights(f"{block}.post_ffw_norm")
        attention.q_norm.gamma = weights(f"{block}.attn_q_norm")
        attention.k_norm.gamma = weights(f"{block}.attn_k_norm")
        _inner(layer, weights, block)
    return spec


def _llama(weights: _Weights, shape: _Shape) -> TransformerDecoderModelSpec:
    """Llama 1 and 2, Mistral, TinyLlama: llama.cpp has interleaved the halves of queries and keys, so positions are, too."""
    from ctranslate2.specs import attention_spec, common_spec, transformer_spec

    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        shape.layers,
        shape.heads,
        activation=common_spec.Activation.SWISH,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=True,
        rotary_base=shape.rope,
        rotary_scaling_type=attention_spec.RotaryScalingType.Linear,
        rotary_scaling_factor=shape.rope_scale,
        num_heads_kv=shape.heads_kv if shape.heads_kv != shape.heads else None,
    )
    _outer(spec, weights)
    spec.decoder.scale_embeddings = False
    for number, layer in enumerate(spec.decoder.layer):
        block = f"blk.{number}"
        layer.self_attention.layer_norm.gamma = weights(f"{block}.attn_norm")
        layer.ffn.layer_norm.gamma = weights(f"{block}.ffn_norm")
        _inner(layer, weights, block)
    return spec


def _outer(spec: TransformerDecoderModelSpec, weights: _Weights) -> None:
    spec.decoder.embeddings.weight = weights("token_embd")
    spec.decoder.projection.weight = weights("output") if weights.has("output") else spec.decoder.embeddings.weight
    spec.decoder.layer_norm.gamma = weights("output_norm")


def _inner(layer: Any, weights: _Weights, block: str) -> None:
    layer.self_attention.linear[0].weight = weights.joined(*(f"{block}.attn_{part}" for part in "qkv"))
    layer.self_attention.linear[1].weight = weights(f"{block}.attn_output")
    layer.ffn.linear_0.weight = weights(f"{block}.ffn_gate")
    layer.ffn.linear_0_noact.weight = weights(f"{block}.ffn_up")
    layer.ffn.linear_1.weight = weights(f"{block}.ffn_down")


def _write_tokenizer(reader: GGUFReader, pieces: list[str], path: Path) -> None:
    """The vocabulary as a SentencePiece model of the BPE kind, which merges by score."""
    # Its classes are made when it is imported, and no type checker sees them.
    model = importlib.import_module("sentencepiece.sentencepiece_model_pb2").ModelProto()
    scores, kinds = (reader.get_field(f"tokenizer.ggml.{which}") for which in ("scores", "token_type"))
    if scores is None or kinds is None:
        raise ModelError("The file's vocabulary has no scores; its tokeniser cannot be made.")
    for piece, score, kind in zip(pieces, scores.data, kinds.data, strict=True):
        # The kinds bear the same numbers in both formats.
        model.pieces.add(piece=piece, score=float(scores.parts[score][0]), type=int(kinds.parts[kind][0]))
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.byte_fallback = _BPE, True
    for which, attribute, default in (("unknown", "unk_id", 0), ("bos", "bos_id", 1), ("eos", "eos_id", 2), ("padding", "pad_id", -1)):
        setattr(trainer, attribute, int(_value(reader, f"tokenizer.ggml.{which}_token_id", default)))
    normalizer.name, normalizer.escape_whitespaces, normalizer.remove_extra_whitespaces = "identity", True, False
    normalizer.add_dummy_prefix = bool(_value(reader, "tokenizer.ggml.add_space_prefix", True))
    path.write_bytes(model.SerializeToString())


def sha256_of(path: Path, told: Callable[[str], None] | None = None) -> str:
    """`sha256:` + hex of a file."""
    if told:
        told(f"checking {path.name}")
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
