# SPDX-License-Identifier: MIT
#
# For scripts to source: original sources from where this machine's apt takes its packages. Needs no root.

# wick_apt_source FOLDER ARGUMENT...: `apt-get source ARGUMENT...` in FOLDER, which it makes; fails as that does.
wick_apt_source() (
  local folder=$1 lists list
  shift
  lists=$(mktemp -d)
  trap 'rm -rf "$lists"' EXIT
  mkdir -p "$folder" "$lists"/{sources,lists/partial,cache/archives/partial}

  # The machine's own sources, in both formats, with packages turned into sources.
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -f $list ]] && sed -n 's/^deb\s/deb-src /p' "$list" >"$lists/sources/$(basename "$list" .list).list"
  done
  for list in /etc/apt/sources.list.d/*.sources; do
    [[ -f $list ]] && sed 's/^Types:.*/Types: deb-src/' "$list" >"$lists/sources/$(basename "$list")"
  done
  local options=(-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$lists/sources"
    -o Dir::State::Lists="$lists/lists" -o Dir::Cache="$lists/cache" -o APT::Sandbox::User="$(id -un)")

  # Those who offer no source code are a warning of apt's, and no matter if the others have what is asked for.
  apt-get "${options[@]}" update -qq || true
  cd "$folder" && apt-get "${options[@]}" source -qq "$@" >/dev/null
)
