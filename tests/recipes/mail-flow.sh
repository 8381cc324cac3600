#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The recipes of docs/recipes where mail flows, each with the program it is for, as Debian has it. What is not
# installed is passed over with a word. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
# A sanitizer's memory and its looks at a process are not for what runs under a server's limits.
if grep -q __asan_init "$mailwhy"; then
  pass_over 'recipes where mail flows' 'the program has a sanitizer in it'
  finish
fi
recipes=$srcdir/docs/recipes
pass=$srcdir/samples/gmail-all-pass.eml fail=$srcdir/samples/expired.eml
said='FAIL  museudaribeira.pt: the signature had expired'
mkdir "$scratch/bin" && ln -s "$mailwhy" "$scratch/bin/mailwhy" && cd "$scratch" || exit 1

# here FILE: the recipe, which finds the program that is tested.
here () {
  sed "s#/usr/local/bin:#$scratch/bin:#; s#/usr/local/bin/#$scratch/bin/#" "$recipes/$1"
}

# home NAME: an empty home with a Maildir, as the folder worked in.
home () {
  HOME=$scratch/$1
  export HOME
  mkdir -p "$HOME/Maildir/new" "$HOME/Maildir/cur" "$HOME/Maildir/tmp"
  cd "$HOME" || exit 1
}

# one FOLDER: the only message in it.
one () {
  [ "$(find "$1" -type f 2>/dev/null | wc -l)" = 1 ] && find "$1" -type f
}

# sorted NAME: the one that failed is in its folder, with the field; the other where it belongs, as it came.
sorted () {
  bad=$(one "Maildir/.Unproved/new") && grep -qF "X-Mailwhy: $said" "$bad" && grep -q '^Subject: ' "$bad"
  point "$1: what failed, and why"
  passed=$(one Maildir/new) && ! grep -q '^X-Mailwhy' "$passed" && grep -q '^Subject: ' "$passed"
  point "$1: what passed"
}

# ---- procmail

if command -v procmail >/dev/null && command -v formail >/dev/null; then
  home procmail
  here procmailrc >rc
  for mail in "$pass" "$fail"; do
    # shellcheck disable=SC2016 # procmail's
    procmail -m DEFAULT="$HOME/Maildir/" HOME="$HOME" LOGFILE="$HOME/log" ./rc <"$mail"
  done
  sorted procmail
  sed "s#$scratch/bin:#/nowhere:#" rc >without
  rm -rf Maildir && mkdir Maildir
  procmail -m DEFAULT="$HOME/Maildir/" HOME="$HOME" LOGFILE="$HOME/log" ./without <"$fail"
  one Maildir/new >/dev/null; point 'procmail: without the program nothing is lost'
else
  pass_over procmail 'it is not installed'
fi

# ---- maildrop

if command -v maildrop >/dev/null && command -v reformail >/dev/null; then
  home maildrop
  here mailfilter >filter && chmod 600 filter
  mkdir -p Maildir/.Unproved/new Maildir/.Unproved/cur Maildir/.Unproved/tmp
  for mail in "$pass" "$fail"; do
    maildrop ./filter <"$mail" 2>>log
  done
  sorted maildrop
  sed 's/^/# /' log
else
  pass_over maildrop 'it is not installed'
fi

# ---- Sieve

if command -v sieve-test >/dev/null; then
  home sieve
  cp "$recipes/mailwhy.sieve" script.sieve
  # Dovecot does nothing for root.
  user=$(id -un) as=
  [ "$user" != root ] || { user=nobody as='runuser -u nobody --' && chmod 755 "$scratch" && chown -R nobody "$HOME"; }
  cat >dovecot.conf <<EOF
base_dir = $HOME/base
state_dir = $HOME/state
log_path = /dev/stderr
mail_location = maildir:$HOME/Maildir
ssl = no
mail_uid = $(id -u "$user")
mail_gid = $(id -g "$user")
first_valid_uid = 1
plugin {
  sieve_plugins = sieve_extprograms
  sieve_extensions = +vnd.dovecot.execute +editheader
  sieve_execute_bin_dir = $scratch/bin
}
EOF
  for mail in "$pass" "$fail"; do
    cp "$mail" mail && chmod 644 mail
    $as sieve-test -e -c dovecot.conf -a to@example.org script.sieve mail >>out 2>>log
  done
  sorted Sieve
  [ $failed = 0 ] || sed 's/^/# /' out log
else
  pass_over Sieve 'no sieve-test (Debian: dovecot-sieve)'
fi

