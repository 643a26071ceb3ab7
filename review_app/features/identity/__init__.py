"""People, how they sign in, and what they are appointed to.

Owns: person, appointment, team, team_membership, firm, sign_in, sign_in_attempt, invitation.
Tells PersonChanged; answers no events.

Passwords are argon2id; sessions live in the database and end at the next request after sign-out,
deactivation or a change of roles; the lock after repeated failures holds for every worker.
"""
