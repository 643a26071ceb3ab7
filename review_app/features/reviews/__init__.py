"""Reviews: a case is held against a checklist, and the caseworker is heard before it is final.

A review is assigned when a round chooses its case, scored answer by answer (each answer is saved
as it is given), submitted with a verdict, open to the caseworker for some working days, and then
settled. A finding is opened by every answer "partly met" or "not met".

Owns: review, review_answer, evidence, finding, caseworker_response, comment_snippet,
settled_answer.
Tells: ReviewSubmitted, ResponseOpened, ReviewSettled.
Answers: CasesChosen, CaseReplaced, RoundCancelled.
"""
