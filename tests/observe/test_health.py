"""Health and figures."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from mailbot.observe import metrics
from mailbot.observe.health import Condition, Health, worst


def test_the_whole_is_as_well_as_its_worst_part():
    health = Health()
    assert worst(health.report()) == "ok"
    health.add("a", Condition)
    health.add("b", lambda: Condition(state="degraded", said="no connection"))
    assert worst(health.report()) == "degraded"
    assert health.report()["b"].said == "no connection"
    health.add("c", lambda: Condition(state="failing"))
    assert worst(health.report()) == "failing"
    health.remove("c")
    assert list(health.report()) == ["a", "b"]


def test_a_part_that_cannot_be_asked_is_failing():
    def broken() -> Condition:
        raise OSError("gone")

    health = Health()
    health.add("a", broken)
    assert worst(health.report()) == "failing"
    assert "gone" in health.report()["a"].said


def test_every_figure_is_ours_and_says_what_it_counts():
    metrics.mails_accepted.labels("support", "imap").inc(3)
    families = {f.name: f for f in text_string_to_metric_families(metrics.exposition().decode())}
    assert any(s.value >= 3 for s in families["mailbot_mails_accepted"].samples)
    assert all(f.documentation for f in families.values())
    assert all(name.startswith(("mailbot_", "process_", "python_")) for name in families)
