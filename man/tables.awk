# SPDX-License-Identifier: LGPL-2.1-or-later
# Fills the frame of a manual page: @FIELDS@ out of --list-fields, @FINDINGS@ out of --list-findings.

function escaped (text) {
  gsub (/\\/, "\\e", text)
  gsub (/-/, "\\-", text)
  gsub (/…/, "...", text)
  if (text ~ /^[.']/) text = "\\&" text
  return text
}

# The line without its first n words.
function behind (n, line,   i) {
  for (i = 0; i < n; i++) sub (/^[^ ]+ +/, "", line)
  return line
}

# "spf    list   SPF results" begins a section, "spf.result   word   …" is an entry of it.
function write_fields (   line, word) {
  while ((getline line <fields) > 0) {
    split (line, word, / +/)
    if (word[1] !~ /\./) {
      print ".PD"
      print ".SS " escaped(word[1])
      print escaped(behind(2, line)) " (" word[2] ")."
      print ".PP"
      print ".PD 0"
    } else {
      print ".TP"
      print ".BR " escaped(word[1]) " \" (" word[2] ")\""
      print escaped(behind(2, line)) "."
    }
  }
  print ".PD"
}

# "id   severity   proof   who repairs it   title"
function write_findings (   line, word) {
  print ".PD 0"
  while ((getline line <findings) > 0) {
    split (line, word, / +/)
    print ".TP"
    print ".BR " escaped(word[1]) " \" (" word[2] ", " word[3] ", " escaped(word[4]) ")\""
    print escaped(behind(4, line)) "."
  }
  print ".PD"
}

$0 == "@FIELDS@" { write_fields(); next }
$0 == "@FINDINGS@" { write_findings(); next }
{ gsub (/@VERSION@/, version); print }
