#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""Clients and servers of others, watched while they talk: OpenSSL, GnuTLS, ngtcp2, curl. What is told while it happens is what is told of
the file that was written meanwhile.

usage: clients_test.py HELPER CLI
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import rig

HELPER, CLI = sys.argv[1:3]
NAME = 'server.example.test'
PORT = '4433'
REQUEST = b'GET / HTTP/1.0\r\n\r\n'
# Where servers of Debian are, for those whose PATH does not say so.
PATH = os.environ['PATH'] + ':/usr/sbin'


def program(name):
    path = shutil.which(name, path=PATH)
    if path is None:
        raise AssertionError(f'{name} is missing: tools/deps test installs it')
    return path


def is_bound(protocol):
    """Whether somebody listens on PORT."""
    for file in (f'/proc/net/{protocol}', f'/proc/net/{protocol}6'):
        with open(file, encoding='ascii') as lines:
            for line in lines.readlines()[1:]:
                words = line.split()
                if int(words[1].split(':')[1], 16) == int(PORT) and words[3] in ('0A', '07'):
                    return True
    return False


class Certificates:
    """An authority, a server and a client below it."""
    def __init__(self, folder):
        self.folder = folder
        self.make('authority', 'Example Authority', '-x509', '-addext', 'keyUsage=critical,keyCertSign,cRLSign')
        for name, common, usage in (('server', NAME, 'serverAuth'), ('client', 'student.test', 'clientAuth')):
            self.make(name, common)
            extensions = self.path(name + '.extensions')
            with open(extensions, 'w', encoding='ascii') as file:
                file.write(f'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
                           f'extendedKeyUsage={usage}\nsubjectAltName=DNS:{common}\n')
            subprocess.run(['openssl', 'x509', '-req', '-in', self.path(name + '.pem'), '-CA', self.path('authority.pem'), '-CAkey',
                            self.path('authority.key'), '-days', '9', '-extfile', extensions, '-out', self.path(name + '.crt')],
                           check=True, capture_output=True)
        os.rename(self.path('authority.pem'), self.path('authority.crt'))

    def path(self, name):
        return os.path.join(self.folder, name)

    def make(self, name, common, *options):
        subprocess.run(['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', self.path(name + '.key'),
                        '-out', self.path(name + '.pem'), '-subj', '/CN=' + common, *options], check=True, capture_output=True)


