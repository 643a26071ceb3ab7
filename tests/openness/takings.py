"""What one reader can take home - tables, reports, their own record - as one system of equations.

Cells are named (family, period, code, measure, detail, of), so that a number that stands in two
places is one unknown.
"""

import csv
import io
import re
from datetime import date

from tests.domain.attack import Attack

HOUSE = ("house", "The whole house")
DONE = ("done-cohort", "done-plus-open-overdue")  # what was done is the numerator of both
MEASURES = {"timeliness": "due-cohort", "quality": "met"}


def everything(client, *, team="", indicators=()):
    """Put together what the pages offer to whoever is signed in.

    :param team: the reader's own, whose cases in it they know from their record.
    :param indicators: by key the (family, code, measure) that an indicator of the house repeats.
    """
    attack = Attack()
    for key in addresses(client, "opened"):
        take_table(attack, client, key)
    for key in addresses(client, "reports"):
        take_report(attack, a_report(client, key), dict(indicators))
    record = client.get("/figures/opened/to-whom/about-me/record.json")
    for line in record.json["figures"] if record.status_code == 200 else ():
        take_own(attack, line, team)
    return attack


def addresses(client, what):
    page = client.get(f"/figures/{what}")
    if page.status_code != 200:
        return []
    return dict.fromkeys(re.findall(rf'href="/figures/{what}/([0-9a-z]{{12}})"', page.text))


def take_table(attack, client, key):
    """Read a published table as JSON and as CSV, which say the same."""
    plain = client.get(f"/figures/opened/{key}/table.json").json
    file = client.get(f"/figures/opened/{key}/table.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file), delimiter=";"))
    assert [row["Of"] for row in rows] == [cell["of"] for cell in plain["cells"]]
    assert [row["Of so many"] or None for row in rows] == [
        str(cell["denominator"]) if cell["denominator"] else None for cell in plain["cells"]
    ]
    family = plain["family"]
    teams, persons = {}, {}
    for cell in (one for one in plain["cells"] if one["status"] != "no-cases"):
        line = (family, plain["period"], cell["code"], MEASURES.get(family, ""))
        name = (*line, cell["detail"], cell["of"])
        note(attack, name, cell)
        if cell["detail"] == "team":
            teams.setdefault(line, []).append(name)
        if cell["detail"] == "named":
            persons.setdefault((*line, "team", cell["team"]), []).append(name)
    for line, names in teams.items():
        rest = (*line, "team", "others")  # whoever sees their own team alone knows of others
        attack.leave_open(rest)
        attack.add_up((*line, *HOUSE), [*names, *([] if len(names) > 1 else [rest])])
    for team, names in persons.items():
        unnamed = [(*team, "unnamed", n) for n in range(3)]
        for one in unnamed:
            attack.miss(one)
        attack.add_up(team, [*names, *unnamed])


def note(attack, name, cell):
    if cell["status"] == "withheld":
        attack.miss(name)
    elif cell["denominator"]:
        attack.see(name, cell["numerator"], cell["denominator"])


def a_report(client, key):
    """Read a report as JSON and as a table, which say the same."""
    plain = client.get(f"/figures/reports/{key}/report.json").json
    file = client.get(f"/figures/reports/{key}/report.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file), delimiter=";"))
    figures = [one for chapter in plain["chapters"].values() for one in chapter["figures"]]
    assert [row["Denominator"] for row in rows] == [
        "" if one["denominator"] is None else str(one["denominator"]) for one in figures
    ]
    return plain


def take_report(attack, plain, indicators):
    found = plain["chapters"]
    titles = {one["key"]: one["title"] for one in found["quality"]["rounds"]}
    for one in found["quality"]["figures"]:
        line = ("quality", titles[one["scope"]], one["code"], "met")
        note(attack, (*line, *HOUSE), one)
    month = in_words(plain["month"])
    for one in found["timeliness"]["figures"]:
        note(attack, ("timeliness", month, one["code"], one["measure"], *HOUSE), one)
    for code in {one["code"] for one in found["timeliness"]["figures"]}:
        attack.same_met(*(("timeliness", month, code, measure, *HOUSE) for measure in DONE))
    for point in found["timeliness"]["trend"]:
        line = ("timeliness", in_words(point["month"]), found["timeliness"]["lead"], "due-cohort")
        status = "withheld" if point["is_withheld"] else "known"
        note(attack, (*line, *HOUSE), point | {"status": status})
    for one in found["indicators"]["figures"]:
        family, code, measure = indicators.get(one["code"], ("indicator", one["code"], ""))
        note(attack, (family, month, code, measure, *HOUSE), one)


def in_words(month):
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def take_own(attack, line, team):
    """Take in what a colleague knows of their own cases: a part of what their team holds."""
    name = (line["family"], line["period"], line["code"], MEASURES.get(line["family"], ""))
    own, whole = (*name, "own", ""), (*name, "team", team)
    attack.see(own, line["met"], line["cases"])
    for rest in ((*name, "own", "the rest of the team"), (*name, "own", "other teams")):
        attack.leave_open(rest)
    attack.add_up(whole, [own, (*name, "own", "the rest of the team")])
    attack.add_up((*name, *HOUSE), [whole, (*name, "own", "other teams")])
