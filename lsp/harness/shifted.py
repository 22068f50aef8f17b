"""Run a script as `python SCRIPT ARG…` would, with every clock shifted.

    python shifted.py [--tick=MICROSECONDS] SCRIPT ARG…

Whatever the script prints that depends on a clock comes out different from a plain run, and in
a way that is known: which numbers of its output must not be compared can be proven, not guessed.

Clocks stand still but for what is said here. The calendar is set off by whole weeks, a year or
two, so that the year and the day change and the month and the day of the week do not, whose
names are words and not numbers. At each reading a clock has gone on by 100 to 400 ticks, by a
fixed sequence: the same script reads the same in every run, and three times as much later when
ticks are three times as long. So an elapsed time triples, a rate falls to a third, a ratio of
times stays, and what a generator makes that was seeded with the time does none of these. A sleep
moves them by its length, or by three times that. After the first readings the steps become
smaller, lest a script that reads the clock a million times leaves the day. The default tick is a
second; scripts that go another way when time flies may bear one of a microsecond.

Threads, sockets and event loops keep their real clocks, or their time-outs would expire.

Little is imported that is not there already: datetime and copyreg, and those not where the
script has a datetime of its own. Python 3.8 to 3.14.
"""

import _thread
import os
import sys
import time

REAL_TIME_NS = time.time_ns
REAL_LOCALTIME = time.localtime
REAL_SLEEP = time.sleep
SECOND = 1000000000
MICROSECOND = 1000

# Modules of the standard library that wait by a clock; what they measure is never printed.
WAITING = frozenset((
    "_bootstrap", "asyncio", "concurrent", "ftplib", "http", "multiprocessing", "queue", "sched",
    "selectors", "signal", "socket", "socketserver", "ssl", "subprocess", "threading", "urllib",
))

# Up to how many readings a step is which part of the first ones, and behind them.
STEPS = ((8, 1), (264, 100), (100264, 100000))
LAST_STEP = 100000000
SMALL_STEP = 100  # of ticks below a second: no script leaves the day, and waiting must end


class Steps:
    """How far the clocks have gone, in nanoseconds; in each thread for itself.

    Threads take turns as they like: with one sequence for all, what a thread reads would be
    another in each run. A new thread goes on from where the first one is.
    """

    __slots__ = ("tick", "first", "threads")

    def __init__(self):
        self.tick = SECOND
        self.first = _thread.get_ident()
        self.threads = {}

    def mine(self):
        me = _thread.get_ident()
        if me not in self.threads:
            known = self.threads.get(self.first)
            # The state of a generator of our own, not the script's; readings; nanoseconds.
            seed = 88172645463325252 if self.tick >= SECOND else 88172645463393265
            self.threads[me] = [seed, 0, known[2] if known else 0]
        return self.threads[me]

    def next(self):
        mine = self.mine()
        state = mine[0]
        state ^= (state << 13) & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 7
        state ^= (state << 17) & 0xFFFFFFFFFFFFFFFF
        mine[0] = state
        mine[1] += 1
        part = LAST_STEP
        for readings, of in STEPS:
            if mine[1] <= readings:
                part = of
                break
        if self.tick < SECOND:
            part = min(part, SMALL_STEP)
        thousandths = 100000 + state % 300000
        mine[2] += max(thousandths * self.tick // (1000 * part), self.tick // 1000)
        return mine[2]

    def sleep(self, seconds):
        length = self.tick if self.tick >= SECOND else self.tick // MICROSECOND * SECOND
        self.mine()[2] += max(0, int(seconds * length))


STEPPED = Steps()


def calendar_offset():
    """Seconds that change the year and the day, and neither the names nor the time of day."""
    now = REAL_TIME_NS() // SECOND
    here = REAL_LOCALTIME(now)
    for weeks in (53, 52, 54, 51, 55, 105, 104, 106):
        offset = weeks * 7 * 86400
        there = REAL_LOCALTIME(now + offset)
        if (there.tm_mon == here.tm_mon and there.tm_wday == here.tm_wday
                and there.tm_mday != here.tm_mday and there.tm_year != here.tm_year
                and there.tm_isdst == here.tm_isdst):
            return offset
    return 53 * 7 * 86400


CALENDAR = calendar_offset() * SECOND


class Clock:
    """A clock that stands where it was. An object: in a class it must not become a method."""

    def __init__(self, real, offset, whole):
        self.real = real
        self.offset = offset
        self.whole = whole
        self.begin = {}
        self.__name__ = real.__name__
        self.__doc__ = real.__doc__

    def __call__(self, *args):
        reading = self.real(*args)
        caller = sys._getframe(1).f_globals.get("__name__") or ""
        if caller.partition(".")[0] in WAITING:
            return reading
        # A clock that has no date begins at nothing: then what it reads is in proportion, too.
        begin = 0
        if self.offset:
            begin = self.begin.setdefault(args, reading if self.whole else int(reading * SECOND))
        shifted = begin + self.offset + STEPPED.next()
        return shifted if self.whole else shifted / SECOND

    def __repr__(self):
        return "<built-in function %s>" % self.__name__


class Sleep:
    """Sleeps, and the clocks go on by that."""

    def __init__(self, real):
        self.real = real
        self.__name__ = real.__name__
        self.__doc__ = real.__doc__

    def __call__(self, *args):
        self.real(*args)
        STEPPED.sleep(args[0])

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
    for name, offset in (("time", CALENDAR), ("monotonic", 0), ("perf_counter", 0),
                         ("process_time", 0), ("thread_time", 0)):
        for suffix, whole in (("", False), ("_ns", True)):
            real = getattr(time, name + suffix, None)
            if real is not None:
                setattr(time, name + suffix, Clock(real, offset, whole))
    for name, whole in (("clock_gettime", False), ("clock_gettime_ns", True)):
        real = getattr(time, name, None)
        if real is not None:
            setattr(time, name, Clock(real, CALENDAR, whole))

    time.sleep = Sleep(REAL_SLEEP)

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
            real.utcnow()
        for warning in said:
            warnings.warn(warning.message, stacklevel=2)
        moment = real(1970, 1, 1) + datetime.timedelta(microseconds=time.time_ns() // 1000)
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
        sys.stderr.write("usage: shifted.py [--tick=MICROSECONDS] SCRIPT ARG...\n")
        raise SystemExit(2)
    own = [sys.argv.pop(0)]
    if len(sys.argv) > 1 and sys.argv[0].startswith("--tick="):
        own.append(sys.argv.pop(0))
        STEPPED.tick = int(own[1][7:]) * MICROSECOND
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
