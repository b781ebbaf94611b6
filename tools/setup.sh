#!/usr/bin/env bash
# Sets up what the build and the tests need, once, outside the tree. Made for Debian 12 (x86-64, root
# or sudo); elsewhere it says what to install.
#
#   tools/setup.sh [native] [wasm] [npm] [browser]      default: all four
#
#   native   clang 19, CMake, Ninja, ccache, GoogleTest, Eigen, nlohmann_json; XNNPACK for this machine; GNU parallel
#   wasm     Emscripten (an `emcc` ≥ 3.1.69 on PATH, else installed into the cache); XNNPACK for wasm
#            (wasm-simd, wasm-relaxed: only that of modules with this kind of SIMD)
#   npm      the npm packages of package-lock.json
#   browser  Chromium, Firefox ESR and WebKitGTK with its driver, for the browser tests
#
# Environment
#   DEBERTA_WASM_CACHE     where it all goes; default ~/.cache/deberta-wasm
#   XNNPACK_SOURCE_DIR, PTHREADPOOL_SOURCE_DIR, FXDIV_SOURCE_DIR, FP16_SOURCE_DIR
#                          sources to use instead of fetching them (all four)
#   EIGEN_INCLUDE_DIR, NLOHMANN_JSON_INCLUDE_DIR
#                          folders that hold Eigen/ and nlohmann/, instead of Debian's
# Writes env.json into the cache's version folder, for tools/*.mjs, and prints its path.
set -euo pipefail
cd "$(dirname "$0")/.."

# What the cache is keyed by: raise it whenever what this script makes changes.
version=1-emscripten-3.1.69-xnnpack-4ea82e5
cache=${DEBERTA_WASM_CACHE:-${HOME:-/root}/.cache/deberta-wasm}
setup_dir=$cache/$version
suite=trixie # the Debian suite that has Emscripten 3.1.69 and XNNPACK's sources

say() { printf 'setup: %s\n' "$*" >&2; }
die() {
  printf 'setup: cannot go on: %s\n' "$*" >&2
  exit 1
}

# step NAME TEXT COMMAND…: runs the command unless it has succeeded before; tells how long it took.
step() {
  local name=$1 text=$2
  shift 2
  [ -e "$setup_dir/.done-$name" ] && return 0
  say "$text …"
  local start=$SECONDS log=$setup_dir/$name.log
  # In the background, because `set -e` does not hold inside of a condition.
  "$@" >"$log" 2>&1 </dev/null &
  if ! wait $!; then
    tail -n 15 "$log" >&2
    die "$text failed (the whole log: $log)"
  fi
  touch "$setup_dir/.done-$name"
  say "$text: done in $((SECONDS - start)) s"
}

is_root() { [ "$(id -u)" = 0 ]; }
has_sudo() { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
root() { if is_root; then "$@"; else sudo -n "$@"; fi; }

apt_ready=
# install PACKAGE…: those that are missing, through apt.
install() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  command -v apt-get >/dev/null || die "no apt-get here; install these yourself: ${missing[*]}"
  is_root || has_sudo ||
    die "neither root nor passwordless sudo; have these installed: ${missing[*]}"
  local options=(-qq -o DPkg::Lock::Timeout=600)
  if [ -z "$apt_ready" ]; then
    root apt-get "${options[@]}" update || die "'apt-get update' failed: is there a network?"
    apt_ready=yes
  fi
  say "installing ${missing[*]} (apt) …"
  DEBIAN_FRONTEND=noninteractive root apt-get "${options[@]}" -o Dpkg::Use-Pty=0 install -y \
    --no-install-recommends "${missing[@]}" >&2 || die "apt could not install ${missing[*]}"
}

# --- apt's packages ---------------------------------------------------------------------------------

packages_build() {
  install ca-certificates clang-19 lld-19 llvm-19 cmake ninja-build ccache git python3 xz-utils \
    libc6-dev libstdc++-12-dev
}

packages_native() {
  install libgtest-dev googletest libeigen3-dev nlohmann-json3-dev libcpuinfo-dev libclang-rt-19-dev \
    clang-format parallel
}

packages_browser() {
  install chromium firefox-esr webkit2gtk-driver xvfb dbus fonts-dejavu-core fonts-noto-core
}

# --- Headers ----------------------------------------------------------------------------------------

# Eigen's and nlohmann_json's headers by themselves, so that /usr/include never is on emcc's path.
headers() {
  local eigen=${EIGEN_INCLUDE_DIR:-/usr/include/eigen3} json=${NLOHMANN_JSON_INCLUDE_DIR:-/usr/include}
  [ -d "$eigen/Eigen" ] || die "no Eigen in $eigen (set EIGEN_INCLUDE_DIR)"
  [ -d "$json/nlohmann" ] || die "no nlohmann_json in $json (set NLOHMANN_JSON_INCLUDE_DIR)"
  rm -rf "$setup_dir/headers"
  mkdir -p "$setup_dir/headers"
  cp -r "$eigen/Eigen" "$json/nlohmann" "$setup_dir/headers/"
}

