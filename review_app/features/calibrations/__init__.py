"""Calibrations: the same cases scored by several, hidden or openly, and what is learned from it.

Owns: calibration, calibration_case, calibration_participant, reference_answer. Tells
CalibrationStarted (rounds give each participant the cases as a task of their own),
CalibrationScored (nobody scores any more) and ChangeProposed (a criterion is read differently).
Answers no event. Reads the participants' reviews, which stand apart from all others, only once they
are opened. A bridge is a calibration of a closed round's cases with another checklist version.
"""
