"""Learning cases, the feedback written on them, and the dialogue that follows.

Owns: learning_case, feedback, dialogue_entry. Tells LearningCaseAssigned, FeedbackSent and
FeedbackPassedOn; answers no events.

A coordinator chooses a case and an author; the author writes and sends; a coordinator passes the
feedback on to the caseworker, who reads it from then on; they talk; the caseworker acknowledges
with a reflection of their own. An outside author knows the case by its key, and sees nothing of
the dialogue. Nobody coordinates the feedback on their own casework.
"""
