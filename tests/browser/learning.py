"""The second half of the story: one case becomes feedback, a talk, actions, and a note for all."""

from datetime import timedelta

from playwright.sync_api import expect

from review_app.kernel import clock

TALK = "When the sick note is late"
NOTE = "Ask for the sick note before the talk"
DETAIL = "Bodil kan ringes op på 20 30 40 50."
ACTION = "Write the date of the sick note in the record"


def day(after):
    return f"{clock.today() + timedelta(days=after):%Y-%m-%d}"


def mark_learning_case(desk, number, author):
    """The coordinator asks a consultant to write about a reviewed case."""
    desk.go("/reviews?view=all")
    desk.follow("See the finished ones too")
    desk.follow(f"Read {number}")
    desk.follow("Make it a learning case")
    desk.field("Why we can learn from this case").fill("The talk was held before the papers came.")
    desk.choose("Who writes the feedback", author)
    desk.press("Choose this case")
    desk.sees("The case is a learning case now.", number)


def write_feedback(desk, number):
    """The consultant sees the case under its key, and writes; returns the key."""
    desk.follow("Learning cases", exact=True)
    desk.sees_not(number)
    link = desk.main.locator("tbody a").first
    key = link.inner_text()
    desk.follow(key)
    desk.sees("not shown to outsiders")
    desk.follow("Write feedback")
    desk.sees_not(number)
    for label, text in (
        ("What was done well", "The citizen was **heard** early."),
        ("What could have been done otherwise", "Wait for the sick note, or say why not."),
        ("The way forward", "Agree on who asks for it."),
    ):
        desk.field(label).fill(text)
    saved = desk.page.locator("[data-autosave-status]").first
    expect(saved).to_contain_text("Saved", timeout=15_000)
    desk.press("Send to the coordinator", sure=True)
    desk.sees("Sent. Thank you.", key)
    desk.sees_not(number)
    return key


def pass_on(desk, number):
    """The coordinator reads it first, and passes it on with words of their own."""
    desk.follow("Learning cases", exact=True)
    desk.follow(number)
    desk.follow("Read the feedback")
    desk.sees("Wait for the sick note, or say why not.")
    desk.field("Your own words to the caseworker").fill("Thank you for this case. Shall we talk?")
    desk.press("Pass it on")


def acknowledge(desk, number):
    """The caseworker reads it, and writes what they take along."""
    desk.follow("Learning cases", exact=True)
    desk.follow(number)
    desk.sees("Thank you for the work you put into this case.", "Shall we talk?", "was heard early")
    desk.field("What I take with me").fill("I will ask for the note when I call the talk.")
    desk.press("I have taken it in")
    desk.sees("I will ask for the note when I call the talk.")


def plan_talk(desk, number, third):
    """The coordinator plans a talk of three about the learning case, and asks for positions."""
    desk.follow("Learning cases", exact=True)
    desk.follow(number)
    desk.follow("Plan a session about it")
    desk.fill(title=TALK, starts_on=day(0), starts_time="09:00", place="Room 2")
    desk.choose("Third party", third)
    desk.press("Plan the session")
    desk.sees("The session is planned.")
    desk.press("Ask for positions", sure=True)


def take_position(desk, text):
    """One of the three writes beforehand what they think."""
    desk.follow("Sessions", exact=True)
    desk.follow(TALK)
    desk.follow("Write my position")
    desk.field("My position").fill(text)
    desk.press("My position is written")
    desk.sees("Your position is written.")


def hold_talk(desk, caseworker):
    """The coordinator opens the talk and records one outcome of every kind."""
    desk.follow("Sessions", exact=True)
    desk.follow(TALK)
    desk.press("Begin the session")
    promise = {"due_on": day(14), "look_again_on": day(42)}
    steps = "Call the doctor\nTell the citizen"
    record(desk, "Plan for the citizen", caseworker, text="Back part time", steps=steps, **promise)
    record(desk, "Action", caseworker, text=ACTION, due_on=day(7))
    record(desk, "Agreed practice", title="Papers first", text="We ask a week before.")
    record(
        desk, "Dilemma", title="Soon or whole", text="Soon helps.", counter_text="Whole is fair."
    )
    record(desk, "Proposal to change the checklist", text="Ask when the note came.")
    record(desk, "Learning note", title=NOTE, text="Ask for the sick note a week before the talk.")
    desk.follow("This session")
    desk.press("Ask for signatures", sure=True)
    desk.sees("The parties are asked to sign. What was agreed is in force.")


