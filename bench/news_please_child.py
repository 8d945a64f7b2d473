"""Runs news-please in an interpreter that has it, for reading_speed.py: pages come in, CPU seconds go out.

A page is one line of JSON with `html` in base64 and `url`; the answer is one line with the seconds.
"""

import base64
import contextlib
import importlib
import json
import logging
import sys
import time


def main() -> None:
    """Answer until the input ends."""
    logging.disable(logging.CRITICAL)
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # what it prints must not look like an answer
        extract = importlib.import_module("newsplease").NewsPlease.from_html
        for line in sys.stdin:
            page = json.loads(line)
            body = base64.b64decode(page["html"])
            begun = time.process_time()
            with contextlib.suppress(Exception):  # what it cannot read costs its time, too
                extract(body, url=page["url"], fetch_images=False)
            print(time.process_time() - begun, file=answers, flush=True)


if __name__ == "__main__":
    main()
