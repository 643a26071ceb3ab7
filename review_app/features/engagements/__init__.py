"""What outside firms are engaged to do: purpose, quota, period, members, deliverables, report.

Owns: engagement, engagement_member, engagement_case, engagement_extension, deliverable. Tells no
events. Answers CasesChosen and LearningCaseAssigned by handing the cases over, so that the members
may read them.

An engagement closes by its dates alone, or at the moment somebody ends it early: whoever works
under it is an actor with its id only while it runs (``models.engagements.runs_on``), and everything
it opened is out of sight afterwards. No job takes part in that.
"""
