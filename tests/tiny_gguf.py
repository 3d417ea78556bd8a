"""Small GGUF files with random weights, written as llama.cpp's converters lay them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFWriter

NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
WORDS = "▁ e t a o n i s h r d l u c m w f g y p b v k , . : \n C E ▁t he ▁the in er an ▁a ▁c hin ese ▁C hinese Chinese Eng lish English 中 国 中国 的".split(
    " "
)


def vocabulary() -> tuple[list[str], list[float], list[int]]:
    """Pieces, scores and kinds of a SentencePiece vocabulary of the BPE kind; longer pieces are merged first."""
    pieces = ["<pad>", "<eos>", "<bos>", "<unk>", *(f"<0x{n:02X}>" for n in range(256))]
    kinds = [CONTROL, CONTROL, CONTROL, UNKNOWN, *[BYTE] * 256]
    plain = list(dict.fromkeys(WORDS))
    return [*pieces, *plain], [0.0] * len(pieces) + [float(len(p) * 100 - n) for n, p in enumerate(plain)], [*kinds, *[NORMAL] * len(plain)]


def write(path: Path, architecture: str = "gemma3", seed: int = 3, *, spaced: bool = False, window: int = 128, layers_said: int = 7, **fields: Any) -> Path:
    """A decoder of seven layers (so that one of Gemma's sees everything), 32 wide."""
    random = np.random.default_rng(seed)
    width, heads, kv, inner, layers = 32, 2, 1, 48, 7
    head = 256 if architecture == "gemma3" else 16  # Gemma scales by it, and transformers takes it to be 256
    pieces, scores, kinds = vocabulary()
    writer = GGUFWriter(str(path), architecture)
    writer.add_name("Tiny")
    writer.add_context_length(256)
    writer.add_embedding_length(width)
    writer.add_block_count(layers_said)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(len(pieces))
    writer.add_rope_dimension_count(head)
    writer.add_key_length(head)
    writer.add_value_length(head)
    if architecture == "gemma3":
        writer.add_sliding_window(window)
        writer.add_rope_freq_base(1_000_000.0)
    else:
        writer.add_rope_freq_base(10_000.0)
    writer.add_tokenizer_model(fields.pop("tokenizer", "llama"))
    writer.add_token_list(pieces)
    writer.add_token_scores(scores)
    writer.add_token_types(kinds)
    for which, number in (("pad", 0), ("eos", 1), ("bos", 2), ("unk", 3)):
        getattr(writer, f"add_{which}_token_id")(number)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(spaced)
    for key, value in fields.items():
        writer.add_string(key.replace("__", "."), value)

    def tensor(name: str, *shape: int, around: float = 0.0, spread: float = 0.3) -> None:
        writer.add_tensor(f"{name}.weight", (around + spread * random.standard_normal(shape)).astype(np.float32))

    tensor("token_embd", len(pieces), width)
    tensor("output_norm", width, around=1.0, spread=0.1)
    if architecture == "llama":
        tensor("output", len(pieces), width)
    for n in range(layers):
        block = f"blk.{n}"
        for name, shape in (
            ("attn_q", (heads * head, width)),
            ("attn_k", (kv * head, width)),
            ("attn_v", (kv * head, width)),
            ("attn_output", (width, heads * head)),
            ("ffn_gate", (inner, width)),
            ("ffn_up", (inner, width)),
            ("ffn_down", (width, inner)),
        ):
            tensor(f"{block}.{name}", *shape)
        tensor(f"{block}.attn_norm", width, around=1.0, spread=0.1)
        tensor(f"{block}.ffn_norm", width, around=1.0, spread=0.1)
        if architecture == "gemma3":
            for name, size in (("attn_q_norm", head), ("attn_k_norm", head), ("post_attention_norm", width), ("post_ffw_norm", width)):
                tensor(f"{block}.{name}", size, around=1.0, spread=0.1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
