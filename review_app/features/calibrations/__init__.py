"""Calibrations: the same cases scored by several, hidden or openly, and what is learned from it.

Owns: calibration, calibration_case, calibration_participant, reference_answer. Tells
CalibrationStarted (rounds give each participant the cases as a task of their own) and
CalibrationScored (nobody scores any more). Answers no event. Reads the participants' reviews, which
stand apart from all others, only once they are opened.
"""
