# Every way we know to make a compiler, an assembler or a linker read a file. What they say goes
# back to a model. argv: the secret, the folder of these programs, the compiler.
secret=$1 here=$2 compiler=$3
try() {
	"$compiler" "$@" -o /dev/null
	echo "RAN $?"
}
echo 'int main(void) { return 0; }' >main.c
echo "INPUT($secret)" >input.ld
echo "INCLUDE $secret" >include.ld
echo "*link: %(missing) @$secret" >specs
printf '#embed "%s"\n' "$secret" >embed.c
printf '#include "%s"\n' "$secret" >include.h
printf '#define S <%s>\n#include S\n' "$secret" >macro.c
printf '#include_next "%s"\n' "$secret" >next.c
printf '.include "%s"\n' "$secret" >include.s
printf '.incbin "%s"\n' "$secret" >incbin.s
printf '#pragma GCC dependency "%s" is newer\n#import "%s"\n' "$secret" "$secret" >import.c
printf 'P("%s")\n' "$secret" >plugin.txt
ln -s "$secret" link.h
echo '#include "link.h"' >link.c
for source in include.cpp line.cpp asm_include.cpp; do
	try -DSECRET="\"$secret\"" -DSECRET_TEXT="\"\\\"$secret\\\"\"" "$here/$source"
done
for source in embed.c macro.c next.c include.s import.c link.c include.h; do
	try "$source"
done
try -x c "$secret"
try -x c++ "$secret"
try -x assembler "$secret"
try -x ir "$secret"
try "$secret"
try "@$secret" main.c
try -include "$secret" main.c
try -imacros "$secret" main.c
try -include-pch "$secret" main.c
try -fplugin="$secret" main.c
try -specs="$secret" main.c
try -specs=specs main.c
try -fprofile-use="$secret" main.c
try -fmodule-file="$secret" main.c
try --config "$secret" main.c
try "-Wa,@$secret" main.c
try "-Wl,@$secret" main.c
try "-Wl,-T,$secret" main.c
try -Wl,-T,input.ld main.c
try -Wl,-T,include.ld main.c
try input.ld main.c
try "-Wl,--version-script=$secret" main.c
try "-Wl,--dynamic-list=$secret" main.c
try "-Wl,-plugin,$secret" main.c
try "-l:../../../../../..$secret" -L. main.c
"$compiler" -wrapper "/bin/cat,$secret" main.c -o /dev/null
"$compiler" -E -C -dI -include "$secret" main.c
"$compiler" -M "$secret"
"$compiler" -x assembler incbin.s -c -o incbin.o && cat incbin.o
echo TRIED
