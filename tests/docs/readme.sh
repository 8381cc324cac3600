#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Does what the documentation shows, in an empty folder, and compares what is printed. In a block
# that begins with ```console, lines with "$ " are commands and what follows them is their output; a
# block that begins with ```rules PATH is a file the reader writes. Prints TAP. After a change:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/docs/readme.sh --update
. "${top_srcdir:-.}/tests/lib.sh"
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT

mkdir "$scratch/bin"
{
  echo '#!/bin/sh'
  echo "exec '$mailwhy' --psl '$srcdir/tests/public-suffix-list.dat' \"\$@\""
} >"$scratch/bin/mailwhy"
chmod +x "$scratch/bin/mailwhy"
PATH=$scratch/bin:$PATH

# split FOLDER <DOCUMENT: one group of files a step, NNN.*, in order.
split () {
  awk -v dir="$1" '
    function name (what) { return sprintf ("%s/%03d.%s", dir, step, what) }
    function begin (what) { step++; file = name(what); printf "" >file; print NR >name("line") }
    /^```/ && block != "" { block = file = ""; next }
    /^```console *$/ { block = "console"; next }
    /^```rules [^ ]+ *$/ { block = "rules"; begin("content"); print $2 >name("path"); next }
    /^```/ { block = "other"; file = ""; next }
    block == "console" && /^\$ / {
      begin("command"); print substr ($0, 3) >file; file = name("expected"); printf "" >file; next
    }
    file != "" { print >file }'
}

# put_back FOLDER <DOCUMENT: the document, with what was printed for output.
put_back () {
  awk -v dir="$1" '
    function show (file,   line) { while ((getline line <file) > 0) print line; close (file) }
    /^```/ && block != "" { block = ""; skipping = 0; print; next }
    /^```console *$/ { block = "console"; print; next }
    /^```rules [^ ]+ *$/ { block = "rules"; step++; print; next }
    /^```/ { block = "other"; print; next }
    block == "console" && /^\$ / {
      print; step++; show (sprintf ("%s/%03d.got", dir, step)); skipping = 1; next
    }
    !skipping { print }'
}

write_file () {
  path=$(cat "$1.path")
  case $path in
    /* | *..*) report 1 "$2: $path is outside the folder" ;;
    *)
      mkdir -p "$(dirname "$path")" && cp "$1.content" "$path"
      report 0 "$2: writes $path"
      ;;
  esac
}

# run STEP TITLE: in this shell, so that "echo $?" works as a reader expects.
run () {
  command=$(cat "$1.command")
  for tool in jq sqlite3; do
    case $command in *"$tool "*) command -v $tool >/dev/null && continue ;; *) continue ;; esac
    cp "$1.expected" "$1.got"
    report 0 "$2: $command # SKIP no $tool"
    return
  done
  (exit "$status")
  eval "$command" >"$1.got" 2>&1 </dev/null
  status=$?
  if cmp -s "$1.expected" "$1.got"; then
    report 0 "$2: $command"
  else
    diff -u "$1.expected" "$1.got" | sed 's/^/# /'
    report 1 "$2: $command"
  fi
}

for document in README.md CONTRIBUTING.md docs/contract.md docs/pasted.md docs/recipes.md; do
  folder=$scratch/$(echo "$document" | tr / -)
  mkdir -p "$folder/steps" "$folder/home/build"
  ln -s "$srcdir/samples" "$folder/home/samples"
  ln -s "$srcdir/docs" "$folder/home/docs"
  ln -s "$srcdir/tests" "$folder/home/tests"
  ln -s "$scratch/bin/mailwhy" "$folder/home/build/mailwhy"
  split "$folder/steps" <"$srcdir/$document"
  cd "$folder/home" || exit 1
  status=0
  for line in "$folder"/steps/*.line; do
    [ -f "$line" ] || continue
    step=${line%.line}
    title=$document:$(cat "$line")
    if [ -f "$step.path" ]; then write_file "$step" "$title"; else run "$step" "$title"; fi
  done
  if [ $update = yes ]; then
    put_back "$folder/steps" <"$srcdir/$document" >"$folder/new" && cp "$folder/new" "$srcdir/$document"
  fi
done
echo "1..$number"
