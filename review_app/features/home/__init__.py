"""The frame round every page, the overview, and small services every page uses.

Owns: draft (through the kernel). Tells and answers no events; reads every area's tables.
"""
