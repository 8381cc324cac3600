# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signs standard input with dkimpy: SELECTOR DOMAIN KEYFILE ALGORITHM HEADER-FORM BODY-FORM [length]"""
import sys
import dkim

selector, domain, key_file, algorithm, header, body = sys.argv[1:7]
message = sys.stdin.buffer.read()
signature = dkim.sign(
    message, selector.encode(), domain.encode(), open(key_file, "rb").read(),
    canonicalize=(header.encode(), body.encode()), signature_algorithm=algorithm.encode(),
    include_headers=[b"from", b"to", b"subject", b"date", b"message-id", b"from", b"reply-to"],
    length=len(sys.argv) > 7)
sys.stdout.buffer.write(signature + message)
