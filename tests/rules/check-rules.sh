#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The shipped rules and all their examples, as the support engineer's compiler sees them: in order, and no clause or
# precedence that could be taken out of a rule without an example noticing.
XDG_CONFIG_HOME=/nonexistent exec "${MAILWHY:-build/mailwhy}" --check-rules --strict --tap