# --- The newer suite: Emscripten and the sources of XNNPACK ------------------------------------------

# apt's lists of the newer suite, in folders of our own: the machine's configuration stays as it is.
# The mirror is the one that the machine uses already.
open_suite() {
  local apt=$setup_dir/apt mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | head -n 1)
  [ -n "$mirror" ] || die "apt has no Debian mirror configured"
  [ -e "$keyring" ] || die "no $keyring: is this Debian?"
  mkdir -p "$apt"/{lists/partial,parts,archives/partial}
  : >"$apt/status"
  printf 'deb [signed-by=%s] %s %s main\ndeb-src [signed-by=%s] %s %s main\n' \
    "$keyring" "$mirror" "$suite" "$keyring" "$mirror" "$suite" >"$apt/sources.list"
  suite_apt update
}

suite_apt() {
  local apt=$setup_dir/apt
  apt-get -qq -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts="$apt/parts" \
    -o Dir::State::Lists="$apt/lists" -o Dir::State::status="$apt/status" \
    -o Dir::Cache::archives="$apt/archives" -o APT::Sandbox::User=root "$@"
}

sources() {
  mkdir -p "$setup_dir/src"
  if [ -n "${XNNPACK_SOURCE_DIR:-}" ]; then
    for name in xnnpack pthreadpool fxdiv fp16; do
      local variable=${name^^}_SOURCE_DIR
      [ -d "${!variable:-}" ] || die "$variable is not a folder: all four sources are needed"
      ln -sfn "$(cd "${!variable}" && pwd)" "$setup_dir/src/$name"
    done
    return
  fi
  open_suite
  (
    cd "$setup_dir/src"
    for name in xnnpack pthreadpool fxdiv fp16; do
      rm -rf "$name" "$name"_*.orig.tar.xz
      suite_apt --download-only --tar-only source "$name"
      mkdir "$name"
      local archive strip=1
      archive=$(ls "$name"_*.orig.tar.xz)
      # XNNPACK's archive has no top folder, the others have one. (Not through a pipe: grep would end
      # it early, and `pipefail` would call that a failure of tar.)
      tar tf "$archive" >"$name.list"
      if grep -qx '\(\./\)\?CMakeLists.txt' "$name.list"; then strip=0; fi
      rm "$name.list"
      tar xf "$archive" -C "$name" --strip-components=$strip
      rm "$archive"
    done
  )
}

emcc_is_new_enough() {
  local emcc
  emcc=$(command -v emcc) || return 1
  local found
  found=$("$emcc" --version 2>/dev/null | sed -n '1s/.* \([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p')
  [ -n "$found" ] && [ "$(printf '%s\n3.1.69\n' "$found" | sort -V | head -n 1)" = 3.1.69 ]
}

# Emscripten needs no architecture; Binaryen needs a newer libc than Debian 12 has and runs through
# the loader and the libraries of its own suite, unpacked next to it.
emscripten() {
  open_suite
  local archives=$setup_dir/apt/archives tree=$setup_dir/emscripten-root
  rm -rf "$tree" "$setup_dir/binaryen"
  (cd "$archives" && suite_apt download emscripten binaryen libc6 libstdc++6 libgcc-s1)
  for deb in "$archives"/*.deb; do dpkg -x "$deb" "$tree"; done
  rm -f "$archives"/*.deb
  rm -rf "$tree/usr/share/doc"
  local loader libc_dir
  loader=$(find "$tree" -name 'ld-linux-*.so*' | head -n 1)
  libc_dir=$(dirname "$(find "$tree" -name libc.so.6 | head -n 1)")
  local libraries="$libc_dir:$tree/usr/lib/$(clang-19 -print-target-triple | sed 's/-pc//')"
  mkdir -p "$setup_dir/binaryen/bin"
  for tool in "$tree"/usr/bin/wasm*; do
    local wrapper=$setup_dir/binaryen/bin/${tool##*/}
    printf '#!/bin/sh\nexec %q --library-path %q %q "$@"\n' "$loader" "$libraries" "$tool" >"$wrapper"
    chmod +x "$wrapper"
  done
  local emscripten=$tree/usr/share/emscripten
  # Debian's package expects acorn as a system module.
  (cd "$emscripten" && npm install --silent --no-save --no-audit --no-fund --prefix "$emscripten" acorn@8.14.0)
  cat >"$setup_dir/emscripten.config" <<CONFIG
LLVM_ROOT = '$(llvm-config-19 --bindir)'
BINARYEN_ROOT = '$setup_dir/binaryen'
NODE_JS = '$(command -v node)'
CACHE = '$setup_dir/emscripten-cache'
FROZEN_CACHE = False
CONFIG
}