# ---- mutt, neomutt

for reader in mutt neomutt; do
  if ! command -v $reader >/dev/null || ! script --version >/dev/null 2>&1; then
    pass_over $reader 'it is not installed'
    continue
  fi
  home $reader
  { echo 'From - Mon Nov  9 10:30:05 2026' && sed 's/^From />From /' "$fail" && echo; } >box
  # What less would show.
  mkdir bin && printf '#!/bin/sh\ncat >"%s/shown"\n' "$HOME" >bin/less && chmod +x bin/less
  { echo "set wait_key=no folder=$HOME" && cat "$recipes/muttrc"; } >muttrc
  # Its terminal stays open until the key was served.
  wait_for test -s shown | PATH=$HOME/bin:$scratch/bin:$PATH TERM=xterm timeout 20 \
    script -qec "$reader -n -F muttrc -R -f box -e 'push Yq'" /dev/null >screen 2>&1
  grep -qF "$said" shown 2>/dev/null; point "$reader: a key shows why"
done

# ---- a report from cron

home report
{ echo '#!/bin/sh' && echo "cat >'$HOME/mail'"; } >sendmail && chmod +x sendmail
PATH=$scratch/bin:$PATH SENDMAIL=$HOME/sendmail sh "$recipes/report.sh" postmaster@example.org "$pass" "$fail"
point 'a report is sent'
PATH=$scratch/bin:$PATH mailwhy -f html "$pass" "$fail" >page.html
cat >read.py <<'EOF'
import email, email.policy, sys
mail = email.message_from_binary_file(open("mail", "rb"), policy=email.policy.default)
text, page = list(mail.iter_parts())
assert mail["To"] == "postmaster@example.org" and "2 messages: 1 passed, 1 failed" in mail["Subject"]
assert "dkim-expired" in text.get_content()
assert page.get_filename() == "mailwhy.html" and page.get_content_type() == "text/html"
assert page.get_payload(decode=True) == open("page.html", "rb").read()
EOF
python3 read.py; point 'its text is the summary, its attachment the page'
PATH=$scratch/bin:$PATH SENDMAIL=$HOME/sendmail sh "$recipes/report.sh" postmaster@example.org missing.mbox
[ $? = 1 ] && base64 -d <<EOF | grep -q 'missing.mbox: No such file'
$(sed -n '/base64/,/^--/{/^[A-Za-z0-9+\/=]*$/p}' mail)
EOF
point 'trouble is reported too'

# ---- Postfix, with folders of its own

is_written () {
  [ -s "$scratch/postfix/why.jsonl" ]
}

if [ "$(id -u)" = 0 ] && command -v postfix >/dev/null; then
  home postfix
  chmod 755 "$scratch" && chmod 777 "$HOME"
  mkdir etc queue data && chown postfix data
  postconf -c etc -e 2>/dev/null || : >etc/main.cf
  cat >etc/main.cf <<EOF
compatibility_level = 3.6
queue_directory = $HOME/queue
data_directory = $HOME/data
maillog_file = $HOME/log
maillog_file_prefixes = $HOME
inet_interfaces = loopback-only
mydestination =
myhostname = mx.museum.example
transport_maps = inline:{why@museum.example=mailwhy:}
mailwhy_destination_recipient_limit = 1
default_transport = error:none
local_transport = error:none
alias_maps =
EOF
  {
    cat <<'EOF'
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
error     unix  -       -       n       -       -       error
postlog   unix-dgram n  -       n       -       1       postlogd
EOF
    sed "s#/bin/sh -c { mailwhy#/bin/sh -c { $scratch/bin/mailwhy#; s#/var/lib/mailwhy#$HOME#" "$recipes/postfix-master.cf"
  } >etc/master.cf
  if postfix -c "$HOME/etc" start >start.log 2>&1; then
    sendmail -C "$HOME/etc" -i -f sender@museum.example why@museum.example <"$fail"
    wait_for is_written && grep -q '"message_id":"e13qq87mso93@museudaribeira.pt"' why.jsonl; point 'Postfix: explained by pipe(8)'
    wait_for grep -q 'relay=mailwhy.*status=sent' log; point 'Postfix: and delivered'
    postfix -c "$HOME/etc" stop >/dev/null 2>&1
    wait_for sh -c '! postfix -c "$1" status >/dev/null 2>&1' sh "$HOME/etc"
  else
    pass_over Postfix "$(tail -n 1 start.log)"
  fi
else
  pass_over Postfix 'it is not installed, or this is not root'
fi
finish
