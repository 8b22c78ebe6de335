"""The text of a page without what differs between two requests for the same content.

``data-until`` is when the session ends, rounded to five minutes (communities/offline_queue.py): two requests on either
side of such a boundary differ in it.
"""

import re

CHANGING = re.compile(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|"X-CSRFToken": "\w+"|data-until="\d+"')


def remove_changing(page: str) -> str:
    return CHANGING.sub("", page)
