#!/usr/bin/env bash
# Fuzzes one reader after the other, coverage-guided: fuzz.sh <program> <seconds each> [reader ...]. Fails where one trapped, hung or took too much memory.
set -euo pipefail
program="$(realpath "$1")"
seconds="$2"
shift 2
repository="$(cd "$(dirname "$0")/../.." && pwd)"
fixtures="$repository/Tests/Fixtures"
tiny="$repository/Sources/Easel/Resources/models/easel-tiny"
[ $# -gt 0 ] || set -- weights configuration vocabulary merges tokenizer picture

seeds() {
    case "$1" in
    weights) find "$fixtures/sd1-tiny" "$fixtures/training" -size -300k \( -name '*.bin' -o -name '*.pt' -o -name '*.ckpt' -o -name '*.safetensors' \) ;;
    configuration) find "$fixtures" "$tiny" -name '*config.json' ! -name 'tokenizer*' -o -name model_index.json ;;
    vocabulary) echo "$tiny/tokenizer/vocab.json" ;;
    merges) echo "$tiny/tokenizer/merges.txt" ;;
    tokenizer) echo "$tiny/tokenizer/tokenizer_config.json" ;;
    picture) find "$fixtures/images/files" "$fixtures/webp" -type f -size -40k \( -name '*.png' -o -name '*.jpg' -o -name '*.webp' \) ;;
    esac
}

status=0
for reader in "$@"; do
    work="$(mktemp -d)"
    mkdir "$work/corpus" "$work/files"
    cp "$tiny"/tokenizer/* "$work/files/"
    while read -r file; do cp "$file" "$work/corpus/$(echo "${file#"$repository"/}" | tr / -)"; done < <(seeds "$reader")
    if EASEL_FUZZ="$reader" EASEL_FUZZ_FOLDER="$work/files" "$program" "$work/corpus" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3072 \
        -max_len=400000 -print_final_stats=1 -artifact_prefix="$work/" >"$work/log" 2>&1; then
        echo "$reader: $(grep -Eo 'number_of_executed_units: *[0-9]+' "$work/log" | grep -Eo '[0-9]+') inputs, coverage $(grep -Eo 'cov: [0-9]+' "$work/log" | tail -1 | grep -Eo '[0-9]+'), peak $(grep -Eo 'peak_rss_mb: *[0-9]+' "$work/log" | grep -Eo '[0-9]+') MB: no defect"
        rm -rf "$work"
    else
        echo "$reader: a defect; the input and the log lie in $work"
        tail -20 "$work/log"
        status=1
    fi
done
exit "$status"
