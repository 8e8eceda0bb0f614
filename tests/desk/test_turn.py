"""Who computes does so alone, and whoever asked first is next."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from mailbot.desk.turn import Turn


def test_one_at_a_time():
    turn, inside, most = Turn(), [0], [0]

    def work() -> None:
        for _ in range(200):
            with turn.taken():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    assert most == [1]


def test_who_takes_it_again_and_again_lets_others_in():
    turn, begun, had = Turn(), Event(), Event()
    rounds: list[int] = []

    def greedy() -> None:
        while not had.is_set() and len(rounds) < 100_000:
            with turn.taken():
                begun.set()
                rounds.append(sum(range(2000)))

    thread = Thread(target=greedy, daemon=True)
    thread.start()
    assert begun.wait(10)
    with turn.taken():
        had.set()
        so_far = len(rounds)
    thread.join(10)
    assert so_far < 100_000
    assert len(rounds) <= so_far + 1


def test_it_is_given_back_where_something_fails():
    turn = Turn()
    with pytest.raises(ValueError, match="wrong"), turn.taken():
        raise ValueError("wrong")
    with turn.taken():
        pass
