"""Calibrated probabilities: the order of the labels is the logits'."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifiers.calibration import Calibration

LOGIT = st.floats(-8, 8).map(lambda value: round(value, 3))


@given(
    st.lists(LOGIT, min_size=2, max_size=6, unique=True),
    st.floats(-6, 2),
    st.floats(0.2, 2),
    st.floats(0.2, 2),
)
def test_the_first_label_stays_the_first(row: list[float], shift: float, rise: float, fall: float) -> None:
    logits = np.array([row])
    found = Calibration(rise=rise, fall=fall, shift=shift).apply(logits, [100])
    assert found.argmax(axis=1).tolist() == logits.argmax(axis=1).tolist()
    assert abs(found.sum() - 1) < 1e-9