use_emscripten() {
  if emcc_is_new_enough; then
    emscripten_dir=$(cd "$(dirname "$(readlink -f "$(command -v emcc)")")" && pwd)
    emscripten_config=${EM_CONFIG:-}
    return
  fi
  command -v apt-get >/dev/null || die "no emcc ≥ 3.1.69 on PATH, and no apt-get to install one"
  step emscripten "installing Emscripten 3.1.69 (about 250 MB)" emscripten
  emscripten_dir=$setup_dir/emscripten-root/usr/share/emscripten
  emscripten_config=$setup_dir/emscripten.config
}

# --- XNNPACK ----------------------------------------------------------------------------------------

# build_xnnpack PLATFORM CMAKE-ARGUMENT…
build_xnnpack() {
  local platform=$1 build=$setup_dir/build-$1
  shift
  rm -rf "$build"
  cmake -G Ninja -S cmake/xnnpack -B "$build" -DCMAKE_BUILD_TYPE=Release \
    -DSOURCES="$setup_dir/src" -DCMAKE_INSTALL_PREFIX="$setup_dir/xnnpack-$platform" \
    -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@"
  cmake --build "$build" --target install
  rm -rf "$build"
}

# --- The components ---------------------------------------------------------------------------------

setup_sources() {
  packages_build || exit 1
  packages_native || exit 1
  step headers "copying Eigen and nlohmann_json" headers
  step sources "fetching the sources of XNNPACK, pthreadpool, FXdiv and FP16" sources
}

setup_native() {
  setup_sources
  # -2: with the tables of the kernels.
  step xnnpack-native-2 "building XNNPACK for this machine (1 to 3 minutes)" \
    build_xnnpack native -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19
}

# setup_wasm KIND…: of SIMD
setup_wasm() {
  setup_sources
  use_emscripten
  [ -n "$emscripten_config" ] && export EM_CONFIG=$emscripten_config
  local toolchain=$emscripten_dir/cmake/Modules/Platform/Emscripten.cmake kind
  for kind in "$@"; do
    local relaxed=OFF
    [ "$kind" = relaxed ] && relaxed=ON
    step "xnnpack-wasm-$kind" "building XNNPACK for WebAssembly, $kind (about a minute)" \
      build_xnnpack "wasm-$kind" -DCMAKE_TOOLCHAIN_FILE="$toolchain" -DRELAXED_SIMD="$relaxed"
  done
}

setup_npm() {
  local stamp=node_modules/.deberta-lock-hash hash
  hash=$(sha256sum package-lock.json | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ] && return 0
  say "installing the npm packages …"
  npm ci --no-audit --no-fund --loglevel=error >&2 || die "'npm ci' failed: is there a network?"
  printf '%s' "$hash" >"$stamp"
}

setup_browser() {
  packages_browser
}

command -v node >/dev/null || die "Node.js 20 or newer is needed"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
  die "Node.js 20 or newer is needed, this is $(node --version)"
mkdir -p "$setup_dir" || die "cannot write to $cache (set DEBERTA_WASM_CACHE)"
exec 9>"$setup_dir/.lock"
command -v flock >/dev/null && { flock -n 9 || { say "waiting for another set-up …"; flock 9; }; }
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}
# emcc is a Python program that is started for every file: not through the shim of a version manager.
[ -z "${EMSDK_PYTHON:-}" ] && [ -x /usr/bin/python3 ] && export EMSDK_PYTHON=/usr/bin/python3

emscripten_dir='' emscripten_config=''
for component in "${@:-all}"; do
  case $component in
    native) setup_native ;;
    wasm) setup_wasm relaxed simd ;;
    wasm-simd) setup_wasm simd ;;
    wasm-relaxed) setup_wasm relaxed ;;
    npm) setup_npm ;;
    browser) setup_browser ;;
    all)
      setup_npm
      setup_native
      setup_wasm relaxed simd
      setup_browser
      ;;
    *) die "unknown component '$component' (native, wasm, wasm-simd, wasm-relaxed, npm, browser)" ;;
  esac
done

# What tools/*.mjs set for CMake and emcc. A run without `wasm` keeps what an earlier one wrote.
DEBERTA_SETUP_DIR=$setup_dir DEBERTA_EMSCRIPTEN_DIR=$emscripten_dir EM_CONFIG=$emscripten_config node -e '
  const fs = require("fs"), file = process.env.DEBERTA_SETUP_DIR + "/env.json";
  const env = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  for (const name of ["DEBERTA_SETUP_DIR", "DEBERTA_EMSCRIPTEN_DIR", "EM_CONFIG", "CCACHE_DIR", "EMSDK_PYTHON"]) {
    if (process.env[name]) env[name] = process.env[name];
  }
  fs.writeFileSync(file + ".new", JSON.stringify(env, null, 2));
  fs.renameSync(file + ".new", file);'
printf '%s\n' "$setup_dir/env.json"
