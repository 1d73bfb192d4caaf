# Completions of alluxio-gen for bash, printed by `alluxio-gen completions bash`. The program must be on the PATH.
_alluxio_gen() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(COMPLETE=bash alluxio-gen -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    # A path goes on after its key, and a file's name after its folder. Bash before 4 has no compopt.
    if [[ ${COMPREPLY[0]-} == *[=./] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _alluxio_gen alluxio-gen 2>/dev/null || complete -F _alluxio_gen alluxio-gen
