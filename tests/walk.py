"""Opens every page that a signed-in person can reach by links, the exports among them."""

import re
from collections import Counter
from html import unescape

LEADS_AWAY = re.compile(r"/(static|language|sign|demo|account|guide|help)")
STARTS = ("/", "/reviews?view=all&state=all", "/rounds", "/cases", "/figures")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
MOST = 600
VIEWS = 8  # of one page: windows of months and filters have no end


def walk(client):
    """Return what stands on every page, by address, without the tokens that never repeat."""
    seen, waiting, views = {}, list(STARTS), Counter()
    while waiting:
        url = waiting.pop()
        page = url.partition("?")[0]
        if url in seen or views[page] == VIEWS:
            continue
        views[page] += 1
        assert len(seen) < MOST, "a walk without an end"
        reply = client.get(url)
        text = reply.get_data(as_text=True) if reply.mimetype.startswith("text") else ""
        seen[url] = f"{reply.status_code} {TOKEN.sub('', text)}"
        for link in re.findall(r'href="([^"#]+)', text):
            link = unescape(link)
            if link.startswith("/") and not LEADS_AWAY.match(link):
                waiting.append(link)
    return seen