class Serving:
    """A server, as soon as it listens. To be used with "with"."""
    def __init__(self, protocol, *command):
        self.protocol, self.command = protocol, command

    def __enter__(self):
        # OpenSSL ends with its standard input.
        self.process = subprocess.Popen([program(self.command[0]), *self.command[1:]], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        rig.wait_for(f'{self.command[0]} to listen', lambda: is_bound(self.protocol))
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.for_all = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.for_all.cleanup)
        cls.certificates = Certificates(cls.for_all.name)

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.keys = self.path('keys.txt')
        self.kept = self.path('kept.pcapng')

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def certificate(self, name):
        return self.certificates.path(name)

    def start(self, *arguments):
        watcher = subprocess.Popen([CLI, '--format=json', '-i', 'lo', '--filter', 'port ' + PORT, '--keylog', self.keys, '--write', self.kept,
                                    *arguments],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                                   env={**os.environ, 'LC_ALL': 'C.UTF-8', 'TLS_LADDER_CAPTURE': HELPER})
        self.addCleanup(watcher.communicate)
        self.addCleanup(watcher.kill)
        self.assertIn(b'Capturing on', watcher.stderr.readline())
        return watcher

    def stop(self, watcher):
        watcher.send_signal(signal.SIGINT)
        out, err = watcher.communicate(timeout=rig.WAIT)
        self.assertEqual(watcher.returncode, 0, err.decode())
        return self.in_order(out)

    @staticmethod
    def in_order(out):
        """They are told as they end, and numbered as they began."""
        return sorted((json.loads(line) for line in out.splitlines()), key=lambda conversation: conversation['conversation'])

    def again(self):
        """What is told of the file that was written, with the whole key log."""
        done = subprocess.run([CLI, '--format=json', '--keylog', self.keys, self.kept], capture_output=True, timeout=rig.WAIT, check=True)
        return self.in_order(done.stdout)

    def openssl_server(self, *arguments):
        return ['openssl', 's_server', '-accept', '127.0.0.1:' + PORT, '-cert', self.certificate('server.crt'), '-key',
                self.certificate('server.key'), '-CAfile', self.certificate('authority.crt'), '-quiet', *arguments]

    def openssl_client(self, *arguments):
        self.client('openssl', 's_client', '-connect', '127.0.0.1:' + PORT, '-servername', NAME, '-CAfile', self.certificate('authority.crt'),
                    '-keylogfile', self.keys, *arguments)

    def gnutls_server(self, *arguments):
        return ['gnutls-serv', '--port', PORT, '--x509certfile', self.certificate('server.crt'), '--x509keyfile', self.certificate('server.key'),
                '--x509cafile', self.certificate('authority.crt'), '--http', '--quiet', *arguments]

    def gnutls_client(self, *arguments):
        self.client('gnutls-cli', '--port', PORT, '--sni-hostname', NAME, '--verify-hostname', NAME, '--x509cafile',
                    self.certificate('authority.crt'), '127.0.0.1', *arguments)

    def client(self, name, *arguments, request=REQUEST, patience=rig.WAIT):
        """A visit, with the request sent a moment after the handshake, as a person would; ends when the server does, or with its input."""
        process = subprocess.Popen([program(name), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   env={**os.environ, 'SSLKEYLOGFILE': self.keys})
        time.sleep(0.3)
        self.said, _ = process.communicate(request, timeout=patience)

    def watch(self, protocol, server, *visits, handshakes=None):
        """Watches so many visits to a server; each is told, and what is told is what is told of the file."""
        watcher = self.start()
        with Serving(protocol, *server):
            for visit in visits:
                visit()
        told = self.stop(watcher)
        self.assertEqual(told, self.again())
        self.assertEqual(len(told), handshakes or len(visits), self.said)
        return told

    def assert_opened(self, conversation, version, **more):
        self.assertEqual((conversation['outcome'], (conversation['version'] or {}).get('name')), ('established', version),
                         (conversation['outcome_text'], self.said))
        proofs = [(step['message']['name'], step['proof']['holds']) for step in conversation['steps'] if step.get('proof')]
        self.assertTrue(proofs and all(holds for _, holds in proofs), proofs)
        # Both have proved that they have the same keys.
        self.assertEqual([name for name, _ in proofs].count('finished'), 2, proofs)
        self.assertFalse([step for step in conversation['steps'] if step['sealed']])
        for key, value in more.items():
            self.assertEqual(conversation[key], value)

    def test_openssl(self):
        told = self.watch('tcp', self.openssl_server('-www'), lambda: self.openssl_client('-tls1_3'), lambda: self.openssl_client('-tls1_2'))
        for conversation, version in zip(told, ('TLS 1.3', 'TLS 1.2')):
            self.assert_opened(conversation, version, server_name=NAME, resumed=False)

    def test_openssl_with_a_certificate_of_the_client(self):
        mine = ('-cert', self.certificate('client.crt'), '-key', self.certificate('client.key'))
        told = self.watch('tcp', self.openssl_server('-www', '-Verify', '1'), lambda: self.openssl_client('-tls1_3', *mine),
                          lambda: self.openssl_client('-tls1_2', *mine))
        for conversation, version in zip(told, ('TLS 1.3', 'TLS 1.2')):
            self.assert_opened(conversation, version)
            self.assertEqual(conversation['certificates']['client'][0]['subject'], 'CN=student.test')

    def test_openssl_comes_back(self):
        session = self.path('session')
        for version, name in (('-tls1_3', 'TLS 1.3'), ('-tls1_2', 'TLS 1.2')):
            told = self.watch('tcp', self.openssl_server('-www'), lambda: self.openssl_client(version, '-sess_out', session),
                              lambda: self.openssl_client(version, '-sess_in', session))
            for conversation, resumed in zip(told, (False, True)):
                self.assert_opened(conversation, name, resumed=resumed)

    def test_openssl_is_asked_again(self):
        told = self.watch('tcp', self.openssl_server('-www', '-groups', 'P-384'),
                          lambda: self.openssl_client('-tls1_3', '-groups', 'X25519:P-384'))
        self.assert_opened(told[0], 'TLS 1.3')
        self.assertIn('hello_retry_request', [step['message']['name'] for step in told[0]['steps'] if step['message']])

    def test_openssl_with_packets_that_are_cut(self):
        """Nothing is said of what cannot be known."""
        watcher = self.start('--snaplen=100')
        with Serving('tcp', *self.openssl_server('-www')):
            self.openssl_client('-tls1_2')
        told, = self.stop(watcher)
        self.assertIn('bytes-lost', [finding['id'] for finding in told['findings']])
        self.assertEqual(told['outcome'], 'unreadable')

    def test_openssl_datagrams(self):
        told = self.watch('udp', self.openssl_server('-dtls1_2'), lambda: self.openssl_client('-dtls1_2'))
        self.assert_opened(told[0], 'DTLS 1.2', server_name=NAME)

    def test_gnutls(self):
        told = self.watch('tcp', self.gnutls_server(), self.gnutls_client,
                          lambda: self.gnutls_client('--priority', 'NORMAL:-VERS-ALL:+VERS-TLS1.2'))
        for conversation, version in zip(told, ('TLS 1.3', 'TLS 1.2')):
            self.assert_opened(conversation, version, server_name=NAME)

    def test_gnutls_comes_back(self):
        # Twice, in one go.
        told = self.watch('tcp', self.gnutls_server(), lambda: self.gnutls_client('--resume'), handshakes=2)
        for conversation, resumed in zip(told, (False, True)):
            self.assert_opened(conversation, 'TLS 1.3', resumed=resumed)

    def test_gnutls_datagrams(self):
        told = self.watch('udp', self.gnutls_server('--udp'), lambda: self.gnutls_client('--udp'))
        self.assert_opened(told[0], 'DTLS 1.2', server_name=NAME)

    def curl(self, *arguments):
        self.client('curl', '-s', '--http1.1', '--cacert', self.certificate('authority.crt'), '--resolve', f'{NAME}:{PORT}:127.0.0.1',
                    *arguments, f'https://{NAME}:{PORT}/')

    def test_curl(self):
        for server in (self.openssl_server('-www'), self.gnutls_server()):
            told = self.watch('tcp', server, self.curl, lambda: self.curl('--tls-max', '1.2'))
            for conversation, version in zip(told, ('TLS 1.3', 'TLS 1.2')):
                self.assert_opened(conversation, version, server_name=NAME)

    def test_curl_does_not_trust(self):
        told = self.watch('tcp', self.openssl_server('-www'), lambda: self.client('curl', '-s', f'https://127.0.0.1:{PORT}/'))
        self.assertEqual((told[0]['outcome'], told[0]['steps'][-1]['alert']['description']['name']), ('alert', 'unknown_ca'))

    def ngtcp2_server(self, *arguments):
        return ['gtlsserver', '--quiet', *arguments, '127.0.0.1', PORT, self.certificate('server.key'), self.certificate('server.crt')]

    def ngtcp2_client(self, *arguments):
        self.client('gtlsclient', '--quiet', '--exit-on-all-streams-close', *arguments, '127.0.0.1', PORT, f'https://{NAME}/')

    def test_ngtcp2(self):
        told = self.watch('udp', self.ngtcp2_server(), self.ngtcp2_client)
        self.assertEqual(told[0]['protocol'], 'quic')
        self.assert_opened(told[0], 'TLS 1.3')

    def test_ngtcp2_is_asked_for_its_address(self):
        told = self.watch('udp', self.ngtcp2_server('--validate-addr'), self.ngtcp2_client)
        self.assert_opened(told[0], 'TLS 1.3')

    def test_ngtcp2_comes_back(self):
        mine = ('--session-file', self.path('session'), '--tp-file', self.path('parameters'))
        told = self.watch('udp', self.ngtcp2_server(), lambda: self.ngtcp2_client(*mine), lambda: self.ngtcp2_client(*mine))
        for conversation, resumed in zip(told, (False, True)):
            self.assert_opened(conversation, 'TLS 1.3', resumed=resumed)

    def test_tcpdump(self):
        """As by "ssh host tcpdump -U -w - |": a pipe, a FIFO and a file that grows are read the same, while it happens."""
        fifo, grown = self.path('fifo'), self.path('grown.pcap')
        os.mkfifo(fifo)
        with open(grown, 'wb'):
            capture = subprocess.Popen([program('tcpdump'), '-Z', 'root', '-i', 'lo', '-U', '-w', '-', 'port ' + PORT], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL)
        tee = subprocess.Popen(['tee', fifo, grown], stdin=capture.stdout, stdout=subprocess.PIPE)
        capture.stdout.close()
        arguments = [CLI, '--format=json', '--keylog', self.keys]
        watchers = [subprocess.Popen([*arguments, *more], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
                    for more, stdin in ((['-'], tee.stdout), ([fifo], None), (['--follow', grown], None))]
        tee.stdout.close()
        for process, end in ((capture, capture.wait), (tee, tee.wait), *((watcher, watcher.communicate) for watcher in watchers)):
            self.addCleanup(end)
            self.addCleanup(process.kill)
        rig.wait_for('tcpdump to begin', lambda: os.path.getsize(grown) > 0)
        with Serving('tcp', *self.openssl_server('-www')):
            self.openssl_client()
        first = [watcher.stdout.readline() for watcher in watchers]
        self.assertEqual([json.loads(line)['outcome'] for line in first], 3 * ['established'])
        capture.send_signal(signal.SIGINT)
        tee.wait(rig.WAIT)
        watchers[2].send_signal(signal.SIGINT)
        for line, watcher in zip(first, watchers):
            self.assertEqual(watcher.communicate(timeout=rig.WAIT), (b'', b''))
            self.assertEqual(watcher.returncode, 0)
            self.assertEqual(line, subprocess.run([*arguments, grown], capture_output=True, check=True).stdout)
        self.assert_opened(json.loads(first[0]), 'TLS 1.3')


if __name__ == '__main__':
    # tcpdump wants to become another user where it is root, and there is no other in a user namespace.
    rig.enter_namespaces('-n', '-Unc --keep-caps')
    unittest.main(argv=sys.argv[:1], verbosity=1)
