#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""peer.py standard|flufl MAILBOX: what Python's own modules do with a mailbox, or flufl.bounce."""
import email.utils
import mailbox
import sys

ADDRESSES = ('from', 'to', 'reply-to', 'return-path')


def standard(message):
    import authres
    headers = message.items()
    for name in ADDRESSES:
        email.utils.getaddresses(str(value) for value in message.get_all(name, []))
    for value in message.get_all('authentication-results', []):
        try:
            authres.AuthenticationResultsHeader.parse('Authentication-Results: ' + str(value))
        except authres.AuthResError:
            pass
    groups = 0
    for part in message.walk():
        if part.get_content_type() == 'message/delivery-status':
            groups += sum(len(group.items()) > 0 for group in part.get_payload())
    return len(headers) > 0


def flufl(message):
    from flufl.bounce import all_failures
    temporary, permanent = all_failures(message)
    return bool(temporary or permanent)


work = {'standard': standard, 'flufl': flufl}[sys.argv[1]]
found = [work(message) for message in mailbox.mbox(sys.argv[2])]
print(len(found), 'messages,', sum(found), 'with an answer')
