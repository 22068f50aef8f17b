"""What the calls do that facts.py puts into a script; it stands in front of facts.py where it runs.

Every one of them gives back the value it was given, runs nobody's code but its own, and raises
nothing. A place in the script is a site, by number; a site that has told what there is to tell
grows quiet.
"""

import itertools
import os
import sys
import types

KIND_LINES, ALL_LINES = 8, 120
DETAIL = 80
BIG_LIST = 10000000
DEEP = 500
FLOATS = 1000
STEPS = (1 << 31, 1 << 63, 1 << 64, 1 << 127)
OWNER = os.getpid()

FACTS = {}   # (kind, line): detail
COUNTS = {}  # kind: lines told
SITES = []   # number of a site: [line, kind, done]
TOPS = []    # the largest magnitude seen at a site
NEXTS = []   # the magnitude from which it is told again
CALLS = []   # how often a recursive function was entered
DEPTHS = {}  # site: the deepest
RAW = {"fd": -1, "write": os.write, "getpid": os.getpid, "exit": os._exit, "ended": False}


def tell(text):
    try:
        RAW["write"](RAW["fd"], text.encode("ascii", "replace"))
    except OSError:
        pass


def note(site, detail="", kind=None, anew=False):
    """Tell a fact of a line once, or anew; the site is quiet from now on."""
    entry = SITES[site]
    entry[2] = True
    key = (kind or entry[1], entry[0])
    if key in FACTS:
        if not anew:
            return
    else:
        told = COUNTS.get(key[0], 0)
        if told >= KIND_LINES or len(FACTS) >= ALL_LINES:
            return
        COUNTS[key[0]] = told + 1
    FACTS[key] = detail = ascii(detail)[1:-1][:DETAIL]
    tell("%s\t%d\t%s\n" % (key[0], key[1], detail))


def finish(how):
    """The largest numbers are known now; a forked child has told its own already."""
    if RAW["ended"] or RAW["getpid"]() != OWNER:
        return
    RAW["ended"] = True
    for site, top in enumerate(list(TOPS)):
        if top >= STEPS[0]:
            tell_number(site, top)
    tell("end\t%s\n" % how)


# --- what the script calls: every function gives back the value it was given ---

def tell_number(site, top):
    size = top.bit_length()
    kind = "int31" if size <= 63 else "int63"
    if SITES[site][1] == "masked" and size > 63:
        kind = "masked"
    key = (kind, SITES[site][0])
    had = FACTS.get(key, "0 ").split(" ")[0]
    if size <= 192 and had.isdigit() and int(had) > top:
        return
    note(site, str(top) + " %d bits" % size if size <= 192 else "%d bits" % size, kind, True)


def large(site, value):
    if value < 0:
        value = -value
    if value > TOPS[site]:
        TOPS[site] = value
        if value >= NEXTS[site]:
            NEXTS[site] = next((step for step in STEPS if step > value), value << 2000)
            tell_number(site, value)


def grown(site, value):
    """A result: an integer that may be too large, a float that is no number, a long list."""
    kind = type(value)
    if kind is int:
        if not -2147483648 <= value <= 2147483647:
            large(site, value)
    elif kind is float:
        if value - value != 0.0:
            entry = SITES[site]
            if not entry[2]:
                note(site, kind="nan" if value != value else "inf")
    elif (kind is list or kind is bytearray) and len(value) > BIG_LIST and not SITES[site][2]:
        note(site, str(len(value)), "long-list")
    return value


def negative(site, value):
    kind = type(value)
    if (kind is int or kind is float) and value < 0 and not SITES[site][2]:
        note(site, str(value) if kind is float or value.bit_length() < 64 else "")
    return value


def wide_shift(site, value):
    if type(value) is int and value > 31 and not SITES[site][2]:
        note(site, str(value) if value < 1 << 63 else "")
    return value


def wide_quotient(site, value):
    if type(value) is int and not -1 << 53 <= value <= 1 << 53 and not SITES[site][2]:
        note(site)
    return value


def half(site, value):
    if type(value) is float and not SITES[site][2] and value % 1.0 == 0.5:
        note(site, repr(value))
    return value


def real(site, value):
    """A value that must be a float for there to be anything to tell."""
    if type(value) is float and not SITES[site][2]:
        note(site, repr(value))
    return value


