"""Rounds: which cases are looked at, how they were chosen, and the proof of it.

Owns: review_round, round_reviewer, round_case, saved_frame; draw, draw_contribution, draw_stratum,
draw_extension, frame_case; sampling_plan, sampling_plan_reviewer, sampling_run.
Tells: CasesChosen when reviews shall start, CaseReplaced, CaseFileMissing, RoundCancelled.
Answers: ResponseOpened and ReviewSettled, which move a round on to responding and closed.

A ``measure`` round is drawn by lot (format ``audit-draw/1``) and never edited afterwards; a
``learn`` round is picked by hand, each case with a reason. A planned round can be left and taken up
again: each step of the wizard is kept in the database.
"""
