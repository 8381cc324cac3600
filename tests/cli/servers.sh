#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Postfix and Exim, where they are installed, refuse mail on loopback; their own logs are read. Nothing is installed and
# no other server's files are touched.
. "${top_srcdir:-.}/tests/lib.sh"

command -v jq >/dev/null || skip "jq is not there"
[ "$(id -u)" = 0 ] || skip "mail servers need root"
PATH=$PATH:/usr/sbin:/sbin
exim=$(command -v exim4 || command -v exim || :)
owner=postfix
id Debian-exim >/dev/null 2>&1 || exim=
command -v postfix >/dev/null && command -v postdrop >/dev/null && id postfix >/dev/null 2>&1 || owner=
[ -n "$owner$exim" ] || skip "neither Postfix nor Exim is there"

# the servers' own users go through here
chmod 755 "$scratch"
port=$((25000 + $$ % 5000))
dmarc="Unauthenticated email from opera.example is not accepted due to domain's DMARC policy"
spf='SPF check failed: 192.0.2.25 is not allowed to send for opera.example'

# logged COUNT PATTERN FILE: so many lines at least
logged () {
  [ "$(grep -cE "$2" "$3" 2>/dev/null)" -ge "$1" ]
}

mail () { printf 'From: news@opera.example\nTo: %s@recipient.example\nSubject: Tickets\n\nHello\n' "$1"; }

# answers FILE: of each line of a recipient, once: who, what became of it, why
answers () {
  "$mailwhy" -f jsonl --input=log "$1" |
    jq -r '.verdict as $v | .bounces[] | select(.recipient // "" | endswith("@recipient.example")) |
      [(.recipient | split("@")[0]), .action // "-", $v.status, .reason // "-"] | join(" ")' | sort -u
}

# same TITLE GOT, and what is wanted on the input
same () {
  cat >"$scratch/wanted"
  cmp -s "$scratch/wanted" "$2" || diff "$scratch/wanted" "$2" | sed 's/^/# /'
  cmp -s "$scratch/wanted" "$2"
  report $? "$1"
}

postfix_home=$scratch/postfix
start_postfix () {
  mkdir -p "$postfix_home/queue" "$postfix_home/data" && chown postfix "$postfix_home/data"
  cat >"$postfix_home/main.cf" <<END
compatibility_level = 2
queue_directory = $postfix_home/queue
data_directory = $postfix_home/data
maillog_file_prefixes = $postfix_home
maillog_file = $postfix_home/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = out1.mail.example
mydestination =
relay_domains = recipient.example
alias_maps =
local_recipient_maps =
default_transport = discard
relay_transport = smtp:[127.0.0.1]:$port
smtp_dns_support_level = disabled
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_auth_destination, reject
smtpd_recipient_restrictions = check_recipient_access texthash:$postfix_home/refused, permit_auth_destination, reject
END
  printf '%s@recipient.example %s\n' dmarc "550 5.7.26 $dmarc" spf "550 5.7.23 $spf" unknown '550 5.1.1 User unknown' \
    full '452 4.2.2 Mailbox full' spam '554 5.7.1 Message identified as spam' >"$postfix_home/refused"
  cat >"$postfix_home/master.cf" <<END
127.0.0.1:$port inet n - n - - smtpd
  -o local_header_rewrite_clients=
  -o relay_transport=discard
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
END
  postfix -c "$postfix_home" start >/dev/null 2>&1 && wait_for logged 1 'daemon started' "$postfix_home/log"
}

if [ -n "$owner" ] && start_postfix; then
  trap 'postfix -c "$postfix_home" stop >/dev/null 2>&1; rm -rf "$scratch"' EXIT
  for who in dmarc spf unknown full spam; do
    mail $who | sendmail -C "$postfix_home" -f news@opera.example "$who@recipient.example" 2>/dev/null
  done
  wait_for logged 5 'to=<[a-z]*@recipient.example>.*status=' "$postfix_home/log"
  point 'Postfix tells what became of five messages'
  postfix -c "$postfix_home" stop >/dev/null 2>&1
  grep 'status=' "$postfix_home/log" >"$scratch/sent"
  answers "$scratch/sent" >"$scratch/got"
  same 'what Postfix was refused' "$scratch/got" <<END
dmarc failed fail authfailure
full delayed unknown mailboxfull
spam failed unknown spamdetected
spf failed fail authfailure
unknown failed unknown userunknown
END
  grep 'reject:' "$postfix_home/log" >"$scratch/refused"
  answers "$scratch/refused" >"$scratch/got"
  same 'what Postfix refused' "$scratch/got" <<END
dmarc - fail authfailure
full - unknown mailboxfull
spam - unknown spamdetected
spf - fail authfailure
unknown - unknown userunknown
END
  "$mailwhy" -f jsonl "$postfix_home/log" | jq -e -s 'all(.source.kind == "log")' >/dev/null
  point 'its whole log is known to be one'
else
  pass_over 'the log of Postfix' 'it is not there, or does not start'
fi

exim_home=$scratch/exim
start_exim () {
  mkdir -p "$exim_home/spool" "$exim_home/log" && chown -R Debian-exim "$exim_home"
  cat >"$scratch/exim.conf" <<END
exim_path = $exim
primary_hostname = out1.mail.example
spool_directory = $exim_home/spool
log_file_path = $exim_home/log/%slog
pid_file_path = $scratch/exim.pid
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = $port
tls_advertise_hosts =
host_lookup =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny recipients = dmarc@recipient.example
       message = 550 5.7.26 $dmarc
  deny recipients = spf@recipient.example
       message = 550 5.7.23 $spf
  deny recipients = unknown@recipient.example
       message = 550 5.1.1 User unknown
  defer recipients = full@recipient.example
        message = 452 4.2.2 Mailbox full
  accept
data:
  deny message = This message was identified as spam
begin routers
out:
  driver = manualroute
  domains = recipient.example
  route_list = * 127.0.0.1
  self = send
  transport = out
away:
  driver = redirect
  data = :blackhole:
begin transports
out:
  driver = smtp
  port = $port
begin retry
* * F,1h,15m
END
  "$exim" -C "$scratch/exim.conf" -bdf -oX "$port" >/dev/null 2>&1 &
  exim_pid=$!
  sleep 1
  kill -0 $exim_pid 2>/dev/null
}

if [ -n "$exim" ] && start_exim; then
  trap 'kill $exim_pid 2>/dev/null; rm -rf "$scratch"' EXIT
  for who in dmarc spf unknown full spam; do
    mail $who | "$exim" -C "$scratch/exim.conf" -odf -f news@opera.example "$who@recipient.example" 2>/dev/null
  done
  wait_for logged 5 ' (\*\*|==) [a-z]*@recipient.example' "$exim_home/log/mainlog"
  point 'Exim tells what became of five messages'
  kill "$exim_pid"
  grep -E ' (\*\*|==) ' "$exim_home/log/mainlog" >"$scratch/sent"
  answers "$scratch/sent" >"$scratch/got"
  same 'what Exim was refused' "$scratch/got" <<END
dmarc failed fail authfailure
full delayed unknown mailboxfull
spam failed unknown spamdetected
spf failed fail authfailure
unknown failed unknown userunknown
END
  grep ' rejected RCPT' "$exim_home/log/mainlog" >"$scratch/refused"
  answers "$scratch/refused" >"$scratch/got"
  same 'what Exim refused' "$scratch/got" <<END
dmarc failed fail authfailure
full delayed unknown mailboxfull
spf failed fail authfailure
unknown failed unknown userunknown
END
else
  pass_over 'the log of Exim' 'it is not there, or does not start'
fi
finish
