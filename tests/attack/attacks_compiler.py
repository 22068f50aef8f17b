"""
Compile time: what a compiler, an assembler and a linker read, write and use up at the word of
their source and options.
"""

from world import both_compilers, check


def compilers(world, language="c++"):
    """All there are; root, who is run beside an ordinary user, is content with GCC."""
    return both_compilers(language)[:1 if world.uid == 0 else None]


def attack_compile_reads(world, tier):
    for compiler in compilers(world):
        result = world.attack(tier, "compile_reads.sh", world.secret, world.programs, compiler,
                              ro=[world.programs], limits=("wall=30",))
        ran = result.out.count("RAN ")
        check(ran >= 30, f"only {ran} ways were tried: {result}")


def attack_compile_messages(world, tier):
    for name in ("include.cpp", "asm_include.cpp", "line.cpp"):
        for compiler in both_compilers():
            result = world.compile(tier, name, compiler=compiler)
            check(result.code != 0, result)


def attack_compile_incbin(world, tier):
    target = world.work / "result"
    for compiler in both_compilers():
        world.compile(tier, "incbin.cpp", out=target, compiler=compiler)
        check(world.token.encode() not in target.read_bytes(), "the binary holds the secret")
        target.unlink()


def attack_compile_oracle(world, tier):
    """Which files there are. Without a mount namespace that much is not hidden."""
    missing = f'-DSECRET="{world.home}/missing"'
    for compiler in both_compilers():
        there = world.compile(tier, "oracle.cpp", compiler=compiler)
        gone = world.compile(tier, "oracle.cpp", "-USECRET", missing, compiler=compiler)
        check(gone.code == 0, gone)
        if tier == "full":
            check(there.code == 0, f"it tells that the secret is there: {there}")


def attack_compile_writes(world, tier):
    for compiler in compilers(world, "c"):
        result = world.attack(tier, "compile_writes.sh", world.canary, world.work, compiler,
                              ro=[world.work], limits=("wall=30",))
        check("TRIED" in result.out, result)


# The limits compilers have of their own.
LIFTED = {
    "g++": ("-std=c++17", "-ftemplate-depth=10000", "-fconstexpr-ops-limit=2147483647",
            "-fconstexpr-loop-limit=2147483647"),
    "clang++": ("-std=c++17", "-ftemplate-depth=10000", "-fconstexpr-steps=2147483647"),
}


def attack_compile_exhaust(world, tier):
    bombs = ("endless_include.cpp", "template_bomb.cpp", "constexpr_bomb.cpp", "macro_bomb.cpp",
             "big_array.cpp")
    for name in bombs:
        for compiler in compilers(world) if "_bomb" in name else ["g++"]:
            result = world.compile(tier, name, *LIFTED[compiler], compiler=compiler,
                                   limits=("wall=1", "memory=256M", "disk=64M"))
            check(result.code != 0, f"{name} ({compiler}): {result}")
            check(result.seconds < 10, f"{name}: it took {result.seconds} s to stop")
