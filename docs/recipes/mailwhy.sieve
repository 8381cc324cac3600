# SPDX-License-Identifier: LGPL-2.1-or-later
# Sieve, with Dovecot's Pigeonhole: what did not pass goes to a folder of its own, with a field that says
# why. In dovecot.conf:
#   plugin {
#     sieve_plugins = sieve_extprograms
#     sieve_extensions = +vnd.dovecot.execute +editheader
#     sieve_execute_bin_dir = /usr/lib/dovecot/sieve-execute     (a link there leads to the program)
#   }
require ["vnd.dovecot.execute", "variables", "editheader", "fileinto", "mailbox"];

if not execute :pipe "mailwhy" ["--quiet", "--no-config"] {
  execute :pipe :output "why" "mailwhy" ["--quiet", "--no-config", "--exit-zero"];
  if not string :is "${why}" "" {
    addheader "X-Mailwhy" "${why}";
    fileinto :create "Unproved";
  }
}
