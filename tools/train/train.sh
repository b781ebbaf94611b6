#!/bin/sh
# Retrains models/pii-tiny from nothing: texts -> vocabulary -> weights -> scores and model card.
#   tools/train/train.sh [options of train.py, such as --max-minutes 60]
# Needs Debian's python3-torch, python3-numpy, python3-regex, libopenblas0-pthread, and Node >= 20.19. Installs nothing but the
# npm package that package-lock.json pins. Data: $DEBERTA_SHARED_DIR (default: ../shared beside the repository).
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-/usr/bin/python3}
export OMP_WAIT_POLICY=passive  # idle threads sleep instead of spinning: kind to a shared machine, and faster on it
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1

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
[ -d node_modules/@faker-js/faker ] || npm ci --no-audit --no-fund
mkdir -p "${DEBERTA_TRAIN_WORK:-work}"
node generate.mjs "${DEBERTA_TRAIN_WORK:-work}/generated.jsonl" 180000 20261123
"$python" dataset.py
nice -n 10 "$python" train.py "$@"
"$python" report.py
