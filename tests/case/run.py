#!/usr/bin/env python3
"""Runs every case: whole stories through the real binary, with canned answers.

    run.py [KADANE] [NAME …]        all cases, or those whose names hold one of the words

The form of a case is told in story.py, its verbs in play.py. KADANE may also come from the
environment. UPDATE=1 writes what was observed into the cases, KEEP=1 leaves their folders for
a look. Each case has folders of its own; after each nothing may be left: no process, no
temporary file, and the key in no file but the requests it belongs in.
"""

import concurrent.futures
import glob
import os
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

from play import Player  # noqa: E402
from story import Story, compare  # noqa: E402
from world import World  # noqa: E402

UPDATE = os.environ.get("UPDATE") == "1"
AT_A_TIME = 2


def play(path, kadane):
    """One case: complaints as lines of text, and how long it took."""
    begin, told = time.monotonic(), []
    try:
        story = Story(path)
        world = World(story, kadane)
    except Exception:  # a case that cannot be read is a failure like any other
        return [traceback.format_exc()], 0.0
    try:
        player = Player(story, world)
        try:
            player.play()
        except Exception:
            told.append(traceback.format_exc())
        told += player.told + world.settle()
        if UPDATE:
            story.rewrite(player.noted)
        else:
            told += compare(story.lines("expect"), player.noted)
    finally:
        if os.environ.get("KEEP"):
            print("kept:", world.root, flush=True)
        else:
            world.remove()
    return told, time.monotonic() - begin


def main():
    words = sys.argv[1:]
    kadane = os.environ.get("KADANE", os.path.join(HERE, "../../build/kadane"))
    if words and os.path.isfile(words[0]) and os.access(words[0], os.X_OK):
        kadane = words.pop(0)
    kadane = os.path.abspath(kadane)
    if not os.access(kadane, os.X_OK):
        print(f"{kadane} cannot be run\n0 passed, 1 failed")
        return 1
    paths = [path for path in sorted(glob.glob(os.path.join(HERE, "*.txt")))
             if not words or any(word in os.path.basename(path) for word in words)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        played = [(path, pool.submit(play, path, kadane)) for path in paths]
        for path, future in played:
            told, seconds = future.result()
            name = os.path.basename(path)[:-4]
            if told:
                failed += 1
                print(f"FAILED {name} ({seconds:.1f} s)")
                print("\n".join("    " + line for text in told for line in text.splitlines()))
            else:
                print(f"ok     {name} ({seconds:.1f} s)")
            sys.stdout.flush()
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
