# SPDX-License-Identifier: LGPL-2.1-or-later
# Signs standard input with Mail::DKIM: SELECTOR DOMAIN KEYFILE ALGORITHM HEADER-FORM BODY-FORM
use strict;
use warnings;
use Mail::DKIM::Signer;

my ($selector, $domain, $key_file, $algorithm, $header, $body) = @ARGV;
my $signer = Mail::DKIM::Signer->new (
  Selector => $selector, Domain => $domain, KeyFile => $key_file,
  Algorithm => $algorithm, Method => "$header/$body");
binmode STDIN;
binmode STDOUT;
my $message = join '', <STDIN>;
$signer->PRINT ($message);
$signer->CLOSE;
my $field = $signer->signature->as_string;
$field =~ s/\r?\n/\r\n/g;
print $field, "\r\n", $message;
