"""Run a script as `python SCRIPT ARG…` would, with every clock shifted.

    python shifted.py [--steady] SCRIPT ARG…

Whatever the script prints that depends on a clock comes out different from a plain run:
the second run of an original shows which numbers of its output must not be compared.

Every call of a clock returns the real reading, plus an offset that is the same all along,
plus a sum of random jumps of 1 to 4 s, one per call: clocks run forward only, and even an
elapsed time printed as "0.00" changes. The offset of the calendar changes year, day, hour
and minute but keeps the month, the day of the week and the half of the day, whose names
are words and not numbers. With --steady clocks keep the offset and do not jump: for scripts
that go another way when time passes quickly.

Threads, sockets and event loops keep their real clocks, or their time-outs would expire.

Little is imported that is not there already: datetime and copyreg, and those not where the
script has a datetime of its own. Python 3.8 to 3.14.
"""

import os
import sys
import time

REAL_TIME_NS = time.time_ns
REAL_LOCALTIME = time.localtime
SECOND = 1000000000

# Modules of the standard library that wait by a clock; what they measure is never printed.
WAITING = frozenset((
    "_bootstrap", "asyncio", "concurrent", "ftplib", "http", "multiprocessing", "queue", "sched",
    "selectors", "signal", "socket", "socketserver", "ssl", "subprocess", "threading", "urllib",
))


class Jumps:
    """The sum of the jumps so far, in nanoseconds: a generator of its own, not the script's."""

    __slots__ = ("state", "total", "steady")

    def __init__(self):
        self.state = (REAL_TIME_NS() ^ id(self)) & 0xFFFFFFFFFFFFFFFF or 1
        self.total = 0
        self.steady = False

    def next(self):
        if self.steady:
            return SECOND
        state = self.state
        state ^= (state << 13) & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 7
        state ^= (state << 17) & 0xFFFFFFFFFFFFFFFF
        self.state = state
        self.total += SECOND + state % (3 * SECOND)
        return self.total


JUMPS = Jumps()


def calendar_offset():
    """Seconds that change every number of a date and none of its names."""
    now = REAL_TIME_NS() // SECOND
    here = REAL_LOCALTIME(now)
    hours = 2 if here.tm_hour % 12 < 9 else -3
    for weeks in (53, 52, 54, 51, 55, 105, 104, 106):
        # 7 minutes and 13 seconds: no field of the clock stays as it is.
        offset = weeks * 7 * 86400 + hours * 3600 + 433
        there = REAL_LOCALTIME(now + offset)
        if (there.tm_mon == here.tm_mon and there.tm_wday == here.tm_wday
                and there.tm_mday != here.tm_mday and there.tm_year != here.tm_year
                and (there.tm_hour < 12) == (here.tm_hour < 12)
                and there.tm_isdst == here.tm_isdst):
            return offset
    return 53 * 7 * 86400 + 433


CALENDAR = calendar_offset() * SECOND
STEADY = 4321 * SECOND + 987654321


class Clock:
    """A clock that jumps. An object and not a function: in a class it must not become a method."""

    def __init__(self, real, offset, whole):
        self.real = real
        self.offset = offset
        self.whole = whole
        self.__name__ = real.__name__
        self.__doc__ = real.__doc__

    def __call__(self, *args):
        reading = self.real(*args)
        caller = sys._getframe(1).f_globals.get("__name__") or ""
        if caller.partition(".")[0] in WAITING:
            return reading
        shift = self.offset + JUMPS.next()
        return reading + shift if self.whole else reading + shift / SECOND

    def __repr__(self):
        return "<built-in function %s>" % self.__name__


class Calendar:
    """A function of the time module that takes the time now when it is given none."""

    def __init__(self, real, place, convert):
        self.real = real
        self.place = place
        self.convert = convert
        self.__name__ = real.__name__
        self.__doc__ = real.__doc__

    def __call__(self, *args):
        if len(args) == self.place:
            args += (self.convert(time.time()),)
        elif len(args) == self.place + 1 and args[self.place] is None and self.place == 0:
            args = (self.convert(time.time()),)
        return self.real(*args)

    def __repr__(self):
        return "<built-in function %s>" % self.__name__


