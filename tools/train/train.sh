#!/bin/sh
# Retrains models/pii-tiny: texts -> vocabulary -> pretraining -> training -> 8 bits -> scores and model card.
#   tools/train/train.sh [MINUTES]     of pretraining and training together, over all runs; default 140
# A run that was ended goes on where it stopped when the same command is given again: texts, vocabulary and the state of the training lie
# in DEBERTA_TRAIN_WORK (default: ~/.cache/deberta-wasm/train). More MINUTES than before train longer. An empty folder begins anew, or, with
# DEBERTA_TRAIN_FROM=FOLDER, from the vocabulary and the weights of that folder (models/pii-tiny).
#
# Needs Debian's python3-torch, python3-numpy, python3-regex, libopenblas0-pthread, apt, and Node >= 20.19; dist/ must be built (npm run build)
# for the last step. Installs nothing but the npm package that package-lock.json pins. Data: $DEBERTA_SHARED_DIR (default: ../shared
# beside the repository); the texts to pretrain on are packages of Debian and of npm that are downloaded into the folder.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-/usr/bin/python3}
minutes=${1:-140}
generated=${DEBERTA_TRAIN_TEXTS:-100000}
work=${DEBERTA_TRAIN_WORK:-$HOME/.cache/deberta-wasm/train}
model=${DEBERTA_TRAIN_MODEL:-../../models/pii-tiny}
from=${DEBERTA_TRAIN_FROM:-}
export DEBERTA_TRAIN_WORK="$work" DEBERTA_TRAIN_MODEL="$model"
export OMP_WAIT_POLICY=passive  # idle threads sleep instead of spinning: kind to a shared machine, and faster on it
# OpenBLAS 0.3.21 takes processors that it does not know for one of 2004, which makes training three times slower. check_model.py
# shows whether the products are right.
if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -q avx2 /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=Haswell
  if grep -q avx512bw /proc/cpuinfo; then export OPENBLAS_CORETYPE=SkylakeX ATEN_CPU_CAPABILITY=avx512; fi
fi
# Activations are megabytes that every step allocates again: malloc must keep them, or the kernel clears their pages each time.
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1

settings="config.json vocab.json merges.txt tokenizer_config.json special_tokens_map.json"
missing=
for module in torch numpy regex; do
  "$python" -c "import $module" 2>/dev/null || missing="$missing python3-$module"
done
ldconfig -p 2>/dev/null | grep -q libopenblas || missing="$missing libopenblas0-pthread"
if [ -n "$missing" ]; then
  echo "train.sh: missing. Install with: apt-get install$missing" >&2
  exit 1
fi
command -v node >/dev/null || { echo "train.sh: node is not on PATH (20.19 or newer is needed)" >&2; exit 1; }

"$python" check_model.py  # the architecture answers as the reference does
"$python" check_bpe.py
"$python" check_words.py
mkdir -p "$work" "$model"
if [ ! -f "$work/train.npz" ]; then  # written last
  [ -d node_modules/@faker-js/faker ] || npm ci --no-audit --no-fund
  [ -f "$work/pretrain.jsonl" ] || "$python" corpora.py
  node generate.mjs "$work/generated.jsonl" "$generated" 20261201
  node generate.mjs "$work/held-out.jsonl" 1000 7 held-out
  keep=
  if [ -n "$from" ]; then
    mkdir -p "$work/float16"
    for name in $settings; do cp "$from/$name" "$work/float16"; done
    keep=--keep-vocabulary
  fi
  "$python" dataset.py --copies $(((generated + 9999) / 10000)) $keep
fi
precision=$("$python" precision.py)
set --
if [ -n "$from" ]; then set -- --from "$from"; fi
"$python" pretrain.py $precision --max-minutes "$(awk "BEGIN { print 0.3 * $minutes }")" "$@"
"$python" train.py $precision --max-minutes "$(awk "BEGIN { print 0.7 * $minutes }")" "$@"
"$python" calibrate.py
for name in $settings; do
  cp "$work/float16/$name" "$model"
done
node ../../dist/cli.js convert "$work/float16" "$work/q8" --dtype q8 --force
cp "$work/q8/model.safetensors" "$model"
"$python" report.py
