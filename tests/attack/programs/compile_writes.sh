# Every way we know to make a compiler write elsewhere. argv: a file of the user's, a folder of
# theirs, the compiler.
victim=$1 folder=$2 compiler=$3
echo 'int main(void) { return 0; }' >main.c
"$compiler" main.c -o "$victim"
"$compiler" main.c -o "$folder/new"
"$compiler" -c main.c -MD -MF "$victim" -o main.o
"$compiler" -c main.c -save-temps=cwd -dumpdir "$folder/" -o main.o
"$compiler" -c main.c -fdump-tree-all="$victim" -o main.o
"$compiler" -c main.c -fdiagnostics-format=json-file -aux-info "$victim" -o main.o
"$compiler" main.c "-Wl,-Map=$victim" -o main
"$compiler" main.c "-Wl,--out-implib=$victim" -o main
"$compiler" -c main.c "-Wa,-a=$victim" -o main.o
"$compiler" --coverage main.c "-fprofile-dir=$folder" -o main && ./main
"$compiler" -fprofile-generate="$folder" main.c -o main && ./main
"$compiler" -wrapper "/bin/cp,main.c,$victim" main.c -o main
TMPDIR=$folder "$compiler" main.c -o main
echo TRIED
