#!/usr/bin/env bash
# The DTD of TMX and the schemas of XLIFF, out of Debian packages that carry them; nothing is installed. Usage: schemas.sh FOLDER
set -euo pipefail
to=$1
[ -f "$to/ready" ] && exit 0
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { echo "schemas.sh: this is no Debian; the exports are not validated against schemas" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq omegat php-symfony-translation >/dev/null 2>&1 || {
  run=()
  [ "$(id -u)" = 0 ] || run=(sudo)
  "${run[@]}" apt-get update -qq
  apt-get download -qq omegat php-symfony-translation >/dev/null
}
for package in *.deb; do dpkg-deb -x "$package" out; done
cd - >/dev/null
mkdir -p "$to"
python3 - "$work/out/usr/share/omegat/OmegaT.jar" "$to/tmx14.dtd" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as jar, open(sys.argv[2], "wb") as out:
    out.write(jar.read("schemas/tmx14.dtd"))
PY
for name in xliff-core-1.2-strict.xsd xliff-core-2.0.xsd xml.xsd; do
  cp "$work/out/usr/share/php/Symfony/Component/Translation/Resources/schemas/$name" "$to/"
done
touch "$to/ready"
