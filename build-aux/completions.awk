# SPDX-License-Identifier: LGPL-2.1-or-later
# Completions for a shell, out of what --help prints:
#   mailwhy --help | awk -v shell=bash -f completions.awk      (bash, zsh or fish)
# What an option takes is told by the name of its value: FILE, DIR, ID; else the words its line offers.

/^   +[^ -]/ && count { sub (/^ +/, " "); text[count] = text[count] $0; next }
/^  (-|--)/ {
  count++
  line = $0
  sub (/^ +/, "", line)
  short[count] = ""
  if (match (line, /^-[^-], /)) {
    short[count] = substr (line, 2, 1)
    line = substr (line, 5)
  }
  option = line
  sub (/  .*$/, "", option)
  text[count] = substr (line, length (option) + 1)
  sub (/^ +/, "", text[count])
  value[count] = ""
  if (match (option, /=/)) {
    value[count] = substr (option, RSTART + 1)
    option = substr (option, 1, RSTART - 1)
  }
  long[count] = substr (option, 3)
  next
}
{ if (count && /^[^ ]/) last = count }

# "text (default), json or reply" gives "text json reply"
function words_of(i,   words) {
  words = text[i]
  sub (/^.*: /, "", words)
  sub (/^.* (by|as) /, "", words)
  gsub (/ \(default\)/, "", words)
  gsub (/ (or|and) /, ",", words)
  gsub (/ *, */, " ", words)
  return words
}

# What stands behind the option: none, files, folders, findings, words or any.
function kind_of(i) {
  if (value[i] == "") return "none"
  if (value[i] == "FILE") return "files"
  if (value[i] == "DIR") return "folders"
  if (value[i] == "ID" && (long[i] == "describe" || long[i] == "show-example")) return "findings"
  if (value[i] ~ /^(FORMAT|KIND|WHAT|WHEN|LANGUAGE)$/) return "words"
  return "any"
}

function quoted(string) {
  gsub (/'/, "'\\''", string)
  return "'" string "'"
}

function bash(   i, names, all) {
  print "# bash completion for mailwhy"
  print "_mailwhy () {"
  print "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}"
  print "  [ \"$word\" = = ] && word="
  print "  [ \"$before\" = = ] && before=${COMP_WORDS[COMP_CWORD - 2]}"
  print "  local IFS=$'\\n'"
  print "  case $before in"
  for (i = 1; i <= count; i++) {
    all = all " --" long[i] (value[i] == "" ? "" : "=")
    if (kind_of(i) == "none") continue
    names = "--" long[i] (short[i] == "" ? "" : " | -" short[i])
    printf "    %s) ", names
    if (kind_of(i) == "files") print "COMPREPLY=($(compgen -f -- \"$word\")); return ;;"
    else if (kind_of(i) == "folders") print "COMPREPLY=($(compgen -d -- \"$word\")); return ;;"
    else if (kind_of(i) == "findings")
      print "IFS=$' \\n' COMPREPLY=($(IFS=$' \\n'; compgen -W \"$(\"${COMP_WORDS[0]}\" --list-findings 2>/dev/null | cut -d' ' -f1)\" -- \"$word\")); return ;;"
    else if (kind_of(i) == "words")
      printf "COMPREPLY=($(IFS=' '; compgen -W \"%s\" -- \"$word\")); return ;;\n", words_of(i)
    else print "COMPREPLY=(); return ;;"
  }
  print "  esac"
  print "  case $word in"
  print "    -*)"
  printf "      COMPREPLY=($(IFS=' '; compgen -W \"%s\" -- \"$word\"))\n", substr (all, 2)
  print "      [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace ;;"
  print "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;"
  print "  esac"
  print "}"
  print "complete -o filenames -F _mailwhy mailwhy"
}

function zsh(   i, does, spec) {
  print "#compdef mailwhy"
  print "_mailwhy_findings () { compadd -- ${(f)\"$(_call_program findings ${words[1]} --list-findings | cut -d' ' -f1)\"} }"
  print "_arguments -s -S \\"
  for (i = 1; i <= count; i++) {
    does = text[i]
    gsub (/\[|\]|:/, "\\\\&", does)
    spec = "[" does "]"
    if (kind_of(i) == "files") spec = spec ":file:_files"
    else if (kind_of(i) == "folders") spec = spec ":folder:_files -/"
    else if (kind_of(i) == "findings") spec = spec ":finding:_mailwhy_findings"
    else if (kind_of(i) == "words") spec = spec ":" tolower (value[i]) ":(" words_of(i) ")"
    else if (kind_of(i) == "any") spec = spec ":" tolower (value[i]) ":"
    print "  " quoted("*--" long[i] (value[i] == "" ? "" : "=") spec) " \\"
    if (short[i] != "") print "  " quoted("*-" short[i] (value[i] == "" ? "" : "+") spec) " \\"
  }
  print "  '*:file:_files'"
}

function fish(   i, line) {
  print "# fish completion for mailwhy"
  for (i = 1; i <= count; i++) {
    line = "complete -c mailwhy -l " long[i]
    if (short[i] != "") line = line " -s " short[i]
    if (kind_of(i) == "files") line = line " -r -F"
    else if (kind_of(i) == "folders") line = line " -x -a '(__fish_complete_directories)'"
    else if (kind_of(i) == "findings")
      line = line " -x -a \"(mailwhy --list-findings 2>/dev/null | string replace -r ' .*' '')\""
    else if (kind_of(i) == "words") line = line " -x -a " quoted(words_of(i))
    else if (kind_of(i) == "any") line = line " -x"
    print line " -d " quoted(text[i])
  }
}

END {
  if (count == 0) exit 1
  if (shell == "bash") bash()
  else if (shell == "zsh") zsh()
  else if (shell == "fish") fish()
  else exit 1
}
