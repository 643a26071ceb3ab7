"""Figures: what a measure round says about all the cases it was drawn from, and how surely.

Beside them stand indicators: a number for each month that people enter, or that is computed from
cases, deadlines and actions. To those who read no rows, tables are published and then frozen.
Owns: chart_mark, indicator, indicator_target, indicator_value, publication, published_cell,
saved_view. Tells and answers no events; reads rounds, reviews, checklists, cases, deadlines and
actions. A share of a round whose cases were picked by hand does not exist, and is refused in words.
"""
