"""Figures: what a measure round says about all the cases it was drawn from, and how surely.

Owns: chart_mark. Tells and answers no events; reads rounds, reviews, checklists and cases. A share
of a round whose cases were picked by hand does not exist, and is refused in words.
"""
