#compdef alluxio-gen
# Completions of alluxio-gen for zsh, printed by `alluxio-gen completions zsh`. The program must be on the PATH.
_alluxio-gen() {
    local line
    local -a open closed
    for line in "${(@f)$(COMPLETE=zsh alluxio-gen -- "${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
        case $line in
            +*) open+=("${line#+}") ;;
            -*) closed+=("${line#-}") ;;
        esac
    done
    # A path goes on after its key, and a file's name after its folder.
    (( $#open )) && _describe -V 'values' open -S ''
    (( $#closed )) && _describe -V 'values' closed
}

# Either autoloaded from a folder of the fpath, or read by `source`.
if [[ $funcstack[1] == _alluxio-gen ]]; then
    _alluxio-gen "$@"
else
    compdef _alluxio-gen alluxio-gen
fi
