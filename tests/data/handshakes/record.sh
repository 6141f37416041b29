#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Records the handshakes of this folder again, into the folder that is named: ./record.sh OUT. As root, for tcpdump. They are opened
# with what both sides have, a pre-shared key, or with the private key of the server.
set -eu
cd "$1"
key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
port=14100

# record NAME SERVER CLIENT…: each client says a word.
record ()
{
  name=$1 server=$2
  shift 2
  port=$((port + 1))
  tcpdump -Z root -i lo -U -s 0 -w "$name.pcap" "port $port" 2> /dev/null &
  dump=$!
  sleep 1
  sleep 9 | openssl s_server -accept $port $server > /dev/null 2>&1 &
  sleep 1
  for client; do
    (sleep 1; echo hello; sleep 1) | openssl s_client -connect 127.0.0.1:$port $client > /dev/null 2>&1 || true
  done
  sleep 1
  kill $dump
  wait
}

openssl req -x509 -newkey rsa:1024 -nodes -keyout server.key.pem -out server.pem -days 3650 -subj /CN=key.test 2> /dev/null
psk="-tls1_3 -psk $key -psk_identity alice"
old="-cipher AES128-GCM-SHA256:@SECLEVEL=0"
record psk-dhe "-nocert $psk" "$psk"
record psk-hrr "-nocert $psk -groups P-256" "$psk -groups X25519:P-256"
record psk-ke "-nocert $psk -groups P-256 -allow_no_dhe_kex" "$psk -groups X25519 -allow_no_dhe_kex"
record psk-ticket "-nocert $psk -groups P-256 -allow_no_dhe_kex" "$psk -groups X25519 -allow_no_dhe_kex -sess_out t" \
  "-tls1_3 -groups X25519 -allow_no_dhe_kex -sess_in t"
record psk12 "-nocert -tls1_2 -psk $key -psk_identity alice -cipher PSK-AES128-GCM-SHA256" \
  "-tls1_2 -psk $key -psk_identity alice -cipher PSK-AES128-GCM-SHA256"
record dtls12-rsa "-cert server.pem -key server.key.pem -dtls1_2 $old" "-dtls1_2 $old"
record tls12-rsa-ticket "-cert server.pem -key server.key.pem -tls1_2 $old" "-tls1_2 $old -sess_out s" "-tls1_2 $old -sess_in s"
