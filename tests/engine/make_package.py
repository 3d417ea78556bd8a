"""Make the small Argos package of the tests: a real transformer, trained for two minutes on sentences written here.

    pip install torch ctranslate2 sentencepiece
    python tests/engine/make_package.py

Writes `zh_en.argosmodel` beside this file, and its SHA-256. The package is kept with the tests, so that running them needs
no torch. The grammar below makes short Chinese news sentences with their English; the model learns it nearly by heart, and
little else: it is a fixture, not a translator.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import random
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import ctranslate2
import numpy as np
import sentencepiece
import torch
from ctranslate2.specs import common_spec, transformer_spec
from torch import nn

HERE = Path(__file__).parent
PIECES, WIDTH, HEADS, LAYERS, INNER = 700, 128, 4, 2, 512
PAD, UNK, BOS, EOS = 0, 1, 2, 3

WHO = {
    "财政部": "the Ministry of Finance", "外交部": "the Foreign Ministry", "央行": "the central bank", "市政府": "the city government",
    "该公司": "the company", "这家银行": "the bank", "总理": "the prime minister", "发言人": "the spokesperson", "法院": "the court",
    "教育部": "the Ministry of Education", "铁路部门": "the railway department", "当地警方": "local police", "这所大学": "the university",
    "气象局": "the weather bureau", "商务部": "the Ministry of Commerce", "工会": "the union",
}  # fmt: skip
WHEN = {
    "周一": "on Monday", "周二": "on Tuesday", "周三": "on Wednesday", "周四": "on Thursday", "周五": "on Friday", "昨天": "yesterday",
    "今天": "today", "上周": "last week", "去年": "last year", "今年": "this year", "上午": "in the morning", "晚上": "in the evening",
}  # fmt: skip
DO = {
    "宣布": "announced", "批准": "approved", "公布": "published", "讨论": "discussed", "支持": "supported", "反对": "opposed",
    "推迟": "postponed", "取消": "cancelled", "完成": "completed", "开始": "began",
}  # fmt: skip
DONE = {
    "宣布": "announce", "批准": "approve", "公布": "publish", "讨论": "discuss", "支持": "support", "反对": "oppose", "推迟": "postpone",
    "取消": "cancel", "完成": "complete", "开始": "begin",
}  # fmt: skip
WHAT = {
    "新计划": "the new plan", "预算": "the budget", "贸易协议": "the trade agreement", "改革方案": "the reform plan", "调查结果": "the findings",
    "这个项目": "the project", "新规定": "the new rules", "援助计划": "the aid plan", "铁路工程": "the railway project", "选举日期": "the election date",
    "教育改革": "the education reform", "减税措施": "the tax cuts",
}  # fmt: skip
WHERE = {"北京": "Beijing", "上海": "Shanghai", "东京": "Tokyo", "首尔": "Seoul", "巴黎": "Paris", "柏林": "Berlin", "伦敦": "London", "广州": "Guangzhou"}
COUNTED = {"人": "people", "辆车": "vehicles", "家企业": "companies", "所学校": "schools", "座桥": "bridges", "个城市": "cities"}
MEASURED = {"出口": "exports", "进口": "imports", "收入": "income", "产量": "output", "投资": "investment", "房价": "house prices", "人口": "the population"}
SCALES = (("万", 10_000), ("亿", 100_000_000), ("万亿", 1_000_000_000_000))
MONEY = {"元": "yuan", "美元": "dollars", "日元": "yen", "欧元": "euros"}
MONTHS = "January February March April May June July August September October November December".split()


def pairs(random_: random.Random) -> Iterator[tuple[str, str]]:
    """Sentences without end, each with its English."""
    makers = (_act, _act, _not, _not, _change, _money, _dated, _counted, _held, _said)
    while True:
        source, target = random_.choice(makers)(random_)
        yield source + "。", target[0].upper() + target[1:] + "."


def _one(random_: random.Random, words: dict[str, str]) -> tuple[str, str]:
    return random_.choice(list(words.items()))


def _act(r: random.Random) -> tuple[str, str]:
    (who, who_en), (when, when_en), (what, what_en) = _one(r, WHO), _one(r, WHEN), _one(r, WHAT)
    do, do_en = _one(r, DO)
    return f"{who}{when}{do}了{what}", f"{who_en} {do_en} {what_en} {when_en}"


def _not(r: random.Random) -> tuple[str, str]:
    (who, who_en), (when, when_en), (what, what_en) = _one(r, WHO), _one(r, WHEN), _one(r, WHAT)
    do, do_en = _one(r, DONE)
    if r.random() < 0.4:
        return f"{who}{when}不会{do}{what}", f"{who_en} will not {do_en} {what_en} {when_en}"
    return f"{who}{when}没有{do}{what}", f"{who_en} did not {do_en} {what_en} {when_en}"


def _change(r: random.Random) -> tuple[str, str]:
    (what, what_en), (when, when_en) = _one(r, MEASURED), _one(r, WHEN)
    number = r.choice((str(r.randint(1, 99)), f"{r.randint(0, 99)}.{r.randint(1, 9)}"))
    up, up_en = r.choice((("增长", "rose"), ("下降", "fell")))
    return f"{when}{what}{up}{number}%", f"{what_en} {up_en} by {number} percent {when_en}"


def _amount(r: random.Random) -> tuple[str, str]:
    scale, value = r.choice(SCALES)
    number = r.choice((r.randint(1, 99), r.randint(1, 99) * 10, r.randint(1, 9) * 1000))
    total = number * value
    for word, size in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)):
        if total >= size:
            return f"{number}{scale}", f"{total / size:g} {word}" if total / size < 10_000 else f"{total // size} {word}"
    return f"{number}{scale}", f"{total:,}"


def _money(r: random.Random) -> tuple[str, str]:
    (who, who_en), (currency, currency_en), (number, number_en) = _one(r, WHO), _one(r, MONEY), _amount(r)
    use, use_en = r.choice((("投资", "will invest"), ("提供", "will provide"), ("损失", "lost"), ("支付", "paid")))
    return f"{who}{use}{number}{currency}", f"{who_en} {use_en} {number_en} {currency_en}"


def _dated(r: random.Random) -> tuple[str, str]:
    (who, who_en), (where, where_en) = _one(r, WHO), _one(r, WHERE)
    month, day = r.randint(1, 12), r.randint(1, 28)
    if r.random() < 0.4:
        year = r.randint(1990, 2029)
        return f"{who}{year}年{month}月{day}日访问了{where}", f"{who_en} visited {where_en} on {MONTHS[month - 1]} {day}, {year}"
    return f"{who}{month}月{day}日访问了{where}", f"{who_en} visited {where_en} on {MONTHS[month - 1]} {day}"


def _counted(r: random.Random) -> tuple[str, str]:
    (where, where_en), (unit, unit_en) = _one(r, WHERE), _one(r, COUNTED)
    number = r.randint(2, 9999)
    return f"{where}有{number}{unit}受到影响", f"{number:,} {unit_en} were affected in {where_en}"


def _held(r: random.Random) -> tuple[str, str]:
    (where, where_en), (when, when_en) = _one(r, WHERE), _one(r, WHEN)
    what, what_en = r.choice((("会议", "the meeting"), ("谈判", "the talks"), ("选举", "the election"), ("展览", "the exhibition")))
    return f"{what}{when}在{where}举行", f"{what_en} was held in {where_en} {when_en}"


def _said(r: random.Random) -> tuple[str, str]:
    (who, who_en), (source, target) = _one(r, WHO), r.choice((_change, _held))(r)
    return f"{who}表示，{source}", f"{who_en} said that {target}"


class Model(nn.Module):
    """A pre-norm transformer with shared, tied and scaled embeddings and sinusoidal positions, as CTranslate2 reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(PIECES, WIDTH)
        nn.init.normal_(self.embed.weight, std=WIDTH**-0.5)
        options = {"d_model": WIDTH, "nhead": HEADS, "dim_feedforward": INNER, "dropout": 0.1, "batch_first": True, "norm_first": True}
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(**options), LAYERS, nn.LayerNorm(WIDTH), enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(**options), LAYERS, nn.LayerNorm(WIDTH))
        self.bias = nn.Parameter(torch.zeros(PIECES))
        self.register_buffer("positions", torch.from_numpy(positions(128)))

    def embedded(self, ids: torch.Tensor) -> torch.Tensor:
        return self.embed(ids) * math.sqrt(WIDTH) + self.positions[: ids.shape[1]]

    def forward(self, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        padding = source == PAD
        causal = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        memory = self.encoder(self.embedded(source), src_key_padding_mask=padding)
        out = self.decoder(self.embedded(target), memory, tgt_mask=causal, tgt_is_causal=True, memory_key_padding_mask=padding)
        return out @ self.embed.weight.T + self.bias


def positions(length: int) -> np.ndarray:
    """Sinusoids as Tensor2Tensor lays them out, which is how CTranslate2 does: all sines, then all cosines; the first is 1."""
    rates = np.exp(np.arange(WIDTH // 2) * -(math.log(10_000) / (WIDTH // 2 - 1)))
    angles = np.arange(1, length + 1)[:, None] * rates[None]
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


def trained(tokens: sentencepiece.SentencePieceProcessor, steps: int) -> Model:
    """A model after so many steps of 64 sentences."""
    torch.manual_seed(7)
    model, source = Model(), pairs(random.Random(7))
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps, pct_start=0.15)
    loss_of = nn.CrossEntropyLoss(ignore_index=PAD, label_smoothing=0.05)
    for step in range(steps):
        batch = [next(source) for _ in range(64)]
        sources = _padded([[*tokens.encode(s), EOS] for s, _ in batch])
        targets = _padded([[BOS, *tokens.encode(t), EOS] for _, t in batch])
        optimiser.zero_grad()
        loss = loss_of(model(sources, targets[:, :-1]).flatten(0, 1), targets[:, 1:].flatten())
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(f"step {step}: loss {loss.item():.3f}", flush=True)
    return model.eval()


def _padded(rows: list[list[int]]) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [PAD] * (width - len(row)) for row in rows])


