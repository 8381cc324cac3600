#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The shipped rules and all their examples, as the support engineer's compiler sees them.
XDG_CONFIG_HOME=/nonexistent exec "${MAILWHY:-build/mailwhy}" --check-rules --tap
