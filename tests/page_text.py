"""The text of a page without what differs between two requests.

``data-until`` is when the session ends, rounded to five minutes (communities/offline_queue.py), so it can differ.
"""

import re

CHANGING = re.compile(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|"X-CSRFToken": "\w+"|data-until="\d+"')


def remove_changing(page: str) -> str:
    return CHANGING.sub("", page)