def record(desk, kind, owner="", **texts):
    """Record one outcome of the kind."""
    tab = desk.main.get_by_role("navigation", name="Kind of outcome")
    with desk.page.expect_navigation():
        tab.get_by_role("link", name=kind, exact=True).click()
    desk.look()
    desk.fill(**texts)
    if owner:
        desk.choose("Owner", owner)
    criterion = desk.main.locator("select#criterion")
    if criterion.count():
        criterion.select_option(index=1)
    desk.press("Record it")
    agreed = desk.page.locator(".outcome", has_text=texts.get("title") or texts["text"])
    expect(agreed.first).to_contain_text(kind)


def sign_at_once(*desks):
    """All three have the page open, and sign in the same moment."""
    for desk in desks:
        desk.go("/sessions")
        desk.follow(TALK)
        desk.sees("Your signature")
    form = "document.querySelector('form[action$=\"/sign\"]')"
    soon = clock.now().timestamp() * 1000 + 1000
    for desk in desks:
        desk.page.evaluate(f"setTimeout(() => {form}.requestSubmit(), {soon} - Date.now())")
    for desk in desks:
        desk.sees("You have signed. Thank you for taking part.")
    for desk in desks:
        desk.page.reload()
        desk.look()
        expect(desk.main.locator(".signature", has_text="Signed")).to_have_count(3)
        expect(desk.main.locator("h1 + .tag")).to_have_text("Closed")


def see_actions(desk, owner):
    """What was promised stands with its owner and its day."""
    desk.go("/actions")
    row = desk.main.locator("tbody tr", has_text=ACTION)
    expect(row).to_contain_text(owner)
    expect(row).to_contain_text(f"{clock.today() + timedelta(days=7):%d-%m-%Y}")


def ask_review_of_note(desk):
    """The coordinator looks at the note drafted from the talk, and adds what should not stand."""
    desk.follow("Knowledge", exact=True)
    desk.follow(NOTE)
    desk.sees("Draft", "Three-party talk")
    desk.follow("Edit", exact=True)
    text = desk.field("Text")
    text.fill(f"{text.input_value()}\n\n{DETAIL}")
    desk.press("Save")
    desk.press("Ask for review")


def correct_note(desk):
    """A second coordinator is stopped by the screen, and corrects the text."""
    desk.follow("Knowledge", exact=True)
    desk.follow(NOTE)
    desk.sees("The note cannot be published yet", "20 30 40 50")
    expect(desk.main.get_by_role("button", name="Publish")).to_have_count(0)
    desk.follow("Edit", exact=True)
    text = desk.field("Text")
    text.fill(text.input_value().replace(DETAIL, "Call early in the day."))
    desk.press("Save")
    desk.sees("The screen finds nothing that still has to be answered for.")
    expect(desk.main.get_by_role("button", name="Publish")).to_have_count(0)


def publish_note(desk):
    """The first coordinator publishes it: nobody publishes what they saved last themselves."""
    desk.follow("Knowledge", exact=True)
    desk.follow(NOTE)
    desk.press("Publish", sure=True)
    desk.sees("Call early in the day.")
    desk.sees_not("20 30 40 50")


def find_and_read(desk):
    """A caseworker finds the note by words of its text, and notes having read it."""
    desk.page.locator("#search-text").fill("sick notes talk")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    desk.look()
    desk.follow(NOTE)
    desk.press("I have read this")
    desk.sees("You noted on")


def has_not_read(desk):
    """Another caseworker sees nothing of who has read what."""
    desk.follow("Knowledge", exact=True)
    expect(desk.main.locator(".note-line", has_text=NOTE)).to_contain_text("Not read yet")
    desk.follow(NOTE)
    desk.sees_not("You noted on")
    expect(desk.main.get_by_role("button", name="I have read this")).to_be_visible()
