"""The pictures beside the text show what the record holds, and readings what the names are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sourcetrace.provenance.opening import open_trace
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.report.pictures import PLOT, pictures_of
from sourcetrace.provenance.review.desk import Desk
from sourcetrace.provenance.review.page import Texts, found
from sourcetrace.translate.names.readings import name_readings_in
from sourcetrace.translate.reliability import curves


@pytest.fixture
def record(made_busy: Path) -> Trace:
    return open_trace(made_busy).record


def test_the_timeline_is_in_order_and_in_the_picture(seed_trace: Path) -> None:
    record = open_trace(seed_trace).record
    drawn = pictures_of(record, record.comparison).timeline
    assert drawn
    times = [event.when for event in drawn.events]
    assert times == sorted(times)
    assert (times[0], drawn.events[0].kind) == ("2026-02-08 20:37", "inferred")  # the id of the seed's original
    assert [event.x for event in drawn.events] == sorted(event.x for event in drawn.events)
    assert all(0 <= event.x <= drawn.width and 0 <= event.y <= drawn.height for event in drawn.events)


def test_every_departure_and_risk_lies_along_the_article(record: Trace) -> None:
    assert record.comparison
    drawn = pictures_of(record, record.comparison).strip
    assert drawn
    assert [(lane.name, lane.count) for lane in drawn.lanes] == [("quantity", 34)]
    assert [dot.bead for dot in drawn.dots] == [d.bead for d in record.comparison.departures]
    assert [dot.x for dot in drawn.dots] == sorted(dot.x for dot in drawn.dots)
    assert {bar.bead for bar in drawn.bars} <= {risk.bead for risk in record.comparison.risks}
    assert max(bar.height for bar in drawn.bars) == pytest.approx(40 * max(risk.probability for risk in record.comparison.risks), abs=0.1)


def test_reliability_is_that_of_the_benchmark_and_of_what_is_told(record: Trace) -> None:
    assert record.comparison
    pictures = pictures_of(record, record.comparison)
    assert [plot.about for plot in pictures.plots] == [curves()["beads"].about, curves()["risk"].about]
    for plot, name in zip(pictures.plots, ("beads", "risk"), strict=True):
        points = curves()[name].points
        assert [(spot.x, spot.y) for spot in plot.spots] == [
            (pytest.approx(PLOT * p.said, abs=0.1), pytest.approx(PLOT * (1 - p.seen), abs=0.1)) for p in points
        ]
    told = {round(d.confidence, 2) for d in record.comparison.flags if d.confidence is not None}
    assert {round(kind.share, 2) for kind in pictures.kinds} == told  # the same share that stands with each flag
    assert all(kind.low <= kind.share <= kind.high for kind in pictures.kinds)


def test_every_curve_says_what_it_was_measured_with() -> None:
    assert set(curves()) == {"beads", "risk", "risk with a language model"}
    for curve in curves().values():
        assert "@sha256:" in curve.signature
        assert sum(point.cases for point in curve.points) > 1000


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("zh", "日本首相高市早苗会见了王毅，随后前往重庆市。", {"高市早苗": "Takaichi Sanae", "重庆市": "Chóngqìngshì"}),
        ("zh", "臺灣的臺北市昨天下雨。", {"臺北市": "Táiběishì"}),
        ("ja", "高市早苗首相は小池知事と会談した。", {"高市早苗": "Takaichi Sanae", "小池": "Koike"}),
        ("ko", "정부는 어제 발표했다.", {}),
        ("zh", "", {}),
    ],
)
def test_names_are_read_where_they_stand(language: str, text: str, read: dict[str, str]) -> None:
    found_there = {one.span.of(text): one.text for one in name_readings_in(text, language)}
    assert read.items() <= found_there.items()
    assert bool(found_there) == bool(read)


def test_words_are_found_in_the_machine_translation_too(made_busy: Path) -> None:
    import msgspec
    from sourcetrace.translate.engines.reference import ReferenceTranslation
    from sourcetrace.translate.engines.seam import Translation

    now = Desk(made_busy).now()
    said = tuple(Translation(f"Numéro {n}.") for n in range(40))
    read = msgspec.structs.replace(now.record, reference_translation=ReferenceTranslation("e", "en", (), said))
    from dataclasses import replace

    assert found(replace(now, record=read), Texts(), "numero 7", ["reference"]) == [7]
    assert found(replace(now, record=read), Texts(), "numero 7", ["source", "target"]) == []
