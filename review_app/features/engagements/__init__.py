"""What outside firms are engaged to do: purpose, quota, period, members, and the cases they get.

Owns: engagement, engagement_member, engagement_case. Tells no events. Answers CasesChosen and
LearningCaseAssigned by handing the cases over, so that the members may read them.

An engagement closes by its dates alone: whoever works under it is an actor with its id only
between its first and its last day, and everything it opened is out of sight the day after.
"""
