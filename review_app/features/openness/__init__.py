"""Openness: who is shown which figures, opened step by step, and by whose assent.

Beside it stands what is recorded about oneself, who can see it and who has looked. Owns:
assent, assent_member, openness_step. Tells no events; answers PersonChanged, so that new colleagues
are asked. The figures themselves are published and shown by insights.
"""