def text(site, value):
    if type(value) is str and not value.isascii() and not SITES[site][2]:
        note(site)
    return value


def always(site, value):
    if not SITES[site][2]:
        note(site)
    return value


def hashed(site, value):
    if type(value) in (str, bytes) and not SITES[site][2]:
        note(site)
    return value


def in_order(keys):
    try:
        plain = all(type(key) in (int, str, float) for key in keys)
        return plain and all(a < b for a, b in zip(keys, keys[1:]))
    except TypeError:
        return False


VIEWS = (dict, type({}.keys()), type({}.values()), type({}.items()))


def ordered(site, value):
    """What is iterated, or printed as a whole."""
    kind = type(value)
    if kind in (set, frozenset):
        if len(value) > 1 and not SITES[site][2]:
            note(site, str(len(value)), "set-order")
    elif kind in VIEWS and len(value) > 1 and not SITES[site][2]:
        keys = list(itertools.islice(value, 1000))
        if kind is VIEWS[3]:
            keys = [key for key, _ in keys]
        if kind is VIEWS[2] or not in_order(keys):
            note(site, str(len(value)), "dict-order")
    return value


def popped(site, value):
    if type(value) is set and len(value) > 1 and not SITES[site][2]:
        note(site, str(len(value)))
    return value


def shown(site, value):
    """What is turned into text as str does it."""
    if type(value) is float:
        if not SITES[site][2]:
            note(site, repr(value))
        return value
    return ordered(site, value)


METHODS = (types.BuiltinMethodType, types.MethodType)


def drawn(site, value):
    """The random module, a generator of its class, or a method of one."""
    if SITES[site][2] or "random" not in sys.modules:
        return value
    random = sys.modules["random"]
    owner = value
    if type(value) in METHODS:
        owner = value.__self__
    if owner is random or issubclass(type(owner), getattr(random, "Random", ())):
        note(site, SITES[site][1], "random")
    else:
        SITES[site][2] = True
    return value


STEP_TYPES = frozenset((int, str, tuple))


def indexed(frame, name, nesting):
    """What stands before the brackets: a name, and the first element of that when nested."""
    base = frame.f_locals.get(name, frame.f_globals.get(name))
    while nesting > 0 and type(base) in (list, tuple) and len(base) > 0:
        base, nesting = base[0], nesting - 1
    return base if nesting == 0 else None


def backwards(site, value):
    """An index below zero, of a list and not of a dict."""
    if type(value) is int and value < 0 and not SITES[site][2]:
        base = indexed(sys._getframe(1), *SITES[site][1])
        if type(base) in (list, str, tuple, bytes, bytearray):
            note(site, str(value), "index")
        elif base is not None:
            SITES[site][2] = True
    return value


def place(site, base, step, *more):
    """The value at a place that was just written, as long as looking there runs nobody's code."""
    entry = SITES[site]
    if entry[2]:
        return None
    for attribute in entry[1]:
        kind = type(base)
        try:
            if attribute:
                base = object.__getattribute__(base, "__dict__").get(step)
            elif (kind is list or kind is dict) and type(step) in STEP_TYPES:
                base = base[step]
            else:
                return None
        except (AttributeError, LookupError, TypeError):
            return None
        if not more:
            break
        step, more = more[0], more[1:]
    if type(base) is float:
        # A place that holds floats all the time is not going to hold a long integer.
        calls = CALLS[site] = CALLS[site] + 1
        entry[2] = calls > FLOATS
    return base


def deep(site, _):
    """How deep a recursive function is: looked at now and then, for counting costs depth."""
    calls = CALLS[site] = CALLS[site] + 1
    if calls & 31:
        return
    frame, depth = sys._getframe(1), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    if depth >= DEEP and depth > DEPTHS.get(site, 0) * 5 // 4:
        DEPTHS[site] = depth
        note(site, str(depth), anew=True)


PLAIN = (int, float, str, bytes, bool)


def ties(site, function):
    """A sort key: two elements that differ and have the same."""
    if SITES[site][2] or not callable(function):
        return function
    keys = {}

    def key(element):
        value = function(element)
        if not SITES[site][2] and len(keys) < 10000:
            if type(value) in PLAIN or (type(value) is tuple
                                        and all(type(part) in PLAIN for part in value)):
                other = keys.setdefault(value, element)
                if other is not element and (type(element) not in PLAIN or other != element):
                    note(site)
        return value

    return key
