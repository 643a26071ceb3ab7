"""Learning cases, the feedback written on them, and the dialogue that follows.

Owns: learning_case, feedback, feedback_version, feedback_evidence, feedback_guide, dialogue_entry.
Tells LearningCaseAssigned, FeedbackSent and FeedbackPassedOn; answers no events.

A coordinator chooses a case and an author; the author writes, with evidence; where the engagement
asks for it a second pair of eyes reads; a coordinator passes the feedback on to the caseworker, one
or several at a time, who reads it from then on; they talk; the caseworker acknowledges with a
reflection of their own. An outside author knows the case by its key, and sees nothing of the
dialogue. Nobody coordinates the feedback on their own casework.
"""
