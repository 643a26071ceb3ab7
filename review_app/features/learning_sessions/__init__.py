"""Learning sessions: planned, prepared by positions, held, recorded in typed outcomes, signed.

Owns: learning_session, session_participant, agenda_item, session_outcome. Tells SessionPlanned,
SessionSignaturesAsked, ActionAgreed, ActionWithdrawn, ChangeProposed and NoteProposed; answers no
events.

Outcomes take effect when the minutes are put to signature (in a session nobody signs: when it is
closed), each once. Reopening voids every signature. A plan or action that is changed meanwhile is
told again under the same outcome, one taken back is withdrawn; a change proposal or learning note
that has been handed on is no longer changed here, because it lives on in its own area.
"""
