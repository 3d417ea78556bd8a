"""Queues by host, and the courtesy that all clients share."""

from __future__ import annotations

import itertools
import threading
import time

from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance.batching.lanes import Backoff, Lanes
from sourcetrace.provenance.recovery.courtesy import Courtesy, host_key


def never(_host: str) -> float:
    return 0.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 999)), max_size=40), st.randoms())
def test_every_visitor_sets_out_once_and_a_host_has_one_at_a_time(visitors: list[tuple[str, int]], chance: object) -> None:
    lanes: Lanes[tuple[str, int]] = Lanes(never)
    for host, number in visitors:
        lanes.add(host, (host, number))
    inside: list[str] = []
    seen: dict[str, list[tuple[str, int]]] = {}
    while lanes.waiting or inside:
        found = lanes.take(1.0)
        if found is None or (inside and chance.random() < 0.5):  # type: ignore[attr-defined]
            if found:
                inside.append(found[0])
                seen.setdefault(found[0], []).append(found[1])
            lanes.leave(inside.pop(chance.randrange(len(inside))))  # type: ignore[attr-defined]
            continue
        assert found[0] not in inside
        inside.append(found[0])
        seen.setdefault(found[0], []).append(found[1])
    for host in "abc":
        assert seen.get(host, []) == [visitor for visitor in visitors if visitor[0] == host]


def test_a_host_in_trouble_is_left_alone_longer_each_time_and_then_given_up() -> None:
    lanes: Lanes[int] = Lanes(never, Backoff(first=1.0, longest=3.0, most=4))
    lanes.add("a", 1)
    assert lanes.take(0.0) == ("a", 1)
    assert [lanes.trouble("a", now) for now in (10.0, 10.5, 11.0, 13.0, 16.0)] == [(1, 11.0), (1, 11.0), (2, 13.0), (3, 16.0), (4, 16.0)]
    assert lanes.given_up("a")
    lanes.went_well("a")
    assert not lanes.given_up("a")


def test_nobody_sets_out_before_the_hosts_turn() -> None:
    turns = {"a": 5.0, "b": 1.0}
    lanes: Lanes[int] = Lanes(lambda host: turns[host])
    lanes.add("a", 1)
    lanes.add("b", 2)
    assert lanes.take(0.5) is None
    assert lanes.next_time() == 1.0
    assert lanes.take(2.0) == ("b", 2)
    assert lanes.take(2.0) is None
    turns["a"] = 9.0  # put off meanwhile
    assert lanes.take(6.0) is None
    assert lanes.take(9.0) == ("a", 1)


def test_who_has_a_time_of_their_own_waits_for_it_and_holds_up_nobody() -> None:
    lanes: Lanes[int] = Lanes(never)
    lanes.add("a", 1, until=4.0)
    lanes.add("a", 2)
    lanes.add("a", 3)
    lanes.add("a", 4, first=True)
    order = []
    for now in (1.0, 2.0, 3.0, 5.0):
        found = lanes.take(now)
        assert found
        order.append(found[1])
        lanes.leave("a")
    assert order == [4, 2, 3, 1]


def test_no_host_is_a_host_without_a_queue() -> None:
    lanes: Lanes[int] = Lanes(never)
    for number in range(3):
        lanes.add("", number)
    assert [lanes.take(0.0) for _ in range(4)] == [("", 0), ("", 1), ("", 2), None]


def test_threads_take_turns() -> None:
    courtesy, started = Courtesy(), []

    def ask() -> None:
        with courtesy.turn("a"):
            started.append(time.monotonic())
            courtesy.rest("a", time.monotonic() + 0.05)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    started.sort()
    assert min(b - a for a, b in itertools.pairwise(started)) > 0.04


def test_a_host_that_asked_us_to_stop_is_asked_again_only_where_that_was_agreed() -> None:
    once, again = Courtesy(), Courtesy(reopens=0.05)
    assert "not asked again in this run" in once.close("a:8080", 3.0)
    assert "after 0 s" in again.close("a:8080", None)
    time.sleep(0.06)
    assert once.closed("a:8080")
    assert again.closed("a:8080") is None
    again.give_up("a:8080", "enough")
    assert again.next_turn("a:8080") == 0.0  # nobody waits for what is not asked


def test_a_port_of_ones_own_is_a_host_of_its_own() -> None:
    assert host_key("https://A.example/x") == host_key("http://a.example.:80/y") == "a.example"
    assert host_key("http://127.0.0.1:8080/") == "127.0.0.1:8080"