def shift_time():
    for name, offset in (("time", CALENDAR), ("monotonic", STEADY), ("perf_counter", STEADY),
                         ("process_time", STEADY), ("thread_time", STEADY)):
        for suffix, whole in (("", False), ("_ns", True)):
            real = getattr(time, name + suffix, None)
            if real is not None:
                setattr(time, name + suffix, Clock(real, offset, whole))
    for name, whole in (("clock_gettime", False), ("clock_gettime_ns", True)):
        real = getattr(time, name, None)
        if real is not None:
            setattr(time, name, Clock(real, CALENDAR, whole))

    def same(seconds):
        return seconds

    for name, place, convert in (("localtime", 0, same), ("gmtime", 0, same), ("ctime", 0, same),
                                 ("asctime", 0, REAL_LOCALTIME), ("strftime", 1, REAL_LOCALTIME)):
        setattr(time, name, Calendar(getattr(time, name), place, convert))


def shift_datetime():
    """datetime.now and utcnow read the clock themselves; today and date.today ask time.time."""
    import copyreg
    import datetime

    real = datetime.datetime
    if not isinstance(real, type) or "now" not in vars(real):
        return

    class Meta(type(real)):
        # Values are of the real class, so that repr, pickle and arithmetic are the real ones.
        def __instancecheck__(cls, value):
            return isinstance(value, real) if cls is shifted else type.__instancecheck__(cls, value)

        def __subclasscheck__(cls, other):
            return issubclass(other, real) if cls is shifted else type.__subclasscheck__(cls, other)

        def __eq__(cls, other):
            return cls is other or (cls is shifted and other is real)

        def __hash__(cls):
            return hash(real) if cls is shifted else type.__hash__(cls)

    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    def utcnow(cls):
        import warnings
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            moment = real.utcnow()
        for warning in said:
            warnings.warn(warning.message, stacklevel=2)
        delta = datetime.timedelta(microseconds=(CALENDAR + JUMPS.next()) // 1000)
        moment = moment + delta
        return moment if cls is shifted else cls(*moment.timetuple()[:6], moment.microsecond)

    def new(cls, *args, **named):
        return real.__new__(real if cls is shifted else cls, *args, **named)

    shifted = Meta("datetime", (real,), {
        "__doc__": real.__doc__,
        "__module__": "datetime",
        "__new__": new,
        "__slots__": (),
        "now": classmethod(now),
        "utcnow": classmethod(utcnow),
    })
    datetime.datetime = shifted
    # A pickle names the class, and finds the shifted one under that name.
    copyreg.pickle(real, lambda value: (shifted,) + value.__reduce_ex__(4)[1:])


def own_frames(traceback):
    """The traceback without the frames of this file at its top."""
    own = run.__code__.co_filename
    while traceback is not None and traceback.tb_frame.f_code.co_filename == own:
        traceback = traceback.tb_next
    return traceback


def run(path):
    script = type(sys)("__main__")
    script.__file__ = path
    script.__cached__ = None
    script.__builtins__ = sys.modules["builtins"]
    script.__loader__ = type(__loader__)("__main__", path)
    if sys.version_info < (3, 14):
        script.__annotations__ = {}
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        sys.stderr.write("%s: can't open file %r: [Errno %d] %s\n"
                         % (sys.executable, path, error.errno, error.strerror))
        raise SystemExit(2) from None
    sys.modules["__main__"] = script
    try:
        exec(compile(source, path, "exec", dont_inherit=True), vars(script))
    except SystemExit as error:
        raise error.with_traceback(None)
    except BaseException as error:
        trace = own_frames(error.__traceback__)
        error.__traceback__ = trace
        sys.last_type, sys.last_value, sys.last_traceback = type(error), error, trace
        sys.excepthook(type(error), error, trace)
        if isinstance(error, KeyboardInterrupt):
            # The process must end by the signal, as it would without this file, and say no more.
            sys.excepthook = lambda *said: None
            raise
        raise SystemExit(1) from None


def main():
    if len(sys.argv) < 2:
        sys.stderr.write("usage: shifted.py [--steady] SCRIPT ARG...\n")
        raise SystemExit(2)
    own = [sys.argv.pop(0)]
    JUMPS.steady = len(sys.argv) > 1 and sys.argv[0] == "--steady"
    if JUMPS.steady:
        own.append(sys.argv.pop(0))
    given = sys.argv[0]
    folder = os.path.dirname(os.path.realpath(given))
    # With -I or -P the script's folder is not searched.
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path[0] = folder
    for word in own:
        if word in getattr(sys, "orig_argv", ()):
            sys.orig_argv.remove(word)
    shift_time()
    if not any(os.path.exists(os.path.join(folder, name)) for name in ("datetime.py", "datetime")):
        shift_datetime()
    # Since 3.9 Python makes the script's path absolute, but for sys.argv.
    run(os.path.abspath(given) if sys.version_info >= (3, 9) else given)


main()
