#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Makes the certificates of the tests again, here. The keys are thrown away. Needs OpenSSL; the last two need OpenSSL 3.5.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/all.cnf" <<'END'
[req]
distinguished_name = name
x509_extensions = ext
prompt = no
string_mask = utf8only
utf8 = yes
[name]
C = DE
O = Größe, "Maß" & Söhne
OU = +1
CN = ladder.example
[ext]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,digitalSignature,keyCertSign,cRLSign
extendedKeyUsage = serverAuth,clientAuth,1.2.3.4.5
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer:always
subjectAltName = @names
issuerAltName = email:ca@ladder.example
crlDistributionPoints = URI:http://crl.example/a.crl,URI:http://crl.example/b.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/ca.der
certificatePolicies = 2.23.140.1.2.1,@policy
nameConstraints = permitted;DNS:example,excluded;IP:192.0.2.0/255.255.255.0
policyConstraints = requireExplicitPolicy:3,inhibitPolicyMapping:1
policyMappings = 1.2.3.4:1.2.3.5
inhibitAnyPolicy = 2
tlsfeature = status_request
nsCertType = server,sslCA
nsComment = "a comment"
1.3.6.1.4.1.311.20.2 = ASN1:BMPSTRING:WebServer
1.3.6.1.4.1.311.21.7 = ASN1:SEQUENCE:template
1.3.6.1.5.5.7.1.3 = ASN1:SEQUENCE:statements
1.3.6.1.4.1.11129.2.4.2 = DER:04330031002f00000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0000019bd5b6a400000004030000
1.2.3.4.5.6 = ASN1:SEQUENCE:unknown
[names]
DNS.1 = ladder.example
DNS.2 = *.ladder.example
IP.1 = 192.0.2.1
IP.2 = 2001:db8::1
email.1 = root@ladder.example
URI.1 = https://ladder.example/
dirName.1 = other
otherName.1 = 1.3.6.1.4.1.311.20.2.3;UTF8:user@ladder.example
RID.1 = 1.2.3.4
[other]
CN = other
[policy]
policyIdentifier = 1.2.3.4
CPS.1 = https://cps.example/
[template]
id = OID:1.3.6.1.4.1.311.21.8.1
major = INTEGER:100
minor = INTEGER:2
[statements]
one = SEQUENCE:compliance
[compliance]
id = OID:0.4.0.1862.1.1
[unknown]
a = INTEGER:-5
b = BOOL:TRUE
c = UTF8:text
d = NULL
END

make () # NAME KEY-OPTIONS...
{
  name=$1
  shift
  openssl req -x509 -nodes -keyout /dev/null -outform DER -out "$name.der" "$@"
}

make all -newkey rsa:2048 -days 36500 -sha256 -config "$work/all.cnf"
make ec -newkey ec -pkeyopt ec_paramgen_curve:P-384 -sha384 -days 365 -subj /CN=ec.example -addext subjectAltName=DNS:ec.example
make ec-explicit -newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -sha256 -days 365 -subj /CN=explicit.example
make ed25519 -newkey ed25519 -days 365 -subj /CN=ed25519.example
make pss -newkey rsa-pss -pkeyopt rsa_keygen_bits:1024 -sha512 -days 365 -subj /CN=pss.example
openssl dsaparam -genkey -out "$work/dsa.key" 1024
make dsa -key "$work/dsa.key" -sha256 -days 365 -subj /CN=dsa.example

openssl req -new -nodes -newkey rsa:1024 -keyout "$work/v1.key" -subj /CN=v1.example -out "$work/v1.csr"
openssl x509 -req -in "$work/v1.csr" -signkey "$work/v1.key" -sha1 -days 365 -outform DER -out v1.der

if openssl list -signature-algorithms | grep -qi ml-dsa-44
then
  make mldsa44 -newkey ml-dsa-44 -days 365 -subj /CN=example.test -addext subjectAltName=DNS:example.test,IP:127.0.0.1
  make slhdsa -newkey slh-dsa-sha2-128s -days 365 -subj /CN=example.test -addext subjectAltName=DNS:example.test,IP:127.0.0.1
fi
