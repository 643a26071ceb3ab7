"""Opens every page that a signed-in person can reach by links, the exports among them."""

import re
from collections import Counter
from html import unescape

LEADS_AWAY = re.compile(r"/(static|language|sign|demo|account|guide|help)|.*\.png\b")
STARTS = ("/", "/reviews?view=all&state=all", "/rounds", "/cases", "/figures")
# Every walk signs in anew, and one page says how often that was.
SIGN_INS = re.compile(r"(signed in</th>\s*<td[^>]*>)\d+")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
MOST = 600
VIEWS = 4  # of one page: windows of months and filters have no end


def walk(client):
    """Return what stands on every page, by address, without the tokens that never repeat."""
    client.reads_with_care = False  # each page has a test of its own
    seen, waiting, views = {}, list(STARTS), Counter()
    while waiting:
        url = waiting.pop()
        page = url.partition("?")[0]
        if url in seen or views[page] == VIEWS:
            continue
        views[page] += 1
        assert len(seen) < MOST, "a walk without an end"
        reply = client.get(url)
        is_text = reply.mimetype.startswith(("text", "image/svg"))
        text = SIGN_INS.sub(r"\1", reply.get_data(as_text=True)) if is_text else ""
        seen[url] = f"{reply.status_code} {TOKEN.sub('', text)}"
        for link in re.findall(r'href="([^"#]+)', text):
            link = unescape(link)
            if link.startswith("/") and not LEADS_AWAY.match(link):
                waiting.append(link)
    return seen