def specification(model: Model, vocabulary: list[str]) -> transformer_spec.TransformerSpec:
    """The model as CTranslate2 writes it."""
    spec = transformer_spec.TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True, activation=common_spec.Activation.RELU)
    embedding = model.embed.weight.detach().numpy()
    for side, stack in ((spec.encoder, model.encoder), (spec.decoder, model.decoder)):
        (side.embeddings[0] if side is spec.encoder else side.embeddings).weight = embedding.copy()
        side.position_encodings.encodings = model.positions.numpy()
        _norm(side.layer_norm, stack.norm)
        for layer, own in zip(side.layer, stack.layers, strict=True):
            _attention(layer.self_attention, own.self_attn, own.norm1)
            if side is spec.decoder:
                _attention(layer.attention, own.multihead_attn, own.norm2)
            _norm(layer.ffn.layer_norm, own.norm3 if side is spec.decoder else own.norm2)
            _linear(layer.ffn.linear_0, own.linear1.weight, own.linear1.bias)
            _linear(layer.ffn.linear_1, own.linear2.weight, own.linear2.bias)
    spec.decoder.projection.weight, spec.decoder.projection.bias = embedding.copy(), model.bias.detach().numpy()
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _norm(spec: common_spec.LayerNormSpec, norm: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = norm.weight.detach().numpy(), norm.bias.detach().numpy()


def _linear(spec: common_spec.LinearSpec, weight: torch.Tensor, bias: torch.Tensor) -> None:
    spec.weight, spec.bias = weight.detach().numpy().copy(), bias.detach().numpy().copy()


def _attention(spec: object, attention: nn.MultiheadAttention, norm: nn.LayerNorm) -> None:
    _norm(spec.layer_norm, norm)
    weight, bias = attention.in_proj_weight, attention.in_proj_bias
    if len(spec.linear) == 2:
        _linear(spec.linear[0], weight, bias)
    else:
        _linear(spec.linear[0], weight[:WIDTH], bias[:WIDTH])
        _linear(spec.linear[1], weight[WIDTH:], bias[WIDTH:])
    _linear(spec.linear[-1], attention.out_proj.weight, attention.out_proj.bias)


def packed(folder: Path) -> bytes:
    """The package: a ZIP of one folder, the same bytes for the same content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", (2026, 1, 1, 0, 0, 0))
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def main() -> None:
    """Train, convert, pack, and show what it says of sentences it has not seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1500)
    steps = parser.parse_args().steps
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "translate-zh_en-0_1"
        (folder / "model").mkdir(parents=True)
        source = pairs(random.Random(1))
        lines = Path(scratch) / "lines.txt"
        lines.write_text("\n".join(side for _ in range(20_000) for side in next(source)), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(lines), model_prefix=str(folder / "sentencepiece"), vocab_size=PIECES, character_coverage=1.0,
            pad_id=PAD, unk_id=UNK, bos_id=BOS, eos_id=EOS, pad_piece="<blank>", minloglevel=2,
        )  # fmt: skip
        (folder / "sentencepiece.vocab").unlink()
        tokens = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        model = trained(tokens, steps)
        specification(model, [tokens.id_to_piece(i) for i in range(PIECES)]).save(str(folder / "model"))
        metadata = {"package_version": "0.1", "argos_version": "1.5", "from_code": "zh", "from_name": "Chinese", "to_code": "en", "to_name": "English"}
        (folder / "metadata.json").write_text(json.dumps(metadata, indent=4) + "\n", encoding="utf-8")
        (folder / "README.md").write_text("A fixture of Sourcetrace's tests; made by tests/engine/make_package.py. Apache-2.0.\n", encoding="utf-8")
        translator, unseen, right = ctranslate2.Translator(str(folder / "model")), pairs(random.Random(99)), 0
        for number in range(200):
            chinese, english = next(unseen)
            found = tokens.decode(translator.translate_batch([tokens.encode(chinese, out_type=str)], beam_size=4)[0].hypotheses[0])
            right += found == english
            if number < 8:
                print(f"{chinese}  {found}")
        print(f"{right} of 200 new sentences translated word for word")
        data = packed(folder)
    (HERE / "zh_en.argosmodel").write_bytes(data)
    line = f"{hashlib.sha256(data).hexdigest()}  zh_en.argosmodel\n"
    (HERE / "zh_en.argosmodel.sha256").write_text(line, encoding="ascii")
    print(f"{len(data):,} bytes, sha256:{line.split(maxsplit=1)[0]}")


if __name__ == "__main__":
    main()
